nav-round = Раунд
round-title = Кто едет в этот раз и почему именно они?
round-step-terms = Условия согласованы
round-step-transport = Дни, машины, сопровождение и койки
round-step-commit = Обе стороны обязуются по доле жребия
round-step-tables = Обе стороны опечатывают, сколько людей каждого класса удерживают
round-step-reveal = Обе доли открыты
round-step-make = План составлен
round-step-assign = План сопоставлен со своими людьми
round-step-lock = Двое сотрудников его закрепляют
round-missing = не хватает: { $it }
round-done = сделано
round-not-yet = ещё нет
round-proposal = План по этапам
round-day = День
round-gives = Передаёт сторона { $it }
round-picture = Рисунок
round-who = Кто едет и почему
round-who-stays = Кто ждёт и почему
round-why = Почему?
round-people-title = Кто едет и кто ждёт
round-stays = ждёт
round-lock = Закрепление двумя именами
round-lock-do = Закрепить план
round-unlock-do = Открыть снова
round-open = План ещё можно изменить.
round-asked = { $it } просит закрепить план; должен согласиться второй сотрудник.
round-locked = Закрепили: { $it }. Ничего нельзя изменить.
round-unlock-asked = Закреплено; { $it } просит открыть, должен согласиться второй сотрудник.
round-few = меньше 5
round-months = меньше { $it } мес.
round-longer = дольше
fairness-title = Сколько люди ждут
fairness-says = Все из предложения этой стороны по времени удержания: до плана и кто ждёт после него.
fairness-held = Удерживаются
fairness-before = До плана
fairness-goes = Едет
fairness-after = Ещё ждёт
why-title = Может ли этот человек ехать, и почему нет?
why-goes = Едет на этапе { $it }, как только все условия решены.
why-stays = Не входит ни в один этап этого плана.
why-gates = Что решено для этого человека
queue-lock = закрепление плана, которое ждёт второго сотрудника
done-locked = План закреплён.
done-lock-asked = Ждёт второго сотрудника.
done-unlocked = План снова можно изменить.
done-unlock-asked = Ждёт второго сотрудника.
round-going = { $count ->
    [one] Едет { $n }.
    [few] Едут { $n }.
    [many] Едет { $n }.
   *[other] Едет { $n }.
}
round-staying = { $count ->
    [one] Ждёт { $n }.
    [few] Ждут { $n }.
    [many] Ждёт { $n }.
   *[other] Ждёт { $n }.
}
fairness-unknown = { $count ->
    [one] О { $n } неизвестно, с какого времени.
    [few] О { $n } неизвестно, с какого времени.
    [many] О { $n } неизвестно, с какого времени.
   *[other] О { $n } неизвестно, с какого времени.
}
