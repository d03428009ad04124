nav-administration = Адміністрування
deed-column = Що можна зробити
log-number = №
log-when = Коли
log-end = Ланцюг цього журналу закінчується на
log-check = Весь ланцюг перевіряє команда
account-codes-left = Залишилося резервних кодів
account-codes-few = мало: зробіть нові
account-secrets = Пароль і коди
account-new-codes = Зробити нові коди
account-new-codes-says = Новий секрет для застосунку з кодами й нові резервні коди. Попередні більше нічого не відчиняють, а інші ваші сеанси завершуються.
account-practice = Навчальний примірник відчинений: облікових записів, паролів і сеансів у ньому немає.
sessions-title = Сеанси
sessions-none = Відкритих сеансів немає.
sessions-where = Звідки
sessions-began = Почався
sessions-used = Востаннє використано
sessions-this = цей
sessions-sign-out = Вийдіть угорі сторінки
sessions-end = Завершити
sessions-end-all = Завершити всі сеанси цього запису
passkeys-title = Ключі доступу
passkeys-none = Жодного ключа доступу не додано.
passkeys-name = Пристрій
passkeys-made = Додано
passkeys-shown = Востаннє показано
passkeys-never = ніколи
passkeys-drop = Забрати
password-title = Новий пароль
password-says = Коли пароль змінюється, усі інші сеанси запису завершуються.
password-old = Пароль, що діяв досі
password-new = Новий пароль
password-hint = Від 12 до 256 знаків. Чотири-п’ять випадкових слів довгі, і їх можна запам’ятати.
password-again = Те саме ще раз
password-do = Установити пароль
password-missing = Введіть новий пароль двічі.
password-differs = Вони не однакові. Введіть обидва знову.
password-length = Пароль має від 12 до 256 знаків.
password-plain = Цей пароль — кілька повторених знаків або знаків поспіль. Візьміть інший.
password-common = Цей пароль серед тих, які пробують першими. Візьміть інший.
password-name = У цьому паролі є робоче ім’я. Візьміть інший.
password-old-wrong = Пароль, що діяв досі, неправильний.
done-password = Новий пароль діє. Інші сеанси запису завершено.
done-session = Завершено.
done-passkey-dropped = Ключ доступу забрано: за ним більше нікого не впускають.
done-role = Нова роль діє одразу. Сеанси запису завершено.
done-disabled = Запис більше не входить. Його сеанси завершено.
done-enabled = Запис знову може входити.
done-admitted = Запис має ключі, які відчиняє його роль. Вони діють від наступного входу з паролем.
once-title = Показують один раз: запишіть
once-says = Це записує власник облікового запису, і ніхто інший. Коли ви залишите цю сторінку, побачити це більше ніде.
once-codes = Коди
once-codes-says = Введіть секрет у застосунок із кодами. Далі він показує шість цифр щопівхвилини.
once-open = Відкрити в застосунку з кодами на цьому пристрої
once-by-hand = Секрет:
once-recovery = Резервні коди
once-recovery-says = На випадок утрати телефону: кожен діє один раз.
once-done = Записано: далі
administration-title = Адміністрування
administration-accounts = Облікові записи
administration-practice = Це навчальний примірник: він відчинений, у ньому немає облікових записів, сеансів і журналу входів.
administration-state = Стан
administration-enabled = може входити
administration-disabled = вимкнено
administration-more = { $count ->
    [one] Ще { $n } запис: його показує командний рядок.
    [few] Ще { $n } записи: їх показує командний рядок.
    [many] Ще { $n } записів: їх показує командний рядок.
   *[other] Ще { $n } записи: їх показує командний рядок.
}
administration-closed = Зачинені відділення
administration-none-closed = Жодного не зачинено: хто має ключ примірника й базу даних, відчиняє все. Здоров’я, родину й списки зачиняє команда:
administration-reference = Позначка в журналах
administration-keys = Має ключі від
administration-role = Роль
administration-role-says = Діє від наступного запиту; сеанси запису завершуються.
administration-role-do = Надати цю роль
administration-secrets-says = Для того, хто втратив пароль або телефон. Власникові кажуть особисто.
administration-enable-says = Вимкнений запис можна знову впустити; пароль і коди лишаються як були.
administration-enable = Знову впускати
administration-disable-says = Більше не входить, сеанси завершуються одразу, ключі забирають. Записане ним лишається.
administration-disable = Вимкнути
administration-own = Це ваш власний запис: його вимикає інший адміністратор.
administration-admit-says = Його роль відчиняє зачинені відділення, ключів від яких він не має. Їх дає той, у кого вони відчинені.
administration-admit = Дати ключі
new-account-title = Створити обліковий запис
new-account-says = Перший пароль вибираєте ви; власник змінює його після першого входу. Коди й резервні коди показують один раз, на наступній сторінці.
new-account-name-hint = Наприклад officer-1: літери, цифри, «-», «_» і «.», щонайбільше 64
new-account-role-hint = Що може бачити й змінювати кожна роль, сказано в docs/access.md.
new-account-password = Перший пароль
new-account-do = Створити запис
new-account-name-wrong = Напишіть робоче ім’я: від 1 до 64 літер, цифр, «-», «_» і «.».
new-account-name-taken = Це ім’я зайняте. Виберіть інше.
new-account-role-wrong = Виберіть роль.
health-title = Стан примірника
health-good = гаразд
health-warning = зверніть увагу
health-bad = полагодьте
health-fine = Усе, що випробувано, працює.
health-look = Щось потребує вас. Ось що щойно випробувано на цій машині:
health-unknown = Цьому серверу не сказано, де лежить примірник; запитайте на самій машині:
health-mark = Стан
health-what = Що випробувано
health-found = Що знайдено
health-backup = Резервні копії та вправа з відновлення
health-backup-at = Останню копію записано й перевірено відкриттям
health-no-backup = Примірник не знає про жодну копію.
health-drill = Вправа ставить копію в порожню теку на іншій машині, і там входять. У цьому примірнику сліду не лишається: запишіть день у свою книгу.
health-practice = Навчання
health-practice-yes = Цей примірник засновано для навчання: усі в ньому вигадані, назавжди.
health-practice-no = У цьому примірнику справжні люди. Навчайтеся в іншому, заснованому з --practice.
trail-title = Журнал входів
trail-says = Кожна спроба, кожна відмова й усе, що зроблено із записами; найновіше вгорі. Непомітно вийняти рядок неможливо.
trail-count = { $count ->
    [one] { $n } рядок.
    [few] { $n } рядки.
    [many] { $n } рядків.
   *[other] { $n } рядки.
}
trail-whose = Запис
trail-what = Що сталося
trail-by = Хто зробив
trail-refused-mark = відмовлено
trail-tried = пробує ввійти або показати код
trail-made-to-wait = наказано зачекати
trail-refused = не впущено
trail-signed-in = увійшов
trail-proven = показав свіжий код
trail-ended = сеанс завершено
trail-proof-missing = потрібен був свіжий код
trail-account-made = запис створено
trail-role-set = роль змінено
trail-disabled = запис вимкнено
trail-enabled = запис увімкнено
trail-password-set = новий пароль
trail-codes-set = нові коди
trail-closed = відділення зачинено
trail-admitted = отримав ключі від
trail-let-go = ключі від відділень забрано
trail-recovery-used = використав резервний код
trail-passkey-added = додав ключ доступу
trail-passkey-shown = показав ключ доступу
trail-passkey-dropped = забрав ключ доступу
trail-linked = пов’язано з тим, кого знає постачальник
trail-unlinked = зв’язок із постачальником забрано
trail-vouched = за власника поручився постачальник
trail-hook-made = створив вебхук
trail-hook-dropped = забрав вебхук
trail-hook-resumed = поновив вебхук
trail-hook-stopped = вебхук вимкнено: його повідомлень не беруть
trail-seconds = { $count ->
    [one] { $n } секунду
    [few] { $n } секунди
    [many] { $n } секунд
   *[other] { $n } секунди
}
trail-left = { $count ->
    [one] лишився { $n }
    [few] лишилося { $n }
    [many] лишилося { $n }
   *[other] лишилося { $n }
}
trail-why-password = ім’я або пароль
trail-why-code = неправильний код
trail-why-replayed = код, який уже використано
trail-why-disabled = запис вимкнено
trail-why-token = позначка, що не відчиняє сеансу
trail-why-idle = ним надто довго не користувалися
trail-why-old = тривав стільки, скільки дозволено
trail-why-elsewhere = ним скористалися не звідти, де він почався
trail-why-signed-out = власник вийшов
trail-why-revoked = його завершено кимось
trail-why-changed = секрети запису змінено
trail-why-wrong = забагато неправильних кодів
trail-why-many = у запису забагато сеансів
trail-why-passkey = ключ доступу неправильний або невідомий
trail-why-copied = ключ доступу, лічильник якого не пішов далі: може бути копія
trail-why-provider = те, що прийшло від постачальника, неправильне
trail-why-not-linked = з тим, кого назвав постачальник, не пов’язано жодного запису
nav-looks = Перегляди
queue-alarms = тривоги: дивилися на вигаданих людей
looks-title = Хто на кого дивився і навіщо
looks-says = Кожен перегляд записано раніше, ніж щось показано. Цей перегляд журналу записано також.
looks-by = За тим, хто дивився
looks-who = Хто
looks-what-for = Навіщо
looks-whose = Чиї дані
looks-ended = Чим закінчилося
looks-things = Що було відкрито
looks-all = Усього
looks-odd = Відмовлено або попри межу
looks-none-odd = Жодного не відхилено й не здійснено попри межу.
looks-odd-more = { $count ->
    [one] Ще { $n } давніший є в журналі.
    [few] Ще { $n } давніші є в журналі.
    [many] Ще { $n } давніших є в журналі.
   *[other] Ще { $n } давніші є в журналі.
}
looks-total = { $count ->
    [one] У журналі { $n } перегляд.
    [few] У журналі { $n } перегляди.
    [many] У журналі { $n } переглядів.
   *[other] У журналі { $n } перегляди.
}
looks-part = { $count ->
    [one] Тут полічено { $n } найновіший.
    [few] Тут полічено { $n } найновіші.
    [many] Тут полічено { $n } найновіших.
   *[other] Тут полічено { $n } найновіші.
}
looks-people = { $count ->
    [one] { $n } людина
    [few] { $n } людини
    [many] { $n } людей
   *[other] { $n } людини
}
looks-open = пропущено
looks-forced = понад годинну межу, з причиною
looks-denied = відмовлено: не для цієї ролі
looks-spent = відмовлено: годинну межу вичерпано
looks-deed-show = показано
looks-deed-match = переглянуто програмою
looks-deed-export = записано у файл
looks-purpose-tracing = розшук
looks-purpose-exchange = обмін
looks-purpose-handover = передача
looks-purpose-care = догляд
looks-purpose-family = родина
looks-purpose-oversight = нагляд
looks-thing-name = ім’я
looks-thing-birth = народження
looks-thing-number = номер
looks-thing-service = служба
looks-thing-captivity = полон
looks-thing-kin = рідні
looks-thing-description = опис
looks-thing-words = слова
looks-thing-source = джерело
looks-thing-health = здоров’я
looks-thing-wish = власне бажання
looks-thing-sighting = свідчення про інших
looks-thing-family-word = слово родині
looks-thing-line = рядок списку
looks-thing-verdict = висновок
looks-thing-reason = причина
looks-thing-looks = перегляди
looks-person-hint = Позначка з паперу, який дали людині
looks-person-do = Показати, хто дивився
looks-person-unknown = Такої позначки в цьому реєстрі немає.
looks-elsewhere = Журнал, збережений деінде
looks-elsewhere-says = Хто має базу даних і програму, міг би скласти інший журнал. Зберігайте цей на іншій машині й час від часу порівнюйте.
looks-export = Завантажити журнал
looks-check-file = Журнал, збережений деінде
looks-check = Порівняти
looks-no-file = Виберіть збережений файл.
looks-same = { $count ->
    [one] { $n } перегляд стоїть у журналі так, як збережено.
    [few] { $n } перегляди стоять у журналі так, як збережено.
    [many] { $n } переглядів стоять у журналі так, як збережено.
   *[other] { $n } перегляди стоять у журналі так, як збережено.
}
looks-other = Журнал не такий, як збережено
log-title = Увесь журнал переглядів
looked-title = Хто дивився на одну людину
looked-count = { $count ->
    [one] Людину показано { $n } раз.
    [few] Людину показано { $n } рази.
    [many] Людину показано { $n } разів.
   *[other] Людину показано { $n } рази.
}
looked-programs = Програми, що переглянули багатьох людей одразу, і відхилені спроби стоять у повному журналі.
alarms-title = Тривоги
alarms-says = Ні в кого немає причини відкривати вигадану людину. Тут названо, кому її показано.
alarms-decoys = { $count ->
    [one] Є { $n } вигадана людина.
    [few] Є { $n } вигадані людини.
    [many] Є { $n } вигаданих людей.
   *[other] Є { $n } вигадані людини.
}
alarms-none = Нових тривог немає.
alarms-count = { $count ->
    [one] { $n } тривога
    [few] { $n } тривоги
    [many] { $n } тривог
   *[other] { $n } тривоги
}
alarms-do = Запитайте їх навіщо. Якщо відповіді немає, нехай адміністратор завершить їхні сеанси.
alarms-seen = Я переглянув усі
alarms-all = Показати й давніші
alarms-browser = Які ви переглянули, пам’ятає цей браузер, а не база даних: вона не має видавати, що є вигадані люди.
done-alarms = Відтепер показують лише новіші.

nav-retention = Зберігання
retention-title = Що вже має бути знищене
retention-person = Скільки зберігаються дані про одну людину
retention-stage = Записи передачі
retention-list = Що зберігається зі списку
retention-says = { $count ->
    [one] Відоме про людину зберігається { $n } день після її повернення, якщо воно не під утриманням. Само нічого не зникає: хтось знищує це тут і забирає доказ.
    [few] Відоме про людину зберігається { $n } дні після її повернення, якщо воно не під утриманням. Само нічого не зникає: хтось знищує це тут і забирає доказ.
    [many] Відоме про людину зберігається { $n } днів після її повернення, якщо воно не під утриманням. Само нічого не зникає: хтось знищує це тут і забирає доказ.
   *[other] Відоме про людину зберігається { $n } дня після її повернення, якщо воно не під утриманням. Само нічого не зникає: хтось знищує це тут і забирає доказ.
}
retention-people = Люди
retention-due = { $count ->
    [one] Строк вийшов для { $n } людини.
    [few] Строк вийшов для { $n } людей.
    [many] Строк вийшов для { $n } людей.
   *[other] Строк вийшов для { $n } людини.
}
retention-held = { $count ->
    [one] З них під утриманням { $n }.
    [few] З них під утриманням { $n }.
    [many] З них під утриманням { $n }.
   *[other] З них під утриманням { $n }.
}
retention-gone-since = Мало бути знищене з
retention-hold = Утримання від знищення
retention-on-hold = під утриманням
retention-find = Показати строк цієї людини
retention-stages = Передачі
retention-no-stages = Немає передач, строк записів яких вийшов.
retention-lists = Списки
retention-no-lists = Немає списків, строк яких вийшов.
retention-what = Що
retention-records = Записів
retention-time = Строк
retention-since = мало бути знищене з { $it }
retention-until = зберігається до { $it }
retention-goes-on = зберігається, доки триває мета
retention-kept = зберігається для запитів про померлих у полоні (ЖК III, ст. 120–122)
retention-hold-says = Дані під утриманням не знищуються, навіть коли строк вийшов: через позов, розслідування або прохання самої людини. Причина зберігається запечатаною.
retention-unhold-says = Поки триває утримання, нічого не знищується. Зніміть його, коли причина минула.
retention-reason = Причина
retention-reason-hint = Для чого це, і хто просив
retention-reason-missing = Напишіть причину, не більше 2000 знаків.
retention-hold-do = Взяти під утримання
retention-unhold-do = Зняти утримання
retention-erase = Знищення
retention-erase-person = Знищується все, що відомо про цю людину, з усіма об’єднаними записами. Журнал зберігає, що, ким і коли зроблено; імені в ньому немає. Повернути це не може ніхто.
retention-erase-beside = Знищується пораховане вище. Те, що стосується людей під утриманням, лишається. Журнал зберігає, що, ким і коли зроблено; повернути це не може ніхто.
retention-sure = Переконуюся, що саме це, і воно може зникнути назавжди
retention-not-sure = Позначте, що це може зникнути назавжди. Нічого не знищено.
retention-refused = Це не прийнято. Подивіться, що заважає.
retention-erase-do = Знищити
done-held = Дані взято під утримання.
done-unheld = Утримання знято.
done-erased = Знищено.
gone-title = Знищено
gone-says = Доказ каже, що знищено і де про це є в журналі; імен у ньому немає. Заберіть його зараз і зберігайте разом із запитом: цей сервер тримає його годину.
gone-file = Завантажити доказ
gone-show = Показати доказ
gone-forgotten = Доказу тут уже немає. Те, що, ким і коли знищено, є в журналі.
