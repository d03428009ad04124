nav-round = Round
round-title = Who goes this time, and why they?
round-step-terms = The terms are settled
round-step-transport = Days, vehicles, escorts and beds
round-step-commit = Both sides commit to a share of the draw
round-step-tables = Both sides seal how many people of each class they hold
round-step-reveal = Both shares are opened
round-step-make = The plan is made
round-step-assign = The plan is mapped to the own people
round-step-lock = Two officers lock it
round-missing = missing: { $it }
round-done = done
round-not-yet = not yet
round-proposal = The plan, stage by stage
round-day = Day
round-gives = Side { $it } hands over
round-picture = Picture
round-who = Who goes, and why
round-who-stays = Who waits, and why
round-why = Why?
round-people-title = Who goes, and who waits
round-stays = waits
round-lock = The lock of two names
round-lock-do = Lock the plan
round-unlock-do = Open it again
round-open = The plan may still be changed.
round-asked = { $it } asks that the plan be locked; a second officer has to agree.
round-locked = Locked by { $it }. Nothing of it can be changed.
round-unlock-asked = Locked; { $it } asks that it be opened, and a second officer has to agree.
round-few = fewer than 5
round-months = less than { $it } months
round-longer = longer
fairness-title = How long people have waited
fairness-says = Everybody on this side’s offer by how long they have been held: before the plan, and who still waits after it.
fairness-held = Held for
fairness-before = Before the plan
fairness-goes = Goes
fairness-after = Still waits
why-title = Can this person travel, and why not?
why-goes = Goes in stage { $it }, once every gate is settled.
why-stays = Is in no stage of this plan.
why-gates = What is settled for this person
queue-lock = locks of the plan that wait for a second officer
done-locked = The plan is locked.
done-lock-asked = It waits for a second officer.
done-unlocked = The plan may be changed again.
done-unlock-asked = It waits for a second officer.
round-going = { $count ->
    [one] One goes.
   *[other] { $n } go.
}
round-staying = { $count ->
    [one] One waits.
   *[other] { $n } wait.
}
fairness-unknown = { $count ->
    [one] Of one nobody knows since when.
   *[other] Of { $n } nobody knows since when.
}
