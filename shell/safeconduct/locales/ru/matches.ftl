nav-matches = Сопоставления
matches-title = Тот же человек или нет?
matches-says = Сомнительные строки списков другой стороны. Программа никого не связывает сама: решают люди, пара за парой.
matches-none = Закрытых списков другой стороны здесь нет.
matches-list = Их список
matches-lines = Строки
matches-doubtful = Сомнительные
matches-second = Ждут второго сотрудника
matches-do = Что делать
matches-begin = Смотреть пары
matches-done = Сомнительных нет
matches-compare = Сравнить с нашим списком и реестром
done-compared = Список сравнён.
done-settled = Записано. U отменяет.
done-reopened = Строка снова сомнительна.
pair-title = Тот же человек или нет?
pair-none = Здесь вас ничего не ждёт.
pair-caption = Что говорят обе стороны; сначала то, что против
pair-field = Поле
pair-theirs = Их строка
pair-sign = Как они соотносятся
pair-our-line = Наша строка
pair-their-line = Их более ранняя строка
pair-our-person = Наш реестр
pair-nobody = Никого
pair-says = Что это значит
pair-bits = Вес в битах
pair-not-compared = одна сторона молчит
pair-start = Пока ничего не известно
pair-together = Что поля говорят вместе
pair-sum = Вместе
pair-rival = Лучший другой кандидат
pair-probability = Насколько вероятно, что это тот же человек
pair-percent = { $it } %
pair-more = Всё, что известно об этом человеке
pair-same = Тот же человек
pair-different = Другой человек
pair-later = Нужно больше, потом
pair-later-says = К следующей; эта остаётся и вернётся после последней
pair-undo = Отменить последнее
pair-undo-says = Отменить сказанное последним: строка снова сомнительна
pair-keys = Клавиши
pair-same-means = «Тот же человек» здесь значит: { $it }.
pair-told = Семье сообщат, поэтому второй сотрудник должен сказать то же.
pair-second = Коллега уже сказал, что это, и семье сообщат: посмотрите сами и скажите, что видите. Сказал
pair-otherwise = Это нечто другое
pair-verdict = Что это за строка
pair-say-so = Записать
pair-waiting = { $count ->
    [one] Ждёт { $n } пара.
    [few] Ждут { $n } пары.
    [many] Ждёт { $n } пар.
   *[other] Ждёт { $n } пары.
}
wording-says-same-in-other-words = то же другим письмом
queue-doubtful = пары, которые могут быть одним человеком
