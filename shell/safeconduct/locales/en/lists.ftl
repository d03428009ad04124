nav-lists = Lists
queue-second-releases = lists that wait for a second officer to let them out
queue-uncompared = closed lists of the other side, not compared yet
queue-second-replies = answers that wait for a second officer
pages-label = Pages
pages-page = Page
pages-previous = Previous page
pages-next = Next page
done-list-opened = The list was taken in. Its questions are answered next.
done-list-answered = The answers were recorded.
done-list-closed = The list is closed and can no longer change.
done-list-release-asked = You said that the list may leave. A second officer says the same.
done-list-released = Two officers said that the list may leave. It can be written out.
done-list-compared = The list was compared. Those lines stand first that need a person.
done-map-kept = The columns are kept for this sender.
done-reply-drawn = The answer is drawn up. A second officer lets it out.
done-reply-released = Two officers let the answer out. It can be written out.
lists-title = Lists
lists-none = No list was taken in yet.
lists-back = All lists
lists-count = { $count ->
    [one] One list.
   *[other] { $n } lists, the last worked on first.
}
list-list = List
list-side = Side { $it }
list-purpose-offer = whom it would hand over
list-purpose-request = whom it asks for
list-purpose-proceedings = whom it holds for proceedings
list-stage = Stage
list-stage-open = open
list-stage-closed = closed
list-stage-replaced = replaced
list-stage-erased = erased
list-rows = Rows
list-rows-read = Rows read
list-rows-aside = Rows set aside
list-rows-blank = Blank rows
list-rows-title = Header and titles
list-lines = Lines when closed
list-open = Open questions
list-asked = Questions in all
list-notes = Findings that need no answer
list-versions = Versions
list-replaces = replaces
list-replaced-by = replaced by
list-only-version = the only version
list-reference = Reference
list-back = Back to the list
list-next = What can be done next
list-next-answer = Answer its questions
list-next-close = Close it
list-next-compare = Compare it
list-next-workbench = Open the workbench
list-next-release = Let it out
list-next-second = Let it out as the second officer
list-next-wait = Waits for a second officer
list-next-write = Write it out
list-next-changes = What changed since the version before
list-release = Letting out
list-release-theirs = made by another side
list-release-no = nobody asked that it may leave
list-release-asked = { $it } said that it may leave; a second officer must say the same
list-release-given = { $one } and { $other } said that it may leave
list-release-says = A list of one’s own leaves only when two officers say so.
list-release-do = It may leave
list-write = Write it out (.csv)
list-export-says = That you wrote it out is written down with your name, for the purpose of the exchange. It needs a fresh code.
list-report = What was read
list-kinds-open = Open questions by kind
list-kinds-answered = Questions that were answered, by kind
list-findings = Every finding, row by row
list-workbook = The sheet back with the reasons (.xlsx)
list-close-title = Closing
list-close = Close the list
list-close-says = No question is open. A closed list can no longer change.
list-close-open = { $count ->
    [one] One question is open. A row that was set aside asks nothing more.
   *[other] { $n } questions are open. Rows that were set aside ask nothing more.
}
import-title = Import a list
import-says = Choose the file as it was sent. Nothing is recorded before you open the list at the end.
import-file = File
import-file-hint = XLSX, or CSV in UTF-8, UTF-16 or Windows-1251; at most 32 MiB
import-file-missing = Choose a file.
import-file-unreadable = The file cannot be read as a list.
import-gone = The file was kept for an hour and is here no more. Choose it again; nothing was recorded.
import-from = Side that made the list
import-from-missing = Say which side made the list.
import-purpose = What the list is for
import-purpose-missing = Say what the list is for.
import-replaces = Version that it replaces
import-replaces-hint = A closed list of the same side and purpose. It stays in force until the new one is closed.
import-replaces-none = none: a first version
import-replaces-unknown = This list cannot be replaced: choose a closed one of the same side and purpose.
import-choose = choose
import-read = Read the file
import-steps-title = Steps of the import
import-nothing-yet = Nothing is recorded yet.
import-step-file = File
import-step-what = What it is
import-step-sheet = Sheet
import-step-columns = Columns
import-step-preview = First rows as they are understood
import-step-check = What is wrong with it
import-state-done = done
import-state-look = look at this
import-other-file = Begin again with another file
import-go-on = Go on
import-back = Back to the steps
import-sheet = Sheet of people
import-sheet-hint = One sheet is read. If people stand on another too, import it as a list of its own.
import-sheet-missing = Choose a sheet.
import-no-sheets = A text file has no sheets.
import-hidden = hidden
import-sheet-rows = { $count ->
    [one] one row
   *[other] { $n } rows
}
import-columns-says = See what each column was read as, and put right what is wrong.
import-columns-by = columns by the map kept for { $it }
import-columns-unknown = { $count ->
    [0] what every column holds is known
    [one] what one column holds is not known
   *[other] what { $n } columns hold is not known
}
import-columns-agree = So it is: go on
import-columns-refused = The columns cannot be read so.
import-heading = Heading
import-samples = First cells
import-holds = What the column holds
import-holds-unknown = not said
import-holds-not-read = not needed
import-holds-birth-year = year of birth
import-holds-birth-month = month of birth
import-holds-birth-day = day of birth
import-sender = Columns kept for a sender
import-sender-hint = Columns that were agreed for earlier lists of an office
import-sender-use = Use them
import-sender-unfit = What is kept for this sender does not fit this file.
import-guess = Guess by the headings again
import-keep = Keep these columns for the sender
import-keep-for = Office that sends such lists
import-keep-hint = Its next list is then read in the same way. Leave it empty to keep nothing.
import-keep-unknown = Say of every column what it holds before the columns are kept.
import-keep-refused = The columns cannot be kept so.
import-no-header = no row of headings was found
import-header-says = No row of headings is known. Choose the row in which the headings stand; then say what each column holds.
import-header = Row of headings
import-header-missing = Choose the row in which the headings stand.
import-lines = { $count ->
    [0] nobody can be read yet
    [one] one line
   *[other] { $n } lines
}
import-preview-says = { $count ->
    [one] One line was read.
   *[other] { $n } lines were read. Compare the first with the file.
}
import-preview-rows = { $count ->
    [one] The first row
   *[other] The first { $n } rows
}
import-preview-right = They are understood rightly: go on
import-preview-wrong = Something is wrong: change the columns
import-how = How the file was understood
import-questions = { $count ->
    [0] No question would be open.
    [one] One question would be open.
   *[other] { $n } questions would be open.
}
import-questions-says = Open the list to answer them here, or send the workbook back to be mended.
import-open = Open the list
import-workbook = The same workbook with the reasons
import-workbook-says = For the sender: each row with what became of it, what was found in it and how to mend it.
import-cannot-open = As it stands, this file gives no list. Mend what is said above, or begin with another file.
findings-title = Every finding
findings-kinds = Findings by kind
findings-kind = Kind
findings-weight = Weight
findings-count = How many
findings-rows = Findings row by row
findings-row = Row
findings-column = Column
findings-there = What is there
findings-what = What is wrong
findings-hint = How to mend it
findings-whole = whole list
findings-empty = empty
findings-filter = Findings of one kind
findings-all = All
findings-none = Nothing was found to be wrong.
findings-question = question
findings-set-aside = set aside
findings-note = note
findings-shown = { $count ->
    [one] One finding.
   *[other] { $n } findings.
}
answers-title = Answer the questions of a list
answers-open = { $count ->
    [one] One question is open.
   *[other] { $n } questions are open.
}
answers-all-done = No question is open. The list can be closed.
answers-each = Each by itself
answers-each-hint = What you leave without a choice stays open. Keeping and setting aside need a reason.
answers-alike = { $count ->
    [one] One question of this kind
   *[other] All { $n } of this kind alike
}
answers-alike-do = Answer all of them so
answers-keep = keep as it stands
answers-correct = the cell says something else
answers-aside = do not use the row
answers-aside-column = do not use the column
answers-value = What the cell says
answers-reason = Reason
answers-record = Record the answers
answers-none = Nothing was chosen.
answers-mend = Some answers are not whole; they are marked below.
answers-not-chosen = Choose one of the answers.
answers-no-value = Write what the cell says.
answers-no-reason = Write a reason in a few words.
answers-too-long = The text is longer than 2,000 characters.
answers-again = It was corrected before, and the same flaw is still there.
answers-refused = The answers were not taken.
answers-moved = Other questions of this kind are open by now. Look again and decide again.
answers-not-closed = The list was not closed: these questions are open.
changes-title = What changed since the version before
changes-against = against
changes-added = added
changes-gone = gone
changes-changed = changed
changes-none = The two versions say the same.
changes-what = Change
changes-name = Name
changes-older-row = Row before
changes-newer-row = Row now
changes-fields = What changed
bench-title = List workbench
bench-line-title = One line, and why
bench-back = Back to the lines
bench-bits = A bit doubles the odds: +10 bits is a thousand times likelier, −10 a thousand times less.
bench-own = This list is our own: the other side compares it.
bench-not-closed = A list is compared once it is closed.
bench-not-compared = Nobody compared this list yet.
bench-compare-says = Each line is compared with our list and our registry. Nobody is linked whom the program doubts.
bench-ours = Our list
bench-ours-hint = Usually our last closed request
bench-ours-none = the usual one
bench-compare = Compare
bench-refused = The list was not compared.
bench-against = compared with
bench-needs = { $count ->
    [0] No line needs a person.
    [one] One line needs a person. It stands first.
   *[other] { $n } lines need a person. They stand first.
}
bench-matches = { $count ->
    [one] Decide on one doubtful line
   *[other] Decide on { $n } doubtful lines
}
bench-picture = Lines by class, as bars; the table beside says the same
bench-classes = Lines by class
bench-class = Class
bench-all = all
bench-lines = Lines
bench-shown = { $count ->
    [0] No line is of this class.
    [one] One line.
   *[other] { $n } lines.
}
bench-name = As they write it
bench-why = Why, and what to do
bench-settled = settled by people
bench-person = The person in our registry
bench-partner = Compared with
bench-field = Field
bench-theirs = Theirs
bench-ours-has = Ours
bench-says = What the comparison found
bench-weight = Bits
bench-against-it = against
bench-reasons = { $count ->
    [one] One reason
   *[other] { $n } reasons
}
reply-title = The answer to them
reply-about = One word a line and nothing of ours. It leaves only when two officers let it out, as the verdicts stand.
reply-no = No answer is drawn up as the verdicts stand.
reply-own = You drew the answer up. Another officer lets it out.
reply-asked = { $it } drew the answer up.
reply-released = { $one } and { $other } let the answer out.
reply-agree = It may leave
reply-write = Write the answer out
reply-layout = Agreed layout, where there is one
reply-layout-hint = A file (TOML) with the agreed columns and words. Without it the answer stands beside their own columns.
reply-doubtful-too = { $count ->
    [one] Tell the doubtful line as doubtful
   *[other] Tell the { $n } doubtful lines as doubtful
}
reply-draw = Draw the answer up
reply-refused = The answer was not taken further.
flaw-unknown-header = heading that is not known
flaw-header-twice = two columns of one meaning
flaw-missing-header = column without a heading
flaw-other-sheet = another sheet was not read
flaw-columns-changed = other columns than kept for the sender
flaw-day-first-assumed = dates read day first
flaw-name-order-assumed = whole names cut into parts
flaw-header-repeated = header repeated
flaw-not-a-person = nobody can be told from the row
flaw-missing-surname = no surname
flaw-impossible-date = date that does not exist
flaw-not-a-date = text that is no date
flaw-short-year = year of two digits
flaw-two-dates = two dates in one cell
flaw-month-first = date with the month first
flaw-ambiguous-date = day or month first, not clear
flaw-serial-date = day numbers of a spreadsheet
flaw-birth-after-capture = born after capture
flaw-birth-in-future = born in the future
flaw-capture-in-future = captured in the future
flaw-unlikely-age = unlikely age at capture
flaw-duplicate-id = reference stands twice
flaw-duplicate-service-number = service number stands twice
flaw-same-person-twice = the same person twice
flaw-formula-cell = formula instead of a value
flaw-merged-cell = merged cell
flaw-mixed-alphabets = letters of two alphabets
flaw-invisible-character = invisible characters
flaw-lost-characters = characters were lost
flaw-digit-in-name = digit in a name
flaw-initial-only = only an initial
flaw-not-text = number or date instead of a name
flaw-number-cell = numbers that may lack zeros in front
flaw-unknown-word = word that is not known
flaw-long-cell = cell that is too long
wording-verdict-matched = matched
wording-verdict-returned-already = returned already
wording-verdict-reported-dead = reported dead
wording-verdict-civilian = civilian
wording-verdict-twice = listed twice
wording-verdict-not-ours = not ours
wording-verdict-unknown-to-us = unknown to us
wording-verdict-doubtful = doubtful
wording-because-on-our-list = the same person as { $partner }
wording-because-in-registry = the same person as { $partner }; status: { $status }
wording-because-came-home = the same person as { $partner }, who has come home
wording-because-died = the same person as { $partner }, who has died
wording-because-civilian-by-them = their list says that the person is a civilian
wording-because-civilian-by-us = the same person as { $partner }, who is a civilian
wording-because-stood-before = the same person as in their line { $before }
wording-because-other-power = depends on another Power
wording-because-nobody-near = likely nobody on our list or in our registry
wording-because-may-be-gone = may be { $partner }; status: { $status }; { $doubt }
wording-because-entries-disagree = our registry holds the person more than once, and the entries do not agree on who came home
wording-because-may-stand-before = may be the same person as in their line { $before }; { $doubt }
wording-because-may-be-ours = may be { $partner }; { $doubt }
wording-because-may-be-kin = surname, father, and place or unit of { $partner }: a brother, or mistaken for one; { $doubt }
wording-partner-ours = line { $reference } of our list
wording-partner-person = { $reference } of our registry
wording-partner-before = their line { $reference }
wording-doubt-contradicts = this speaks against it: { $field }
wording-doubt-too-little = too little is written to tell
wording-doubt-rivals = somebody else fits as well
wording-doubt-not-sure = the odds are not good enough
wording-advice-decide-gone = Compare both; a death or a return takes two reviewers.
wording-advice-decide = Compare both, and say who it is.
wording-advice-dead = Check the source of the death, then ask them to strike the line.
wording-advice-returned = Check the day of the return, then ask them to strike the line.
wording-advice-civilian = Move to the release of civilians; it counts in no parity.
wording-advice-twice = Ask them for one line.
wording-advice-not-ours = Tell them which Power to ask.
wording-advice-unknown = Ask where the person was taken, and open a search.
wording-advice-slip = Put the slip right on one of the two lists.
wording-advice-nothing = Nothing to do.
wording-says-same = the same
wording-says-as-heard = the same as heard
wording-says-slip = letters differ
wording-says-half = half of a double name
wording-says-initial = the initial fits
wording-says-alike = alike
wording-says-unlike = not alike
wording-says-other-name = another name
wording-says-names-exchanged = surname and given name exchanged
wording-says-day-month-exchanged = day and month exchanged
wording-says-one-part-differs = one part differs
wording-says-as-far-as-known = the same as far as known
wording-says-same-year = only the year is the same
wording-says-year-apart = a year apart
wording-says-other-date = another date
wording-says-next-rank = a step apart
wording-says-arm-unknown = the same number, the arm is not known
wording-says-other-arm = the same number of another arm
wording-says-near-number = a digit of the number differs
wording-says-one-sign = one sign differs
wording-says-two-signs = two signs differ
wording-says-other = another
done-people-entered = The people were entered in the registry.
import-people-title = Enter these people in the registry
import-people-link = Enter these people in the registry instead of opening a list
import-people-questions = Questions are open: mend the file first, or open it as a list.
import-people-many = More than 5,000 people: enter them with the command “safeconduct registry import”.
import-people-refused = Nobody was entered.
import-source = Who says it
import-source-missing = Choose who says it.
import-by = Their name
import-by-hint = A person, an office or a paper
import-by-missing = Write who says it, in 1 to 200 characters.
import-says-what = What is said of everybody on it
import-says-missing = Choose what is said.
import-known-title = Entered already?
import-known-too = Enter them all the same; two entries can be merged later
import-look = Look who is entered already
import-people-says = { $count ->
    [one] One person stands on the file.
   *[other] { $n } people stand on the file.
}
import-known = { $count ->
    [0] Nobody on it looks like somebody who is entered already.
    [one] One row looks like somebody who is entered already.
   *[other] { $n } rows look like people who are entered already.
}
import-enter = { $count ->
    [one] Enter one person
   *[other] Enter { $n } people
}
bands-title = How sure the program was, and what people decided
bands-says = Only lines that people decided are counted. Where the program said 80 %, eight of ten should be one person: the circles then lie on the broken line. Above it the program was too careful, below it too bold.
bands-picture = Share found to be one person against what the program said, as circles; the table beside says the same
bands-caption = Decided lines by how sure the program was
bands-said = The program said
bands-decided = Decided
bands-same = One person
bands-expected = Expected
bands-found = Found
