nav-round = Раунд
round-title = Хто їде цього разу і чому саме вони?
round-step-terms = Умови узгоджено
round-step-transport = Дні, машини, супровід і ліжка
round-step-commit = Обидві сторони зобов’язуються щодо частки жереба
round-step-tables = Обидві сторони опечатують, скільки осіб кожного класу утримують
round-step-reveal = Обидві частки відкрито
round-step-make = План складено
round-step-assign = План зіставлено з власними людьми
round-step-lock = Двоє офіцерів його закріплюють
round-missing = бракує: { $it }
round-done = зроблено
round-not-yet = ще ні
round-proposal = План за етапами
round-day = День
round-gives = Передає сторона { $it }
round-picture = Малюнок
round-who = Хто їде і чому
round-who-stays = Хто чекає і чому
round-why = Чому?
round-people-title = Хто їде і хто чекає
round-stays = чекає
round-lock = Закріплення двома іменами
round-lock-do = Закріпити план
round-unlock-do = Відкрити знову
round-open = План ще можна змінити.
round-asked = { $it } просить закріпити план; має погодитися другий офіцер.
round-locked = Закріпили: { $it }. Нічого не можна змінити.
round-unlock-asked = Закріплено; { $it } просить відкрити, має погодитися другий офіцер.
round-few = менше 5
round-months = менше { $it } міс.
round-longer = довше
fairness-title = Скільки люди чекають
fairness-says = Усі з пропозиції цієї сторони за часом утримання: до плану і хто чекає після нього.
fairness-held = Утримуються
fairness-before = До плану
fairness-goes = Їде
fairness-after = Ще чекає
why-title = Чи може ця особа їхати, і чому ні?
why-goes = Їде на етапі { $it }, щойно всі умови з’ясовано.
why-stays = Не входить до жодного етапу цього плану.
why-gates = Що з’ясовано для цієї особи
queue-lock = закріплення плану, що чекає другого офіцера
done-locked = План закріплено.
done-lock-asked = Чекає другого офіцера.
done-unlocked = План знову можна змінити.
done-unlock-asked = Чекає другого офіцера.
round-going = { $count ->
    [one] Їде { $n }.
    [few] Їдуть { $n }.
    [many] Їде { $n }.
   *[other] Їде { $n }.
}
round-staying = { $count ->
    [one] Чекає { $n }.
    [few] Чекають { $n }.
    [many] Чекає { $n }.
   *[other] Чекає { $n }.
}
fairness-unknown = { $count ->
    [one] Про { $n } невідомо, відколи.
    [few] Про { $n } невідомо, відколи.
    [many] Про { $n } невідомо, відколи.
   *[other] Про { $n } невідомо, відколи.
}
