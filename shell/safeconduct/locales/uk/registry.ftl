find-title = Чи ця людина вже відома?
find-label = Знайти людину
find-hint = Ім’я будь-яким письмом, можливо рік чи дата народження або службовий номер
find-do = Шукати
find-nothing-typed = Напишіть ім’я чи його частину, дату або номер.
find-nobody = Нікого подібного не знайдено.
find-person = Людина
find-born = Народження
find-status = Статус
find-why = Чому
find-no-status = без статусу
status-sought = розшукують
status-alleged = імовірно утримується
status-confirmed = утримання підтверджено
status-listed = у закритому списку
status-at-handover = на переданні
status-returned = повернувся
status-died = помер
status-declined = не бажає повертатися
person-title = Що відомо, від кого, наскільки певно
person-reference = Позначення
person-rests-on = Спирається на твердження від
person-against = Твердження, що цьому суперечать
person-one-with = Та сама людина, що
person-erased = Відоме знищено.
person-hold = Дані під утриманням від знищення.
person-claims = Твердження, найновіші внизу
person-when = Записано
person-says = Твердить
person-source = Джерело й оцінка
person-said = Що сказано
person-hidden = приховано: не для вашої ролі
person-refused = відмовився казати
person-unable = не зміг сказати
person-withdrawn = відкликано джерелом
person-more = Тверджень більше, ніж показано; усі:
merges-title = Об’єднання, що чекають другого офіцера
merges-none = Жодне об’єднання не чекає другого офіцера.
merges-says = Кожне змінило б те, що кажуть родині, тому двоє офіцерів кажуть те саме. Спершу погляньте на обох людей.
merges-one = Один запис
merges-other = Інший
merges-by = Запропонував
merges-decide = Вирішити
merges-own = Ваше: має погодитися інший офіцер
merges-agree = Одна людина: погодити
merges-strike = Відхилити
find-found = { $count ->
    [one] Знайдено { $n } людину.
    [few] Знайдено { $n } людини, найімовірніші вгорі.
   *[many] Знайдено { $n } людей, найімовірніші вгорі.
}
find-not-shown = { $count ->
    [one] Знайдено ще { $n } людину, яку ваша роль не може бачити.
    [few] Знайдено ще { $n } людини, яких ваша роль не може бачити.
   *[many] Знайдено ще { $n } людей, яких ваша роль не може бачити.
}
merges-more = { $count ->
    [one] Чекає ще { $n }.
   *[many] Чекають ще { $n }.
}
