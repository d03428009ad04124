nav-gates = Условия отъезда
gates-title = Кто не готов ехать?
gates-says = Перед поездкой для каждого человека выясняют семь вещей. Отказ ехать такой же ответ, как и другие.
gates-none = По плану этой установки никто не едет.
gates-stage = Этап
gates-stage-n = Этап { $it }
gates-people = Людей
gates-ready = готово
gates-how = Состояние
gates-left = в пути
gates-drawn = список посадки составлен
gates-planned = запланировано
board-title = Условия отъезда этапа { $it }
board-not-drawn = Список посадки этого этапа ещё не составлен.
board-nothing = Отъезду ничто не мешает.
board-against = Что мешает отъезду
board-what = Что
board-times = Сколько раз
board-depart = Все машины отправляются
board-override = Другая сторона не подтвердила перемещение
board-override-says = Двое названных людей могут разрешить его всё равно. Оба имени и причина сохраняются.
board-second = Второй из двух
board-override-do = Разрешить без подтверждения
board-matrix = Человек за человеком
board-all = Показать всех
board-only-open = Показать только неготовых
board-nobody = Показывать некого.
board-line = Строка
board-place = Место
place-seat = сидячее
place-stretcher = носилки
place-ambulance = санитарная машина
gate-is-open = открыто
gate-is-cleared = решено
gate-is-declined = не едет
gate-identity = Личность
gate-own-wish = Собственное желание
gate-fit-to-travel = Может ехать
gate-holds = Не удерживается
gate-papers = Документы
gate-property = Имущество
gate-family-contact = Связь с семьёй
gate-identity-says = Это тот человек, о котором строка.
gate-own-wish-says = Выслушано наедине, по возможности кем-то нейтральным. Может измениться до самой линии.
gate-fit-to-travel-says = Врач считает, что поездка не повредит.
gate-holds-says = Никакое производство не удерживает человека, или суд его снял и человек письменно согласен.
gate-papers-says = Документы возвращены.
gate-property-says = Имущество возвращено или едет в опечатанном пакете с описью.
gate-family-contact-says = Родственник, которому сообщить, известен и настоящий, или человек не хочет никому сообщать.
gate-compared-with = С чем сравнено
gate-identity-sure = Это этот человек
gate-identity-unsure = Пока не уверены
gate-heard-by = Кто выслушал
gate-heard-at = Когда (всемирное время)
gate-private = Никто из удерживающей стороны не мог слышать
gate-neutral = Выслушавший нейтрален
gate-wish-go = Хочет ехать
gate-wish-stay = Хочет остаться
gate-found-by = Кто установил
gate-needs = Что нужно в пути
gate-until = До какого времени действует (можно не указывать)
gate-fit = Может ехать
gate-unfit = Не может ехать
gate-not-held = Производств нет
gate-court-order = Решение суда
gate-consent = Письменное согласие человека
gate-hold-lifted = Производство снято
gate-reference = Какое производство
gate-held = Человека удерживает судебное производство
gate-which-papers = Какие документы
gate-papers-back = Возвращены
gate-papers-missing = Не найдены
gate-packet = Печать пакета (пусто: у самого человека)
gate-items = Что в нём, по одной вещи в строке
gate-property-back = Возвращено или опечатано
gate-contact = Кому сообщить
gate-contact-verified = Проверено или никому не сообщать
gate-contact-open = Пока не проверено
gate-reopen = Открыть снова
gate-not-mine = Это решает другая роль.
person-gates-title = Что решено для этого человека
person-gates-number = Личный номер
person-gates-next = Следующий человек
person-gates-until = до { $it }
against-open = Не решено: { $it }
against-declined = Не едет: { $it }
done-gate = Записано.
done-departed = Машины в пути.
done-overridden = Двое разрешили; оба имени сохранены.
board-people = { $count ->
    [one] Едет { $n } человек.
    [few] Едут { $n } человека.
    [many] Едет { $n } человек.
   *[other] Едет { $n } человека.
}
board-ready = { $count ->
    [one] Готов { $n }.
    [few] Готовы { $n }.
    [many] Готово { $n }.
   *[other] Готово { $n }.
}
queue-gates = нерешённые условия перед следующим отъездом
