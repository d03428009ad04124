find-title = هل هذا الشخص معروف مسبقًا؟
find-label = ابحث عن شخص
find-hint = اسم بأي كتابة، وربما سنة أو تاريخ الميلاد أو الرقم العسكري
find-do = بحث
find-nothing-typed = اكتب اسمًا أو جزءًا منه أو تاريخًا أو رقمًا.
find-nobody = لم يُعثر على أحد كهذا.
find-person = الشخص
find-born = الميلاد
find-status = الحالة
find-why = لماذا
find-no-status = بلا حالة
status-sought = مطلوب البحث عنه
status-alleged = يُزعم أنه محتجز
status-confirmed = احتجازه مؤكد
status-listed = على قائمة مغلقة
status-at-handover = في موقع التسليم
status-returned = عاد
status-died = توفي
status-declined = لا يرغب في العودة
person-title = ما المعروف، وممن، وبأي درجة يقين
person-reference = المرجع
person-rests-on = يستند إلى إفادة بتاريخ
person-against = إفادات تعارضه
person-one-with = هو نفسه
person-erased = أُتلف ما كان معروفًا.
person-hold = البيانات موقوفة عن الإتلاف.
person-claims = الإفادات، الأحدث أخيرًا
person-when = تاريخ التسجيل
person-says = يفيد
person-source = المصدر والدرجة
person-said = ما قيل
person-hidden = مخفي: ليس لدورك
person-refused = امتنع عن القول
person-unable = لم يستطع القول
person-withdrawn = سحبه مصدره
person-more = توجد إفادات أكثر مما يُعرض؛ لرؤيتها كلها:
merges-title = عمليات دمج تنتظر ضابطًا ثانيًا
merges-none = لا توجد عملية دمج تنتظر ضابطًا ثانيًا.
merges-says = كل منها يغيّر ما يقال لعائلة، لذلك يقول ضابطان الشيء نفسه. انظر إلى الشخصين أولًا.
merges-one = سجل
merges-other = الآخر
merges-by = اقترحه
merges-decide = القرار
merges-own = اقتراحك: يجب أن يوافق ضابط آخر
merges-agree = شخص واحد: موافقة
merges-strike = رفض
find-found = { $count ->
    [zero] لم يُعثر على أحد.
    [one] عُثر على شخص واحد.
    [two] عُثر على شخصين، الأرجح أولًا.
    [few] عُثر على { $n } أشخاص، الأرجح أولًا.
    [many] عُثر على { $n } شخصًا، الأرجح أولًا.
   *[other] عُثر على { $n } شخص، الأرجح أولًا.
}
find-not-shown = { $count ->
    [zero] لا يوجد غيرهم.
    [one] عُثر على شخص آخر لا يسمح دورك برؤيته.
    [two] عُثر على شخصين آخرين لا يسمح دورك برؤيتهما.
    [few] عُثر على { $n } أشخاص آخرين لا يسمح دورك برؤيتهم.
    [many] عُثر على { $n } شخصًا آخر لا يسمح دورك برؤيتهم.
   *[other] عُثر على { $n } شخص آخر لا يسمح دورك برؤيتهم.
}
merges-more = { $count ->
    [zero] لا مزيد.
    [one] تنتظر عملية أخرى.
    [two] تنتظر عمليتان أخريان.
    [few] تنتظر { $n } عمليات أخرى.
   *[other] تنتظر { $n } عملية أخرى.
}
