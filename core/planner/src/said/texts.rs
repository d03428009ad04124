//! The words. A translator adds a table; the names of sentences and blanks stay.

use super::Language;

/// Every sentence in English.
pub(super) const ENGLISH: &[(&str, &str)] = &[
    (
        "goes",
        "{who} goes in stage {stage}: category {category}, number {rank} of {of} in the class, longest held first; {going} of them go",
    ),
    (
        "waits",
        "{who} waits: category {category}, number {rank} of {of} in the class, longest held first; {going} of them go",
    ),
    ("together", "travels together with {companions} more"),
    ("waits-for-member", "the group waits for {member}, who may go only from stage {from}"),
    ("group-beyond", "the group waits for {member}, who may go in no stage of this plan"),
    ("no-category", "{who} stays: no agreed category takes this person"),
    (
        "undecided",
        "{who} stays: a category could not be decided because a fact is missing; find it and make the table again",
    ),
    ("refuses", "{who} stays: does not wish to be repatriated"),
    ("excluded", "{who} stays: was taken off the list by the holding side"),
    (
        "proceedings",
        "{who} is not offered: held for proceedings or a sentence (GC III art. 115, 119)",
    ),
    ("own-wish", "{who} is not offered: does not wish to be repatriated"),
    ("unfit", "{who} is not offered: not fit to travel"),
    ("other-cause", "{who} is not offered: withheld by this side"),
    ("held-beyond", "{who} stays: not available in any stage of this plan"),
    ("after-last", "{who} stays: may go only from stage {from}, after the last of this plan"),
    ("last-ahead", "the last person taken ahead is {other}, in stage {stage}: {other_key}"),
    ("own-key", "this person: {key}"),
    ("nobody-ahead", "nobody of this class or one alike goes"),
    ("key", "category {category}, captured on day {captured}, {named}, draw {draw}"),
    ("key-named", "asked for by name"),
    ("key-not-named", "not asked for by name"),
    ("not-yet", "stage {stage}: may go only from stage {from}"),
    ("full", "stage {stage}: {what} are full: {used} of {limit} taken, {more} more needed"),
    (
        "full-quarters",
        "stage {stage}: {what} are full: {used} quarters of {limit} taken, {more} more needed",
    ),
    ("parity", "stage {stage}: {what} would no longer hold without somebody in return"),
    (
        "no-exchange",
        "stage {stage}: no counted people go in this stage, which did not reach its least size",
    ),
    ("others-before", "stage {stage}: there is room, and others come before"),
    ("cost-stage", "going by stage {stage} would cost stage {lost}, which could then not happen"),
    (
        "cost-category",
        "going by stage {stage} would leave people of category {category} waiting {days} days longer in all",
    ),
    (
        "cost-band",
        "going by stage {stage} would leave people captured from day {band} on, longest held first, waiting {days} days longer in all",
    ),
    (
        "cost-named",
        "going by stage {stage} would leave people asked for by name waiting {days} days longer in all",
    ),
    (
        "cost-balance",
        "going by stage {stage} would make the two sides' numbers differ by {by} more",
    ),
    (
        "cost-draw",
        "going by stage {stage} would cost no aim anything: the draw between equally good plans fell otherwise",
    ),
    (
        "cost-better",
        "going by stage {stage} would make the plan better: ask for a plan that is proven best",
    ),
    ("cost-never", "going by stage {stage} is possible in no plan that obeys the terms"),
    (
        "cost-unknown",
        "going by stage {stage}: what it would cost could not be proven within the limits",
    ),
    ("certified", "this is proven, and the proof was checked"),
    ("not-certified", "this is not proven to the end: the cost may be lower"),
    ("shift", "{number} of class {class} would go in {after} instead of {before}"),
    ("in-stage", "stage {stage}"),
    ("in-none", "no stage"),
    (
        "family-not-yet-said",
        "Nothing can be said about the coming stages before people have crossed. An officer will call you first, before any announcement.",
    ),
    (
        "family-no-category",
        "The categories agreed for these stages do not take in your relative. This says nothing about later stages, and your relative keeps every right to be sent home. An officer can tell you what was agreed.",
    ),
    (
        "family-waits",
        "Your relative is among those who may go, and the places in these stages did not reach them. Order within a category is by time in captivity, and on the same day by a draw. Nobody can buy or ask for a place.",
    ),
    (
        "family-days",
        "By our records your relative has been held for {days} days; this is what the order goes by. Tell the officer if you know of an earlier day.",
    ),
];

/// The families' sentences in Ukrainian.
const UKRAINIAN: &[(&str, &str)] = &[
    (
        "family-not-yet-said",
        "До перетину лінії про наступні етапи нічого сказати не можна. Офіцер зателефонує вам першим, до будь-якого оголошення.",
    ),
    (
        "family-no-category",
        "Категорії, узгоджені для цих етапів, не охоплюють вашого родича чи родичку. Це нічого не говорить про подальші етапи, і право повернутися додому залишається в повному обсязі. Офіцер може розповісти, про що домовлено.",
    ),
    (
        "family-waits",
        "Ваш родич чи родичка належить до тих, хто може поїхати, але місць на цих етапах не вистачило. Порядок у категорії визначає тривалість полону, а для того самого дня — жереб. Місце не можна ні купити, ні випросити.",
    ),
    (
        "family-days",
        "За нашими записами, ваш родич чи родичка перебуває в полоні {days} дн.; за цим визначається порядок. Якщо вам відома раніша дата, скажіть офіцерові.",
    ),
];

/// The families' sentences in Russian.
const RUSSIAN: &[(&str, &str)] = &[
    (
        "family-not-yet-said",
        "До пересечения линии о предстоящих этапах ничего сказать нельзя. Офицер позвонит вам первым, до любого объявления.",
    ),
    (
        "family-no-category",
        "Категории, согласованные для этих этапов, не охватывают вашего родственника или родственницу. Это ничего не говорит о дальнейших этапах, и право вернуться домой сохраняется полностью. Офицер может рассказать, о чём договорились.",
    ),
    (
        "family-waits",
        "Ваш родственник или родственница относится к тем, кто может поехать, но мест на этих этапах не хватило. Порядок в категории определяется временем в плену, а для одного и того же дня — жребием. Место нельзя ни купить, ни выпросить.",
    ),
    (
        "family-days",
        "По нашим записям, ваш родственник или родственница находится в плену {days} дн.; по этому определяется порядок. Если вам известна более ранняя дата, скажите офицеру.",
    ),
];

/// The families' sentences in Turkish.
const TURKISH: &[(&str, &str)] = &[
    (
        "family-not-yet-said",
        "İnsanlar hattı geçmeden gelecek aşamalar hakkında bir şey söylenemez. Herhangi bir duyurudan önce bir subay sizi arayacaktır.",
    ),
    (
        "family-no-category",
        "Bu aşamalar için kararlaştırılan kategoriler yakınınızı kapsamıyor. Bu, sonraki aşamalar hakkında bir şey söylemez; yakınınızın yurduna gönderilme hakkı bütünüyle sürer. Neyin kararlaştırıldığını bir subay anlatabilir.",
    ),
    (
        "family-waits",
        "Yakınınız gidebilecekler arasındadır, ancak bu aşamalardaki yerler ona yetmedi. Kategori içindeki sırayı esarette geçen süre, aynı gün için de kura belirler. Kimse yer satın alamaz veya rica ile elde edemez.",
    ),
    (
        "family-days",
        "Kayıtlarımıza göre yakınınız {days} gündür tutuluyor; sıra buna göredir. Daha önceki bir gün biliyorsanız subaya söyleyin.",
    ),
];

/// The families' sentences in Arabic.
const ARABIC: &[(&str, &str)] = &[
    (
        "family-not-yet-said",
        "لا يمكن قول شيء عن المراحل المقبلة قبل عبور الأشخاص. سيتصل بكم ضابط أولًا، قبل أي إعلان.",
    ),
    (
        "family-no-category",
        "الفئات المتفق عليها لهذه المراحل لا تشمل قريبكم. ولا يعني ذلك شيئًا عن المراحل اللاحقة، ويبقى حق قريبكم في العودة إلى وطنه كاملًا. يستطيع ضابط أن يشرح لكم ما اتُّفق عليه.",
    ),
    (
        "family-waits",
        "قريبكم من بين الذين يمكن أن يسافروا، ولم تكفِ الأماكن في هذه المراحل ليصل الدور إليه. الترتيب داخل الفئة بحسب مدة الأسر، وعند تساوي اليوم بالقرعة. ولا يستطيع أحد شراء مكان أو طلبه.",
    ),
    (
        "family-days",
        "بحسب سجلاتنا، مدة احتجاز قريبكم بالأيام: {days}؛ وبها يكون الترتيب. إن كنتم تعرفون يومًا أسبق فأخبروا الضابط.",
    ),
];

/// Returns a sentence's words in a language, or in English.
pub(super) fn pattern(id: &str, language: Language) -> Option<&'static str> {
    own(id, language).or_else(|| own(id, Language::English))
}

/// Returns a sentence's words in a language, where it has them.
pub(super) fn own(id: &str, language: Language) -> Option<&'static str> {
    let table = match language {
        Language::English => ENGLISH,
        Language::Ukrainian => UKRAINIAN,
        Language::Russian => RUSSIAN,
        Language::Turkish => TURKISH,
        Language::Arabic => ARABIC,
    };
    table.iter().find(|(own, _)| *own == id).map(|(_, text)| *text)
}
