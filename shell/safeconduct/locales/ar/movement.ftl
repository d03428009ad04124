nav-movement = التحرك
movements-title = من يتحرك ومتى، وهل يعلم الطرف الآخر؟
movements-says = لا تغادر أي مركبة قبل أن يقر الطرف الآخر بإشعارها.
movement-title = تحرك المرحلة { $it }
movement-from = من الطرف { $it }
movement-not-drawn = لا بيان بعد
movement-acknowledged = أُقر باستلامه
movement-unacknowledged = لم يُقر باستلامه
movement-window = من { $from } إلى { $to }
movement-manifest-file = البيان للطرف الآخر
movement-notice-file = الإشعار للطرف الآخر
movement-vehicle = المركبة
movement-vehicles = المركبات
movement-kind = النوع
movement-seats = المقاعد
movement-stretchers = النقالات
movement-lines = من
movement-who = أظهر
movement-left = المستبعدون بسبب
movement-notice = إشعار التحرك
movement-when = في الطريق
movement-digest = بصمة الإشعار
movement-digest-hint = 64 حرفًا ورقمًا كما أقر بها الطرف الآخر.
movement-acknowledge = أقر باستلام هذا الإشعار
movement-they-acknowledge = أقر الطرف الآخر باستلامه
movement-take-acknowledgement = سجّل الإقرار
movement-draw = إعداد البيان
movement-draw-says = يأخذ كل من خصصته الخطة لهذه المرحلة مكانًا: المستلقون أولًا، ثم من يسافرون مهما حدث.
movement-declined = { $count ->
    [zero] لا أحد مستبعد بسبب شرط.
    [one] شخص واحد لا يسافر بسبب شرط ويُستبعد لهذا السبب.
    [two] شخصان لا يسافران بسبب شرط ويُستبعدان لهذا السبب.
    [few] { $n } أشخاص لا يسافرون بسبب شرط ويُستبعدون لهذا السبب.
    [many] { $n } شخصًا لا يسافرون بسبب شرط ويُستبعدون لهذا السبب.
   *[other] { $n } شخص لا يسافرون بسبب شرط ويُستبعدون لهذا السبب.
}
movement-vehicles-hint = واحدة في كل سطر: المعرّف، النوع (bus, ambulance, train, aircraft, vessel)، المقاعد، النقالات؛ مثل bus-1, bus, 50, 0
movement-left-hint = واحد في كل سطر: السطر، السبب (died, later-stage, not-found, gate-declined). يمكن تركه فارغًا.
movement-draw-do = أعدّ البيان
movement-tell = إبلاغ الطرف الآخر
movement-tell-says = يحل الإشعار الأحدث محل الأقدم ويلزم الإقرار به من جديد. ويُحفظ الممر مغلقًا.
movement-corridor = الممر
movement-corridor-hint = من أين، وبأي طريق أو مسار جوي، وإلى أين.
movement-opens = أبكر وقت في الطريق
movement-closes = آخر وقت في الطريق
movement-time-hint = التوقيت العالمي (UTC)، مثل 2025-06-14T08:30.
movement-tell-do = أرسل الإشعار
movement-take = إدخال وثيقة من الطرف الآخر
movement-document = ما هي
movement-doc-notice = إشعار تحرك
movement-doc-manifest = بيان
movement-file = الملف
movement-take-do = أدخلها
movement-no-file = اختر ملفًا أولًا.
movement-bad-file = لا تمكن قراءتها: { $it }. اطلب من الطرف الآخر إرسالها من جديد.
movement-other-file = هذه وثيقة المرحلة { $stage } من الطرف { $side }؛ وليس مكانها هنا.
movement-bad-row = السطر { $it } ليس على الصيغة: المعرّف، النوع، المقاعد، النقالات.
movement-bad-left = السطر { $it } ليس على الصيغة: السطر، السبب.
movement-no-vehicles = اذكر مركبة واحدة على الأقل.
movement-not-planned = السطر { $it } ليس في هذه المرحلة.
movement-no-corridor = صف الممر بما لا يزيد على { $it } حرفًا.
movement-bad-time = اكتب وقتًا مثل 2025-06-14T08:30.
movement-bad-digest = البصمة 64 حرفًا من a إلى f وأرقام.
left-out-gate-declined = لا يسافر بسبب شرط
left-out-died = توفي
left-out-later-stage = يسافر في مرحلة لاحقة
left-out-not-found = لم يُعثر عليه
vehicle-bus = حافلات
vehicle-ambulance = سيارات إسعاف
vehicle-train = قطارات
vehicle-aircraft = طائرات
vehicle-vessel = سفن
done-manifest = أُعد البيان؛ خذه للطرف الآخر.
done-notice = سُجّل الإشعار؛ خذه للطرف الآخر.
done-acknowledged = أقررت باستلامه؛ أبلغ الطرف الآخر ببصمته.
done-their-acknowledgement = سُجّل إقرارهم.
done-document = أُدخلت الوثيقة.
movement-officer-hands = يأخذ ضابط الوثيقة ويسلّمها.
