find-title = Известен ли уже этот человек?
find-label = Найти человека
find-hint = Имя любым письмом, возможно год или дата рождения либо служебный номер
find-do = Искать
find-nothing-typed = Напишите имя или его часть, дату или номер.
find-nobody = Никого похожего не найдено.
find-person = Человек
find-born = Рождение
find-status = Статус
find-why = Почему
find-no-status = без статуса
status-sought = разыскивается
status-alleged = предположительно удерживается
status-confirmed = удержание подтверждено
status-listed = в закрытом списке
status-at-handover = на передаче
status-returned = вернулся
status-died = умер
status-declined = не желает возвращаться
person-title = Что известно, от кого, насколько точно
person-reference = Обозначение
person-rests-on = Опирается на утверждение от
person-against = Утверждения, которые этому противоречат
person-one-with = Тот же человек, что
person-erased = Известное уничтожено.
person-hold = Данные удерживаются от уничтожения.
person-claims = Утверждения, новейшие внизу
person-when = Записано
person-says = Утверждает
person-source = Источник и оценка
person-said = Что сказано
person-hidden = скрыто: не для вашей роли
person-refused = отказался говорить
person-unable = не смог сказать
person-withdrawn = отозвано источником
person-more = Утверждений больше, чем показано; все:
merges-title = Объединения, ждущие второго офицера
merges-none = Ни одно объединение не ждёт второго офицера.
merges-says = Каждое изменило бы то, что говорят семье, поэтому двое офицеров говорят одно и то же. Сначала посмотрите на обоих людей.
merges-one = Одна запись
merges-other = Другая
merges-by = Предложил
merges-decide = Решить
merges-own = Ваше: должен согласиться другой офицер
merges-agree = Один человек: согласиться
merges-strike = Отклонить
find-found = { $count ->
    [one] Найден { $n } человек.
    [few] Найдено { $n } человека, вероятнейшие вверху.
   *[many] Найдено { $n } человек, вероятнейшие вверху.
}
find-not-shown = { $count ->
    [one] Найден ещё { $n } человек, которого ваша роль не может видеть.
    [few] Найдено ещё { $n } человека, которых ваша роль не может видеть.
   *[many] Найдено ещё { $n } человек, которых ваша роль не может видеть.
}
merges-more = { $count ->
    [one] Ждёт ещё { $n }.
   *[many] Ждут ещё { $n }.
}
