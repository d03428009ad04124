paper-papers = Папери для друку
paper-link-manifest = Поіменний список на перевезення, сторона { $it }
paper-link-notice = Повідомлення про рух, сторона { $it }
paper-link-list = Надрукувати список
paper-link-card = Надрукувати картку про взяття в полон
paper-link-round = Надрукувати план
paper-link-reason = Надрукувати, що можна сказати родині
paper-print = Друкувати
paper-advice = Друкуйте через браузер: A4, повний розмір, без полів і колонтитулів браузера.
paper-look = Те, що виходить на папері, щоразу записується як перегляд даних усіх, хто на ньому є.
paper-with = Друга мова
paper-back = Назад
paper-sheets = Аркуші, як вони будуть надруковані
paper-practice = НАВЧАННЯ: усі люди на цьому папері вигадані.
paper-printed = Надруковано { $when }; роль: { $role }
paper-digest-manifest = SHA-256 поіменного списку на перевезення:
paper-digest-list = SHA-256 файла списку:
paper-digest-card = SHA-256 змісту цієї картки:
paper-digest-notice = SHA-256 повідомлення, яке підтверджують:
paper-digest-plan = SHA-256 плану:
paper-digest-reason = SHA-256 причини із сіллю:
paper-manifest = Поіменний список на перевезення за транспортом
paper-stage-from = Етап { $stage }. Передає сторона { $side }.
paper-manifest-says = Повний до відправлення (ЖК III, ст. 46). Жоден транспорт не вирушає з тим, кого тут немає. Того, хто є тут, але не їде, викреслюють із приміткою.
paper-vehicle = Транспорт
paper-kind = Вид
paper-people = Людей
paper-how-many = Скільки
paper-vehicle-by-hand = Водій і номерний знак, від руки
paper-aboard = { $kind } { $id }; людей: { $people }
paper-no = №
paper-name = Ім’я
paper-born = Дата народження
paper-service-number = Особовий номер
paper-place = Місце
paper-reference = Код
paper-seen = ✓
paper-no-list = немає в жодному списку тут
paper-sign-giver = Від сторони, що передає: ім’я, звання, підпис, час
paper-sign-taker = Від сторони, що приймає: ім’я, звання, підпис, час
paper-sign-witness = Від посередника або спостерігача: ім’я, підпис, час
paper-list = Поіменний список
paper-notice = Повідомлення про рух
paper-moves = Сторона, що рухається
paper-stage = Етап
paper-corridor = Коридор
paper-opens = У дорозі не раніше ніж
paper-closes = У дорозі не пізніше ніж
paper-state = Стан
paper-acknowledged = підтверджено іншою стороною
paper-unacknowledged = ще не підтверджено
paper-notice-says = Ніхто не вирушає, доки інша сторона не підтвердить саме це повідомлення. Хто підтверджує, порівнює SHA-256 внизу з одержаним повідомленням і підписує тут.
paper-answer-by = Підтвердив: ім’я, посада
paper-answer-at = День і час (всесвітній час)
paper-answer-signed = Підпис
paper-card = Картка про взяття в полон
paper-card-law = Військовополонений: ЖК III, ст. 70, 122(4), додаток IV B
paper-internment-card = Картка інтернованого
paper-internment-card-law = Цивільна особа: ЖК IV, ст. 106, 138, додаток III
paper-card-address = Без поштової оплати. Кому: Центральне агентство з розшуку, Міжнародний Комітет Червоного Хреста, Женева, Швейцарія
paper-card-besides = Для Інформаційного бюро, наскільки відомо
paper-card-10 = Взято в полон: коли, де; або звідки прибув *
paper-card-health = Стан здоров’я *
paper-card-grades = добрий; не поранений; одужав; одужує; хворий; легкопоранений; тяжкопоранений
paper-card-12 = Теперішня адреса: номер полоненого, назва табору
paper-card-13 = Дата
paper-card-14 = Підпис
paper-card-says = * Зайве закреслити. Приміток не додавати. Обов’язково назвати треба лише прізвище, імена, звання, дату народження та номер (ЖК III, ст. 17); решта — за власним бажанням. Після кожної зміни адреси належить нова картка.
paper-round = План раунду
paper-round-says = Кількість менше п’яти людей не друкується. Нижче для кожної людини за кодом стоїть те, що можна сказати родині, і нічого більше.
paper-round-reasons = Що можна сказати родинам
paper-round-people = Яка з них чия, за кодом
paper-reason = Причина
paper-reason-title = Що можна сказати родині
paper-reason-says = Хто це передає, звіряє код із людиною. Імен тут немає.
paper-manifest-people = { $count ->
    [one] Їде { $n } людина.
    [few] Їдуть { $n } людини.
    [many] Їдуть { $n } людей.
   *[other] Їдуть { $n } людини.
}
paper-list-people = { $count ->
    [one] { $n } людина.
    [few] { $n } людини.
    [many] { $n } людей.
   *[other] { $n } людини.
}
paper-link-number = Про що номер паперу?
paper-number-title = Про що цей номер паперу?
paper-number-label = Номер
paper-number-hint = Вісімнадцять цифр, як вони стоять під зображенням; пробіли не мають значення
paper-number-do = Знайти
paper-number-wrong = Це не номер паперу: якась цифра хибна або її бракує. Звірте з папером.
paper-number-nobody = Номер написано правильно, але в цьому екземплярі його ніщо не має.
paper-number-found = Він про
paper-number-person = людину в реєстрі
paper-number-line = людину зі списку
paper-number-list = список
paper-number-manifest = поіменний список на перевезення
paper-number-notice = повідомлення про рух
paper-number-plan = план
paper-one-bus = автобус
paper-one-ambulance = санітарний автомобіль
paper-one-train = поїзд
paper-one-aircraft = повітряне судно
paper-one-vessel = судно
