nav-administration = Administration
deed-column = What can be done
log-number = No.
log-when = When
log-end = The chain of this log ends in
log-check = The whole chain is checked by
account-codes-left = Recovery codes left
account-codes-few = few left: make new ones
account-secrets = Password and codes
account-new-codes = Make new codes
account-new-codes-says = A new secret for your authenticator and new recovery codes. The earlier ones open nothing more, and your other sessions end.
account-practice = A practice instance has an open door: there are no accounts, passwords or sessions in it.
sessions-title = Sessions
sessions-none = No session is open.
sessions-where = From where
sessions-began = Began
sessions-used = Last used
sessions-this = this one
sessions-sign-out = Sign out at the top of the page
sessions-end = End it
sessions-end-all = End all sessions of this account
passkeys-title = Passkeys
passkeys-none = No passkey was added.
passkeys-name = Device
passkeys-made = Added
passkeys-shown = Last shown
passkeys-never = never
passkeys-drop = Take it away
password-title = New password
password-says = All other sessions of the account end when the password changes.
password-old = Password until now
password-new = New password
password-hint = 12 to 256 characters. Four or five words drawn by chance are long, and can be remembered.
password-again = The same once more
password-do = Set the password
password-missing = Type the new password twice.
password-differs = The two are not the same. Type both again.
password-length = A password has 12 to 256 characters.
password-plain = This password is a few characters repeated, or in a row. Take another.
password-common = This password is among those that are tried first. Take another.
password-name = The working name stands in this password. Take another.
password-old-wrong = The password until now is not right.
done-password = The new password holds. Other sessions of the account ended.
done-session = Ended.
done-passkey-dropped = The passkey was taken away: nothing is let in by it any more.
done-role = The new role holds at once. The sessions of the account ended.
done-disabled = The account signs in no more. Its sessions ended.
done-enabled = The account may sign in again.
done-admitted = The account has the keys that its role opens. They hold from its next sign-in with the password on.
once-title = Shown once: write it down
once-says = The owner of the account writes this down, and nobody else. When you leave this page it is nowhere to be seen again.
once-codes = Codes
once-codes-says = Type the secret into an authenticator. It then shows six digits every half minute.
once-open = Open it in an authenticator on this device
once-by-hand = The secret:
once-recovery = Recovery codes
once-recovery-says = For when the telephone is lost: each is good once.
once-done = It is written down: go on
administration-title = Administration
administration-accounts = Accounts
administration-practice = This is a practice instance: its door is open, and it has no accounts, no sessions and no log of sign-ins.
administration-state = State
administration-enabled = may sign in
administration-disabled = disabled
administration-more = { $count ->
    [one] One more account: see it with the command line.
   *[other] { $n } more accounts: see them with the command line.
}
administration-closed = Closed compartments
administration-none-closed = None is closed: whoever has the instance key and the database opens everything. This closes health, family and list:
administration-reference = Reference in logs
administration-keys = Has the keys of
administration-role = Role
administration-role-says = It holds from the next request on; the sessions of the account end.
administration-role-do = Give this role
administration-secrets-says = For who lost the password or the telephone. Its owner is told in person.
administration-enable-says = A disabled account can be let in again; its password and codes are as they were.
administration-enable = Let it sign in again
administration-disable-says = It signs in no more, its sessions end at once, and its keys are taken back. What it recorded stays.
administration-disable = Disable
administration-own = This is your own account: another administrator disables it.
administration-admit-says = Its role opens closed compartments that it has no keys of. Whoever has them open gives them.
administration-admit = Give the keys
new-account-title = Make an account
new-account-says = You choose the first password; its owner chooses another after the first sign-in. Codes and recovery codes are shown once, on the next page.
new-account-name-hint = Such as officer-1: letters, digits, “-”, “_” and “.”, at most 64
new-account-role-hint = What each role may see and change stands in docs/access.md.
new-account-password = First password
new-account-do = Make the account
new-account-name-wrong = Write a working name of 1 to 64 letters, digits, “-”, “_” and “.”.
new-account-name-taken = This name is taken. Choose another.
new-account-role-wrong = Choose a role.
health-title = Health of the instance
health-good = in order
health-warning = look at it
health-bad = mend it
health-fine = Everything that was tried works.
health-look = Something needs you. What was just tried on this machine:
health-unknown = This server was not told where the instance lies; ask on the machine itself:
health-mark = State
health-what = What was tried
health-found = What was found
health-backup = Backups and the drill of restoring one
health-backup-at = The last backup was written, and verified by opening it, on
health-no-backup = The instance knows of no backup.
health-drill = A drill puts a backup into an empty folder on another machine and signs in there. It leaves no trace in this instance: note its day in your own book.
health-practice = Practice
health-practice-yes = This instance was founded for practice: everybody in it is invented, for good.
health-practice-no = This instance holds real people. Practise in another one, founded with --practice.
trail-title = Log of sign-ins
trail-says = Every try, every refusal, and everything done to accounts; the newest first. Nobody can take an entry out unnoticed.
trail-count = { $count ->
    [one] One entry.
   *[other] { $n } entries.
}
trail-whose = Account
trail-what = What happened
trail-by = By
trail-refused-mark = refused
trail-tried = tries to sign in, or to show a code
trail-made-to-wait = was told to wait
trail-refused = was not let in
trail-signed-in = signed in
trail-proven = showed a fresh code
trail-ended = session ended
trail-proof-missing = a fresh code was needed
trail-account-made = account made
trail-role-set = role set
trail-disabled = account disabled
trail-enabled = account enabled
trail-password-set = new password
trail-codes-set = new codes
trail-closed = compartments closed
trail-admitted = given the keys of
trail-let-go = keys of compartments taken back
trail-recovery-used = used a recovery code
trail-passkey-added = added a passkey
trail-passkey-shown = showed a passkey
trail-passkey-dropped = took a passkey away
trail-linked = linked to somebody whom a provider knows
trail-unlinked = the link to a provider was taken away
trail-vouched = a provider vouched for its owner
trail-hook-made = made a webhook
trail-hook-dropped = took a webhook away
trail-hook-resumed = had a webhook go on
trail-hook-stopped = a webhook was switched off: its messages are not taken
trail-seconds = { $count ->
    [one] one second
   *[other] { $n } seconds
}
trail-left = { $count ->
    [one] one is left
   *[other] { $n } are left
}
trail-why-password = name or password
trail-why-code = a wrong code
trail-why-replayed = a code that was used before
trail-why-disabled = the account is disabled
trail-why-token = a token that opens no session
trail-why-idle = it was not used for too long
trail-why-old = it has lasted as long as any may
trail-why-elsewhere = it was used from another place than it began at
trail-why-signed-out = its owner signed out
trail-why-revoked = it was ended by somebody
trail-why-changed = secrets of the account were changed
trail-why-wrong = too many wrong codes
trail-why-many = the account has too many sessions
trail-why-passkey = a passkey that is not right, or not known
trail-why-copied = a passkey whose counter did not go on: there may be a copy of it
trail-why-provider = what came from the provider is not right
trail-why-not-linked = no account is linked to whom the provider named
nav-looks = Looks
queue-alarms = alarms of invented people who were looked at
looks-title = Who looked at whom, and why
looks-says = Every look was written down before anything was shown. This look at the log is written down too.
looks-by = By who looked
looks-who = Who
looks-what-for = What for
looks-whose = Whose data
looks-ended = How it ended
looks-things = What was open
looks-all = All
looks-odd = Refused or forced
looks-none-odd = None was refused or forced.
looks-odd-more = { $count ->
    [one] One older one stands in the log.
   *[other] { $n } older ones stand in the log.
}
looks-total = { $count ->
    [one] The log has one look.
   *[other] The log has { $n } looks.
}
looks-part = { $count ->
    [one] The newest one is counted here.
   *[other] The newest { $n } are counted here.
}
looks-people = { $count ->
    [one] { $n } person
   *[other] { $n } people
}
looks-open = let through
looks-forced = past the hour’s number, with a reason
looks-denied = refused: not for this role
looks-spent = refused: the hour’s number was used up
looks-deed-show = shown
looks-deed-match = gone through by a program
looks-deed-export = written to a file
looks-purpose-tracing = tracing
looks-purpose-exchange = exchange
looks-purpose-handover = handover
looks-purpose-care = care
looks-purpose-family = family
looks-purpose-oversight = oversight
looks-thing-name = name
looks-thing-birth = birth
looks-thing-number = number
looks-thing-service = service
looks-thing-captivity = captivity
looks-thing-kin = kin
looks-thing-description = description
looks-thing-words = words
looks-thing-source = source
looks-thing-health = health
looks-thing-wish = own wish
looks-thing-sighting = sighting
looks-thing-family-word = word to the family
looks-thing-line = line of a list
looks-thing-verdict = verdict
looks-thing-reason = reason
looks-thing-looks = looks
looks-person-hint = A reference, as it stands on what the person was given
looks-person-do = Show who looked
looks-person-unknown = Nobody in this registry has this reference.
looks-elsewhere = The log, kept elsewhere
looks-elsewhere-says = Whoever holds the database and the program could make another log. Keep this one on another machine, and compare it from time to time.
looks-export = Download the log
looks-check-file = A log that was kept elsewhere
looks-check = Compare it
looks-no-file = Choose the file that was kept.
looks-same = { $count ->
    [one] One look stands in the log as it was kept.
   *[other] { $n } looks stand in the log as they were kept.
}
looks-other = The log is not as it was kept
log-title = The whole log of looks
looked-title = Who looked at one person
looked-count = { $count ->
    [one] This person was shown once.
   *[other] This person was shown { $n } times.
}
looked-programs = Programs that went through many people at once, and tries that were refused, stand in the whole log.
alarms-title = Alarms
alarms-says = Nobody has a reason to open an invented person. Whoever was shown one is named here.
alarms-decoys = { $count ->
    [one] There is one invented person.
   *[other] There are { $n } invented people.
}
alarms-none = There is no new alarm.
alarms-count = { $count ->
    [one] one alarm
   *[other] { $n } alarms
}
alarms-do = Ask them what for. Where they cannot say, have an administrator end their sessions.
alarms-seen = I looked at all of these
alarms-all = Show the earlier ones too
alarms-browser = Which ones you looked at, this browser remembers and the database does not: it must not tell that there is any invented person.
done-alarms = What came after is shown from now on.

nav-retention = Retention
retention-title = What should be gone
retention-person = How long data about one person is kept
retention-stage = The records of a handover
retention-list = What is kept of a list
retention-says = { $count ->
    [one] What is known of somebody is kept for { $n } day after they came home, unless it is on hold. Nothing goes by itself: somebody destroys it here, and takes the proof away.
   *[other] What is known of somebody is kept for { $n } days after they came home, unless it is on hold. Nothing goes by itself: somebody destroys it here, and takes the proof away.
}
retention-people = People
retention-due = { $count ->
    [one] The time of one person has run out.
   *[other] The time of { $n } people has run out.
}
retention-held = { $count ->
    [one] One of them is on hold.
   *[other] { $n } of them are on hold.
}
retention-gone-since = Should be gone since
retention-hold = Hold
retention-on-hold = on hold
retention-find = Show the time of this person
retention-stages = Handovers
retention-no-stages = No handover has records whose time has run out.
retention-lists = Lists
retention-no-lists = No list has run out of time.
retention-what = What
retention-records = Records
retention-time = Time
retention-since = should be gone since { $it }
retention-until = is kept until { $it }
retention-goes-on = is kept as long as the purpose goes on
retention-kept = is kept for enquiries about those who died in captivity (GC III art. 120 to 122)
retention-hold-says = Data on hold is not destroyed, although its time runs out: for a claim, an inquiry or a request of the person. The reason is kept sealed.
retention-unhold-says = While the hold lasts nothing is destroyed. End it when its reason is over.
retention-reason = Reason
retention-reason-hint = What it is for, and who asked
retention-reason-missing = Say why, in at most 2,000 characters.
retention-hold-do = Put on hold
retention-unhold-do = End the hold
retention-erase = Destroy
retention-erase-person = Everything that is known of this person is destroyed, with every entry merged with this one. The journal keeps that it was done, by whom and when; it holds no name. Nobody can bring it back.
retention-erase-beside = What is counted above is destroyed. What concerns people on hold stays. The journal keeps that it was done, by whom and when; nobody can bring it back.
retention-sure = I looked at what this is, and it may go for good
retention-not-sure = Tick that it may go for good. Nothing was destroyed.
retention-refused = This is not taken. See what is in the way.
retention-erase-do = Destroy it
done-held = The data is on hold.
done-unheld = The hold has ended.
done-erased = It is destroyed.
gone-title = Destroyed
gone-says = The proof says what was destroyed and where the journal says so; it names nobody. Take it away now and keep it with the request: this server keeps it for an hour.
gone-file = Download the proof
gone-show = Show the proof
gone-forgotten = The proof is not here any more. That it was destroyed, by whom and when stands in the journal.
