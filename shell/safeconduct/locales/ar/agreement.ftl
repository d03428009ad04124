nav-agreement = الاتفاق
agreement-title = ما الذي اتُّفق عليه وما الذي بقي مفتوحًا؟
agreement-none = لم تُسجَّل شروط بعد.
agreement-waiting = بنود مقترحة
agreement-by = اقترحه: { $it }.
agreement-accept = اقبل عن هذا الطرف
agreement-refuse = ارفض
agreement-open = نقاط مفتوحة
agreement-no-open = لا نقاط مفتوحة.
agreement-count = عدّ الأشخاص الذين تمسهم كل نقطة
agreement-law = ما يمكن أن يتفقا عليه
agreement-settled = أتكفي البنود المتفق عليها للتخطيط؟
agreement-enough = تكفي.
agreement-readings = القراءتان جنبًا إلى جنب
agreement-clause = البند
agreement-same = الشيء نفسه
agreement-offer = اقترح كلمات الطرف { $it }
agreement-record = سجّل الشروط
agreement-file = ملف شروط
agreement-file-hint = TOML على صيغة spec/1-agreement.md. لا يُسجَّل شيء إن كان فيه سطر خاطئ.
agreement-no-file = اختر ملفًا أولًا.
clause-agreed = متفق عليه
clause-offered = مقترح
clause-open = مفتوح
clause-accepted-by = قبله: { $it }.
clause-refused-by = رفضه: { $it }.
track-prisoners = أسرى الحرب
track-civilians = مدنيون
track-remains = الموتى
point-touches = القائمة { $side }: { $it }
queue-clauses = بنود مقترحة تنتظر جوابًا
done-accepted = قُبل عن هذا الطرف.
done-refused = رُفض عن هذا الطرف.
done-proposed = اقتُرح؛ ويجيب الطرف الآخر.
done-terms = سُجّلت الشروط.
point-lines = { $count ->
    [zero] لا سطر يتوقف عليها
    [one] سطر واحد يتوقف عليها
    [two] سطران يتوقفان عليها
    [few] { $n } سطور تتوقف عليها
    [many] { $n } سطرًا تتوقف عليها
   *[other] { $n } سطر تتوقف عليها
}
agreement-now = كما اتُّفق
agreement-then = كما اقتُرح
