nav-lists = Списки
queue-second-releases = списки, що чекають дозволу другого офіцера на передання
queue-uncompared = закриті списки іншої сторони, ще не звірені
queue-second-replies = відповіді, що чекають другого офіцера
pages-label = Сторінки
pages-page = Сторінка
pages-previous = Попередня сторінка
pages-next = Наступна сторінка
done-list-opened = Список прийнято. Далі відповідають на запитання щодо нього.
done-list-answered = Відповіді записано.
done-list-closed = Список закрито, змінити його вже не можна.
done-list-release-asked = Ви дозволили передати список. Те саме має сказати другий офіцер.
done-list-released = Двоє офіцерів дозволили передати список. Його можна вивести у файл.
done-list-compared = Список звірено. Угорі рядки, які потребують людини.
done-map-kept = Стовпці збережено для цього надсилача.
done-reply-drawn = Відповідь складено. Дозвіл на передання дає другий офіцер.
done-reply-released = Двоє офіцерів дозволили передати відповідь. Її можна вивести у файл.
lists-title = Списки
lists-none = Ще не прийнято жодного списку.
lists-back = Усі списки
lists-count = { $count ->
    [one] { $n } список.
    [few] { $n } списки, останні опрацьовані вгорі.
   *[many] { $n } списків, останні опрацьовані вгорі.
}
list-list = Список
list-side = Сторона { $it }
list-purpose-offer = кого вона передала б
list-purpose-request = кого вона запитує
list-purpose-proceedings = кого вона затримує до завершення провадження
list-stage = Стан
list-stage-open = відкритий
list-stage-closed = закритий
list-stage-replaced = замінений
list-stage-erased = знищений
list-rows = Рядки аркуша
list-rows-read = Прочитано рядків
list-rows-aside = Відкладено рядків
list-rows-blank = Порожніх рядків
list-rows-title = Заголовок і назви
list-lines = Рядків після закриття
list-open = Відкриті запитання
list-asked = Усього запитань
list-notes = Зауваги, що не потребують відповіді
list-versions = Версії
list-replaces = замінює
list-replaced-by = замінений списком
list-only-version = єдина версія
list-reference = Позначення
list-back = Назад до списку
list-next = Що можна зробити далі
list-next-answer = Відповісти на запитання
list-next-close = Закрити
list-next-compare = Звірити
list-next-workbench = Відкрити звірку
list-next-release = Дозволити передання
list-next-second = Дозволити передання як другий офіцер
list-next-wait = Чекає другого офіцера
list-next-write = Вивести у файл
list-next-changes = Що змінилося від попередньої версії
list-release = Дозвіл на передання
list-release-theirs = складений іншою стороною
list-release-no = ніхто не просив дозволу на передання
list-release-asked = { $it } дозволяє передати; те саме має сказати другий офіцер
list-release-given = { $one } і { $other } дозволили передати
list-release-says = Власний список передають лише тоді, коли це дозволили двоє офіцерів.
list-release-do = Дозволяю передати
list-write = Вивести у файл (.csv)
list-export-says = Те, що ви вивели його у файл, записують із вашим ім’ям, з метою обміну. Потрібен свіжий код.
list-report = Що прочитано
list-kinds-open = Відкриті запитання за видами
list-kinds-answered = Запитання, на які відповіли, за видами
list-findings = Усі зауваги, рядок за рядком
list-workbook = Аркуш назад із причинами (.xlsx)
list-close-title = Закриття
list-close = Закрити список
list-close-says = Відкритих запитань немає. Закритий список змінити не можна.
list-close-open = { $count ->
    [one] Відкрите { $n } запитання. Відкладений рядок більше ні про що не питає.
    [few] Відкриті { $n } запитання. Відкладені рядки більше ні про що не питають.
   *[many] Відкрито { $n } запитань. Відкладені рядки більше ні про що не питають.
}
import-title = Імпортувати список
import-says = Виберіть файл таким, яким його надіслано. До кінця, доки ви не відкриєте список, нічого не записується.
import-file = Файл
import-file-hint = XLSX або CSV в UTF-8, UTF-16 чи Windows-1251; щонайбільше 32 МіБ
import-file-missing = Виберіть файл.
import-file-unreadable = Файл не вдалося прочитати як список.
import-gone = Файл зберігали годину, його тут більше немає. Виберіть його знову; нічого не записано.
import-from = Сторона, яка склала список
import-from-missing = Скажіть, яка сторона склала список.
import-purpose = Для чого список
import-purpose-missing = Скажіть, для чого список.
import-replaces = Версія, яку він замінює
import-replaces-hint = Закритий список тієї самої сторони й мети. Він чинний, доки не закрито новий.
import-replaces-none = жодної: перша версія
import-replaces-unknown = Цей список не можна замінити: виберіть закритий, тієї самої сторони й мети.
import-choose = виберіть
import-read = Прочитати файл
import-steps-title = Кроки імпорту
import-nothing-yet = Ще нічого не записано.
import-step-file = Файл
import-step-what = Що це за список
import-step-sheet = Аркуш
import-step-columns = Стовпці
import-step-preview = Перші рядки так, як їх зрозуміли
import-step-check = Що в ньому не так
import-state-done = зроблено
import-state-look = перегляньте
import-other-file = Почати знову з іншим файлом
import-go-on = Далі
import-back = Назад до кроків
import-sheet = Аркуш із людьми
import-sheet-hint = Читають один аркуш. Якщо люди стоять і на іншому, імпортуйте його як окремий список.
import-sheet-missing = Виберіть аркуш.
import-no-sheets = У текстовому файлі немає аркушів.
import-hidden = прихований
import-sheet-rows = { $count ->
    [one] { $n } рядок
    [few] { $n } рядки
   *[many] { $n } рядків
}
import-columns-says = Перегляньте, як прочитано кожен стовпець, і виправте помилкове.
import-columns-by = стовпці за збереженим для { $it }
import-columns-unknown = { $count ->
    [0] відомо, що містить кожен стовпець
    [one] невідомо, що містить { $n } стовпець
    [few] невідомо, що містять { $n } стовпці
   *[many] невідомо, що містять { $n } стовпців
}
import-columns-agree = Так і є: далі
import-columns-refused = Стовпці не можна прочитати так.
import-heading = Заголовок
import-samples = Перші клітинки
import-holds = Що містить стовпець
import-holds-unknown = не сказано
import-holds-not-read = не потрібен
import-holds-birth-year = рік народження
import-holds-birth-month = місяць народження
import-holds-birth-day = день народження
import-sender = Стовпці, збережені для надсилача
import-sender-hint = Стовпці, погоджені для попередніх списків установи
import-sender-use = Застосувати
import-sender-unfit = Збережене для цього надсилача не підходить до цього файлу.
import-guess = Знову здогадатися за заголовками
import-keep = Зберегти ці стовпці для надсилача
import-keep-for = Установа, що надсилає такі списки
import-keep-hint = Її наступний список прочитають так само. Залиште порожнім, щоб нічого не зберігати.
import-keep-unknown = Скажіть про кожен стовпець, що він містить, перш ніж зберігати.
import-keep-refused = Стовпці не можна зберегти так.
import-no-header = рядка заголовків не знайдено
import-header-says = Жоден рядок не має відомих заголовків. Виберіть рядок, у якому стоять заголовки; потім скажіть, що містить кожен стовпець.
import-header = Рядок заголовків
import-header-missing = Виберіть рядок, у якому стоять заголовки.
import-lines = { $count ->
    [0] ще нікого не прочитати
    [one] { $n } особа
    [few] { $n } особи
   *[many] { $n } осіб
}
import-preview-says = { $count ->
    [one] Прочитано { $n } особу.
    [few] Прочитано { $n } особи. Порівняйте перших із файлом.
   *[many] Прочитано { $n } осіб. Порівняйте перших із файлом.
}
import-preview-rows = { $count ->
    [one] Перший { $n } рядок
    [few] Перші { $n } рядки
   *[many] Перші { $n } рядків
}
import-preview-right = Зрозуміли правильно: далі
import-preview-wrong = Щось не так: змінити стовпці
import-how = Як зрозуміли файл
import-questions = { $count ->
    [0] Відкритих запитань не було б.
    [one] Було б відкрите { $n } запитання.
    [few] Було б відкрито { $n } запитання.
   *[many] Було б відкрито { $n } запитань.
}
import-questions-says = Відкрийте список, щоб відповісти тут, або надішліть книгу назад, щоб її виправили.
import-open = Відкрити список
import-workbook = Та сама книга з причинами
import-workbook-says = Для надсилача: що сталося з кожним рядком, що в ньому знайшли і як це виправити.
import-cannot-open = У такому вигляді файл не дає списку. Виправте сказане вище або почніть з іншим файлом.
findings-title = Усі зауваги
findings-kinds = Зауваги за видами
findings-kind = Вид
findings-weight = Вага
findings-count = Скільки
findings-rows = Зауваги рядок за рядком
findings-row = Рядок
findings-column = Стовпець
findings-there = Що там стоїть
findings-what = Що не так
findings-hint = Як виправити
findings-whole = увесь список
findings-empty = порожньо
findings-filter = Зауваги одного виду
findings-all = Усі
findings-none = Нічого поганого не знайдено.
findings-question = запитання
findings-set-aside = відкладено
findings-note = зауваження
findings-shown = { $count ->
    [one] { $n } заувага.
    [few] { $n } зауваги.
   *[many] { $n } зауваг.
}
answers-title = Відповіді на запитання щодо списку
answers-open = { $count ->
    [one] Відкрите { $n } запитання.
    [few] Відкриті { $n } запитання.
   *[many] Відкрито { $n } запитань.
}
answers-all-done = Відкритих запитань немає. Список можна закрити.
answers-each = Кожне окремо
answers-each-hint = Запитання, де нічого не вибрано, лишається відкритим. Щоб залишити чи відкласти, потрібна причина.
answers-alike = { $count ->
    [one] { $n } запитання цього виду
    [few] Усі { $n } цього виду однаково
   *[many] Усі { $n } цього виду однаково
}
answers-alike-do = Відповісти так на всі
answers-keep = залишити, як є
answers-correct = у клітинці має бути інше
answers-aside = не використовувати рядок
answers-aside-column = не використовувати стовпець
answers-value = Що має бути в клітинці
answers-reason = Причина
answers-record = Записати відповіді
answers-none = Нічого не вибрано.
answers-mend = Деякі відповіді неповні; їх позначено нижче.
answers-not-chosen = Виберіть одну з відповідей.
answers-no-value = Напишіть, що має бути в клітинці.
answers-no-reason = Напишіть причину кількома словами.
answers-too-long = Текст довший за 2000 знаків.
answers-again = Це вже виправляли, і та сама вада лишилася.
answers-refused = Відповіді не прийнято.
answers-moved = Тепер відкриті інші запитання цього виду. Перегляньте й вирішіть знову.
answers-not-closed = Список не закрито: ці запитання відкриті.
changes-title = Що змінилося від попередньої версії
changes-against = проти
changes-added = додано
changes-gone = зникло
changes-changed = змінено
changes-none = Обидві версії кажуть те саме.
changes-what = Зміна
changes-name = Ім’я
changes-older-row = Рядок раніше
changes-newer-row = Рядок тепер
changes-fields = Що змінилося
bench-title = Звірка списку
bench-line-title = Один рядок, і чому
bench-back = Назад до рядків
bench-bits = Біт подвоює шанси: +10 бітів у тисячу разів імовірніше, −10 у тисячу разів менше.
bench-own = Це наш власний список: його звіряє інша сторона.
bench-not-closed = Список звіряють, коли його закрито.
bench-not-compared = Цей список ще ніхто не звіряв.
bench-compare-says = Кожен рядок звіряють із нашим списком і нашим реєстром. Сумнівних програма ні з ким не пов’язує.
bench-ours = Наш список
bench-ours-hint = Зазвичай наш останній закритий список запитаних
bench-ours-none = звичайний
bench-compare = Звірити
bench-refused = Список не звірено.
bench-against = звірено з
bench-needs = { $count ->
    [0] Жоден рядок не потребує людини.
    [one] { $n } рядок потребує людини. Такі стоять угорі.
    [few] { $n } рядки потребують людини. Вони стоять угорі.
   *[many] { $n } рядків потребують людини. Вони стоять угорі.
}
bench-matches = { $count ->
    [one] Вирішити щодо { $n } сумнівного рядка
    [few] Вирішити щодо { $n } сумнівних рядків
   *[many] Вирішити щодо { $n } сумнівних рядків
}
bench-picture = Рядки за класами, смугами; таблиця поруч каже те саме
bench-classes = Рядки за класами
bench-class = Клас
bench-all = усі
bench-lines = Рядки
bench-shown = { $count ->
    [0] Рядків цього класу немає.
    [one] { $n } рядок.
    [few] { $n } рядки.
   *[many] { $n } рядків.
}
bench-name = Як пишуть вони
bench-why = Чому, і що робити
bench-settled = вирішили люди
bench-person = Людина в нашому реєстрі
bench-partner = Звірено з
bench-field = Поле
bench-theirs = У них
bench-ours-has = У нас
bench-says = Що показала звірка
bench-weight = Біти
bench-against-it = проти
bench-reasons = { $count ->
    [one] { $n } підстава
    [few] { $n } підстави
   *[many] { $n } підстав
}
reply-title = Відповідь їм
reply-about = Одне слово на рядок і нічого нашого. Її передають лише з дозволу двох офіцерів, за чинними висновками.
reply-no = За чинними висновками відповіді не складено.
reply-own = Відповідь склали ви. Дозвіл на передання дає інший офіцер.
reply-asked = Відповідь склав { $it }.
reply-released = { $one } і { $other } дозволили передати відповідь.
reply-agree = Дозволяю передати
reply-write = Вивести відповідь у файл
reply-layout = Погоджений вигляд, якщо він є
reply-layout-hint = Файл (TOML) із погодженими стовпцями й словами. Без нього відповідь стоїть поруч із їхніми стовпцями.
reply-doubtful-too = { $count ->
    [one] Назвати { $n } сумнівний рядок сумнівним
    [few] Назвати { $n } сумнівні рядки сумнівними
   *[many] Назвати { $n } сумнівних рядків сумнівними
}
reply-draw = Скласти відповідь
reply-refused = Відповідь не просунулася далі.
flaw-unknown-header = невідомий заголовок
flaw-header-twice = два стовпці з одним значенням
flaw-missing-header = стовпець без заголовка
flaw-other-sheet = інший аркуш не прочитано
flaw-columns-changed = стовпці не ті, що збережені для надсилача
flaw-day-first-assumed = у датах першим прочитано день
flaw-name-order-assumed = повні імена поділено на частини
flaw-header-repeated = заголовок повторено
flaw-not-a-person = з рядка не зрозуміти, хто це
flaw-missing-surname = немає прізвища
flaw-impossible-date = такої дати не існує
flaw-not-a-date = текст не є датою
flaw-short-year = рік із двох цифр
flaw-two-dates = дві дати в одній клітинці
flaw-month-first = дата з місяцем на початку
flaw-ambiguous-date = день чи місяць перший, неясно
flaw-serial-date = номери днів електронної таблиці
flaw-birth-after-capture = народження після полону
flaw-birth-in-future = народження в майбутньому
flaw-capture-in-future = полон у майбутньому
flaw-unlikely-age = малоймовірний вік у день полону
flaw-duplicate-id = позначення стоїть двічі
flaw-duplicate-service-number = особистий номер стоїть двічі
flaw-same-person-twice = та сама людина двічі
flaw-formula-cell = формула замість значення
flaw-merged-cell = об’єднана клітинка
flaw-mixed-alphabets = літери двох абеток
flaw-invisible-character = невидимі знаки
flaw-lost-characters = втрачено знаки
flaw-digit-in-name = цифра в імені
flaw-initial-only = лише ініціал
flaw-not-text = число чи дата замість імені
flaw-number-cell = числа, яким може бракувати нулів на початку
flaw-unknown-word = невідоме слово
flaw-long-cell = задовга клітинка
wording-verdict-matched = збіг
wording-verdict-returned-already = вже повернувся
wording-verdict-reported-dead = повідомлено про смерть
wording-verdict-civilian = цивільна особа
wording-verdict-twice = у списку двічі
wording-verdict-not-ours = не наш
wording-verdict-unknown-to-us = нам не відомий
wording-verdict-doubtful = сумнівно
wording-because-on-our-list = та сама людина: { $partner }
wording-because-in-registry = та сама людина: { $partner }; статус: { $status }
wording-because-came-home = та сама людина: { $partner }; вже вдома
wording-because-died = та сама людина: { $partner }; померла
wording-because-civilian-by-them = їхній список каже, що це цивільна особа
wording-because-civilian-by-us = та сама людина: { $partner }; цивільна особа
wording-because-stood-before = та сама людина, що в їхньому рядку { $before }
wording-because-other-power = числиться за іншою державою
wording-because-nobody-near = імовірно, ніхто з нашого списку чи реєстру
wording-because-may-be-gone = може бути: { $partner }; статус: { $status }; { $doubt }
wording-because-entries-disagree = у нашому реєстрі кілька записів про цю людину, і вони розходяться в тому, хто повернувся
wording-because-may-stand-before = може бути та сама людина, що в їхньому рядку { $before }; { $doubt }
wording-because-may-be-ours = може бути: { $partner }; { $doubt }
wording-because-may-be-kin = прізвище, батько та місце чи частина як у: { $partner }; брат або сплутаний із ним; { $doubt }
wording-partner-ours = рядок { $reference } нашого списку
wording-partner-person = { $reference } з нашого реєстру
wording-partner-before = їхній рядок { $reference }
wording-doubt-contradicts = проти цього говорить: { $field }
wording-doubt-too-little = написано замало, щоб сказати
wording-doubt-rivals = так само підходить хтось інший
wording-doubt-not-sure = певності замало
wording-advice-decide-gone = Порівняйте обох; смерть чи повернення підтверджують двоє.
wording-advice-decide = Порівняйте обох і скажіть, хто це.
wording-advice-dead = Перевірте джерело про смерть, потім попросіть їх викреслити рядок.
wording-advice-returned = Перевірте день повернення, потім попросіть їх викреслити рядок.
wording-advice-civilian = Перенесіть до звільнення цивільних; у паритет не входить.
wording-advice-twice = Попросіть їх залишити один рядок.
wording-advice-not-ours = Скажіть їм, яку державу запитати.
wording-advice-unknown = Запитайте, де людину взято, і почніть розшук.
wording-advice-slip = Виправте описку в одному з двох списків.
wording-advice-nothing = Робити нічого.
wording-says-same = те саме
wording-says-as-heard = те саме на слух
wording-says-slip = літери відрізняються
wording-says-half = половина подвійного прізвища
wording-says-initial = ініціал підходить
wording-says-alike = схоже
wording-says-unlike = не схоже
wording-says-other-name = інше ім’я
wording-says-names-exchanged = прізвище й ім’я поміняно місцями
wording-says-day-month-exchanged = день і місяць поміняно місцями
wording-says-one-part-differs = відрізняється одна частина
wording-says-as-far-as-known = те саме, наскільки відомо
wording-says-same-year = збігається лише рік
wording-says-year-apart = різниця в рік
wording-says-other-date = інша дата
wording-says-next-rank = різниця в один щабель
wording-says-arm-unknown = той самий номер, рід військ невідомий
wording-says-other-arm = той самий номер іншого роду військ
wording-says-near-number = відрізняється цифра номера
wording-says-one-sign = відрізняється один знак
wording-says-two-signs = відрізняються два знаки
wording-says-other = інше
done-people-entered = Людей внесено до реєстру.
import-people-title = Внести цих людей до реєстру
import-people-link = Внести цих людей до реєстру, а не відкривати список
import-people-questions = Є відкриті запитання: спершу виправте файл або відкрийте його як список.
import-people-many = Понад 5000 людей: внесіть їх командою «safeconduct registry import».
import-people-refused = Нікого не внесено.
import-source = Хто це каже
import-source-missing = Виберіть, хто це каже.
import-by = Ім’я джерела
import-by-hint = Людина, установа або документ
import-by-missing = Напишіть, хто це каже, від 1 до 200 знаків.
import-says-what = Що сказано про всіх у ньому
import-says-missing = Виберіть, що сказано.
import-known-title = Уже внесені?
import-known-too = Усе одно внести; два записи можна об’єднати пізніше
import-look = Подивитися, хто вже внесений
import-people-says = { $count ->
    [one] У файлі { $n } людина.
    [few] У файлі { $n } людини.
   *[many] У файлі { $n } людей.
}
import-known = { $count ->
    [0] Ніхто в ньому не схожий на вже внесених.
    [one] { $n } рядок схожий на вже внесену людину.
    [few] { $n } рядки схожі на вже внесених людей.
   *[many] { $n } рядків схожі на вже внесених людей.
}
import-enter = { $count ->
    [one] Внести { $n } людину
    [few] Внести { $n } людини
   *[many] Внести { $n } людей
}
bands-title = Наскільки програма була певна, і що вирішили люди
bands-says = Рахуються лише рядки, які вирішили люди. Де програма сказала 80 %, вісім із десяти мають бути однією людиною: тоді кола лежать на пунктирі. Вище програма була надто обережна, нижче — надто смілива.
bands-picture = Частка тих, хто виявився однією людиною, проти сказаного програмою, колами; таблиця поруч каже те саме
bands-caption = Вирішені рядки за певністю програми
bands-said = Програма сказала
bands-decided = Вирішено
bands-same = Одна людина
bands-expected = Очікувано
bands-found = Виявлено
