nav-gates = Умови від’їзду
gates-title = Хто не готовий їхати?
gates-says = Перед поїздкою для кожної особи з’ясовують сім речей. Відмова їхати є такою самою відповіддю, як інші.
gates-none = За планом цієї установки ніхто не їде.
gates-stage = Етап
gates-stage-n = Етап { $it }
gates-people = Осіб
gates-ready = готово
gates-how = Стан
gates-left = у дорозі
gates-drawn = список посадки складено
gates-planned = заплановано
board-title = Умови від’їзду етапу { $it }
board-not-drawn = Список посадки цього етапу ще не складено.
board-nothing = Від’їзду ніщо не заважає.
board-against = Що заважає від’їзду
board-what = Що
board-times = Скільки разів
board-depart = Усі машини вирушають
board-override = Інша сторона не підтвердила переміщення
board-override-says = Двоє названих людей можуть дозволити його попри це. Обидва імені та причина зберігаються.
board-second = Другий із двох
board-override-do = Дозволити без підтвердження
board-matrix = Особа за особою
board-all = Показати всіх
board-only-open = Показати лише неготових
board-nobody = Нікого показувати.
board-line = Рядок
board-place = Місце
place-seat = сидяче
place-stretcher = ноші
place-ambulance = санітарна машина
gate-is-open = відкрито
gate-is-cleared = з’ясовано
gate-is-declined = не їде
gate-identity = Особа
gate-own-wish = Власне бажання
gate-fit-to-travel = Може їхати
gate-holds = Не утримується
gate-papers = Документи
gate-property = Майно
gate-family-contact = Зв’язок із родиною
gate-identity-says = Це та особа, про яку рядок.
gate-own-wish-says = Вислухано наодинці, за змоги кимось нейтральним. Може змінитися аж до лінії.
gate-fit-to-travel-says = Лікар вважає, що поїздка не зашкодить.
gate-holds-says = Жодне провадження не утримує особу, або суд його скасував і особа письмово згодна.
gate-papers-says = Документи повернено.
gate-property-says = Майно повернено або їде в опечатаному пакунку з описом.
gate-family-contact-says = Родич, якого слід повідомити, відомий і справжній, або особа не хоче нікого сповіщати.
gate-compared-with = З чим порівняно
gate-identity-sure = Це ця особа
gate-identity-unsure = Ще не певно
gate-heard-by = Хто вислухав
gate-heard-at = Коли (всесвітній час)
gate-private = Ніхто зі сторони, що утримує, не міг чути
gate-neutral = Той, хто вислухав, нейтральний
gate-wish-go = Хоче їхати
gate-wish-stay = Хоче лишитися
gate-found-by = Хто встановив
gate-needs = Що потрібно в дорозі
gate-until = До якого часу чинне (можна не вказувати)
gate-fit = Може їхати
gate-unfit = Не може їхати
gate-not-held = Проваджень немає
gate-court-order = Рішення суду
gate-consent = Письмова згода особи
gate-hold-lifted = Провадження скасовано
gate-reference = Яке провадження
gate-held = Особу утримує судове провадження
gate-which-papers = Які документи
gate-papers-back = Повернено
gate-papers-missing = Не знайдено
gate-packet = Печатка пакунка (порожньо: у самої особи)
gate-items = Що в ньому, по одній речі в рядку
gate-property-back = Повернено чи опечатано
gate-contact = Кого сповістити
gate-contact-verified = Перевірено або нікого не сповіщати
gate-contact-open = Ще не перевірено
gate-reopen = Відкрити знову
gate-not-mine = Це з’ясовує інша роль.
person-gates-title = Що з’ясовано для цієї особи
person-gates-number = Особистий номер
person-gates-next = Наступна особа
person-gates-until = до { $it }
against-open = Не з’ясовано: { $it }
against-declined = Не їде: { $it }
done-gate = Записано.
done-departed = Машини в дорозі.
done-overridden = Двоє дозволили; обидва імені збережено.
board-people = { $count ->
    [one] Їде { $n } особа.
    [few] Їдуть { $n } особи.
    [many] Їде { $n } осіб.
   *[other] Їде { $n } особи.
}
board-ready = { $count ->
    [one] Готова { $n }.
    [few] Готові { $n }.
    [many] Готово { $n }.
   *[other] Готово { $n }.
}
queue-gates = нез’ясовані умови перед наступним від’їздом
