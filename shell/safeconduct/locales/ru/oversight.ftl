nav-administration = Администрирование
deed-column = Что можно сделать
log-number = №
log-when = Когда
log-end = Цепочка этого журнала заканчивается на
log-check = Всю цепочку проверяет команда
account-codes-left = Осталось резервных кодов
account-codes-few = мало: сделайте новые
account-secrets = Пароль и коды
account-new-codes = Сделать новые коды
account-new-codes-says = Новый секрет для приложения с кодами и новые резервные коды. Прежние больше ничего не открывают, а другие ваши сеансы завершаются.
account-practice = Учебный экземпляр открыт: учётных записей, паролей и сеансов в нём нет.
sessions-title = Сеансы
sessions-none = Открытых сеансов нет.
sessions-where = Откуда
sessions-began = Начат
sessions-used = Последний раз использован
sessions-this = этот
sessions-sign-out = Выйдите вверху страницы
sessions-end = Завершить
sessions-end-all = Завершить все сеансы этой записи
passkeys-title = Ключи доступа
passkeys-none = Ни одного ключа доступа не добавлено.
passkeys-name = Устройство
passkeys-made = Добавлен
passkeys-shown = Последний раз показан
passkeys-never = никогда
passkeys-drop = Убрать
password-title = Новый пароль
password-says = Когда пароль меняется, все другие сеансы записи завершаются.
password-old = Прежний пароль
password-new = Новый пароль
password-hint = От 12 до 256 знаков. Четыре-пять случайных слов длинны, и их можно запомнить.
password-again = То же ещё раз
password-do = Установить пароль
password-missing = Введите новый пароль дважды.
password-differs = Они не одинаковы. Введите оба снова.
password-length = В пароле от 12 до 256 знаков.
password-plain = Этот пароль — несколько повторённых знаков или знаков подряд. Возьмите другой.
password-common = Этот пароль среди тех, которые пробуют первыми. Возьмите другой.
password-name = В этом пароле есть рабочее имя. Возьмите другой.
password-old-wrong = Прежний пароль неверен.
done-password = Новый пароль действует. Другие сеансы записи завершены.
done-session = Завершено.
done-passkey-dropped = Ключ доступа убран: по нему больше никого не впускают.
done-role = Новая роль действует сразу. Сеансы записи завершены.
done-disabled = Запись больше не входит. Её сеансы завершены.
done-enabled = Запись снова может входить.
done-admitted = У записи есть ключи, которые открывает её роль. Они действуют со следующего входа с паролем.
once-title = Показывается один раз: запишите
once-says = Это записывает владелец учётной записи, и никто другой. Когда вы уйдёте с этой страницы, увидеть это будет негде.
once-codes = Коды
once-codes-says = Введите секрет в приложение с кодами. Дальше оно показывает шесть цифр каждые полминуты.
once-open = Открыть в приложении с кодами на этом устройстве
once-by-hand = Секрет:
once-recovery = Резервные коды
once-recovery-says = На случай потери телефона: каждый действует один раз.
once-done = Записано: дальше
administration-title = Администрирование
administration-accounts = Учётные записи
administration-practice = Это учебный экземпляр: он открыт, в нём нет учётных записей, сеансов и журнала входов.
administration-state = Состояние
administration-enabled = может входить
administration-disabled = отключена
administration-more = { $count ->
    [one] Ещё { $n } запись: её показывает командная строка.
    [few] Ещё { $n } записи: их показывает командная строка.
    [many] Ещё { $n } записей: их показывает командная строка.
   *[other] Ещё { $n } записи: их показывает командная строка.
}
administration-closed = Закрытые отделения
administration-none-closed = Ни одно не закрыто: у кого ключ экземпляра и база данных, тот открывает всё. Здоровье, семью и списки закрывает команда:
administration-reference = Обозначение в журналах
administration-keys = Имеет ключи от
administration-role = Роль
administration-role-says = Действует со следующего запроса; сеансы записи завершаются.
administration-role-do = Дать эту роль
administration-secrets-says = Для того, кто потерял пароль или телефон. Владельцу говорят лично.
administration-enable-says = Отключённую запись можно снова впустить; пароль и коды остаются прежними.
administration-enable = Снова впускать
administration-disable-says = Больше не входит, сеансы завершаются сразу, ключи забирают. Записанное ею остаётся.
administration-disable = Отключить
administration-own = Это ваша собственная запись: её отключает другой администратор.
administration-admit-says = Её роль открывает закрытые отделения, ключей от которых у неё нет. Их даёт тот, у кого они открыты.
administration-admit = Дать ключи
new-account-title = Создать учётную запись
new-account-says = Первый пароль выбираете вы; владелец меняет его после первого входа. Коды и резервные коды показываются один раз, на следующей странице.
new-account-name-hint = Например officer-1: буквы, цифры, «-», «_» и «.», не более 64
new-account-role-hint = Что может видеть и менять каждая роль, сказано в docs/access.md.
new-account-password = Первый пароль
new-account-do = Создать запись
new-account-name-wrong = Напишите рабочее имя: от 1 до 64 букв, цифр, «-», «_» и «.».
new-account-name-taken = Это имя занято. Выберите другое.
new-account-role-wrong = Выберите роль.
health-title = Состояние экземпляра
health-good = в порядке
health-warning = обратите внимание
health-bad = исправьте
health-fine = Всё, что проверено, работает.
health-look = Что-то требует вас. Вот что только что проверено на этой машине:
health-unknown = Этому серверу не сказано, где лежит экземпляр; спросите на самой машине:
health-mark = Состояние
health-what = Что проверено
health-found = Что найдено
health-backup = Резервные копии и учение по восстановлению
health-backup-at = Последняя копия записана и проверена открытием
health-no-backup = Экземпляр не знает ни об одной копии.
health-drill = Учение ставит копию в пустую папку на другой машине, и там входят. В этом экземпляре следа не остаётся: запишите день в свою книгу.
health-practice = Учение
health-practice-yes = Этот экземпляр основан для учения: все в нём вымышлены, навсегда.
health-practice-no = В этом экземпляре настоящие люди. Учитесь в другом, основанном с --practice.
trail-title = Журнал входов
trail-says = Каждая попытка, каждый отказ и всё, что сделано с записями; новое сверху. Незаметно вынуть строку нельзя.
trail-count = { $count ->
    [one] { $n } строка.
    [few] { $n } строки.
    [many] { $n } строк.
   *[other] { $n } строки.
}
trail-whose = Запись
trail-what = Что произошло
trail-by = Кто сделал
trail-refused-mark = отказано
trail-tried = пробует войти или показать код
trail-made-to-wait = велено подождать
trail-refused = не впущен
trail-signed-in = вошёл
trail-proven = показал свежий код
trail-ended = сеанс завершён
trail-proof-missing = нужен был свежий код
trail-account-made = запись создана
trail-role-set = роль изменена
trail-disabled = запись отключена
trail-enabled = запись включена
trail-password-set = новый пароль
trail-codes-set = новые коды
trail-closed = отделения закрыты
trail-admitted = получил ключи от
trail-let-go = ключи от отделений забраны
trail-recovery-used = использовал резервный код
trail-passkey-added = добавил ключ доступа
trail-passkey-shown = показал ключ доступа
trail-passkey-dropped = убрал ключ доступа
trail-linked = связана с тем, кого знает поставщик
trail-unlinked = связь с поставщиком убрана
trail-vouched = за владельца поручился поставщик
trail-hook-made = создал вебхук
trail-hook-dropped = убрал вебхук
trail-hook-resumed = возобновил вебхук
trail-hook-stopped = вебхук отключён: его сообщения не берут
trail-seconds = { $count ->
    [one] { $n } секунду
    [few] { $n } секунды
    [many] { $n } секунд
   *[other] { $n } секунды
}
trail-left = { $count ->
    [one] остался { $n }
    [few] осталось { $n }
    [many] осталось { $n }
   *[other] осталось { $n }
}
trail-why-password = имя или пароль
trail-why-code = неверный код
trail-why-replayed = код, который уже использован
trail-why-disabled = запись отключена
trail-why-token = метка, которая не открывает сеанса
trail-why-idle = им слишком долго не пользовались
trail-why-old = длился сколько разрешено
trail-why-elsewhere = им воспользовались не оттуда, где он начат
trail-why-signed-out = владелец вышел
trail-why-revoked = он завершён кем-то
trail-why-changed = секреты записи изменены
trail-why-wrong = слишком много неверных кодов
trail-why-many = у записи слишком много сеансов
trail-why-passkey = ключ доступа неверен или неизвестен
trail-why-copied = ключ доступа, счётчик которого не пошёл дальше: возможна копия
trail-why-provider = то, что пришло от поставщика, неверно
trail-why-not-linked = с тем, кого назвал поставщик, не связана ни одна запись
nav-looks = Просмотры
queue-alarms = тревоги: смотрели на вымышленных людей
looks-title = Кто на кого смотрел и зачем
looks-says = Каждый просмотр записан раньше, чем что-либо показано. Этот просмотр журнала тоже записан.
looks-by = По тому, кто смотрел
looks-who = Кто
looks-what-for = Зачем
looks-whose = Чьи данные
looks-ended = Чем кончилось
looks-things = Что было открыто
looks-all = Всего
looks-odd = Отказано или сверх предела
looks-none-odd = Ни один не отклонён и не совершён сверх предела.
looks-odd-more = { $count ->
    [one] Ещё { $n } более ранний есть в журнале.
    [few] Ещё { $n } более ранних есть в журнале.
    [many] Ещё { $n } более ранних есть в журнале.
   *[other] Ещё { $n } более ранних есть в журнале.
}
looks-total = { $count ->
    [one] В журнале { $n } просмотр.
    [few] В журнале { $n } просмотра.
    [many] В журнале { $n } просмотров.
   *[other] В журнале { $n } просмотра.
}
looks-part = { $count ->
    [one] Здесь посчитан { $n } новейший.
    [few] Здесь посчитаны { $n } новейших.
    [many] Здесь посчитано { $n } новейших.
   *[other] Здесь посчитаны { $n } новейших.
}
looks-people = { $count ->
    [one] { $n } человек
    [few] { $n } человека
    [many] { $n } человек
   *[other] { $n } человека
}
looks-open = пропущено
looks-forced = сверх часового предела, с причиной
looks-denied = отказано: не для этой роли
looks-spent = отказано: часовой предел исчерпан
looks-deed-show = показано
looks-deed-match = просмотрено программой
looks-deed-export = записано в файл
looks-purpose-tracing = розыск
looks-purpose-exchange = обмен
looks-purpose-handover = передача
looks-purpose-care = помощь
looks-purpose-family = семья
looks-purpose-oversight = надзор
looks-thing-name = имя
looks-thing-birth = рождение
looks-thing-number = номер
looks-thing-service = служба
looks-thing-captivity = плен
looks-thing-kin = родные
looks-thing-description = описание
looks-thing-words = слова
looks-thing-source = источник
looks-thing-health = здоровье
looks-thing-wish = собственное желание
looks-thing-sighting = сведения о других
looks-thing-family-word = слово семье
looks-thing-line = строка списка
looks-thing-verdict = заключение
looks-thing-reason = причина
looks-thing-looks = просмотры
looks-person-hint = Обозначение с бумаги, которую дали человеку
looks-person-do = Показать, кто смотрел
looks-person-unknown = Такого обозначения в этом реестре нет.
looks-elsewhere = Журнал, хранимый в другом месте
looks-elsewhere-says = У кого база данных и программа, тот мог бы составить другой журнал. Храните этот на другой машине и время от времени сравнивайте.
looks-export = Скачать журнал
looks-check-file = Журнал, хранившийся в другом месте
looks-check = Сравнить
looks-no-file = Выберите сохранённый файл.
looks-same = { $count ->
    [one] { $n } просмотр стоит в журнале так, как сохранён.
    [few] { $n } просмотра стоят в журнале так, как сохранены.
    [many] { $n } просмотров стоят в журнале так, как сохранены.
   *[other] { $n } просмотра стоят в журнале так, как сохранены.
}
looks-other = Журнал не такой, как сохранён
log-title = Весь журнал просмотров
looked-title = Кто смотрел на одного человека
looked-count = { $count ->
    [one] Человек показан { $n } раз.
    [few] Человек показан { $n } раза.
    [many] Человек показан { $n } раз.
   *[other] Человек показан { $n } раза.
}
looked-programs = Программы, просмотревшие сразу многих людей, и отклонённые попытки указаны в полном журнале.
alarms-title = Тревоги
alarms-says = Ни у кого нет причины открывать вымышленного человека. Здесь назван тот, кому его показали.
alarms-decoys = { $count ->
    [one] Есть { $n } вымышленный человек.
    [few] Есть { $n } вымышленных человека.
    [many] Есть { $n } вымышленных человек.
   *[other] Есть { $n } вымышленных человека.
}
alarms-none = Новых тревог нет.
alarms-count = { $count ->
    [one] { $n } тревога
    [few] { $n } тревоги
    [many] { $n } тревог
   *[other] { $n } тревоги
}
alarms-do = Спросите их зачем. Если ответа нет, пусть администратор завершит их сеансы.
alarms-seen = Я просмотрел все
alarms-all = Показать и прежние
alarms-browser = Какие вы просмотрели, помнит этот браузер, а не база данных: она не должна выдавать, что есть вымышленные люди.
done-alarms = Отныне показывают только новые.

nav-retention = Хранение
retention-title = Что уже должно быть уничтожено
retention-person = Сколько хранятся данные об одном человеке
retention-stage = Записи передачи
retention-list = Что хранится из списка
retention-says = { $count ->
    [one] Известное о человеке хранится { $n } день после его возвращения, если оно не удержано. Само ничего не исчезает: кто-то уничтожает это здесь и забирает подтверждение.
    [few] Известное о человеке хранится { $n } дня после его возвращения, если оно не удержано. Само ничего не исчезает: кто-то уничтожает это здесь и забирает подтверждение.
    [many] Известное о человеке хранится { $n } дней после его возвращения, если оно не удержано. Само ничего не исчезает: кто-то уничтожает это здесь и забирает подтверждение.
   *[other] Известное о человеке хранится { $n } дня после его возвращения, если оно не удержано. Само ничего не исчезает: кто-то уничтожает это здесь и забирает подтверждение.
}
retention-people = Люди
retention-due = { $count ->
    [one] Срок истёк для { $n } человека.
    [few] Срок истёк для { $n } человек.
    [many] Срок истёк для { $n } человек.
   *[other] Срок истёк для { $n } человека.
}
retention-held = { $count ->
    [one] Из них удержано { $n }.
    [few] Из них удержано { $n }.
    [many] Из них удержано { $n }.
   *[other] Из них удержано { $n }.
}
retention-gone-since = Должно быть уничтожено с
retention-hold = Удержание
retention-on-hold = удержано
retention-find = Показать срок этого человека
retention-stages = Передачи
retention-no-stages = Нет передач, срок записей которых истёк.
retention-lists = Списки
retention-no-lists = Нет списков, срок которых истёк.
retention-what = Что
retention-records = Записей
retention-time = Срок
retention-since = должно быть уничтожено с { $it }
retention-until = хранится до { $it }
retention-goes-on = хранится, пока сохраняется цель
retention-kept = хранится для запросов об умерших в плену (ЖК III, ст. 120–122)
retention-hold-says = Удержанные данные не уничтожаются, даже когда срок истёк: из-за иска, расследования или просьбы самого человека. Причина хранится запечатанной.
retention-unhold-says = Пока действует удержание, ничего не уничтожается. Снимите его, когда причина отпала.
retention-reason = Причина
retention-reason-hint = Для чего это, и кто просил
retention-reason-missing = Напишите причину, не более 2000 знаков.
retention-hold-do = Удержать
retention-unhold-do = Снять удержание
retention-erase = Уничтожение
retention-erase-person = Уничтожается всё, что известно об этом человеке, со всеми объединёнными записями. Журнал хранит, что, кем и когда сделано; имени в нём нет. Вернуть это не может никто.
retention-erase-beside = Уничтожается подсчитанное выше. То, что касается людей с удержанием, остаётся. Журнал хранит, что, кем и когда сделано; вернуть это не может никто.
retention-sure = Подтверждаю: это именно то, что можно уничтожить навсегда
retention-not-sure = Отметьте, что это можно уничтожить навсегда. Ничего не уничтожено.
retention-refused = Это не принято. Посмотрите, что мешает.
retention-erase-do = Уничтожить
done-held = Данные удержаны.
done-unheld = Удержание снято.
done-erased = Уничтожено.
gone-title = Уничтожено
gone-says = Подтверждение говорит, что уничтожено и где об этом сказано в журнале; имён в нём нет. Заберите его сейчас и храните вместе с запросом: этот сервер держит его час.
gone-file = Скачать подтверждение
gone-show = Показать подтверждение
gone-forgotten = Подтверждения здесь уже нет. Что, кем и когда уничтожено, есть в журнале.
