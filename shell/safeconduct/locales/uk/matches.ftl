nav-matches = Зіставлення
matches-title = Та сама особа чи ні?
matches-says = Сумнівні рядки списків іншої сторони. Програма нікого не пов’язує сама: вирішують люди, пара за парою.
matches-none = Закритих списків іншої сторони тут немає.
matches-list = Їхній список
matches-lines = Рядки
matches-doubtful = Сумнівні
matches-second = Чекають другого офіцера
matches-do = Що робити
matches-begin = Переглянути пари
matches-done = Сумнівних немає
matches-compare = Порівняти з нашим списком і реєстром
done-compared = Список порівняно.
done-settled = Записано. U скасовує.
done-reopened = Рядок знову сумнівний.
pair-title = Та сама особа чи ні?
pair-none = Тут вас нічого не чекає.
pair-caption = Що кажуть обидві сторони; спершу те, що проти
pair-field = Поле
pair-theirs = Їхній рядок
pair-sign = Як вони співвідносяться
pair-our-line = Наш рядок
pair-their-line = Їхній попередній рядок
pair-our-person = Наш реєстр
pair-nobody = Нікого
pair-says = Що це означає
pair-bits = Вага в бітах
pair-not-compared = одна сторона мовчить
pair-start = Поки нічого не відомо
pair-together = Що поля кажуть разом
pair-sum = Разом
pair-rival = Найкращий інший кандидат
pair-probability = Наскільки ймовірно, що це та сама особа
pair-percent = { $it } %
pair-more = Усе, що відомо про цю особу
pair-same = Та сама особа
pair-different = Інша особа
pair-later = Треба більше, потім
pair-later-says = До наступної; ця лишається і повернеться після останньої
pair-undo = Скасувати останнє
pair-undo-says = Скасувати сказане останнім: рядок знову сумнівний
pair-keys = Клавіші
pair-same-means = «Та сама особа» тут означає: { $it }.
pair-told = Родину буде повідомлено, тому другий офіцер має сказати те саме.
pair-second = Колега вже сказав, що це, і родину буде повідомлено: подивіться самі й скажіть, що бачите. Сказав
pair-otherwise = Це щось інше
pair-verdict = Що це за рядок
pair-say-so = Записати
pair-waiting = { $count ->
    [one] Чекає { $n } пара.
    [few] Чекають { $n } пари.
    [many] Чекає { $n } пар.
   *[other] Чекає { $n } пари.
}
wording-says-same-in-other-words = те саме іншим письмом
queue-doubtful = пари, які можуть бути однією особою
