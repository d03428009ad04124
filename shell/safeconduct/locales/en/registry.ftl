find-title = Is this person already known?
find-label = Find a person
find-hint = A name in any script, and perhaps a birth year or date, or a service number
find-do = Search
find-nothing-typed = Write a name or a part of one, a date or a number.
find-nobody = Nobody like this was found.
find-person = Person
find-born = Born
find-status = Status
find-why = Why
find-no-status = no status
status-sought = sought
status-alleged = alleged to be held
status-confirmed = confirmed to be held
status-listed = on a closed list
status-at-handover = at the handover
status-returned = returned
status-died = died
status-declined = does not wish to return
person-title = What is known, from whom, how sure
person-reference = Reference
person-rests-on = Rests on a claim of
person-against = Claims that speak against it
person-one-with = One with
person-erased = What was known was destroyed.
person-hold = The data is on hold.
person-claims = Claims, the newest last
person-when = Recorded
person-says = Says
person-source = Source and grade
person-said = What was said
person-hidden = hidden: not for your role
person-refused = would not say
person-unable = could not say
person-withdrawn = withdrawn by its source
person-more = There are more claims than are shown; see them all with
merges-title = Merges that wait for a second officer
merges-none = No merge waits for a second officer.
merges-says = Each would change what a family is told, so two officers say the same. Look at both people first.
merges-one = One entry
merges-other = The other
merges-by = Proposed by
merges-decide = Decide
merges-own = Yours: another officer must agree
merges-agree = One person: agree
merges-strike = Strike out
find-found = { $count ->
    [one] One person was found.
   *[other] { $n } people were found, the likeliest first.
}
find-not-shown = { $count ->
    [one] One more was found whom your role may not see.
   *[other] { $n } more were found whom your role may not see.
}
merges-more = { $count ->
    [one] One more waits.
   *[other] { $n } more wait.
}
