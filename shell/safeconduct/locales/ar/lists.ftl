nav-lists = القوائم
queue-second-releases = قوائم تنتظر إذن ضابط ثانٍ لإخراجها
queue-uncompared = قوائم مغلقة للطرف الآخر لم تُقارَن بعد
queue-second-replies = أجوبة تنتظر ضابطًا ثانيًا
pages-label = الصفحات
pages-page = الصفحة
pages-previous = الصفحة السابقة
pages-next = الصفحة التالية
done-list-opened = أُدخلت القائمة. الخطوة التالية هي الإجابة عن أسئلتها.
done-list-answered = سُجلت الإجابات.
done-list-closed = أُغلقت القائمة ولا يمكن أن تتغير بعد الآن.
done-list-release-asked = قلتَ إن القائمة يمكن أن تخرج. ويقول ضابط ثانٍ الشيء نفسه.
done-list-released = قال ضابطان إن القائمة يمكن أن تخرج. يمكن كتابتها في ملف.
done-list-compared = قورنت القائمة. السطور التي تحتاج إلى إنسان تأتي أولًا.
done-map-kept = حُفظت الأعمدة لهذا المرسل.
done-reply-drawn = أُعد الجواب. ويأذن ضابط ثانٍ بإخراجه.
done-reply-released = أذن ضابطان بإخراج الجواب. يمكن كتابته في ملف.
lists-title = القوائم
lists-none = لم تُدخل أي قائمة بعد.
lists-back = كل القوائم
lists-count = { $count ->
    [zero] لا قوائم.
    [one] قائمة واحدة.
    [two] قائمتان، آخر ما عُمل عليه أولًا.
    [few] { $n } قوائم، آخر ما عُمل عليه أولًا.
    [many] { $n } قائمة، آخر ما عُمل عليه أولًا.
   *[other] { $n } قائمة، آخر ما عُمل عليه أولًا.
}
list-list = القائمة
list-side = الطرف { $it }
list-purpose-offer = من يعرض تسليمهم
list-purpose-request = من يطلبهم
list-purpose-proceedings = من يحتجزهم لإجراءات قضائية
list-stage = المرحلة
list-stage-open = مفتوحة
list-stage-closed = مغلقة
list-stage-replaced = حلّت محلها أخرى
list-stage-erased = أُتلفت
list-rows = الصفوف
list-rows-read = صفوف قُرئت
list-rows-aside = صفوف وُضعت جانبًا
list-rows-blank = صفوف فارغة
list-rows-title = الترويسة والعناوين
list-lines = السطور عند الإغلاق
list-open = أسئلة مفتوحة
list-asked = مجموع الأسئلة
list-notes = ملاحظات لا تحتاج إلى إجابة
list-versions = النسخ
list-replaces = تحل محل
list-replaced-by = حلّت محلها
list-only-version = النسخة الوحيدة
list-reference = المرجع
list-back = العودة إلى القائمة
list-next = ما يمكن فعله بعد ذلك
list-next-answer = الإجابة عن أسئلتها
list-next-close = إغلاقها
list-next-compare = مقارنتها
list-next-workbench = فتح المقارنة
list-next-release = الإذن بإخراجها
list-next-second = الإذن بإخراجها كضابط ثانٍ
list-next-wait = تنتظر ضابطًا ثانيًا
list-next-write = كتابتها في ملف
list-next-changes = ما تغيّر منذ النسخة السابقة
list-release = الإذن بالإخراج
list-release-theirs = أعدّها طرف آخر
list-release-no = لم يطلب أحد إخراجها
list-release-asked = قال { $it } إنها يمكن أن تخرج؛ ويجب أن يقول ضابط ثانٍ الشيء نفسه
list-release-given = قال { $one } و{ $other } إنها يمكن أن تخرج
list-release-says = لا تخرج قائمة الطرف نفسه إلا إذا قال ضابطان ذلك.
list-release-do = يمكن أن تخرج
list-write = كتابتها في ملف (.csv)
list-export-says = كتابتك إياها في ملف تُسجَّل باسمك، لغرض التبادل. وتحتاج إلى رمز جديد.
list-report = ما قُرئ
list-kinds-open = الأسئلة المفتوحة حسب النوع
list-kinds-answered = الأسئلة التي أُجيب عنها حسب النوع
list-findings = كل الملاحظات، صفًا صفًا
list-workbook = الورقة مع الأسباب (.xlsx)
list-close-title = الإغلاق
list-close = إغلاق القائمة
list-close-says = لا سؤال مفتوح. القائمة المغلقة لا يمكن أن تتغير.
list-close-open = { $count ->
    [zero] لا سؤال مفتوح.
    [one] سؤال واحد مفتوح. الصف الذي وُضع جانبًا لا يسأل شيئًا.
    [two] سؤالان مفتوحان. الصفوف التي وُضعت جانبًا لا تسأل شيئًا.
    [few] { $n } أسئلة مفتوحة. الصفوف التي وُضعت جانبًا لا تسأل شيئًا.
    [many] { $n } سؤالًا مفتوحًا. الصفوف التي وُضعت جانبًا لا تسأل شيئًا.
   *[other] { $n } سؤال مفتوح. الصفوف التي وُضعت جانبًا لا تسأل شيئًا.
}
import-title = استيراد قائمة
import-says = اختر الملف كما أُرسل. لا يُسجَّل شيء قبل أن تفتح القائمة في النهاية.
import-file = الملف
import-file-hint = XLSX، أو CSV بترميز UTF-8 أو UTF-16 أو Windows-1251؛ 32 ميبيبايت على الأكثر
import-file-missing = اختر ملفًا.
import-file-unreadable = لا يمكن قراءة الملف كقائمة.
import-gone = حُفظ الملف ساعة ولم يعد هنا. اختره من جديد؛ لم يُسجَّل شيء.
import-from = الطرف الذي أعدّ القائمة
import-from-missing = قل أي طرف أعدّ القائمة.
import-purpose = الغرض من القائمة
import-purpose-missing = قل ما الغرض من القائمة.
import-replaces = النسخة التي تحل محلها
import-replaces-hint = قائمة مغلقة للطرف نفسه والغرض نفسه. تبقى سارية حتى تُغلق الجديدة.
import-replaces-none = لا شيء: نسخة أولى
import-replaces-unknown = لا يمكن الحلول محل هذه القائمة: اختر قائمة مغلقة للطرف نفسه والغرض نفسه.
import-choose = اختر
import-read = قراءة الملف
import-steps-title = خطوات الاستيراد
import-nothing-yet = لم يُسجَّل شيء بعد.
import-step-file = الملف
import-step-what = ما هي
import-step-sheet = الورقة
import-step-columns = الأعمدة
import-step-preview = الصفوف الأولى كما فُهمت
import-step-check = ما الخطأ فيها
import-state-done = تم
import-state-look = انظر في هذا
import-other-file = البدء من جديد بملف آخر
import-go-on = متابعة
import-back = العودة إلى الخطوات
import-sheet = ورقة الأشخاص
import-sheet-hint = تُقرأ ورقة واحدة. إن كان في ورقة أخرى أشخاص أيضًا فاستوردها كقائمة مستقلة.
import-sheet-missing = اختر ورقة.
import-no-sheets = ليس في الملف النصي أوراق.
import-hidden = مخفية
import-sheet-rows = { $count ->
    [zero] لا صفوف
    [one] صف واحد
    [two] صفان
    [few] { $n } صفوف
    [many] { $n } صفًا
   *[other] { $n } صف
}
import-columns-says = انظر كيف قُرئ كل عمود، وصحّح ما هو خطأ.
import-columns-by = الأعمدة بحسب ما حُفظ لـ { $it }
import-columns-unknown = { $count ->
    [zero] معروف ما يحويه كل عمود
    [one] لا يُعرف ما يحويه عمود واحد
    [two] لا يُعرف ما يحويه عمودان
    [few] لا يُعرف ما تحويه { $n } أعمدة
    [many] لا يُعرف ما يحويه { $n } عمودًا
   *[other] لا يُعرف ما يحويه { $n } عمود
}
import-columns-agree = هو كذلك: متابعة
import-columns-refused = لا يمكن قراءة الأعمدة هكذا.
import-heading = العنوان
import-samples = الخلايا الأولى
import-holds = ما يحويه العمود
import-holds-unknown = لم يُقل
import-holds-not-read = غير لازم
import-holds-birth-year = سنة الميلاد
import-holds-birth-month = شهر الميلاد
import-holds-birth-day = يوم الميلاد
import-sender = أعمدة محفوظة لمرسل
import-sender-hint = أعمدة اتُّفق عليها لقوائم سابقة لمكتب
import-sender-use = استعمالها
import-sender-unfit = المحفوظ لهذا المرسل لا يناسب هذا الملف.
import-guess = التخمين من العناوين مجددًا
import-keep = حفظ هذه الأعمدة للمرسل
import-keep-for = المكتب الذي يرسل مثل هذه القوائم
import-keep-hint = تُقرأ قائمته التالية بالطريقة نفسها. اتركه فارغًا كي لا يُحفظ شيء.
import-keep-unknown = قل عن كل عمود ما يحويه قبل حفظ الأعمدة.
import-keep-refused = لا يمكن حفظ الأعمدة هكذا.
import-no-header = لم يُعثر على صف عناوين
import-header-says = لا يوجد صف بعناوين معروفة. اختر الصف الذي فيه العناوين، ثم قل ما يحويه كل عمود.
import-header = صف العناوين
import-header-missing = اختر الصف الذي فيه العناوين.
import-lines = { $count ->
    [zero] لا يمكن قراءة أحد بعد
    [one] شخص واحد
    [two] شخصان
    [few] { $n } أشخاص
    [many] { $n } شخصًا
   *[other] { $n } شخص
}
import-preview-says = { $count ->
    [zero] لم يُقرأ أحد.
    [one] قُرئ شخص واحد.
    [two] قُرئ شخصان. قارنهما بالملف.
    [few] قُرئ { $n } أشخاص. قارن الأوائل بالملف.
    [many] قُرئ { $n } شخصًا. قارن الأوائل بالملف.
   *[other] قُرئ { $n } شخص. قارن الأوائل بالملف.
}
import-preview-rows = { $count ->
    [zero] لا صفوف
    [one] الصف الأول
    [two] الصفان الأولان
    [few] أول { $n } صفوف
    [many] أول { $n } صفًا
   *[other] أول { $n } صف
}
import-preview-right = فُهمت فهمًا صحيحًا: متابعة
import-preview-wrong = هناك خطأ: تغيير الأعمدة
import-how = كيف فُهم الملف
import-questions = { $count ->
    [zero] لن يكون هناك سؤال مفتوح.
    [one] سيكون هناك سؤال واحد مفتوح.
    [two] سيكون هناك سؤالان مفتوحان.
    [few] ستكون هناك { $n } أسئلة مفتوحة.
    [many] سيكون هناك { $n } سؤالًا مفتوحًا.
   *[other] سيكون هناك { $n } سؤال مفتوح.
}
import-questions-says = افتح القائمة للإجابة عنها هنا، أو أعد المصنف ليُصحَّح.
import-open = فتح القائمة
import-workbook = المصنف نفسه مع الأسباب
import-workbook-says = للمرسل: ما صار إليه كل صف، وما وُجد فيه، وكيف يُصحَّح.
import-cannot-open = بحالته هذه لا ينتج الملف قائمة. صحّح ما قيل أعلاه، أو ابدأ بملف آخر.
findings-title = كل الملاحظات
findings-kinds = الملاحظات حسب النوع
findings-kind = النوع
findings-weight = الوزن
findings-count = العدد
findings-rows = الملاحظات صفًا صفًا
findings-row = الصف
findings-column = العمود
findings-there = المكتوب هناك
findings-what = ما الخطأ
findings-hint = كيف يُصحَّح
findings-whole = القائمة كلها
findings-empty = فارغ
findings-filter = ملاحظات من نوع واحد
findings-all = الكل
findings-none = لم يُعثر على خطأ.
findings-question = سؤال
findings-set-aside = وُضع جانبًا
findings-note = ملاحظة
findings-shown = { $count ->
    [zero] لا ملاحظات.
    [one] ملاحظة واحدة.
    [two] ملاحظتان.
    [few] { $n } ملاحظات.
    [many] { $n } ملاحظة.
   *[other] { $n } ملاحظة.
}
answers-title = الإجابة عن أسئلة قائمة
answers-open = { $count ->
    [zero] لا سؤال مفتوح.
    [one] سؤال واحد مفتوح.
    [two] سؤالان مفتوحان.
    [few] { $n } أسئلة مفتوحة.
    [many] { $n } سؤالًا مفتوحًا.
   *[other] { $n } سؤال مفتوح.
}
answers-all-done = لا سؤال مفتوح. يمكن إغلاق القائمة.
answers-each = كل واحد على حدة
answers-each-hint = ما تتركه بلا اختيار يبقى مفتوحًا. الإبقاء والوضع جانبًا يحتاجان إلى سبب.
answers-alike = { $count ->
    [zero] لا سؤال من هذا النوع
    [one] سؤال واحد من هذا النوع
    [two] السؤالان من هذا النوع معًا
    [few] كل الـ { $n } من هذا النوع معًا
    [many] كل الـ { $n } من هذا النوع معًا
   *[other] كل الـ { $n } من هذا النوع معًا
}
answers-alike-do = الإجابة عنها كلها هكذا
answers-keep = يبقى كما هو
answers-correct = الخلية تقول شيئًا آخر
answers-aside = عدم استعمال الصف
answers-aside-column = عدم استعمال العمود
answers-value = ما تقوله الخلية
answers-reason = السبب
answers-record = تسجيل الإجابات
answers-none = لم يُختر شيء.
answers-mend = بعض الإجابات ناقصة؛ وهي معلَّمة أدناه.
answers-not-chosen = اختر إحدى الإجابات.
answers-no-value = اكتب ما تقوله الخلية.
answers-no-reason = اكتب السبب بكلمات قليلة.
answers-too-long = النص أطول من 2000 حرف.
answers-again = صُحِّح من قبل، وما زال الخلل نفسه موجودًا.
answers-refused = لم تُقبل الإجابات.
answers-moved = صارت أسئلة أخرى من هذا النوع مفتوحة. انظر من جديد وقرر من جديد.
answers-not-closed = لم تُغلق القائمة: هذه الأسئلة مفتوحة.
changes-title = ما تغيّر منذ النسخة السابقة
changes-against = مقابل
changes-added = أُضيف
changes-gone = اختفى
changes-changed = تغيّر
changes-none = النسختان تقولان الشيء نفسه.
changes-what = التغيير
changes-name = الاسم
changes-older-row = الصف سابقًا
changes-newer-row = الصف الآن
changes-fields = ما الذي تغيّر
bench-title = مقارنة القائمة
bench-line-title = سطر واحد، ولماذا
bench-back = العودة إلى السطور
bench-bits = البت يضاعف الاحتمال: +10 بتات أرجح ألف مرة، و−10 أقل ألف مرة.
bench-own = هذه قائمتنا نحن: الطرف الآخر يقارنها.
bench-not-closed = تُقارَن القائمة بعد إغلاقها.
bench-not-compared = لم يقارن أحد هذه القائمة بعد.
bench-compare-says = يُقارَن كل سطر بقائمتنا وسجلنا. لا يربط البرنامج من يشك فيه بأحد.
bench-ours = قائمتنا
bench-ours-hint = عادةً آخر قائمة طلب مغلقة لنا
bench-ours-none = المعتادة
bench-compare = مقارنة
bench-refused = لم تُقارَن القائمة.
bench-against = قورنت مع
bench-needs = { $count ->
    [zero] لا سطر يحتاج إلى إنسان.
    [one] سطر واحد يحتاج إلى إنسان. وهو الأول.
    [two] سطران يحتاجان إلى إنسان. وهما في الأعلى.
    [few] { $n } سطور تحتاج إلى إنسان. وهي في الأعلى.
    [many] { $n } سطرًا تحتاج إلى إنسان. وهي في الأعلى.
   *[other] { $n } سطر تحتاج إلى إنسان. وهي في الأعلى.
}
bench-matches = { $count ->
    [zero] لا سطور مشكوك فيها
    [one] القرار في سطر واحد مشكوك فيه
    [two] القرار في سطرين مشكوك فيهما
    [few] القرار في { $n } سطور مشكوك فيها
    [many] القرار في { $n } سطرًا مشكوكًا فيها
   *[other] القرار في { $n } سطر مشكوك فيها
}
bench-picture = السطور حسب الصنف بأشرطة؛ والجدول بجانبها يقول الشيء نفسه
bench-classes = السطور حسب الصنف
bench-class = الصنف
bench-all = الكل
bench-lines = السطور
bench-shown = { $count ->
    [zero] لا سطر من هذا الصنف.
    [one] سطر واحد.
    [two] سطران.
    [few] { $n } سطور.
    [many] { $n } سطرًا.
   *[other] { $n } سطر.
}
bench-name = كما يكتبونه
bench-why = لماذا، وما العمل
bench-settled = قرره أشخاص
bench-person = الشخص في سجلنا
bench-partner = قورن مع
bench-field = الحقل
bench-theirs = عندهم
bench-ours-has = عندنا
bench-says = ما وجدته المقارنة
bench-weight = البتات
bench-against-it = ضد
bench-reasons = { $count ->
    [zero] لا أسباب
    [one] سبب واحد
    [two] سببان
    [few] { $n } أسباب
    [many] { $n } سببًا
   *[other] { $n } سبب
}
reply-title = الجواب لهم
reply-about = كلمة واحدة لكل سطر ولا شيء مما عندنا. لا يخرج إلا إذا أذن به ضابطان، كما هي الأحكام الآن.
reply-no = لم يُعد جواب بحسب الأحكام الحالية.
reply-own = أنت أعددت الجواب. ويأذن ضابط آخر بإخراجه.
reply-asked = أعدّ { $it } الجواب.
reply-released = أذن { $one } و{ $other } بإخراج الجواب.
reply-agree = يمكن أن يخرج
reply-write = كتابة الجواب في ملف
reply-layout = الشكل المتفق عليه، إن وُجد
reply-layout-hint = ملف (TOML) بالأعمدة والكلمات المتفق عليها. وبدونه يقف الجواب بجانب أعمدتهم.
reply-doubtful-too = { $count ->
    [zero] لا سطور مشكوك فيها
    [one] ذكر السطر المشكوك فيه على أنه كذلك
    [two] ذكر السطرين المشكوك فيهما على أنهما كذلك
    [few] ذكر { $n } سطور مشكوك فيها على أنها كذلك
    [many] ذكر { $n } سطرًا مشكوكًا فيها على أنها كذلك
   *[other] ذكر { $n } سطر مشكوك فيها على أنها كذلك
}
reply-draw = إعداد الجواب
reply-refused = لم يتقدم الجواب.
flaw-unknown-header = عنوان غير معروف
flaw-header-twice = عمودان بمعنى واحد
flaw-missing-header = عمود بلا عنوان
flaw-other-sheet = ورقة أخرى لم تُقرأ
flaw-columns-changed = أعمدة غير المحفوظة للمرسل
flaw-day-first-assumed = قُرئ اليوم أولًا في التواريخ
flaw-name-order-assumed = قُسمت الأسماء الكاملة إلى أجزاء
flaw-header-repeated = تكررت الترويسة
flaw-not-a-person = لا يُعرف من الصف من هو
flaw-missing-surname = لا لقب
flaw-impossible-date = تاريخ غير موجود
flaw-not-a-date = نص ليس تاريخًا
flaw-short-year = سنة من رقمين
flaw-two-dates = تاريخان في خلية واحدة
flaw-month-first = تاريخ يبدأ بالشهر
flaw-ambiguous-date = اليوم أم الشهر أولًا، غير واضح
flaw-serial-date = أرقام أيام جدول حساب
flaw-birth-after-capture = الميلاد بعد الأسر
flaw-birth-in-future = الميلاد في المستقبل
flaw-capture-in-future = الأسر في المستقبل
flaw-unlikely-age = عمر مستبعد عند الأسر
flaw-duplicate-id = المرجع مذكور مرتين
flaw-duplicate-service-number = الرقم العسكري مذكور مرتين
flaw-same-person-twice = الشخص نفسه مرتين
flaw-formula-cell = صيغة بدل قيمة
flaw-merged-cell = خلية مدموجة
flaw-mixed-alphabets = حروف من أبجديتين
flaw-invisible-character = محارف غير مرئية
flaw-lost-characters = ضاعت محارف
flaw-digit-in-name = رقم في اسم
flaw-initial-only = حرف أول فقط
flaw-not-text = رقم أو تاريخ بدل اسم
flaw-number-cell = أرقام قد تنقصها أصفار في البداية
flaw-unknown-word = كلمة غير معروفة
flaw-long-cell = خلية طويلة جدًا
wording-verdict-matched = متطابق
wording-verdict-returned-already = عاد من قبل
wording-verdict-reported-dead = أُبلغ عن وفاته
wording-verdict-civilian = مدني
wording-verdict-twice = مذكور مرتين
wording-verdict-not-ours = ليس منا
wording-verdict-unknown-to-us = غير معروف لدينا
wording-verdict-doubtful = مشكوك فيه
wording-because-on-our-list = الشخص نفسه: { $partner }
wording-because-in-registry = الشخص نفسه: { $partner }؛ الحالة: { $status }
wording-because-came-home = الشخص نفسه: { $partner }؛ عاد إلى بلده
wording-because-died = الشخص نفسه: { $partner }؛ توفي
wording-because-civilian-by-them = تقول قائمتهم إن الشخص مدني
wording-because-civilian-by-us = الشخص نفسه: { $partner }؛ مدني
wording-because-stood-before = الشخص نفسه المذكور في سطرهم { $before }
wording-because-other-power = يتبع دولة أخرى
wording-because-nobody-near = على الأرجح لا أحد في قائمتنا أو سجلنا
wording-because-may-be-gone = قد يكون: { $partner }؛ الحالة: { $status }؛ { $doubt }
wording-because-entries-disagree = في سجلنا أكثر من قيد لهذا الشخص، والقيود لا تتفق على من عاد
wording-because-may-stand-before = قد يكون الشخص نفسه المذكور في سطرهم { $before }؛ { $doubt }
wording-because-may-be-ours = قد يكون: { $partner }؛ { $doubt }
wording-because-may-be-kin = اللقب والأب والمكان أو الوحدة كما عند: { $partner }؛ أخ، أو خُلط بينهما؛ { $doubt }
wording-partner-ours = السطر { $reference } من قائمتنا
wording-partner-person = { $reference } من سجلنا
wording-partner-before = سطرهم { $reference }
wording-doubt-contradicts = يعارض ذلك: { $field }
wording-doubt-too-little = المكتوب أقل من أن يُعرف منه
wording-doubt-rivals = يناسب شخصًا آخر بالقدر نفسه
wording-doubt-not-sure = الاحتمال غير كافٍ
wording-advice-decide-gone = قارن الاثنين؛ الوفاة أو العودة تحتاج إلى مراجعَين.
wording-advice-decide = قارن الاثنين، وقل من هو.
wording-advice-dead = تحقق من مصدر خبر الوفاة، ثم اطلب منهم شطب السطر.
wording-advice-returned = تحقق من يوم العودة، ثم اطلب منهم شطب السطر.
wording-advice-civilian = انقله إلى الإفراج عن المدنيين؛ لا يدخل في أي تكافؤ.
wording-advice-twice = اطلب منهم سطرًا واحدًا.
wording-advice-not-ours = قل لهم أي دولة يسألون.
wording-advice-unknown = اسأل أين أُسر الشخص، وافتح بحثًا.
wording-advice-slip = صحّح الهفوة في إحدى القائمتين.
wording-advice-nothing = لا شيء يُفعل.
wording-says-same = الشيء نفسه
wording-says-as-heard = نفسه سماعًا
wording-says-slip = الحروف تختلف
wording-says-half = نصف لقب مزدوج
wording-says-initial = الحرف الأول مناسب
wording-says-alike = متشابه
wording-says-unlike = غير متشابه
wording-says-other-name = اسم آخر
wording-says-names-exchanged = تبادل اللقب والاسم موضعيهما
wording-says-day-month-exchanged = تبادل اليوم والشهر موضعيهما
wording-says-one-part-differs = جزء واحد يختلف
wording-says-as-far-as-known = نفسه بقدر ما يُعرف
wording-says-same-year = السنة وحدها نفسها
wording-says-year-apart = فرق سنة
wording-says-other-date = تاريخ آخر
wording-says-next-rank = فرق درجة واحدة
wording-says-arm-unknown = الرقم نفسه، والصنف غير معروف
wording-says-other-arm = الرقم نفسه لصنف آخر
wording-says-near-number = رقم واحد يختلف
wording-says-one-sign = علامة واحدة تختلف
wording-says-two-signs = علامتان تختلفان
wording-says-other = غيره
done-people-entered = أُدخل الأشخاص في السجل.
import-people-title = إدخال هؤلاء الأشخاص في السجل
import-people-link = إدخال هؤلاء الأشخاص في السجل بدل فتح قائمة
import-people-questions = هناك أسئلة مفتوحة: صحّح الملف أولًا، أو افتحه كقائمة.
import-people-many = أكثر من 5000 شخص: أدخلهم بالأمر «safeconduct registry import».
import-people-refused = لم يُدخل أحد.
import-source = من يقول ذلك
import-source-missing = اختر من يقول ذلك.
import-by = اسم المصدر
import-by-hint = شخص أو مكتب أو وثيقة
import-by-missing = اكتب من يقول ذلك، من حرف واحد إلى 200 حرف.
import-says-what = ما يقال عن كل من فيه
import-says-missing = اختر ما يقال.
import-known-title = هل أُدخلوا من قبل؟
import-known-too = إدخالهم مع ذلك؛ يمكن دمج قيدين لاحقًا
import-look = النظر في من أُدخل من قبل
import-people-says = { $count ->
    [zero] لا أحد في الملف.
    [one] في الملف شخص واحد.
    [two] في الملف شخصان.
    [few] في الملف { $n } أشخاص.
    [many] في الملف { $n } شخصًا.
   *[other] في الملف { $n } شخص.
}
import-known = { $count ->
    [zero] لا أحد فيه يشبه من أُدخل من قبل.
    [one] صف واحد يشبه شخصًا أُدخل من قبل.
    [two] صفان يشبهان شخصين أُدخلا من قبل.
    [few] { $n } صفوف تشبه أشخاصًا أُدخلوا من قبل.
    [many] { $n } صفًا تشبه أشخاصًا أُدخلوا من قبل.
   *[other] { $n } صف تشبه أشخاصًا أُدخلوا من قبل.
}
import-enter = { $count ->
    [zero] لا أحد للإدخال
    [one] إدخال شخص واحد
    [two] إدخال شخصين
    [few] إدخال { $n } أشخاص
    [many] إدخال { $n } شخصًا
   *[other] إدخال { $n } شخص
}
bands-title = كم كان البرنامج متأكدًا، وماذا قرر الناس
bands-says = لا تُحسب إلا السطور التي قررها الناس. حيث قال البرنامج 80 % ينبغي أن يكون ثمانية من عشرة شخصًا واحدًا: عندئذ تقع الدوائر على الخط المتقطع. فوقه كان البرنامج حذرًا أكثر من اللازم، وتحته جريئًا أكثر من اللازم.
bands-picture = نسبة من وُجد أنهم شخص واحد مقابل ما قاله البرنامج، بدوائر؛ والجدول بجانبها يقول الشيء نفسه
bands-caption = السطور المقرَّرة حسب تأكد البرنامج
bands-said = قال البرنامج
bands-decided = المقرَّر
bands-same = شخص واحد
bands-expected = المتوقع
bands-found = ما وُجد
