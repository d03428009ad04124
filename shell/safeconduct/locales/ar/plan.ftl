nav-round = الجولة
round-title = من يذهب هذه المرة ولماذا هم؟
round-step-terms = الشروط محسومة
round-step-transport = الأيام والمركبات والمرافقون والأسرّة
round-step-commit = يلتزم الطرفان بحصة من القرعة
round-step-tables = يختم الطرفان عدد من يحتجزونهم من كل فئة
round-step-reveal = تُفتح الحصتان
round-step-make = وُضعت الخطة
round-step-assign = رُبطت الخطة بالأشخاص
round-step-lock = يقفلها موظفان
round-missing = ينقص: { $it }
round-done = تم
round-not-yet = ليس بعد
round-proposal = الخطة مرحلة بمرحلة
round-day = اليوم
round-gives = يسلّم الطرف { $it }
round-picture = صورة
round-who = من يذهب ولماذا
round-who-stays = من ينتظر ولماذا
round-why = لماذا؟
round-people-title = من يذهب ومن ينتظر
round-stays = ينتظر
round-lock = القفل باسمين
round-lock-do = اقفل الخطة
round-unlock-do = افتحها من جديد
round-open = ما زال يمكن تغيير الخطة.
round-asked = يطلب { $it } قفل الخطة؛ يجب أن يوافق موظف ثانٍ.
round-locked = أقفلها { $it }. لا يمكن تغيير شيء فيها.
round-unlock-asked = مقفلة؛ يطلب { $it } فتحها، ويجب أن يوافق موظف ثانٍ.
round-few = أقل من 5
round-months = أقل من { $it } شهرًا
round-longer = أطول
fairness-title = كم انتظر الناس
fairness-says = كل من في عرض هذا الطرف بحسب مدة احتجازه: قبل الخطة، ومن ينتظر بعدها.
fairness-held = مدة الاحتجاز
fairness-before = قبل الخطة
fairness-goes = يذهب
fairness-after = ما زال ينتظر
why-title = أيمكن لهذا الشخص السفر، وإلا فلماذا؟
why-goes = يذهب في المرحلة { $it } حالما تُحسم كل الشروط.
why-stays = ليس في أي مرحلة من هذه الخطة.
why-gates = ما حُسم لهذا الشخص
queue-lock = قفل خطة ينتظر موظفًا ثانيًا
done-locked = أُقفلت الخطة.
done-lock-asked = ينتظر موظفًا ثانيًا.
done-unlocked = يمكن تغيير الخطة من جديد.
done-unlock-asked = ينتظر موظفًا ثانيًا.
round-going = { $count ->
    [zero] لا أحد يذهب.
    [one] واحد يذهب.
    [two] اثنان يذهبان.
    [few] { $n } يذهبون.
    [many] { $n } يذهبون.
   *[other] { $n } يذهبون.
}
round-staying = { $count ->
    [zero] لا أحد ينتظر.
    [one] واحد ينتظر.
    [two] اثنان ينتظران.
    [few] { $n } ينتظرون.
    [many] { $n } ينتظرون.
   *[other] { $n } ينتظرون.
}
fairness-unknown = { $count ->
    [zero] المدة معروفة للجميع.
    [one] واحد لا تُعرف مدته.
    [two] اثنان لا تُعرف مدتهما.
    [few] { $n } لا تُعرف مدتهم.
    [many] { $n } لا تُعرف مدتهم.
   *[other] { $n } لا تُعرف مدتهم.
}
