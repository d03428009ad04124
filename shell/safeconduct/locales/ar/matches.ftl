nav-matches = المطابقات
matches-title = أهو الشخص نفسه أم لا؟
matches-says = السطور المشكوك فيها في قوائم الطرف الآخر. لا يربط البرنامج أحدًا من تلقاء نفسه: الناس يقررون، زوجًا بعد زوج.
matches-none = لا توجد هنا قائمة مغلقة من الطرف الآخر.
matches-list = قائمتهم
matches-lines = السطور
matches-doubtful = مشكوك فيها
matches-second = تنتظر موظفًا ثانيًا
matches-do = ما العمل
matches-begin = انظر إلى الأزواج
matches-done = لا شيء مشكوك فيه
matches-compare = قارن بقائمتنا وسجلنا
done-compared = قورنت القائمة.
done-settled = دُوّن ذلك. U للتراجع.
done-reopened = السطر مشكوك فيه من جديد.
pair-title = أهو الشخص نفسه أم لا؟
pair-none = لا شيء ينتظرك هنا.
pair-caption = ما يقوله الطرفان، وأوله ما يعارض
pair-field = الحقل
pair-theirs = سطرهم
pair-sign = علاقة الاثنين
pair-our-line = سطرنا
pair-their-line = سطر سابق لهم
pair-our-person = سجلنا
pair-nobody = لا أحد
pair-says = ما يعنيه ذلك
pair-bits = الوزن بالبت
pair-not-compared = أحد الطرفين صامت
pair-start = قبل أن يُعرف شيء
pair-together = ما تقوله الحقول معًا
pair-sum = المجموع
pair-rival = أفضل مرشح آخر
pair-probability = احتمال أن يكون الشخص نفسه
pair-percent = { $it } %
pair-more = كل ما يُعرف عن هذا الشخص
pair-same = الشخص نفسه
pair-different = شخص آخر
pair-later = أحتاج إلى المزيد، لاحقًا
pair-later-says = انتقل إلى التالي؛ هذا يبقى ويعود بعد الأخير
pair-undo = تراجع عن الأخير
pair-undo-says = تراجع عن آخر ما قلته: يعود السطر مشكوكًا فيه
pair-keys = المفاتيح
pair-same-means = «الشخص نفسه» يعني هنا: { $it }.
pair-told = ستُبلَّغ الأسرة، لذا يقول موظف ثانٍ الشيء نفسه.
pair-second = قال زميل ما هو، وستُبلَّغ الأسرة: انظر بنفسك وقل ما تراه. قاله
pair-otherwise = إنه شيء آخر
pair-verdict = ما هذا السطر
pair-say-so = دوّن ذلك
pair-waiting = { $count ->
    [zero] لا زوج ينتظر.
    [one] زوج واحد ينتظر.
    [two] زوجان ينتظران.
    [few] { $n } أزواج تنتظر.
    [many] { $n } زوجًا ينتظر.
   *[other] { $n } زوج ينتظر.
}
wording-says-same-in-other-words = مطابق بحروف أخرى
queue-doubtful = أزواج قد يكون كل منها شخصًا واحدًا
