nav-administration = الإدارة
deed-column = ما يمكن فعله
log-number = الرقم
log-when = متى
log-end = تنتهي سلسلة هذا السجل عند
log-check = تُفحص السلسلة كلها بالأمر
account-codes-left = رموز الاسترداد الباقية
account-codes-few = قليلة: اصنع رموزًا جديدة
account-secrets = كلمة السر والرموز
account-new-codes = اصنع رموزًا جديدة
account-new-codes-says = سرّ جديد لتطبيق الرموز ورموز استرداد جديدة. لا تفتح السابقة شيئًا بعد ذلك، وتنتهي جلساتك الأخرى.
account-practice = نسخة التدريب بابها مفتوح: لا حسابات فيها ولا كلمات سر ولا جلسات.
sessions-title = الجلسات
sessions-none = لا جلسة مفتوحة.
sessions-where = من أين
sessions-began = بدأت
sessions-used = آخر استعمال
sessions-this = هذه الجلسة
sessions-sign-out = اخرج من أعلى الصفحة
sessions-end = أنهِها
sessions-end-all = أنهِ جلسات هذا الحساب كلها
passkeys-title = مفاتيح المرور
passkeys-none = لم يُضَف أي مفتاح مرور.
passkeys-name = الجهاز
passkeys-made = أُضيف
passkeys-shown = آخر إظهار
passkeys-never = أبدًا
passkeys-drop = أزِله
password-title = كلمة سر جديدة
password-says = عند تغيير كلمة السر تنتهي جلسات الحساب الأخرى كلها.
password-old = كلمة السر الحالية
password-new = كلمة السر الجديدة
password-hint = من 12 إلى 256 حرفًا. أربع كلمات أو خمس تُسحب بالقرعة طويلة ويمكن حفظها.
password-again = الشيء نفسه مرة أخرى
password-do = غيّر كلمة السر
password-missing = اكتب كلمة السر الجديدة مرتين.
password-differs = ليستا متطابقتين. اكتب كلتيهما من جديد.
password-length = في كلمة السر 12 إلى 256 حرفًا.
password-plain = هذه الكلمة حروف قليلة مكررة أو متتالية. اختر غيرها.
password-common = هذه الكلمة من أول ما يُجرَّب. اختر غيرها.
password-name = اسم العمل وارد في كلمة السر هذه. اختر غيرها.
password-old-wrong = كلمة السر الحالية غير صحيحة.
done-password = كلمة السر الجديدة سارية. انتهت جلسات الحساب الأخرى.
done-session = أُنهيت.
done-passkey-dropped = أُزيل مفتاح المرور: لا يُدخل به أحد بعد الآن.
done-role = الدور الجديد سارٍ فورًا. انتهت جلسات الحساب.
done-disabled = لا يدخل هذا الحساب بعد الآن. انتهت جلساته.
done-enabled = يمكن لهذا الحساب الدخول من جديد.
done-admitted = للحساب المفاتيح التي يفتحها دوره. تسري من دخوله التالي بكلمة السر.
once-title = يُعرض مرة واحدة: دوّنه
once-says = يدوّن هذا صاحب الحساب وحده. حين تغادر هذه الصفحة لا يُرى في أي مكان بعدها.
once-codes = الرموز
once-codes-says = اكتب السر في تطبيق رموز، فيعرض ستة أرقام كل نصف دقيقة.
once-open = افتحه في تطبيق الرموز على هذا الجهاز
once-by-hand = السر:
once-recovery = رموز الاسترداد
once-recovery-says = لوقت ضياع الهاتف: كل رمز يصلح مرة واحدة.
once-done = دُوِّن: تابِع
administration-title = الإدارة
administration-accounts = الحسابات
administration-practice = هذه نسخة تدريب: بابها مفتوح، ولا حسابات فيها ولا جلسات ولا سجل دخول.
administration-state = الحالة
administration-enabled = يمكنه الدخول
administration-disabled = معطَّل
administration-more = { $count ->
    [zero] لا حساب آخر.
    [one] حساب آخر: يظهر في سطر الأوامر.
    [two] حسابان آخران: يظهران في سطر الأوامر.
    [few] { $n } حسابات أخرى: تظهر في سطر الأوامر.
    [many] { $n } حسابًا آخر: تظهر في سطر الأوامر.
   *[other] { $n } حساب آخر: تظهر في سطر الأوامر.
}
administration-closed = الأقسام المغلقة
administration-none-closed = لا قسم مغلق: من عنده مفتاح النسخة وقاعدة البيانات يفتح كل شيء. يغلق الصحة والأسرة والقوائم هذا الأمر:
administration-reference = المرجع في السجلات
administration-keys = عنده مفاتيح
administration-role = الدور
administration-role-says = يسري من الطلب التالي، وتنتهي جلسات الحساب.
administration-role-do = أعطِ هذا الدور
administration-secrets-says = لمن ضاعت كلمة سره أو هاتفه. يُبلَّغ صاحبه وجهًا لوجه.
administration-enable-says = يمكن فتح الحساب المعطَّل ثانية، وكلمة سره ورموزه كما كانت.
administration-enable = اسمح له بالدخول ثانية
administration-disable-says = لا يدخل بعدها، وتنتهي جلساته فورًا، وتُسترد مفاتيحه. ويبقى ما سجّله.
administration-disable = عطّل
administration-own = هذا حسابك: يعطّله مدير آخر.
administration-admit-says = يفتح دوره أقسامًا مغلقة ليست عنده مفاتيحها. يعطيها من هي مفتوحة عنده.
administration-admit = أعطِ المفاتيح
new-account-title = أنشئ حسابًا
new-account-says = تختار أنت كلمة السر الأولى، ويغيّرها صاحبه بعد أول دخول. تُعرض الرموز ورموز الاسترداد مرة واحدة في الصفحة التالية.
new-account-name-hint = مثل officer-1: حروف وأرقام و«-» و«_» و«.»، 64 على الأكثر
new-account-role-hint = ما يراه كل دور ويغيّره مذكور في docs/access.md.
new-account-password = كلمة السر الأولى
new-account-do = أنشئ الحساب
new-account-name-wrong = اكتب اسم عمل من 1 إلى 64 من الحروف والأرقام و«-» و«_» و«.».
new-account-name-taken = هذا الاسم مأخوذ. اختر غيره.
new-account-role-wrong = اختر دورًا.
health-title = صحة النسخة
health-good = سليم
health-warning = انتبه
health-bad = أصلِح
health-fine = كل ما جُرِّب يعمل.
health-look = شيء يحتاج إليك. هذا ما جُرِّب للتو على هذا الجهاز:
health-unknown = لم يُخبَر هذا الخادم بمكان النسخة؛ اسأل على الجهاز نفسه:
health-mark = الحالة
health-what = ما جُرِّب
health-found = ما وُجد
health-backup = النسخ الاحتياطية وتمرين الاستعادة
health-backup-at = كُتبت آخر نسخة احتياطية وفُحصت بفتحها في
health-no-backup = لا تعلم النسخة بأي نسخة احتياطية.
health-drill = في التمرين توضع نسخة احتياطية في مجلد فارغ على جهاز آخر ويُدخَل هناك. لا يترك أثرًا في هذه النسخة: دوّن يومه في دفترك.
health-practice = التدريب
health-practice-yes = أُنشئت هذه النسخة للتدريب: كل من فيها مختلَق، على الدوام.
health-practice-no = في هذه النسخة أناس حقيقيون. تدرّب في نسخة أخرى أُنشئت مع --practice.
trail-title = سجل الدخول
trail-says = كل محاولة وكل رفض وكل ما فُعل بالحسابات، والأحدث أولًا. لا يستطيع أحد نزع سطر خفية.
trail-count = { $count ->
    [zero] لا سطور.
    [one] سطر واحد.
    [two] سطران.
    [few] { $n } سطور.
    [many] { $n } سطرًا.
   *[other] { $n } سطر.
}
trail-whose = الحساب
trail-what = ما حدث
trail-by = بيد
trail-refused-mark = رُفض
trail-tried = يحاول الدخول أو إظهار رمز
trail-made-to-wait = طُلب منه الانتظار
trail-refused = لم يُسمح له
trail-signed-in = دخل
trail-proven = أظهر رمزًا جديدًا
trail-ended = انتهت الجلسة
trail-proof-missing = لزم رمز جديد
trail-account-made = أُنشئ الحساب
trail-role-set = غُيِّر الدور
trail-disabled = عُطِّل الحساب
trail-enabled = أُعيد الحساب
trail-password-set = كلمة سر جديدة
trail-codes-set = رموز جديدة
trail-closed = أُغلقت أقسام
trail-admitted = أُعطي مفاتيح
trail-let-go = استُردت مفاتيح الأقسام
trail-recovery-used = استعمل رمز استرداد
trail-passkey-added = أضاف مفتاح مرور
trail-passkey-shown = أظهر مفتاح مرور
trail-passkey-dropped = أزال مفتاح مرور
trail-linked = رُبط بمن يعرفه مزوّد
trail-unlinked = أُزيل الربط بالمزوّد
trail-vouched = كفل مزوّدٌ صاحبَه
trail-hook-made = صنع خطاف ويب
trail-hook-dropped = أزال خطاف ويب
trail-hook-resumed = استأنف خطاف ويب
trail-hook-stopped = أُوقف خطاف ويب: رسائله لا تُقبل
trail-seconds = { $count ->
    [zero] بلا انتظار
    [one] ثانية
    [two] ثانيتان
    [few] { $n } ثوانٍ
    [many] { $n } ثانية
   *[other] { $n } ثانية
}
trail-left = { $count ->
    [zero] لم يبق شيء
    [one] بقي واحد
    [two] بقي اثنان
    [few] بقيت { $n }
    [many] بقي { $n }
   *[other] بقي { $n }
}
trail-why-password = الاسم أو كلمة السر
trail-why-code = رمز خاطئ
trail-why-replayed = رمز استُعمل من قبل
trail-why-disabled = الحساب معطَّل
trail-why-token = رمز جلسة لا يفتح شيئًا
trail-why-idle = لم تُستعمل مدة طويلة
trail-why-old = دامت أقصى ما يُسمح به
trail-why-elsewhere = استُعملت من غير مكان بدئها
trail-why-signed-out = خرج صاحبها
trail-why-revoked = أنهاها أحدهم
trail-why-changed = غُيّرت أسرار الحساب
trail-why-wrong = رموز خاطئة كثيرة
trail-why-many = للحساب جلسات كثيرة
trail-why-passkey = مفتاح مرور غير صحيح أو غير معروف
trail-why-copied = مفتاح مرور لم يتقدم عدّاده: قد تكون له نسخة
trail-why-provider = ما جاء من المزوّد غير صحيح
trail-why-not-linked = لا حساب مربوط بمن سمّاه المزوّد
nav-looks = الاطلاعات
queue-alarms = إنذارات باطلاع على أناس مختلَقين
looks-title = من اطلع على من ولماذا
looks-says = كل اطلاع دُوِّن قبل أن يُعرض شيء. وهذا الاطلاع على السجل مدوَّن أيضًا.
looks-by = بحسب من اطلع
looks-who = من
looks-what-for = لماذا
looks-whose = بيانات من
looks-ended = كيف انتهى
looks-things = ما كان مفتوحًا
looks-all = الكل
looks-odd = مرفوض أو قسري
looks-none-odd = لا مرفوض ولا قسري.
looks-odd-more = { $count ->
    [zero] لا أقدم في السجل.
    [one] في السجل واحد أقدم.
    [two] في السجل اثنان أقدم.
    [few] في السجل { $n } أقدم.
    [many] في السجل { $n } أقدم.
   *[other] في السجل { $n } أقدم.
}
looks-total = { $count ->
    [zero] السجل خالٍ.
    [one] في السجل اطلاع واحد.
    [two] في السجل اطلاعان.
    [few] في السجل { $n } اطلاعات.
    [many] في السجل { $n } اطلاعًا.
   *[other] في السجل { $n } اطلاع.
}
looks-part = { $count ->
    [zero] لم يُعدّ هنا شيء.
    [one] عُدَّ هنا الأحدث.
    [two] عُدَّ هنا أحدث اثنين.
    [few] عُدَّ هنا أحدث { $n }.
    [many] عُدَّ هنا أحدث { $n }.
   *[other] عُدَّ هنا أحدث { $n }.
}
looks-people = { $count ->
    [zero] لا أحد
    [one] شخص واحد
    [two] شخصان
    [few] { $n } أشخاص
    [many] { $n } شخصًا
   *[other] { $n } شخص
}
looks-open = سُمح به
looks-forced = فوق عدد الساعة، بسبب مذكور
looks-denied = رُفض: ليس لهذا الدور
looks-spent = رُفض: استُنفد عدد الساعة
looks-deed-show = عُرض
looks-deed-match = مرّ عليه برنامج
looks-deed-export = كُتب في ملف
looks-purpose-tracing = البحث عن المفقودين
looks-purpose-exchange = التبادل
looks-purpose-handover = التسليم
looks-purpose-care = الرعاية
looks-purpose-family = الأسرة
looks-purpose-oversight = الرقابة
looks-thing-name = الاسم
looks-thing-birth = الولادة
looks-thing-number = الرقم
looks-thing-service = الخدمة
looks-thing-captivity = الأسر
looks-thing-kin = الأقارب
looks-thing-description = الوصف
looks-thing-words = الأقوال
looks-thing-source = المصدر
looks-thing-health = الصحة
looks-thing-wish = رغبته
looks-thing-sighting = مشاهدة
looks-thing-family-word = ما يقال للأسرة
looks-thing-line = سطر القائمة
looks-thing-verdict = الحكم
looks-thing-reason = السبب
looks-thing-looks = الاطلاعات
looks-person-hint = المرجع كما في الورقة التي أُعطيت للشخص
looks-person-do = أظهر من اطلع
looks-person-unknown = لا أحد في هذا السجل له هذا المرجع.
looks-elsewhere = السجل محفوظًا في مكان آخر
looks-elsewhere-says = من عنده قاعدة البيانات والبرنامج يستطيع صنع سجل آخر. احفظ هذا على جهاز آخر وقارنه من حين إلى حين.
looks-export = نزّل السجل
looks-check-file = سجل حُفظ في مكان آخر
looks-check = قارنه
looks-no-file = اختر الملف المحفوظ.
looks-same = { $count ->
    [zero] الملف خالٍ.
    [one] اطلاع واحد في السجل كما حُفظ.
    [two] اطلاعان في السجل كما حُفظا.
    [few] { $n } اطلاعات في السجل كما حُفظت.
    [many] { $n } اطلاعًا في السجل كما حُفظت.
   *[other] { $n } اطلاع في السجل كما حُفظت.
}
looks-other = السجل ليس كما حُفظ
log-title = سجل الاطلاعات كله
looked-title = من اطلع على شخص بعينه
looked-count = { $count ->
    [zero] لم يُعرض هذا الشخص.
    [one] عُرض هذا الشخص مرة.
    [two] عُرض هذا الشخص مرتين.
    [few] عُرض هذا الشخص { $n } مرات.
    [many] عُرض هذا الشخص { $n } مرة.
   *[other] عُرض هذا الشخص { $n } مرة.
}
looked-programs = البرامج التي مرّت على أشخاص كثيرين معًا، والمحاولات المرفوضة، مذكورة في السجل الكامل.
alarms-title = الإنذارات
alarms-says = لا سبب لأحد أن يفتح شخصًا مختلَقًا. يُذكر هنا من عُرض عليه.
alarms-decoys = { $count ->
    [zero] لا أشخاص مختلَقين.
    [one] هناك شخص مختلَق واحد.
    [two] هناك شخصان مختلَقان.
    [few] هناك { $n } أشخاص مختلَقين.
    [many] هناك { $n } شخصًا مختلَقًا.
   *[other] هناك { $n } شخص مختلَق.
}
alarms-none = لا إنذار جديدًا.
alarms-count = { $count ->
    [zero] لا إنذار
    [one] إنذار واحد
    [two] إنذاران
    [few] { $n } إنذارات
    [many] { $n } إنذارًا
   *[other] { $n } إنذار
}
alarms-do = اسألهم لماذا. فإن لم يجيبوا فليُنهِ مدير جلساتهم.
alarms-seen = اطلعت عليها كلها
alarms-all = أظهر السابقة أيضًا
alarms-browser = ما اطلعت عليه يحفظه هذا المتصفح لا قاعدة البيانات: يجب ألا تدل على وجود أحد مختلَق.
done-alarms = من الآن يُعرض ما بعدها.

nav-retention = مدة الحفظ
retention-title = ما يجب أن يكون قد أُتلف
retention-person = كم تُحفظ البيانات عن شخص واحد
retention-stage = سجلات عملية تسليم
retention-list = ما يُحفظ من قائمة
retention-says = { $count ->
    [zero] يُحفظ ما يُعرف عن الشخص { $n } يوم بعد عودته ما لم يكن موقوفًا عن الإتلاف. لا يزول شيء من تلقاء نفسه: يتلفه أحدهم هنا ويأخذ الإثبات.
    [one] يُحفظ ما يُعرف عن الشخص يومًا واحدًا بعد عودته ما لم يكن موقوفًا عن الإتلاف. لا يزول شيء من تلقاء نفسه: يتلفه أحدهم هنا ويأخذ الإثبات.
    [two] يُحفظ ما يُعرف عن الشخص يومين بعد عودته ما لم يكن موقوفًا عن الإتلاف. لا يزول شيء من تلقاء نفسه: يتلفه أحدهم هنا ويأخذ الإثبات.
    [few] يُحفظ ما يُعرف عن الشخص { $n } أيام بعد عودته ما لم يكن موقوفًا عن الإتلاف. لا يزول شيء من تلقاء نفسه: يتلفه أحدهم هنا ويأخذ الإثبات.
    [many] يُحفظ ما يُعرف عن الشخص { $n } يومًا بعد عودته ما لم يكن موقوفًا عن الإتلاف. لا يزول شيء من تلقاء نفسه: يتلفه أحدهم هنا ويأخذ الإثبات.
   *[other] يُحفظ ما يُعرف عن الشخص { $n } يوم بعد عودته ما لم يكن موقوفًا عن الإتلاف. لا يزول شيء من تلقاء نفسه: يتلفه أحدهم هنا ويأخذ الإثبات.
}
retention-people = الأشخاص
retention-due = { $count ->
    [zero] لم تنتهِ مدة أي شخص.
    [one] انتهت مدة شخص واحد.
    [two] انتهت مدة شخصين.
    [few] انتهت مدة { $n } أشخاص.
    [many] انتهت مدة { $n } شخصًا.
   *[other] انتهت مدة { $n } شخص.
}
retention-held = { $count ->
    [zero] لا أحد منهم موقوف إتلافه.
    [one] واحد منهم موقوف إتلافه.
    [two] اثنان منهم موقوف إتلافهما.
    [few] { $n } منهم موقوف إتلافهم.
    [many] { $n } منهم موقوف إتلافهم.
   *[other] { $n } منهم موقوف إتلافهم.
}
retention-gone-since = كان يجب إتلافها منذ
retention-hold = وقف الإتلاف
retention-on-hold = موقوف الإتلاف
retention-find = أظهر مدة هذا الشخص
retention-stages = عمليات التسليم
retention-no-stages = لا توجد عملية تسليم انتهت مدة سجلاتها.
retention-lists = القوائم
retention-no-lists = لا توجد قائمة انتهت مدتها.
retention-what = ماذا
retention-records = السجلات
retention-time = المدة
retention-since = كان يجب إتلافها منذ { $it }
retention-until = تُحفظ حتى { $it }
retention-goes-on = تُحفظ ما دام الغرض قائمًا
retention-kept = تُحفظ للاستفسارات عمن توفوا في الأسر (اتفاقية جنيف الثالثة، المواد 120–122)
retention-hold-says = البيانات الموقوف إتلافها لا تُتلف وإن انتهت مدتها: لدعوى أو تحقيق أو بطلب من الشخص نفسه. يُحفظ السبب مختومًا.
retention-unhold-says = ما دام الوقف قائمًا لا يُتلف شيء. أنهِه عندما يزول سببه.
retention-reason = السبب
retention-reason-hint = لأي غرض، ومن طلب ذلك
retention-reason-missing = اذكر السبب في 2000 حرف على الأكثر.
retention-hold-do = أوقف الإتلاف
retention-unhold-do = أنهِ الوقف
retention-erase = الإتلاف
retention-erase-person = يُتلف كل ما يُعرف عن هذا الشخص مع كل القيود المدمجة به. يحفظ السجل أن ذلك تم ومن قام به ومتى، ولا يحوي اسمًا. لا يستطيع أحد استعادته.
retention-erase-beside = يُتلف ما أُحصي أعلاه. ويبقى ما يخص أشخاصًا موقوف إتلاف بياناتهم. يحفظ السجل أن ذلك تم ومن قام به ومتى؛ ولا يستطيع أحد استعادته.
retention-sure = تحققت مما هو، ويمكن أن يزول نهائيًا
retention-not-sure = ضع علامة على أنه يمكن أن يزول نهائيًا. لم يُتلف شيء.
retention-refused = لم يُقبل هذا. انظر ما يمنعه.
retention-erase-do = أتلِف
done-held = أُوقف إتلاف البيانات.
done-unheld = انتهى وقف الإتلاف.
done-erased = أُتلف.
gone-title = أُتلف
gone-says = يذكر الإثبات ما أُتلف وأين يقول السجل ذلك، ولا يسمي أحدًا. خذه الآن واحفظه مع الطلب: يحتفظ به هذا الخادم ساعة واحدة.
gone-file = نزّل الإثبات
gone-show = أظهر الإثبات
gone-forgotten = لم يعد الإثبات هنا. ما أُتلف ومن أتلفه ومتى مذكور في السجل.
