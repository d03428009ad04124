paper-papers = Бумаги для печати
paper-link-manifest = Поимённый список перевозимых, сторона { $it }
paper-link-notice = Уведомление о движении, сторона { $it }
paper-link-list = Напечатать список
paper-link-card = Напечатать карточку о взятии в плен
paper-link-round = Напечатать план
paper-link-reason = Напечатать, что можно сказать семье
paper-print = Печатать
paper-advice = Печатайте через браузер: A4, полный размер, без полей и колонтитулов браузера.
paper-look = То, что уходит на бумаге, каждый раз записывается как просмотр данных всех, кто на ней есть.
paper-with = Второй язык
paper-back = Назад
paper-sheets = Листы, как они будут напечатаны
paper-practice = УЧЕНИЕ: все люди на этой бумаге вымышлены.
paper-printed = Напечатано { $when }; роль: { $role }
paper-digest-manifest = SHA-256 поимённого списка перевозимых:
paper-digest-list = SHA-256 файла списка:
paper-digest-card = SHA-256 содержания этой карточки:
paper-digest-notice = SHA-256 уведомления, которое подтверждают:
paper-digest-plan = SHA-256 плана:
paper-digest-reason = SHA-256 причины с солью:
paper-manifest = Поимённый список перевозимых по транспорту
paper-stage-from = Этап { $stage }. Передаёт сторона { $side }.
paper-manifest-says = Полон до отправления (ЖК III, ст. 46). Ни один транспорт не отправляется с тем, кого здесь нет. Того, кто здесь есть, но не едет, вычёркивают с примечанием.
paper-vehicle = Транспорт
paper-kind = Вид
paper-people = Людей
paper-how-many = Сколько
paper-vehicle-by-hand = Водитель и номерной знак, от руки
paper-aboard = { $kind } { $id }; людей: { $people }
paper-no = №
paper-name = Имя
paper-born = Дата рождения
paper-service-number = Личный номер
paper-place = Место
paper-reference = Код
paper-seen = ✓
paper-no-list = нет ни в одном списке здесь
paper-sign-giver = От передающей стороны: имя, звание, подпись, время
paper-sign-taker = От принимающей стороны: имя, звание, подпись, время
paper-sign-witness = От посредника или наблюдателя: имя, подпись, время
paper-list = Поимённый список
paper-notice = Уведомление о движении
paper-moves = Движущаяся сторона
paper-stage = Этап
paper-corridor = Коридор
paper-opens = В пути не раньше
paper-closes = В пути не позже
paper-state = Состояние
paper-acknowledged = подтверждено другой стороной
paper-unacknowledged = ещё не подтверждено
paper-notice-says = Никто не отправляется, пока другая сторона не подтвердит именно это уведомление. Кто подтверждает, сравнивает SHA-256 внизу с полученным уведомлением и подписывает здесь.
paper-answer-by = Подтвердил: имя, должность
paper-answer-at = День и время (всемирное время)
paper-answer-signed = Подпись
paper-card = Карточка о взятии в плен
paper-card-law = Военнопленный: ЖК III, ст. 70, 122(4), приложение IV B
paper-internment-card = Карточка интернированного
paper-internment-card-law = Гражданское лицо: ЖК IV, ст. 106, 138, приложение III
paper-card-address = Без почтовой оплаты. Кому: Центральное агентство по розыску, Международный Комитет Красного Креста, Женева, Швейцария
paper-card-besides = Для Справочного бюро, насколько известно
paper-card-10 = Взят в плен: когда, где; или откуда прибыл *
paper-card-health = Состояние здоровья *
paper-card-grades = хорошее; не ранен; выздоровел; выздоравливает; болен; легко ранен; тяжело ранен
paper-card-12 = Нынешний адрес: номер пленного, название лагеря
paper-card-13 = Дата
paper-card-14 = Подпись
paper-card-says = * Ненужное зачеркнуть. Примечаний не добавлять. Обязательно назвать нужно лишь фамилию, имена, звание, дату рождения и номер (ЖК III, ст. 17); остальное — по собственному желанию. После каждой перемены адреса полагается новая карточка.
paper-round = План раунда
paper-round-says = Число меньше пяти человек не печатается. Ниже для каждого человека по коду стоит то, что можно сказать семье, и ничего больше.
paper-round-reasons = Что можно сказать семьям
paper-round-people = Какая из них чья, по коду
paper-reason = Причина
paper-reason-title = Что можно сказать семье
paper-reason-says = Кто это передаёт, сверяет код с человеком. Имён здесь нет.
paper-manifest-people = { $count ->
    [one] Едет { $n } человек.
    [few] Едут { $n } человека.
    [many] Едут { $n } человек.
   *[other] Едут { $n } человека.
}
paper-list-people = { $count ->
    [one] { $n } человек.
    [few] { $n } человека.
    [many] { $n } человек.
   *[other] { $n } человека.
}
paper-link-number = О чём номер бумаги?
paper-number-title = О чём этот номер бумаги?
paper-number-label = Номер
paper-number-hint = Восемнадцать цифр, как они стоят под изображением; пробелы не важны
paper-number-do = Найти
paper-number-wrong = Это не номер бумаги: какая-то цифра неверна или её не хватает. Сверьте с бумагой.
paper-number-nobody = Номер написан верно, но в этом экземпляре его ничто не имеет.
paper-number-found = Он про
paper-number-person = человека в реестре
paper-number-line = человека из списка
paper-number-list = список
paper-number-manifest = поимённый список перевозимых
paper-number-notice = уведомление о движении
paper-number-plan = план
paper-one-bus = автобус
paper-one-ambulance = санитарный автомобиль
paper-one-train = поезд
paper-one-aircraft = воздушное судно
paper-one-vessel = судно
