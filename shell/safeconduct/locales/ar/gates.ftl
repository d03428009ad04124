nav-gates = شروط المغادرة
gates-title = من ليس مستعدًا للسفر؟
gates-says = تُحسم سبعة أمور لكل شخص قبل سفره. رفض الذهاب جواب كغيره.
gates-none = لا أحد يسافر وفق خطة هذه النسخة.
gates-stage = المرحلة
gates-stage-n = المرحلة { $it }
gates-people = الأشخاص
gates-ready = جاهز
gates-how = إلى أي حد
gates-left = في الطريق
gates-drawn = قائمة الركاب جاهزة
gates-planned = مخطط
board-title = شروط مغادرة المرحلة { $it }
board-not-drawn = لم توضع قائمة ركاب هذه المرحلة بعد.
board-nothing = لا شيء يمنع المغادرة.
board-against = ما يمنع المغادرة
board-what = ما هو
board-times = كم مرة
board-depart = تغادر كل المركبات
board-override = لم يؤكد الطرف الآخر الحركة
board-override-says = يجوز لشخصين معروفين بالاسم السماح بها رغم ذلك. يُحفظ الاسمان والسبب.
board-second = الآخر من الاثنين
board-override-do = السماح دون تأكيد
board-matrix = شخصًا شخصًا
board-all = أظهر الجميع
board-only-open = أظهر غير الجاهزين فقط
board-nobody = لم يبق أحد يُعرض.
board-line = السطر
board-place = المكان
place-seat = مقعد
place-stretcher = نقالة
place-ambulance = سيارة إسعاف
gate-is-open = غير محسوم
gate-is-cleared = محسوم
gate-is-declined = لا يسافر
gate-identity = الهوية
gate-own-wish = الرغبة الشخصية
gate-fit-to-travel = صالح للسفر
gate-holds = لا احتجاز
gate-papers = الأوراق
gate-property = الممتلكات
gate-family-contact = الاتصال بالأسرة
gate-identity-says = هذا هو الشخص المقصود بالسطر.
gate-own-wish-says = سُمعت على انفراد، من محايد إن أمكن. قد تتغير حتى خط التسليم.
gate-fit-to-travel-says = يرى طبيب أن السفر لا يضر.
gate-holds-says = لا إجراءات تبقي الشخص، أو رفعتها محكمة ووافق خطيًا.
gate-papers-says = أُعيدت أوراق الهوية.
gate-property-says = أُعيدت الممتلكات أو تسافر في طرد مختوم مع قائمته.
gate-family-contact-says = القريب الذي يُبلَّغ معروف وحقيقي، أو لا يريد الشخص إبلاغ أحد.
gate-compared-with = بمَ قورنت
gate-identity-sure = هو الشخص
gate-identity-unsure = غير مؤكد بعد
gate-heard-by = من سمعها
gate-heard-at = متى (التوقيت العالمي)
gate-private = لم يكن في وسع أحد من الطرف الحائز أن يسمع
gate-neutral = من سمعها محايد
gate-wish-go = يريد الذهاب
gate-wish-stay = يريد البقاء
gate-found-by = من وجد ذلك
gate-needs = ما يحتاجه السفر
gate-until = حتى متى يسري (يمكن تركه)
gate-fit = صالح
gate-unfit = غير صالح
gate-not-held = لا إجراءات
gate-court-order = أمر المحكمة
gate-consent = موافقة الشخص الخطية
gate-hold-lifted = رُفعت الإجراءات
gate-reference = أي إجراءات
gate-held = إجراءات قضائية تبقي الشخص
gate-which-papers = أي أوراق
gate-papers-back = أُعيدت
gate-papers-missing = لم يُعثر عليها
gate-packet = ختم الطرد (فارغ: في يد الشخص نفسه)
gate-items = ما فيه، شيء في كل سطر
gate-property-back = أُعيدت أو خُتمت
gate-contact = من يُبلَّغ
gate-contact-verified = تم التحقق، أو لا يُبلَّغ أحد
gate-contact-open = لم يُتحقق بعد
gate-reopen = أعد فتحه
gate-not-mine = يحسم هذا دور آخر.
person-gates-title = ما حُسم لهذا الشخص
person-gates-number = الرقم العسكري
person-gates-next = الشخص التالي
person-gates-until = حتى { $it }
against-open = غير محسوم: { $it }
against-declined = لا يسافر: { $it }
done-gate = دُوّن ذلك.
done-departed = المركبات في الطريق.
done-overridden = سمح به اثنان؛ حُفظ الاسمان.
board-people = { $count ->
    [zero] لا أحد يسافر.
    [one] شخص واحد يسافر.
    [two] شخصان يسافران.
    [few] { $n } أشخاص يسافرون.
    [many] { $n } شخصًا يسافرون.
   *[other] { $n } شخص يسافرون.
}
board-ready = { $count ->
    [zero] لا أحد جاهز.
    [one] واحد جاهز.
    [two] اثنان جاهزان.
    [few] { $n } جاهزون.
    [many] { $n } جاهزًا.
   *[other] { $n } جاهز.
}
queue-gates = شروط غير محسومة قبل المغادرة التالية
