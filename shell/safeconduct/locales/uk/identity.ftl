duplicates-title = Записи, які можуть бути однією особою
duplicates-percent = { $it }, що це одна особа
duplicates-look = Подивитися на обох і вирішити
duplicates-first = Спочатку
duplicates-next = Далі
merge-title = Чи це одна особа?
unmerge-title = Що роз’єднається, якщо скасувати об’єднання
merge-caption = Що відомо про кожну
merge-touches = Що залежить від кожного запису
merge-claims = Твердження
merge-lines = Рядки списків
merge-stages = Етапи
merge-care = Під опікою
merge-yes = так
merge-no = ні
merge-together = Разом їхній статус: { $it }.
merge-told-apart = Раніше їх уже розрізнили.
merge-second = Має погодитися другий офіцер: родині можуть сказати інше.
merge-alone = Статус не змінюється: досить одного офіцера. Це можна скасувати.
merge-reason = Чому
merge-reason-hint = Що дає певність; зберігається разом із рішенням
merge-no-reason = Скажіть чому: від 1 до 2000 літер.
merge-do = Це одна особа
merge-apart = Це дві особи
unmerge-says = Два записи знову стануть двома особами, кожна зі своїми твердженнями. Нічого не втрачається.
unmerge-do = Скасувати об’єднання
merges-pair = Два записи
merges-look = Подивитися на обидва
merges-hold = Чинні об’єднання
merges-hold-none = Чинних об’єднань немає.
merges-since = Відколи
merges-undo = Подивитися і скасувати
done-merge-proposed = Чекає другого офіцера.
done-apart = Це дві особи; про цю пару більше не питатимуть.
done-unmerged = Два записи знову дві особи.
duplicates-found = { $count ->
    [one] { $n } пара може бути однією особою.
    [few] { $n } пари можуть бути однією особою; спершу найімовірніші.
    [many] { $n } пар можуть бути однією особою; спершу найімовірніші.
   *[other] { $n } пари можуть бути однією особою.
}
nav-duplicates = Дублікати
