duplicates-title = سجلات قد تكون لشخص واحد
duplicates-percent = { $it } أن يكون شخصًا واحدًا
duplicates-look = انظر إلى الاثنين وقرر
duplicates-first = من البداية
duplicates-next = المزيد
merge-title = أهذان شخص واحد؟
unmerge-title = ما ينفصل عند إلغاء الدمج
merge-caption = ما قيل عن كل منهما
merge-touches = ما يتعلق بكل منهما
merge-claims = الإفادات
merge-lines = سطور القوائم
merge-stages = المراحل
merge-care = في الرعاية
merge-yes = نعم
merge-no = لا
merge-together = حالتهما معًا: { $it }.
merge-told-apart = سبق أن ميّز أحدهم بينهما.
merge-second = يجب أن يوافق موظف ثانٍ: قد يتغير ما تُبلَّغ به الأسرة.
merge-alone = لا تتغير أي حالة: يكفي موظف واحد. يمكن التراجع عنه.
merge-reason = لماذا
merge-reason-hint = ما يجعلك واثقًا؛ يُحفظ مع القرار
merge-no-reason = قل لماذا، من حرف واحد إلى 2000 حرف.
merge-do = هما شخص واحد
merge-apart = هما شخصان
unmerge-says = يعود السجلان لشخصين، لكل إفاداته. لا يضيع شيء.
unmerge-do = إلغاء الدمج
merges-pair = السجلان
merges-look = انظر إلى الاثنين
merges-hold = عمليات دمج سارية
merges-hold-none = لا دمج سارٍ.
merges-since = منذ
merges-undo = انظر وألغِ
done-merge-proposed = ينتظر موظفًا ثانيًا.
done-apart = هما شخصان؛ لن يُسأل عن هذا الزوج ثانية.
done-unmerged = عاد السجلان شخصين.
duplicates-found = { $count ->
    [zero] لا زوج قد يكون شخصًا واحدًا.
    [one] زوج واحد قد يكون شخصًا واحدًا.
    [two] زوجان قد يكون كل منهما شخصًا واحدًا.
    [few] { $n } أزواج قد يكون كل منها شخصًا واحدًا، والأرجح أولًا.
    [many] { $n } زوجًا قد يكون كل منها شخصًا واحدًا، والأرجح أولًا.
   *[other] { $n } زوج قد يكون كل منها شخصًا واحدًا.
}
nav-duplicates = المكررات
