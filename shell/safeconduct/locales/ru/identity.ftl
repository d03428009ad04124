duplicates-title = Записи, которые могут быть одним человеком
duplicates-percent = { $it }, что это один человек
duplicates-look = Посмотреть на обоих и решить
duplicates-first = С начала
duplicates-next = Дальше
merge-title = Это один человек?
unmerge-title = Что разъединится, если отменить слияние
merge-caption = Что известно о каждой
merge-touches = Что зависит от каждой записи
merge-claims = Утверждения
merge-lines = Строки списков
merge-stages = Этапы
merge-care = Под опекой
merge-yes = да
merge-no = нет
merge-together = Вместе их статус: { $it }.
merge-told-apart = Раньше их уже различили.
merge-second = Должен согласиться второй сотрудник: семье могут сказать другое.
merge-alone = Статус не меняется: достаточно одного сотрудника. Это можно отменить.
merge-reason = Почему
merge-reason-hint = Что даёт уверенность; хранится вместе с решением
merge-no-reason = Скажите почему: от 1 до 2000 букв.
merge-do = Это один человек
merge-apart = Это два человека
unmerge-says = Две записи снова станут двумя людьми, каждая со своими утверждениями. Ничего не теряется.
unmerge-do = Отменить слияние
merges-pair = Две записи
merges-look = Посмотреть на обе
merges-hold = Действующие слияния
merges-hold-none = Действующих слияний нет.
merges-since = С какого времени
merges-undo = Посмотреть и отменить
done-merge-proposed = Ждёт второго сотрудника.
done-apart = Это два человека; об этой паре больше не спросят.
done-unmerged = Две записи снова два человека.
duplicates-found = { $count ->
    [one] { $n } пара может быть одним человеком.
    [few] { $n } пары могут быть одним человеком; сначала самые вероятные.
    [many] { $n } пар могут быть одним человеком; сначала самые вероятные.
   *[other] { $n } пары могут быть одним человеком.
}
nav-duplicates = Дубликаты
