nav-lists = Списки
queue-second-releases = списки, которые ждут разрешения второго офицера на передачу
queue-uncompared = закрытые списки другой стороны, ещё не сверенные
queue-second-replies = ответы, которые ждут второго офицера
pages-label = Страницы
pages-page = Страница
pages-previous = Предыдущая страница
pages-next = Следующая страница
done-list-opened = Список принят. Дальше отвечают на вопросы по нему.
done-list-answered = Ответы записаны.
done-list-closed = Список закрыт, изменить его уже нельзя.
done-list-release-asked = Вы разрешили передать список. То же должен сказать второй офицер.
done-list-released = Двое офицеров разрешили передать список. Его можно вывести в файл.
done-list-compared = Список сверен. Вверху строки, которым нужен человек.
done-map-kept = Столбцы сохранены для этого отправителя.
done-reply-drawn = Ответ составлен. Разрешение на передачу даёт второй офицер.
done-reply-released = Двое офицеров разрешили передать ответ. Его можно вывести в файл.
lists-title = Списки
lists-none = Ещё не принято ни одного списка.
lists-back = Все списки
lists-count = { $count ->
    [one] { $n } список.
    [few] { $n } списка, последние обработанные вверху.
   *[many] { $n } списков, последние обработанные вверху.
}
list-list = Список
list-side = Сторона { $it }
list-purpose-offer = кого она передала бы
list-purpose-request = кого она запрашивает
list-purpose-proceedings = кого она задерживает до окончания судопроизводства
list-stage = Состояние
list-stage-open = открыт
list-stage-closed = закрыт
list-stage-replaced = заменён
list-stage-erased = уничтожен
list-rows = Строки листа
list-rows-read = Прочитано строк
list-rows-aside = Отложено строк
list-rows-blank = Пустых строк
list-rows-title = Шапка и названия
list-lines = Строк после закрытия
list-open = Открытые вопросы
list-asked = Всего вопросов
list-notes = Замечания, не требующие ответа
list-versions = Версии
list-replaces = заменяет
list-replaced-by = заменён списком
list-only-version = единственная версия
list-reference = Обозначение
list-back = Назад к списку
list-next = Что можно сделать дальше
list-next-answer = Ответить на вопросы
list-next-close = Закрыть
list-next-compare = Сверить
list-next-workbench = Открыть сверку
list-next-release = Разрешить передачу
list-next-second = Разрешить передачу как второй офицер
list-next-wait = Ждёт второго офицера
list-next-write = Вывести в файл
list-next-changes = Что изменилось с прошлой версии
list-release = Разрешение на передачу
list-release-theirs = составлен другой стороной
list-release-no = никто не просил разрешения на передачу
list-release-asked = { $it } разрешает передать; то же должен сказать второй офицер
list-release-given = { $one } и { $other } разрешили передать
list-release-says = Собственный список передают, только когда это разрешили двое офицеров.
list-release-do = Разрешаю передать
list-write = Вывести в файл (.csv)
list-export-says = То, что вы вывели его в файл, записывается с вашим именем, с целью обмена. Нужен свежий код.
list-report = Что прочитано
list-kinds-open = Открытые вопросы по видам
list-kinds-answered = Вопросы, на которые ответили, по видам
list-findings = Все замечания, строка за строкой
list-workbook = Лист назад с причинами (.xlsx)
list-close-title = Закрытие
list-close = Закрыть список
list-close-says = Открытых вопросов нет. Закрытый список изменить нельзя.
list-close-open = { $count ->
    [one] Открыт { $n } вопрос. Отложенная строка больше ни о чём не спрашивает.
    [few] Открыто { $n } вопроса. Отложенные строки больше ни о чём не спрашивают.
   *[many] Открыто { $n } вопросов. Отложенные строки больше ни о чём не спрашивают.
}
import-title = Импортировать список
import-says = Выберите файл таким, каким его прислали. До конца, пока вы не откроете список, ничего не записывается.
import-file = Файл
import-file-hint = XLSX или CSV в UTF-8, UTF-16 или Windows-1251; не больше 32 МиБ
import-file-missing = Выберите файл.
import-file-unreadable = Файл не удалось прочитать как список.
import-gone = Файл хранился час, его здесь больше нет. Выберите его снова; ничего не записано.
import-from = Сторона, составившая список
import-from-missing = Скажите, какая сторона составила список.
import-purpose = Для чего список
import-purpose-missing = Скажите, для чего список.
import-replaces = Версия, которую он заменяет
import-replaces-hint = Закрытый список той же стороны и цели. Он действует, пока не закрыт новый.
import-replaces-none = никакой: первая версия
import-replaces-unknown = Этот список нельзя заменить: выберите закрытый, той же стороны и цели.
import-choose = выберите
import-read = Прочитать файл
import-steps-title = Шаги импорта
import-nothing-yet = Ещё ничего не записано.
import-step-file = Файл
import-step-what = Что это за список
import-step-sheet = Лист
import-step-columns = Столбцы
import-step-preview = Первые строки так, как их поняли
import-step-check = Что в нём не так
import-state-done = сделано
import-state-look = посмотрите
import-other-file = Начать снова с другим файлом
import-go-on = Дальше
import-back = Назад к шагам
import-sheet = Лист с людьми
import-sheet-hint = Читается один лист. Если люди стоят и на другом, импортируйте его как отдельный список.
import-sheet-missing = Выберите лист.
import-no-sheets = В текстовом файле нет листов.
import-hidden = скрытый
import-sheet-rows = { $count ->
    [one] { $n } строка
    [few] { $n } строки
   *[many] { $n } строк
}
import-columns-says = Посмотрите, как прочитан каждый столбец, и исправьте неверное.
import-columns-by = столбцы по сохранённому для { $it }
import-columns-unknown = { $count ->
    [0] известно, что содержит каждый столбец
    [one] неизвестно, что содержит { $n } столбец
    [few] неизвестно, что содержат { $n } столбца
   *[many] неизвестно, что содержат { $n } столбцов
}
import-columns-agree = Так и есть: дальше
import-columns-refused = Столбцы нельзя прочитать так.
import-heading = Заголовок
import-samples = Первые ячейки
import-holds = Что содержит столбец
import-holds-unknown = не сказано
import-holds-not-read = не нужен
import-holds-birth-year = год рождения
import-holds-birth-month = месяц рождения
import-holds-birth-day = день рождения
import-sender = Столбцы, сохранённые для отправителя
import-sender-hint = Столбцы, согласованные для прежних списков учреждения
import-sender-use = Применить
import-sender-unfit = Сохранённое для этого отправителя не подходит к этому файлу.
import-guess = Снова угадать по заголовкам
import-keep = Сохранить эти столбцы для отправителя
import-keep-for = Учреждение, присылающее такие списки
import-keep-hint = Его следующий список прочитают так же. Оставьте пустым, чтобы ничего не сохранять.
import-keep-unknown = Скажите о каждом столбце, что он содержит, прежде чем сохранять.
import-keep-refused = Столбцы нельзя сохранить так.
import-no-header = строка заголовков не найдена
import-header-says = Ни в одной строке нет известных заголовков. Выберите строку, в которой стоят заголовки; затем скажите, что содержит каждый столбец.
import-header = Строка заголовков
import-header-missing = Выберите строку, в которой стоят заголовки.
import-lines = { $count ->
    [0] пока никого не прочесть
    [one] { $n } лицо
    [few] { $n } лица
   *[many] { $n } лиц
}
import-preview-says = { $count ->
    [one] Прочитано { $n } лицо.
    [few] Прочитано { $n } лица. Сравните первых с файлом.
   *[many] Прочитано { $n } лиц. Сравните первых с файлом.
}
import-preview-rows = { $count ->
    [one] Первая { $n } строка
    [few] Первые { $n } строки
   *[many] Первые { $n } строк
}
import-preview-right = Поняты верно: дальше
import-preview-wrong = Что-то не так: изменить столбцы
import-how = Как понят файл
import-questions = { $count ->
    [0] Открытых вопросов не было бы.
    [one] Был бы открыт { $n } вопрос.
    [few] Было бы открыто { $n } вопроса.
   *[many] Было бы открыто { $n } вопросов.
}
import-questions-says = Откройте список, чтобы ответить здесь, или отправьте книгу назад, чтобы её исправили.
import-open = Открыть список
import-workbook = Та же книга с причинами
import-workbook-says = Для отправителя: что стало с каждой строкой, что в ней найдено и как это исправить.
import-cannot-open = В таком виде файл не даёт списка. Исправьте сказанное выше или начните с другим файлом.
findings-title = Все замечания
findings-kinds = Замечания по видам
findings-kind = Вид
findings-weight = Вес
findings-count = Сколько
findings-rows = Замечания строка за строкой
findings-row = Строка
findings-column = Столбец
findings-there = Что там стоит
findings-what = Что не так
findings-hint = Как исправить
findings-whole = весь список
findings-empty = пусто
findings-filter = Замечания одного вида
findings-all = Все
findings-none = Ничего плохого не найдено.
findings-question = вопрос
findings-set-aside = отложено
findings-note = пометка
findings-shown = { $count ->
    [one] { $n } замечание.
    [few] { $n } замечания.
   *[many] { $n } замечаний.
}
answers-title = Ответы на вопросы по списку
answers-open = { $count ->
    [one] Открыт { $n } вопрос.
    [few] Открыто { $n } вопроса.
   *[many] Открыто { $n } вопросов.
}
answers-all-done = Открытых вопросов нет. Список можно закрыть.
answers-each = Каждый отдельно
answers-each-hint = Вопрос, где ничего не выбрано, остаётся открытым. Чтобы оставить или отложить, нужна причина.
answers-alike = { $count ->
    [one] { $n } вопрос этого вида
    [few] Все { $n } этого вида одинаково
   *[many] Все { $n } этого вида одинаково
}
answers-alike-do = Ответить так на все
answers-keep = оставить как есть
answers-correct = в ячейке должно быть другое
answers-aside = не использовать строку
answers-aside-column = не использовать столбец
answers-value = Что должно быть в ячейке
answers-reason = Причина
answers-record = Записать ответы
answers-none = Ничего не выбрано.
answers-mend = Некоторые ответы неполны; они отмечены ниже.
answers-not-chosen = Выберите один из ответов.
answers-no-value = Напишите, что должно быть в ячейке.
answers-no-reason = Напишите причину в нескольких словах.
answers-too-long = Текст длиннее 2000 знаков.
answers-again = Это уже исправляли, и тот же недостаток остался.
answers-refused = Ответы не приняты.
answers-moved = Теперь открыты другие вопросы этого вида. Посмотрите и решите снова.
answers-not-closed = Список не закрыт: эти вопросы открыты.
changes-title = Что изменилось с прошлой версии
changes-against = против
changes-added = добавлено
changes-gone = исчезло
changes-changed = изменено
changes-none = Обе версии говорят одно и то же.
changes-what = Изменение
changes-name = Имя
changes-older-row = Строка раньше
changes-newer-row = Строка теперь
changes-fields = Что изменилось
bench-title = Сверка списка
bench-line-title = Одна строка, и почему
bench-back = Назад к строкам
bench-bits = Бит удваивает шансы: +10 битов в тысячу раз вероятнее, −10 в тысячу раз менее.
bench-own = Это наш собственный список: его сверяет другая сторона.
bench-not-closed = Список сверяют, когда он закрыт.
bench-not-compared = Этот список ещё никто не сверял.
bench-compare-says = Каждую строку сверяют с нашим списком и нашим реестром. Сомнительных программа ни с кем не связывает.
bench-ours = Наш список
bench-ours-hint = Обычно наш последний закрытый список запрашиваемых
bench-ours-none = обычный
bench-compare = Сверить
bench-refused = Список не сверен.
bench-against = сверен с
bench-needs = { $count ->
    [0] Ни одной строке не нужен человек.
    [one] { $n } строке нужен человек. Такие стоят вверху.
    [few] { $n } строкам нужен человек. Они стоят вверху.
   *[many] { $n } строкам нужен человек. Они стоят вверху.
}
bench-matches = { $count ->
    [one] Решить о { $n } сомнительной строке
    [few] Решить о { $n } сомнительных строках
   *[many] Решить о { $n } сомнительных строках
}
bench-picture = Строки по классам, полосами; таблица рядом говорит то же
bench-classes = Строки по классам
bench-class = Класс
bench-all = все
bench-lines = Строки
bench-shown = { $count ->
    [0] Строк этого класса нет.
    [one] { $n } строка.
    [few] { $n } строки.
   *[many] { $n } строк.
}
bench-name = Как пишут они
bench-why = Почему и что делать
bench-settled = решено людьми
bench-person = Человек в нашем реестре
bench-partner = Сверено с
bench-field = Поле
bench-theirs = У них
bench-ours-has = У нас
bench-says = Что показала сверка
bench-weight = Биты
bench-against-it = против
bench-reasons = { $count ->
    [one] { $n } основание
    [few] { $n } основания
   *[many] { $n } оснований
}
reply-title = Ответ им
reply-about = Одно слово на строку и ничего нашего. Его передают только с разрешения двух офицеров, по действующим выводам.
reply-no = По действующим выводам ответ не составлен.
reply-own = Ответ составили вы. Разрешение на передачу даёт другой офицер.
reply-asked = Ответ составил { $it }.
reply-released = { $one } и { $other } разрешили передать ответ.
reply-agree = Разрешаю передать
reply-write = Вывести ответ в файл
reply-layout = Согласованный вид, если он есть
reply-layout-hint = Файл (TOML) с согласованными столбцами и словами. Без него ответ стоит рядом с их столбцами.
reply-doubtful-too = { $count ->
    [one] Назвать { $n } сомнительную строку сомнительной
    [few] Назвать { $n } сомнительные строки сомнительными
   *[many] Назвать { $n } сомнительных строк сомнительными
}
reply-draw = Составить ответ
reply-refused = Ответ не продвинулся дальше.
flaw-unknown-header = неизвестный заголовок
flaw-header-twice = два столбца с одним значением
flaw-missing-header = столбец без заголовка
flaw-other-sheet = другой лист не прочитан
flaw-columns-changed = столбцы не те, что сохранены для отправителя
flaw-day-first-assumed = в датах первым прочитан день
flaw-name-order-assumed = полные имена разделены на части
flaw-header-repeated = шапка повторена
flaw-not-a-person = из строки не понять, кто это
flaw-missing-surname = нет фамилии
flaw-impossible-date = такой даты не существует
flaw-not-a-date = текст не является датой
flaw-short-year = год из двух цифр
flaw-two-dates = две даты в одной ячейке
flaw-month-first = дата с месяцем в начале
flaw-ambiguous-date = день или месяц первый, неясно
flaw-serial-date = номера дней электронной таблицы
flaw-birth-after-capture = рождение после плена
flaw-birth-in-future = рождение в будущем
flaw-capture-in-future = плен в будущем
flaw-unlikely-age = маловероятный возраст в день плена
flaw-duplicate-id = обозначение стоит дважды
flaw-duplicate-service-number = личный номер стоит дважды
flaw-same-person-twice = тот же человек дважды
flaw-formula-cell = формула вместо значения
flaw-merged-cell = объединённая ячейка
flaw-mixed-alphabets = буквы двух алфавитов
flaw-invisible-character = невидимые знаки
flaw-lost-characters = утрачены знаки
flaw-digit-in-name = цифра в имени
flaw-initial-only = только инициал
flaw-not-text = число или дата вместо имени
flaw-number-cell = числа, которым может не хватать нулей в начале
flaw-unknown-word = неизвестное слово
flaw-long-cell = слишком длинная ячейка
wording-verdict-matched = совпадение
wording-verdict-returned-already = уже вернулся
wording-verdict-reported-dead = сообщено о смерти
wording-verdict-civilian = гражданское лицо
wording-verdict-twice = в списке дважды
wording-verdict-not-ours = не наш
wording-verdict-unknown-to-us = нам не известен
wording-verdict-doubtful = сомнительно
wording-because-on-our-list = тот же человек: { $partner }
wording-because-in-registry = тот же человек: { $partner }; статус: { $status }
wording-because-came-home = тот же человек: { $partner }; уже дома
wording-because-died = тот же человек: { $partner }; умер
wording-because-civilian-by-them = их список говорит, что это гражданское лицо
wording-because-civilian-by-us = тот же человек: { $partner }; гражданское лицо
wording-because-stood-before = тот же человек, что в их строке { $before }
wording-because-other-power = числится за другой державой
wording-because-nobody-near = вероятно, никто из нашего списка или реестра
wording-because-may-be-gone = может быть: { $partner }; статус: { $status }; { $doubt }
wording-because-entries-disagree = в нашем реестре несколько записей об этом человеке, и они расходятся в том, кто вернулся
wording-because-may-stand-before = может быть тот же человек, что в их строке { $before }; { $doubt }
wording-because-may-be-ours = может быть: { $partner }; { $doubt }
wording-because-may-be-kin = фамилия, отец и место или часть как у: { $partner }; брат или спутан с ним; { $doubt }
wording-partner-ours = строка { $reference } нашего списка
wording-partner-person = { $reference } из нашего реестра
wording-partner-before = их строка { $reference }
wording-doubt-contradicts = против этого говорит: { $field }
wording-doubt-too-little = написано слишком мало, чтобы сказать
wording-doubt-rivals = так же подходит кто-то другой
wording-doubt-not-sure = уверенности недостаточно
wording-advice-decide-gone = Сравните обоих; смерть или возвращение подтверждают двое.
wording-advice-decide = Сравните обоих и скажите, кто это.
wording-advice-dead = Проверьте источник о смерти, затем попросите их вычеркнуть строку.
wording-advice-returned = Проверьте день возвращения, затем попросите их вычеркнуть строку.
wording-advice-civilian = Перенесите к освобождению гражданских; в паритет не входит.
wording-advice-twice = Попросите их оставить одну строку.
wording-advice-not-ours = Скажите им, какую державу запросить.
wording-advice-unknown = Спросите, где человек взят, и начните розыск.
wording-advice-slip = Исправьте описку в одном из двух списков.
wording-advice-nothing = Делать нечего.
wording-says-same = то же самое
wording-says-as-heard = то же на слух
wording-says-slip = буквы отличаются
wording-says-half = половина двойной фамилии
wording-says-initial = инициал подходит
wording-says-alike = похоже
wording-says-unlike = не похоже
wording-says-other-name = другое имя
wording-says-names-exchanged = фамилия и имя переставлены
wording-says-day-month-exchanged = день и месяц переставлены
wording-says-one-part-differs = отличается одна часть
wording-says-as-far-as-known = то же, насколько известно
wording-says-same-year = совпадает только год
wording-says-year-apart = разница в год
wording-says-other-date = другая дата
wording-says-next-rank = разница в одну ступень
wording-says-arm-unknown = тот же номер, род войск неизвестен
wording-says-other-arm = тот же номер другого рода войск
wording-says-near-number = отличается цифра номера
wording-says-one-sign = отличается один знак
wording-says-two-signs = отличаются два знака
wording-says-other = другое
done-people-entered = Люди внесены в реестр.
import-people-title = Внести этих людей в реестр
import-people-link = Внести этих людей в реестр, а не открывать список
import-people-questions = Есть открытые вопросы: сначала исправьте файл или откройте его как список.
import-people-many = Больше 5000 людей: внесите их командой «safeconduct registry import».
import-people-refused = Никто не внесён.
import-source = Кто это говорит
import-source-missing = Выберите, кто это говорит.
import-by = Имя источника
import-by-hint = Человек, учреждение или документ
import-by-missing = Напишите, кто это говорит, от 1 до 200 знаков.
import-says-what = Что сказано обо всех в нём
import-says-missing = Выберите, что сказано.
import-known-title = Уже внесены?
import-known-too = Всё равно внести; две записи можно объединить позже
import-look = Посмотреть, кто уже внесён
import-people-says = { $count ->
    [one] В файле { $n } человек.
    [few] В файле { $n } человека.
   *[many] В файле { $n } человек.
}
import-known = { $count ->
    [0] Никто в нём не похож на уже внесённых.
    [one] { $n } строка похожа на уже внесённого человека.
    [few] { $n } строки похожи на уже внесённых людей.
   *[many] { $n } строк похожи на уже внесённых людей.
}
import-enter = { $count ->
    [one] Внести { $n } человека
    [few] Внести { $n } человек
   *[many] Внести { $n } человек
}
bands-title = Насколько программа была уверена, и что решили люди
bands-says = Считаются только строки, которые решили люди. Где программа сказала 80 %, восемь из десяти должны быть одним человеком: тогда круги лежат на пунктире. Выше программа была слишком осторожна, ниже — слишком смела.
bands-picture = Доля тех, кто оказался одним человеком, против сказанного программой, кругами; таблица рядом говорит то же
bands-caption = Решённые строки по уверенности программы
bands-said = Программа сказала
bands-decided = Решено
bands-same = Один человек
bands-expected = Ожидалось
bands-found = Найдено
