paper-papers = أوراق للطباعة
paper-link-manifest = كشف المسافرين للطرف { $it }
paper-link-notice = إشعار التحرك للطرف { $it }
paper-link-list = طباعة القائمة
paper-link-card = طباعة بطاقة الأسر
paper-link-round = طباعة الخطة
paper-link-reason = طباعة ما يجوز قوله للعائلة
paper-print = طباعة
paper-advice = اطبع من المتصفح: ورق A4، بالحجم الكامل، دون هوامش المتصفح ودون رأس صفحته أو تذييلها.
paper-look = ما يخرج على الورق يُسجَّل اطلاعًا على كل من فيه، في كل مرة تُفتح فيها هذه الصفحة.
paper-with = اللغة الثانية
paper-back = رجوع
paper-sheets = الأوراق كما ستُطبع
paper-practice = تدريب: كل الأشخاص في هذه الورقة مختلَقون.
paper-printed = طُبعت { $when }؛ الدور: { $role }
paper-digest-manifest = بصمة SHA-256 لكشف المسافرين:
paper-digest-list = بصمة SHA-256 لملف القائمة:
paper-digest-card = بصمة SHA-256 لما تقوله هذه البطاقة:
paper-digest-notice = بصمة SHA-256 للإشعار الذي يُقَرّ باستلامه:
paper-digest-plan = بصمة SHA-256 للخطة:
paper-digest-reason = بصمة SHA-256 مملّحة للسبب:
paper-manifest = كشف المسافرين حسب المركبات
paper-stage-from = المرحلة { $stage }. الطرف المسلِّم: { $side }.
paper-manifest-says = يكتمل قبل المغادرة (اتفاقية جنيف الثالثة، المادة 46). لا تغادر مركبة وفيها من ليس مذكورًا هنا. ومن ذُكر هنا ولا يسافر يُشطب اسمه مع ملاحظة.
paper-vehicle = المركبة
paper-kind = النوع
paper-people = الأشخاص
paper-how-many = العدد
paper-vehicle-by-hand = السائق ورقم اللوحة، بخط اليد
paper-aboard = { $kind } { $id }؛ الأشخاص: { $people }
paper-no = رقم
paper-name = الاسم
paper-born = تاريخ الميلاد
paper-service-number = الرقم العسكري
paper-place = المكان
paper-reference = الرمز
paper-seen = ✓
paper-no-list = ليس في أي قائمة هنا
paper-sign-giver = عن الطرف المسلِّم: الاسم والرتبة والتوقيع والوقت
paper-sign-taker = عن الطرف المستلم: الاسم والرتبة والتوقيع والوقت
paper-sign-witness = عن الوسيط أو المراقب: الاسم والتوقيع والوقت
paper-list = قائمة أسماء
paper-notice = إشعار التحرك
paper-moves = الطرف المتحرك
paper-stage = المرحلة
paper-corridor = الممر
paper-opens = ليس على الطريق قبل
paper-closes = ليس على الطريق بعد
paper-state = الحالة
paper-acknowledged = أقرّ الطرف الآخر باستلامه
paper-unacknowledged = لم يُقَرّ باستلامه بعد
paper-notice-says = لا يغادر أحد قبل أن يقرّ الطرف الآخر باستلام هذا الإشعار بعينه. ومن يقرّ يقارن بصمة SHA-256 في الأسفل بالإشعار الذي استلمه ويوقّع هنا.
paper-answer-by = أقرّ بالاستلام: الاسم والوظيفة
paper-answer-at = اليوم والوقت (التوقيت العالمي)
paper-answer-signed = التوقيع
paper-card = بطاقة الأسر
paper-card-law = أسير حرب: اتفاقية جنيف الثالثة، المادتان 70 و122(4)، الملحق الرابع باء
paper-internment-card = بطاقة الاعتقال
paper-internment-card-law = مدني: اتفاقية جنيف الرابعة، المادتان 106 و138، الملحق الثالث
paper-card-address = معفاة من الرسوم البريدية. إلى: الوكالة المركزية للبحث عن المفقودين، اللجنة الدولية للصليب الأحمر، جنيف، سويسرا
paper-card-besides = لمكتب الاستعلامات، بقدر ما هو معروف
paper-card-10 = تاريخ الأسر ومكانه، أو المكان الذي قدم منه *
paper-card-health = الحالة الصحية *
paper-card-grades = جيدة؛ غير جريح؛ شُفي؛ في دور النقاهة؛ مريض؛ جريح بجرح طفيف؛ جريح بجرح خطير
paper-card-12 = العنوان الحالي: رقم الأسير واسم المعسكر
paper-card-13 = التاريخ
paper-card-14 = التوقيع
paper-card-says = * اشطب ما لا ينطبق. لا تضف ملاحظات. لا يجب ذكر سوى اللقب والأسماء والرتبة وتاريخ الميلاد والرقم (اتفاقية جنيف الثالثة، المادة 17)؛ وما عدا ذلك طوعي. تُستحق بطاقة جديدة بعد كل تغيير للعنوان.
paper-round = خطة الجولة
paper-round-says = لا تُطبع الأعداد الأقل من خمسة أشخاص. وفي الأسفل، لكل شخص برمزه، ما يجوز قوله للعائلة ولا شيء غيره.
paper-round-reasons = ما يجوز قوله للعائلات
paper-round-people = لمن كل سبب منها، حسب الرمز
paper-reason = السبب
paper-reason-title = ما يجوز قوله للعائلة
paper-reason-says = من يسلّم هذه الورقة يقارن الرمز بالشخص. لا أسماء فيها.
paper-manifest-people = { $count ->
    [zero] لا يسافر أحد.
    [one] يسافر شخص واحد.
    [two] يسافر شخصان.
    [few] يسافر { $n } أشخاص.
    [many] يسافر { $n } شخصًا.
   *[other] يسافر { $n } شخص.
}
paper-list-people = { $count ->
    [zero] لا أحد.
    [one] شخص واحد.
    [two] شخصان.
    [few] { $n } أشخاص.
    [many] { $n } شخصًا.
   *[other] { $n } شخص.
}
paper-link-number = عمّ يدل رقم ورقة؟
paper-number-title = عمّ يدل رقم الورقة هذا؟
paper-number-label = الرقم
paper-number-hint = ثماني عشرة خانة كما هي تحت الصورة؛ المسافات لا تهم
paper-number-do = بحث
paper-number-wrong = هذا ليس رقم ورقة: خانة خاطئة أو ناقصة. قارنه بالورقة.
paper-number-nobody = الرقم مكتوب صحيحًا، ولا شيء في هذه النسخة يحمله.
paper-number-found = يدل على
paper-number-person = شخص في السجل
paper-number-line = شخص في قائمة
paper-number-list = قائمة
paper-number-manifest = كشف مسافرين
paper-number-notice = إشعار تحرك
paper-number-plan = الخطة
paper-one-bus = حافلة
paper-one-ambulance = سيارة إسعاف
paper-one-train = قطار
paper-one-aircraft = طائرة
paper-one-vessel = سفينة
