# English texts.

## Commands, one line each

command-cursor-down = Move one row down
command-cursor-up = Move one row up
command-cursor-first = Go to the first row
command-cursor-last = Go to the last row
command-page-down = Move half a page down
command-page-up = Move half a page up
command-focus-list = Go to the list
command-focus-sheet = Go to the sheet
command-focus-next = Switch between list and sheet
command-record-follow = Go into the sheet, follow the link
command-trail-back = Go back along the trail
command-leave = Leave the layer, the sheet, then the filter
command-find-open = Find any record
command-find-explain = Why this record was found
command-palette-open = Open the command palette
command-help-open = Show keys and commands
command-filter-open = Filter the list
command-pane-today = Open Today
command-pane-adherents = Open the adherents
command-pane-partners = Open the partners
command-pane-trainings = Open the trainings
command-pane-lists = Open the mailing lists
command-pane-people = Open the people
command-pane-events = Open the events
command-pane-solutions = Open the solutions and deployments
command-pane-agreements = Open the agreements
command-pane-figures = Open the figures
command-pane-kind = Open any other kind of record
command-trash-open = Open the trash
command-record-history = Show the history of the record
command-import-open = Import a file
command-report-import = Import the report of 2022
command-welcome-open = Show the welcome again
command-record-add = Add a record by form
command-record-quick = Add a record by a quick line
command-record-edit = Edit the record
command-record-delete = Move the record to the trash
command-record-restore = Restore the record from the trash
command-trash-empty = Empty the trash
command-bulk-edit = Edit one field of the marked rows
command-many-open = Register, subscribe, tag … the people of the marked rows
command-many-register = Register the people of the marked rows to a session
command-many-subscribe = Subscribe the people of the marked rows to a list
command-many-function = Give the people of the marked rows a function at an organisation
command-many-tag = Tag the people of the marked rows
command-log-call = Log a call
command-log-note = Write a note
command-log-task = Add a task
command-undo = Undo the last step
command-redo = Redo the step undone
command-journal-open = Open the journal: who did what, and when
command-who = Who is here: who has the store open, since when, on which record
command-entry-undo = Undo the whole step
command-entry-mark = Mark or unmark the record of the step
command-entry-mark-all = Mark all records shown of the step, or none
command-journal-narrow = Narrow the journal, the step or the import by words
command-entry-revert = Undo the step for this record alone
command-mark-toggle = Mark or unmark the row
command-mark-all = Mark all filtered rows, or none
command-sort-next = Sort by the next column
command-sort-reverse = Reverse the order
command-columns-choose = Choose the columns
command-query-explain = Say the filter in words
command-column-earlier = Move the column towards the front
command-column-later = Move the column towards the end
command-column-wider = Make the column wider
command-column-narrower = Make the column narrower
command-column-order = Sort by the column too: up, down, not
command-column-group = Group by the column, or no more
command-group-toggle = Fold or unfold the group
command-groups-toggle = Fold or unfold all groups
command-view-pick = Open a view
command-view-save = Keep what the pane shows as a view
command-view-edit = Edit the view
command-view-delete = Move the view to the trash
command-copy-open = Copy…
command-field-next = Go to the next field
command-field-previous = Go to the previous field
command-form-save = Save the form
command-field-pick = Pick a value or a record
command-field-editor = Edit the note in $EDITOR
command-word-left = Go to the beginning of the word
command-word-right = Go to the end of the word
command-word-erase = Delete the word before the cursor
command-word-delete = Delete the word after the cursor
command-accept = Accept
command-accept-all = Accept all, where one may accept a part
command-refuse = Refuse
command-select-next = Go to the next choice
command-select-previous = Go to the previous choice
command-import-this = The row is the record picked
command-import-new = The row is a new record
command-import-skip = Leave the row out, or take it after all
command-import-alike = Decide all rows alike that are doubtful as this one
command-import-undecide = Take back what is decided of the row
command-import-candidate-next = Next record that the row may be about
command-import-candidate-previous = Previous record that the row may be about
command-import-show-next = Show other rows: to decide, made, changed, refused
command-import-show-previous = Show the rows before these
command-import-columns = Show what each column goes to, or the rows again
command-import-mode = What the rows may change: fill, update, replace, create only, update only
command-import-encoding = Read the file in another encoding
command-import-separator = Cut the file at another sign
command-import-sheet = Read another sheet of the workbook
command-import-target = Choose what the column goes to
command-import-also = Have the column go to one more field
command-import-leave-out = Leave the column out
command-import-clears = A blank cell of the column empties the field, or says nothing
command-import-keep = Keep what the columns go to, for files of the same headers
command-import-forget = Drop what is kept for files of these headers
command-import-recognise = Have the column go where it is recognised to go
command-duplicates = Duplicates: look at them, merge them, keep them apart
command-merge = Make the marked rows one record, field by field
command-review-merge = Merge these records as proposed
command-review-merge-same = Merge all that show and are beyond doubt
command-review-apart = They are not the same: ask no more
command-review-skip = Leave them for now
command-review-show-next = Show all, those beyond doubt, those to look at
command-review-kind = Look at records of another kind
command-merge-value-next = Take the next record’s value
command-merge-value-previous = Take the previous record’s value
command-merge-stays = Have the next record stay
command-import-refused = Write the rows not taken to a file to be mended
command-draft-discard = Throw the draft away
command-conflict-mine = Keep my value of the field
command-conflict-theirs = Take the other’s value of the field
command-conflict-edit = Go to the field, the other’s value beside it
command-complete = Take the offer, then the next one
command-theme-pick = Choose a theme
command-keymap-pick = Choose a keymap
command-language-switch = Switch to French
command-config-reload = Read the configuration again
command-redraw = Draw the screen again
command-suspend = Suspend
command-quit = Quit

## Labels of the hint bar

hint-filter-open = filter
hint-find-open = find
hint-palette-open = commands
hint-record-add = add
hint-record-quick = quick line
hint-record-edit = edit
hint-record-delete = delete
hint-record-restore = restore
hint-record-follow = open
hint-record-history = history
hint-trail-back = back
hint-trash-empty = empty
hint-log-call = call
hint-log-note = note
hint-log-task = task
hint-undo = undo
hint-redo = redo
hint-journal-open = journal
hint-who = who is here
hint-entry-undo = undo all
hint-entry-mark = mark
hint-entry-mark-all = mark all
hint-journal-narrow = narrow
hint-entry-revert = undo for the record
hint-mark-toggle = mark
hint-bulk-edit = edit all
hint-copy-open = copy
hint-columns-choose = columns
hint-column-order = sort
hint-column-group = group
hint-column-wider = wider
hint-column-narrower = narrower
hint-column-earlier = earlier
hint-column-later = later
hint-view-pick = views
hint-view-edit = edit
hint-view-delete = delete
hint-sort-next = sort
hint-focus-next = list ⇄ sheet
hint-import-open = import
hint-report-import = report of 2022
hint-help-open = help
hint-quit = quit
hint-form-save = save
hint-field-next = next
hint-field-previous = previous
hint-field-pick = pick
hint-field-editor = editor
hint-draft-discard = discard
hint-import-this = this one
hint-import-new = new
hint-import-skip = skip
hint-import-alike = alike
hint-import-show-next = other rows
hint-import-target = goes to…
hint-review-merge = merge
hint-review-merge-same = all that are sure
hint-review-apart = not the same
hint-review-skip = leave
hint-review-show-next = others
hint-review-kind = other kind
hint-merge-value-next = next value
hint-merge-value-previous = previous
hint-merge-stays = other one stays
hint-import-leave-out = leave out
hint-import-recognise = as recognised
hint-import-keep = keep
hint-import-also = also to…
hint-import-clears = blank empties
hint-import-refused = write refusals
hint-conflict-mine = mine
hint-conflict-theirs = theirs
hint-conflict-edit = edit
hint-leave = leave
hint-accept = accept
hint-refuse = refuse
hint-select-next = next
hint-select-previous = previous

## Groups of commands

group-move = Moving
group-open = Opening
group-edit = Changing
group-list = Lists
group-form = Forms and choices
group-desk = The desk

## Why a command can’t run

need-record = no record under the cursor
need-writable = the desk is read-only
need-marks = no row is marked
need-markable = only rows of the list or of a section can be marked
need-no-line = this line is not a record
need-undoable = nothing to undo
need-redoable = nothing to redo
need-no-other-change = wait for the end of the change under way
need-trail = no record to go back to
need-addable = nothing is added by hand here
need-trashed = the record is not in the trash
need-live = the record is in the trash
need-trash-full = the trash is empty
need-listing = this pane lists no records
need-columns = only while choosing the columns
need-views = only in the list of views
need-entry = only in the journal or a history
need-entry-open = only in a step of the journal
need-journal = only in the journal
need-conflict = only where both have changed a field
need-import = only in the preview of an import
need-review = only in the review of duplicates
need-merge = only when records are to be merged
need-choice = only at a question that leaves the choice
need-no-head = this is the head of a group, not a record

## Modes

mode-global = Everywhere
mode-list = List
mode-sheet = Sheet
mode-filter = Filter
mode-find = Find
mode-palette = Palette
mode-form = Form
mode-note = Note
mode-picker = Picker
mode-confirm = Question
mode-conflict = Changed on both sides
mode-import-columns = Columns of an import
mode-import = Preview of an import
mode-review = Review of duplicates
mode-merge = Merging records
mode-help = Help
mode-journal = Journal
mode-entry = Step of the journal
mode-history = History
mode-welcome = Welcome
mode-bulk = Bulk edit
mode-quick = Quick line
mode-columns = Columns
mode-views = Views
mode-view = Saving a view
mode-text = In any field

## Findings in config, keymaps and themes

finding-missing = there is no such file
finding-unreadable = can’t be read: { $word }
finding-encoding = the file is not UTF-8
finding-syntax = not TOML: { $word }
finding-duplicate = “{ $word }” is already set
finding-unknown-key = unknown setting “{ $word }”
finding-expected-text = a text between quotes is expected
finding-expected-table = a table is expected
finding-expected-switch = true or false is expected
finding-expected-number = a whole number is expected ({ $word })
finding-expected-choice = one of these is expected: { $word }
finding-expected-binding = a command, a list of commands or a table with “do” is expected
finding-unknown-parent = inherits from an unknown file “{ $word }”
finding-cycle = inherits in a circle from “{ $word }”
finding-unknown-keymap = unknown keymap “{ $word }”
finding-unknown-theme = unknown theme “{ $word }”
finding-unknown-mode = unknown mode “{ $word }”
finding-unknown-command = unknown command “{ $word }”
finding-unknown-condition = unknown condition “{ $word }”
finding-bad-condition = the condition can’t be read from “{ $word }” on
finding-cut-condition = the condition breaks off
finding-bad-key = unknown key “{ $word }”
finding-text-key = a plain character is text in this mode
finding-hidden = can’t stand beside “{ $word }”: one begins with the other
finding-unknown-role = unknown role “{ $word }”
finding-unknown-colour = unknown colour “{ $word }”
finding-help = (did you mean “{ $word }”?)

## Names of steps, and the verbs of the journal

step-several = { $count } { $kind }
step-records =
    { $count ->
        [1] record
       *[other] records
    }
step-add = Add { $subject }
step-made = { $made }: { $subject }
step-edit =
    { $named ->
        [0] Edit { $subject }
       *[other] Edit { $subject }: { $fields }
    }
step-bulk =
    { $named ->
        [0] Edit { $subject }
       *[other] Edit { $subject }: { $fields }
    }
step-delete = Move { $subject } to the trash
step-restore = Restore { $subject }
step-purge = Take { $subject } out of the trash
step-import = Import { $subject } ({ $count })
step-register = Register to “{ $subject }” ({ $count })
step-subscribe = Subscribe to “{ $subject }” ({ $count })
step-appoint = Give the function { $subject } ({ $count })
step-tag = Give the tag “{ $subject }” ({ $count })
step-merge = Merge { $subject }
step-sample = Make up a sample ({ $count })
step-other = Change { $subject } (by a newer guichet)
step-undo-of = Undo: { $step }
step-redo-of = Redo: { $step }
step-revert-of = Revert: { $step }
step-part-of =
    { $count ->
        [one] Undo for { $subject } ({ $count } record of { $of }): { $step }
       *[other] Undo for { $count } records of { $of }: { $step }
    }
step-undo =
    { $named ->
        [0] Undo: { $subject }
       *[other] Undo: Edit { $subject }: { $fields }
    }
step-redo =
    { $named ->
        [0] Redo: { $subject }
       *[other] Redo: Edit { $subject }: { $fields }
    }
step-revert =
    { $named ->
        [0] Revert: { $subject }
       *[other] Revert: Edit { $subject }: { $fields }
    }
verb-add = Addition
verb-edit = Edit
verb-bulk = Bulk edit
verb-delete = Deletion
verb-restore = Restoration
verb-purge = Removal
verb-import = Import
verb-register = Registration
verb-subscribe = Subscription
verb-appoint = Function
verb-tag = Tag
verb-merge = Merge
verb-sample = Sample
verb-undo = Undo
verb-redo = Redo
verb-revert = Revert
verb-other = Change by a newer guichet

## What can be wrong with a value; COUNT makes a number of a text

fault-required = required
fault-uai-form = a UAI code has seven digits and a letter
fault-uai-letter = the letter of this UAI code should be { $what }
fault-siret-form = a SIRET has fourteen digits
fault-siret-key = this SIRET is wrong: its check digit does not fit
fault-siren-form = a SIREN has nine digits
fault-siren-key = this SIREN is wrong: its check digit does not fit
fault-email = not an e-mail address
fault-phone = not a possible telephone number
fault-url = a web address begins with https:// or http://
fault-date = not a date (such as 2024, 2024-03 or 2024-03-15)
fault-no-such-day = there is no such day
fault-date-time = not a moment (such as 2024-03-15 14:30)
fault-before = before “{ $what }”
fault-integer = a whole number is expected
fault-decimal = a number is expected
fault-money = an amount is expected (such as 1250.50)
fault-negative = a negative number will not do
fault-boolean = yes or no is expected
fault-choice = there is no such choice
fault-choice-near = there is no such choice: did you mean “{ $what }”?
fault-no-record = no record of that name
fault-no-record-near = no record of that name: did you mean “{ $what }”?
fault-ambiguous = { COUNT($what) } records have that name: pick one
fault-gone = the record pointed to is gone
fault-too-long =
    { COUNT($what) ->
        [one] too long: at most { COUNT($what) } character
       *[other] too long: at most { COUNT($what) } characters
    }
fault-damaged = a spreadsheet has left out digits of it; take the file that it was made from
fault-detail = “{ $what }” is not a detail of this field

## What is unusual about a value that is taken all the same

caution-phone-unusual = unusual number: given to nobody, as far as is known
caution-phone-read = number read as { $what }
caution-phone-short = short number: an extension?
caution-entities = characters kept as a web page writes them
caution-phone-beside = other digits stand beside the number

## desk

author-unknown = unknown
finding-at-start =
    { $more ->
        [0] guichet check: { $first }
        [one] guichet check ({ $more } more): { $first }
       *[other] guichet check ({ $more } more): { $first }
    }
sorted-best-first = The best answers first
sorted-by = Sorted by { $order }
find-approximate = { $total } + { $n } approximate
drafts-wait =
    { $n ->
        [one] { $n } draft waits in Today
       *[other] { $n } drafts wait in Today
    }
sheet-trashed = in the trash
past-affiliation = { $n ->
   *[other] past
}
past-mandate = { $n ->
   *[other] expired
}
past-agreement = { $n ->
   *[other] expired
}
past-deployment = { $n ->
   *[other] stopped
}
past-subscription = { $n ->
   *[other] inactive
}
past-registration = { $n ->
   *[other] cancelled
}
past-organisation = { $n ->
    [one] former adherent
   *[other] former adherents
}
past-until-day = until { $day }
past-until = until { $day }
sheet-gathering = reading links…
sheet-many-links = many links: they stand in its sheet
sheet-rows-before = … { $n } before
sheet-rows-after = … { $n } more
sheet-timeline = Timeline
today-care = To mind
today-checkpoint = No new snapshot: { $reason }. Nothing is lost, the journal has everything; opening will take longer. Tried again after the next change.
today-tasks = Tasks
today-no-task = Nothing to do
today-late = late
today-drafts = Drafts
today-changes = Latest changes
today-imports = Import { $n } files ({ $count })
today-counts = In figures
undo-kept =
    { $n ->
        [one] { $n } record to the trash, for others point at it: { $what }
       *[other] { $n } records to the trash, for others point at them: { $what }…
    }
undo-rest =
    { $n ->
        [one] { $n } record kept: { $what }
       *[other] { $n } records kept: { $what }…
    }
undo-left =
    { $n ->
        [one] { $n } record left as it is, for it needs what is gone for good: { $what }
       *[other] { $n } records left as they are, for they need what is gone for good: { $what }…
    }
conflict-fields = { $title }: { $fields }
conflict-value = { $field } “{ $value }”
conflict-since = , by { $author }, { $at }
conflict-changed = { $title } — changed since{ $since }
conflict-trashed = { $title } — moved to the trash since{ $since }
conflict-restored = { $title } — restored since{ $since }
conflict-removed = { $title } — removed for good since{ $since }
conflict-made = { $title } — made anew since{ $since }
conflict-missing = { $title } — pointed at { $what }, removed for good{ $since }
ask-undo-entry =
    { $n ->
        [one] Undo “{ $step }” ({ $n } record)?
       *[other] Undo “{ $step }” ({ $n } records)?
    }
ask-undo-overtaken = All that this step had left was changed since, as said below. Undo it all the same, losing these values?
ask-undo-conflict = What this step had left was changed since, as said below. Undo only the rest, which is as it was left, or all of it, losing these values too?
undo-nothing-stands = Nothing is as this step had left it: nothing is undone
ask-delete =
    { $n ->
        [one] Move { $n } record to the trash?
       *[other] Move { $n } records to the trash?
    }
ask-delete-one = Move “{ $title }” to the trash?
question-weighing = Looking for what points there…
delete-needed = What points there: { $links }
delete-needed-one = { $title }: { $links }
delete-hidden =
    { $n ->
        [one] { $n } of them is marked and not shown by the list:
       *[other] { $n } of them are marked and not shown by the list:
    }
ask-empty-trash =
    { $n ->
        [one] Empty the trash of { $n } record?
       *[other] Empty the trash of { $n } records?
    }
trash-needed =
    { $n ->
        [one] { $n } record stays in the trash: a live record points to it
       *[other] { $n } records stay in the trash: live records point to them
    }
bulk-nothing = Nothing to change: all rows have this value already
bulk-looking = looking what would change
form-add = Add: { $kind }
form-edit = Edit { $title }
form-clash = already that of { $title }
form-unchanged = Nothing has changed
form-merged = taken up from { $who }: { $fields }
form-theirs = { $who }: { $value }
conflict-title = { $title }: changed meanwhile
conflict-title-lost = { $title }: deleted meanwhile
conflict-lead =
    { $n ->
        [one] One field was changed on both sides, last by { $who }: keep mine, take theirs, or edit it.
       *[other] { $n } fields were changed on both sides, last by { $who }: for each, keep mine, take theirs, or edit it.
    }
conflict-lead-trashed = The record was moved to the trash ({ $who }). Accept to bring it back with my changes, in one step; leave to keep the draft.
conflict-lead-removed = The record was removed for good ({ $who }). Accept to make it anew with my changes, in one step; leave to keep the draft.
conflict-again = Changed again just now, to be read again.
conflict-over = Nothing stands against it any more: it is still to be saved
conflict-undecided =
    { $n ->
        [one] One field still to decide
       *[other] { $n } fields still to decide
    }
conflict-drafted = { $what }, not saved: draft kept in Today. { $lead }
conflict-before = before
conflict-theirs = theirs
conflict-mine = mine
conflict-open = to decide
form-create = create “{ $text }”
draft-elsewhere = This draft is open in another desk: what is typed here is another one.
draft-gone = This draft was saved or thrown away in another desk: look before you save.
draft-unkept = Draft NOT kept: { $reason }
form-draft-unkept = Not saved, and the draft is NOT kept: do not leave.
ask-quit-unkept = Leave and lose what was typed?
form-draft-kept = Draft kept in Today
form-draft-resumed = Draft taken up again
palette-title = Commands
kinds-title = Kinds of records
themes-title = Themes
keymaps-title = Keymaps
theme-auto = as the terminal’s background asks
choice-kept = Kept. In config.toml this would be { $line }
choice-configured = That is what the configuration says already, { $line }
choice-unkept = For this session alone ({ $reason }). In config.toml: { $line }
columns-title = Columns
columns-grouped = group
columns-left-out = no room on the screen
views-title = Views
views-none = No view yet: “Keep what the pane shows” makes one
view-title = Keep a view
view-ask-name = Name
view-ask-key = Key
view-ask-shared = For all
view-yes = yes
view-no = no
view-own = mine
view-shared = for all
view-open = View: { $name }
view-replaces = Replaces the view “{ $name }”
view-refused = { $field }: { $why }
view-name-needed = A view needs a name
view-key-taken = The key { $key } is that of the view “{ $name }”
view-no-pane = The view “{ $name }” is of an unknown pane: { $pane }
view-broken = The view “{ $name }” opens without what makes no sense any more: { $what }
copy-title = Copy
copy-gathering = Gathering what can be copied of { $n } records
import-kind-title = Import as
import-path-title = File to import ({ $endings })
bulk-field-title = Field to change
bulk-title =
    { $n ->
        [one] { $field } of { $n } record
       *[other] { $field } of { $n } records
    }
bulk-other-kinds =
    { $n ->
        [one] { $n } row of another kind is left out
       *[other] { $n } rows of another kind are left out
    }
quick-title = Add by a quick line: { $kind }
quick-unknown-field = unknown field “{ $what }”
quick-unknown-near = unknown field “{ $what }”: did you mean “{ $near }”?
ask-discard = Throw this draft away?
import-file-refused = Nothing is imported: this file is refused
import-nothing = Nothing to import: all of it is here already
left-rows =
    { $n ->
        [one] one record left, changed by { $who }
       *[other] { $n } records left, changed by { $who }
    }
left-lines =
    { $n ->
        [one] one line left, its record changed by { $who }
       *[other] { $n } lines left, their records changed by { $who }
    }
many-nobody = nobody in these rows
many-others =
    { $n ->
        [one] { $n } row is of nobody: left out
       *[other] { $n } rows are of nobody: left out
    }
many-title =
    { $n ->
        [one] What to do with this person?
       *[other] What to do with these { $n } people?
    }
many-register = Register to a session
many-subscribe = Subscribe to a list
many-function = Give a function
many-tag = Tag
many-register-here = Register to “{ $title }”
many-subscribe-here = Subscribe to “{ $title }”
many-function-here = Give a function at “{ $title }”
many-register-name = Registration: { $title }
many-subscribe-name = Subscription: { $title }
many-function-name = Function: { $title }
many-tag-name = Tag: { $title }
many-function-title = Function at { $title }
many-tag-title = Tag
import-title = Import · { $name }
import-as-tab = tab
import-as-sign = “{ $sign }”
import-as-sheet = sheet { $at } of { $of }
import-as-columns =
    { $left ->
        [0] { $n } columns
       *[other] { $n } columns, { $left } left out
    }
import-as-found = As recognised
import-mode-fill = fill
import-mode-update = update
import-mode-replace = replace
import-mode-create = create only
import-mode-update-only = update only
import-mode-fixed = nothing else is done with these people
import-no-encoding = this format has but one encoding
import-no-separator = this format has no separator
import-one-sheet = there is but one sheet
import-columns-fixed = this file has no columns to be mapped
import-encoding-title = Read the file as
import-separator-title = Between the cells
import-sheet-title = Sheet to read
import-target-title = “{ $header }” goes to
import-keep-title = Keep these columns under the name
import-keep-nameless = it needs a name
import-kept = Columns kept as “{ $name }”: { $path }
import-name-taken = “{ $name }” is the name of columns of other headers: choose another
import-dropped = Columns “{ $name }” dropped
import-none-kept = nothing is kept for these headers
import-recalled = { $what }, as last time
import-column-nameless = (no header)
import-column-left = left out
import-column-found = as recognised
import-column-taken = “{ $header }” already
import-column-goes = goes to
import-column-why = because
import-column-samples = values
import-column-blank = nothing in this column
import-column-clears = empties
import-by-label = that is the name of the field
import-by-word = that is another word for this field
import-by-content = that is what the column holds
import-by-kept = that is kept from an import before
import-by-choice = that is chosen
import-by-nothing = no field is called so
import-by-near = no field is called so (perhaps { $near })
import-by-told = that is computed, and kept nowhere
import-by-nameless = nothing tells what it is
import-clears-blank = a blank cell empties the field
import-clears-cell = “{ $cell }” empties the field
import-clears-nothing = nothing: a blank cell changes nothing
import-show-all = all
import-show-open = to decide
import-show-noted = to look at
import-show-make = to make
import-show-change = to change
import-show-same = same
import-show-skipped = left out
import-show-refused = refused
import-looking = looking at the rows again…
import-left-out = left out
import-is-new = a new record
import-is-this = is { $title }
import-same = nothing new
import-since = changed meanwhile by { $who }: see the rows marked ✎
import-more =
    { $n ->
        [one] … and { $n } more line
       *[other] … and { $n } more lines
    }
why-name = the same name
why-email = the same address { $what }
why-acronym = the same acronym { $what }
why-key = answers to all that the row says
import-refused-kept = Rows not taken written to { $path }
import-no-file-read = nothing to write: these rows come from no file
import-all-taken = nothing to write: all rows are taken
import-given-up = Import given up: nothing is changed
planning-title = Import
planning-reading = { $name }: reading the file
planning-read = { $name }: { $n } of { $of } KiB read
planning-read-on = { $name }: { $n } KiB read
planning-cut = { $name }: { $n } of { $of } KiB cut into rows
planning-progress = { $name }: { $n } of { $of } rows looked at
planning-cancel = give up
copy-kept = Copied in tmux, and to the terminal if it takes it
copy-sent = Sent to the terminal (OSC 52), which may not have taken it
copy-name = Name
copy-email = E-mail
copy-phone = Phone
copy-address = Address
copy-row = Row
copy-reference = Reference
copy-many = { $what } × { $n }
help-title = Keys and commands
who-title = Who is here
who-own = this desk
who-since = since { $at }, { $from }
who-process = process { $pid }
who-nowhere = On no record at the moment.
who-nobody = Nobody has the store open.
here-edited = { $who } has had it open in a form since { $at }
here-edits = edits { $what }
here-looks = looks at { $what }
here-stopped = stopped
here-from-here = here
journal-title = Journal
journal-undone = undone
journal-partly = undone for { $n }
journal-nothing = No step of that name.
journal-unread = The journal could not be read: { $reason }
journal-made = new record
journal-removed = removed for good
journal-trashed = moved to the trash
journal-restored = restored
journal-same = unchanged
journal-more = and { $n } more
entry-gone = that record is gone
entry-marked =
    { $n ->
        [one] { $n } marked
       *[other] { $n } marked
    }
history-of = (1 record of { $n })
history-title = History: { $title }
welcome-title = Welcome to guichet
welcome-text = This desk is still empty. Where to begin?
welcome-report = Import the agency’s report of 2022, to try the desk on real data
welcome-import = Import a file
welcome-empty = Begin with an empty desk

paste-nowhere = paste ignored, no field is open: “{ $words }”
paste-unended = paste cut off: its end never came, its beginning is in the field
paste-unended-nowhere = paste without an end, ignored: “{ $words }”
paste-bare = taken for a paste and ignored: “{ $words }”
key-dead = { $key } does nothing here
key-dead-question = { $key } is no answer: { $yes } yes, { $no } no
key-unknown = unknown key
locale-narrow = locale { $locale } is not UTF-8: accents may be lost
key-interrupt-leave = { $key } interrupts nothing: { $way } leaves
key-interrupt-quit = { $key } interrupts nothing: { $way } quits

## store
store-no-parent = { $path }: the folder that should hold the store does not exist
store-absent = { $path }: there is no store here
store-not-a-folder = { $path }: not a folder
store-not-a-store = { $path }: this folder holds something else than a store; choose another
store-exists = { $path }: a store is there already; --replace keeps it aside and makes the new one
store-writable-by-others = { $path }: others may write to this folder, so what it holds can’t be trusted; look at what is in it, then chmod go-w
store-foreign = { $path }: belongs to { $owner }, so it is neither read nor written here; run guichet under that account, or, if it is yours, chown it
store-no-member = { $path }: shared with the group { $group }, of which this account is no member; ask to be added to it, then log in again
store-closed-to-group = { $path }: { $owner }’s, and closed to the store’s group { $group }; { $owner } or root can run guichet doctor --repair
store-one-desk = { $path }: on { $kind }, where several desks at once are not safe; another one has this store open, close that first
store-half-shared = { $path }: was to be shared with the group { $group }, and its rights are not those of a shared store; guichet share { $group } puts them right, guichet share --back gives it up
store-not-permitted = { $path }: reading or writing is not permitted; check the folder’s rights
store-no-gain = { $path }: nothing more can be repaired, the store stays as it is
store-held = { $path }: held by { $name } (process { $pid } on { $host })
store-newer-format = { $path }: written by a newer guichet (format { $found }, known { $known }); update this one
store-damaged = { $path }: damaged store, { $cause }
store-damaged-record = record { $record } is damaged
store-damaged-digest = the records are not those that the store announces
store-damaged-sled = sled: { $cause }
store-sled-corrupt = its files are damaged
store-sled-stuck = it can’t work with what it finds there
store-sled-no-file = { $path } is no file
store-sled-renewed = it is being made again
store-damaged-file = { $path }: damaged at byte { $offset }
store-damaged-exchanged = { $path }: no longer the journal that was read
store-damaged-hole = the journal lacks entries { $first } to { $last }
store-disk-full = { $path }: the disk is full, nothing was saved; make room and try again
store-full = { $path }: the disk is full; make room
store-io = { $path }: { $cause }
store-conflict-by = changed meanwhile by { $who }: check and save again
store-conflict = changed meanwhile by someone else: check and save again
store-denied-reader = your role is to read: a manager can change that (guichet role)
store-denied-kind = your role does not let you change { $kind }: a manager can change that (guichet role)
store-denied-unknown = your role does not let you change these records, of a kind not known here: a manager can change that (guichet role)
store-denied-roles = only a manager changes roles: { $who }
store-denied-unmanaged = there must always be a manager: name one first
store-denied-twice = { $who } has a role already: change that one
store-denied-unnamed = a manager is named: not everybody at once
store-needed =
    { COUNT($count) ->
        [one] other records point at what would be removed for good: { $record }
       *[other] other records point at { COUNT($count) } of what would be removed for good: { $record }…
    }
store-missing =
    { COUNT($count) ->
        [one] a record pointed at is gone: { $record }
       *[other] { COUNT($count) } records pointed at are gone: { $record }…
    }
store-repeated = { $record } stands twice in one step
store-empty = nothing to save
store-unsure = { $path }: { $cause }; nobody knows whether it is saved: open again and look before doing it again
store-displaced = { $path } is no longer the file that was opened (the store was taken away, replaced, restored or written by others): nothing is saved, what was typed stays a draft
store-continued = Store replaced or touched; what is there goes on from it, and so does the desk.
store-replaced =
    { COUNT($count) ->
        [one] Store replaced by a backup ({ $who }, { $at }): 1 record. What is typed stays.
       *[other] Store replaced by a backup ({ $who }, { $at }): { COUNT($count) } records. What is typed stays.
    }
store-exchanged = Another store, or another state of it, is here now, and is what is shown.
store-beyond-record = { $record } would be longer than { $most } MiB: nothing is saved, shorten its notes
store-beyond-entry = this step would be longer than { $most } MiB in the journal: nothing is saved, do it in smaller parts
store-beyond-number = the journal is full: entry { $last } is the last one there can be, nothing more can be saved in this store
store-below = the store holds { $records } records after journal entry { $found }, it once held { $were } after entry { $witnessed }: is this the right folder, an old copy?
store-beyond = { $path } is numbered far beyond the journal that it lies in: it is left alone; guichet doctor says more
store-network = { $path } is on { $kind }, a file system of the network: an outage may lose there what was saved, and only one desk at a time writes there; better keep it on a disk of this machine
store-unread = { $path }: { $bytes } bytes from byte { $offset } on can’t be read ({ $cause }); all that is whole is used
store-unread-file = { $path }: can’t be read ({ $cause }); all that is whole is used
store-refused = { $path }: { $cause }, nothing was saved
store-no-entry = the journal has no entry { $entry }
store-undo-conflicts = entry { $entry } was changed since
store-undo-nothing = nothing is left to undo in entry { $entry }
store-replayed =
    { COUNT($count) ->
        [one] { COUNT($count) } journal step taken up after a sudden end
       *[other] { COUNT($count) } journal steps taken up after a sudden end
    }
store-rebuilt-missing = store rebuilt from the journal ({ $count } records): it was missing
store-rebuilt-behind = store rebuilt from the journal ({ $count } records): it was behind
store-rebuilt-ahead = store rebuilt from the journal ({ $count } records): it was not whole
store-rebuilt-damaged = store rebuilt from the journal ({ $count } records): it was damaged
store-rebuilt-seen = store rebuilt from the journal ({ $count } records): a part that could not be read can be read again
store-rebuilt-asked = store rebuilt from the journal ({ $count } records)
store-torn-tail = the end of the journal was cut at the last whole step ({ $bytes } bytes)
store-hole-kept = the history { $first } to { $last } is lost, the records are there
store-hole = journal entries { $first } to { $last } are lost
left-damaged = a damaged draft, kept: { $path }
left-newer = a draft of a newer guichet, kept: { $path }
left-unread = a draft that can’t be read ({ $cause }), kept: { $path }
left-misnamed = a copy of another draft, to be renamed or removed: { $path }
left-not-text = the editor wrote no UTF-8 (byte { $offset }); the file is kept: { $path }
left-unsaved = what vim had not saved (vim -r), to be removed then: { $path }
left-unwritten = the text could not be laid for the editor ({ $cause }): { $path }
editor-same = { $reason }; the text stays as it was
editor-taken = { $reason }; what it saved is taken up
editor-drafted = { $reason }; what it saved stays as a draft
store-ended = the store no longer answers; nothing more can be saved, quit and open again (drafts are kept)
job-broken = A fault of the program ended this piece of work; quit and open again
store-drafts-ended = drafts can no longer be kept, quit and open again
store-unkept = { $cause }
system-1 = not permitted
system-2 = not found
system-5 = the disk failed in reading or writing
system-11 = unavailable for a moment
system-12 = out of memory
system-13 = access denied
system-16 = in use elsewhere
system-17 = there is one already
system-18 = on another file system
system-20 = this is no folder
system-21 = this is a folder
system-22 = refused by the system
system-23 = too many open files on this machine
system-24 = too many open files
system-26 = a file that is being run
system-27 = file too large
system-28 = no room left on the disk
system-30 = a file system that can only be read
system-32 = the other end is closed
system-36 = name too long
system-39 = the folder is not empty
system-40 = too many links in a row
system-107 = disconnected
system-110 = timed out
system-116 = this file is no longer there
system-122 = disk quota exceeded
system-other = error { $number } of the system
store-awaited-held = waiting for { $name } (process { $pid }); to end it: kill { $pid }
store-reading-held = read-only: { $name } is writing (process { $pid } on { $host })
store-reading-disk-full = read-only: the disk is full; writing goes on as soon as there is room
store-reading-not-permitted = read-only: { $path } may not be written; writing goes on as soon as it may
store-reading-newer-format = read-only: written by a newer guichet (format { $found }, known { $known }); update this one to write: { $path }
store-reading-io = read-only: { $path }: { $cause }
store-reading-one-desk = read-only: the store is on { $kind }, open in another desk, and several are not safe there: { $path }
store-reading-gone = read-only: the store is gone; put it back (what is typed stays a draft): { $path }
store-reading-other = read-only: another store here; put yours back, or restart (typed: a draft): { $path }
store-reading-unreadable = read-only: store unreadable; put it back (what is typed stays a draft): { $path }: { $cause }
store-writable-again = Changes can be saved again.

## exchange
import-format = this is { $what }, which guichet doesn’t read; save it as CSV ({ $endings })
import-empty = the file has no header line
import-absent = there is no such file
import-denied = this file may not be read
import-no-file = this is not a file (a folder, a device or a pipe)
import-unread = this file can't be read: { $what }
import-large = this file is longer than { $what } MiB, the limit of an import; part it into several
import-rows = this file has more than { $what } rows, the limit of an import; part it into several
import-columns = this file has more than { $what } columns, the limit of an import
import-too-many-cells = this file has more than { $what } cells, the limit of an import; split it
import-inflates = far more comes out of this file than its size says: more than a table of records
import-workbook = this workbook is damaged, or locked by a password
import-no-sheet = no sheet of that name; there are: { $what }
import-json = this object is no JSON
import-quote = a quotation mark opens a cell here and is never closed; this line is not read
import-quote-to-end = a quotation mark opens a cell here and is never closed; nothing is read from this line on
import-headless = the file has no header line, and nothing in it says what its columns hold
import-unrecognised = no column is known: { $what }
import-cells = { $found } cells instead of { $expected }
import-unknown = no record answers to this row, and none is made in this mode
import-id = the id is not that of a record of this kind
import-shape = the row lacks what this table always has
import-whole = nothing here is of all kinds, as guichet export all writes it; of a file of one kind say which
said-encoding = read as { $what }
said-encoding-words = read as { $what }: { $words }
said-separator = separator: “{ $what }”
said-separator-tab = separator: tab
said-byte = byte { $what } is no UTF-8; read as “{ $read }”
said-above = above the header, left out: { $what }
said-headless = no header line: columns are known by what they hold
said-nameless = column without a header left out
said-repeated = two columns “{ $what }” have the same values: one of them is read
said-sheet = sheet read: { $what } (other sheets: { $n })
said-merged = merged cells: { $n }; the first has the value, the others are blank
said-dates = dates of “{ $what }”: day, month, year
said-dates-unproven = dates of “{ $what }” read as day, month, year; none of them proves it
said-dates-american = dates of “{ $what }”: month, day, year, as a day beyond 12 proves
said-dates-iso = dates of “{ $what }”: year, month, day
said-serials = dates of “{ $what }”: a spreadsheet’s count of days
said-decimals = numbers of “{ $what }”: “{ $sign }” stands before the decimals; nothing proves it
said-kept = columns read as “{ $what }” says
said-kept-amiss = columns “{ $what }” can’t be read, left aside
said-recalled = doubtful rows decided as last time: { $n }
said-left = left out: { $what } × { $n }
said-column = column “{ $what }” left out: unknown
said-column-near = column “{ $what }” left out: unknown (perhaps { $near })
said-content = column “{ $what }” known by what it holds: { $to }
doubt-several = { $what } records answer to this row: pick one
doubt-shared-code = { $what } is the number of a record of another name too; a second record is made
doubt-renamed = renamed: it was called “{ $what }”
doubt-name-only = known by its name alone: { $what }
doubt-like = a record has nearly that name: { $what }; a second record is made
doubt-in-trash = the record of this id lies in the trash: { $what }
doubt-same-id = the id of line { $line }, with other values: { $what }
doubt-unlike = on line { $line } already, with other values: { $what }
doubt-settled = decided by a person: no file changes that
doubt-shared-acronym = two organisations have the acronym { $what }
doubt-shared-email = two people have the address { $what }
doubt-namesake = a namesake of { $what } is known elsewhere; a second record is made
doubt-name = where the first name ends is a guess: { $what }
doubt-double = there already: { $what }
doubt-repeated = twice in the file, made once: { $what }
doubt-full = full ({ $taken }/{ $places }): { $what }
doubt-kept = stays “{ $state }”: no file changes that, a person may
doubt-foreign-id = the id of another system left out: { $what }
doubt-left-out = “{ $what }” left out: { $why }
doubt-unusual = “{ $what }”: { $why }
doubt-made-organisation = unknown organisation, made: { $what }

## formats
format-csv = CSV
format-json = JSON
format-ndjson = JSON, one object a line
format-xlsx = an Excel workbook (xlsx)
format-ods = a LibreOffice workbook (ods)
format-xls = an old Excel workbook (xls)
format-zip = an archive (zip)
format-gz = a compressed file (gz)
format-pdf = a PDF document
format-vcard = a visiting card (vCard)
format-ics = a calendar (ics)
format-sympa = lines of addresses (Sympa, heads of mails)
format-html = a web page (html)
format-xml = XML
format-binary = a file that is no text

## cli
cli-json-alone = --json goes with a subcommand (guichet --help)
cli-closing = it is saved; the store will be put in order when it is next opened: { $cause }
cli-untold = it is done; what there is to say of it can’t be written: { $cause }
cli-way-out = opening the desk mends it, else: guichet doctor --repair
cli-export-kind = { $what } has no place for these records
cli-export-format = guichet doesn’t write { $what }; say which by --format: { $formats }
cli-all-without = { $what } doesn’t go with all, which takes the records of all kinds whole
cli-all-folder = a table is of one kind: give a folder by --out, where each has its own
cli-all-format = { $what } doesn’t keep all kinds whole; say which by --format: { $formats }
cli-all-newer = { $count } records of a kind that only a newer guichet knows are not exported
cli-export-store = { $what }: a store lies there, nothing else is written into it
cli-no-folder = no folder for the store; set HOME or XDG_DATA_HOME, or give --store
cli-count = Count
cli-figures-format = a count is not written as { $what }; say which by --format: { $formats }
cli-unknown-column = “{ $what }” is no column of these records
cli-unknown-column-near = “{ $what }” is no column of these records, perhaps “{ $near }”
cli-unknown-numbers = “{ $what }” is no column of numbers
cli-unknown-kind = “{ $what }”: unknown kind (guichet --help names them)
cli-unknown-kind-near = “{ $what }”: unknown kind, did you mean “{ $near }”?
cli-unknown-view = No view is called “{ $what }”
cli-unknown-view-near = No view is called “{ $what }”: “{ $near }”?
cli-view-other-kind = The view “{ $name }” lists no { $kind }
cli-record-form = “{ $what }”: write KIND/ACRONYM or KIND/ID, for example adherent/UGA
cli-refused-kept = rows not taken, to be mended and imported again: { $path }
cli-import-done = rows read: { $read }, made: { $made }, updated: { $updated }, the same: { $same }, links: { $links }
cli-map-to = column “{ $what }” → { $to } ({ $samples })
cli-map-left = column “{ $what }” left out ({ $samples })
cli-map-kind = this file says what the columns of { $what } go to, not of { $kind }
cli-map-target = the column “{ $header }” cannot go to { $what }
cli-dry = dry run, nothing is saved: { $what }
cli-nothing-to-undo = nothing to undo
cli-no-entry = the journal has no entry { $what }
cli-undo-conflicts = entry { $entry } is not undone: { $what }; --rest undoes only the rest, --force all of it all the same
cli-would-undo = dry run, nothing is saved: would be undone ({ $entry }, { COUNT($count) ->
        [one] { COUNT($count) } record
       *[other] { COUNT($count) } records
    }): { $step }
cli-undone = undone ({ $entry }, { COUNT($count) ->
        [one] { COUNT($count) } record
       *[other] { COUNT($count) } records
    }): { $step }
role-none = No roles: everybody changes everything.
role-others = all others
role-as-others = (as all others)
role-is-reader = { $who }: reader
role-is-editor = { $who }: editor
role-is-editor-of = { $who }: editor ({ $kinds })
role-is-manager = { $who }: manager
role-no-login = an account is named in one word (see guichet role --help)
role-kinds-alone = kinds are for an editor only
role-kind-role = “{ $what }”: only a manager changes roles
role-kind-part = “{ $what }”: only a part of a kind of records (guichet --help names them)
role-no-account = “{ $who }”: no account of that name on this machine; the role will hold once there is one
doctor-marker = { $path }: the marker of the store is damaged; nothing is lost by that, opening makes it again
doctor-rights = { $path }: { $owner }’s, and its group or rights are not those of a shared store; --repair puts them right, run by { $owner } or root
doctor-header = { $path }: its first bytes are damaged; nothing is lost by that
doctor-beyond = { $path }: its number lies far beyond the journal, nothing of it is used; take it away if no guichet wrote it
doctor-unread = { $path }: { $bytes } bytes from byte { $offset } on can’t be read ({ $cause })
doctor-unread-file = { $path }: can’t be read ({ $cause })
doctor-no-entry = { $path }: byte { $offset }: what stands there is no entry of the journal
doctor-packed = { $path }: byte { $offset }: what was packed there can’t be unpacked
doctor-torn = { $path }: ends with { $bytes } bytes of a step that was never saved; opening cuts them off
doctor-entry = { $path }: byte { $offset }: entry { $entry } can’t be read
doctor-unfitting = entry { $entry }: { $record } was not what this entry replaces
doctor-unentitled = entry { $entry }, by { $name }: made without the right to it ({ $cause })
doctor-denied-reader = their role was to read
doctor-denied-kind = their role did not let them change { $kind }
doctor-denied-unknown = their role did not let them change these records, of a kind not known here
doctor-denied-roles = only a manager changes roles: { $who }
doctor-denied-unmanaged = there was no manager any more
doctor-denied-twice = { $who } had a role already
doctor-denied-unnamed = a manager is named: not everybody at once
doctor-denied-nameless = the program that made it knows no roles, and does not say of which account it is
doctor-hole-kept = entries { $first } to { $last } are not in the journal: their history is lost, the records are there
doctor-hole = entries { $first } to { $last } are not in the journal: what they did is lost, where sled does not hold it; --repair takes it from there
doctor-snapshot = { $path }: damaged; an older snapshot and the journal stand in for it
doctor-half = { $path }: was never finished, counts for nothing
doctor-differs = { $record }: the snapshot has it otherwise than the journal
doctor-record = { $record }: can’t be read
doctor-reference = { $record }, { $field }: refers to { $target }, which is not there; choose another in its form
doctor-draft = { $path }: this draft can’t be read
doctor-edited = { $path }: a text from an editor waits; the next opening of the desk offers it
doctor-draft-kept = { $path }: a draft of a newer guichet, or out of reach; kept
doctor-sled-unlooked = sled was not looked at, no copy of it could be made: { $cause }
doctor-sled-held = sled was not looked at: { $name } has the desk open (process { $pid } on { $host })
doctor-sled-missing = there is no sled: the next opening makes it
doctor-sled-damaged = sled can’t be read ({ $cause }): the next opening makes it again
doctor-sled-behind = sled lacks entries ({ $count }): the next opening applies them
doctor-ahead = entries { $first } to { $last } are in sled only: their history is lost, the records are there
doctor-sled-record = { $record }: sled has it otherwise than the journal; --repair makes it again
doctor-sled-history = sled’s index of the history is not that of the journal; --repair makes it again
doctor-aside-nothing = { $path }: put aside ({ $kilobytes } kB), nothing in it that the journal has not; rm -r may remove it
doctor-aside-entries = { $path }: put aside ({ $kilobytes } kB), with entries that the journal has not so ({ $count }), refused or lost; keep it as long as something is missing
doctor-aside-another = { $path }: put aside ({ $kilobytes } kB), another journal than this one; rm -r removes it once nothing of it is wanted
doctor-aside-sled = { $path }: put aside ({ $kilobytes } kB), looked through by itself if entries are missing; rm -r may remove it if nothing else is said here
doctor-aside-unknown = { $path }: put aside ({ $kilobytes } kB), the store does without; rm -r removes it once nothing of it is wanted
cli-doctor-more = … and { $n } more of this kind, { $of } in all (--all says them)
cli-doctor-aside = put aside: { $what }
cli-doctor-repaired = made again; the store before: { $what }
cli-doctor-mended = groups or rights put right: { $n }
cli-doctor-good = { $n } records, { $entry } journal entries: nothing is damaged
cli-doctor-bad = { $n } records, { $entry } journal entries: damage was found
cli-backup-exists = { $what }: a file is there already; give another name
cli-backup-no-folder = { $what }: the folder that should hold the file does not exist
cli-backup-below = the store holds { $n } records (entry { $entry }), it once held { $were } (entry { $witnessed }): nothing is written; --force if that is meant
cli-backup-done = { $n } records in { $what }, read back
cli-restore-done = { $n } records restored
cli-restore-denied-roles = only a manager replaces a store that has roles: { $who }
cli-restore-aside = the store before: { $what }
cli-share-done = shared with the group { $group }: its members read and write this store
cli-share-manager = { $who } is its first manager; all others change everything, until a role says otherwise (guichet role)
cli-share-closed = { $path }: members of the group { $group } can’t pass through this folder; let them (chmod g+x or o+x), or move the store
cli-share-amiss = { $path }: still closed to the group; its owner or root can run guichet doctor --repair
cli-share-back = { $path }: shared no more, and open to its owner alone
cli-share-no-group = no group { $group } on this machine; getent group lists them
cli-share-outside = { $account } is no member of the group { $group }; add it first, then log in again
cli-share-world = { $path }: this folder is open to everybody; chmod o-rwx first
cli-share-renamable = { $path }: others can rename what is in it, and so put something else in the place of the store; chmod go-w, or move the store
cli-share-network = { $path }: on { $kind }, a file system of the network, where several desks at once are not safe; move the store to a disk of this machine
cli-share-not-shared = { $path }: not shared
cli-check-good = configuration, keymaps and themes are good
cli-sample-not-empty = the store is not empty; give a new folder with --store
cli-sample-done = { $n } records

## term
term-not-a-terminal = no terminal on { $stream }; the same verbs work on the command line (guichet --help)
term-dumb = this terminal ($TERM={ $term }) can’t move its cursor; the same verbs work on the command line (guichet --help)
term-io = terminal: { $cause }
term-panicked = internal error ({ $thread }): { $text }; what was saved is safe
term-copy-too-long = too long to be copied ({ $length } bytes, { $limit } at most)
term-no-clipboard = the console has no clipboard; nothing is copied
term-no-editor = no editor; set VISUAL or EDITOR
term-editor-start = { $command }: { $cause }
term-editor-failed = the editor failed ({ $code })
term-editor-killed = the editor was ended by a signal
term-editor-missing = no such editor: { $command }
term-editor-at-once = the editor came back at once; one with a window needs --wait: { $command }
term-editor-busy = an editor is already open

## ui

## The screen

tab-0 = Today
tab-1 = Adherents
tab-2 = Partners
tab-3 = Trainings
tab-4 = Lists
tab-5 = People
tab-6 = Events
tab-7 = Solutions
tab-8 = Agreements
tab-9 = Figures
pane-trash = Trash
screen-small = Window too small: at least 60 × 16

key-enter = enter
key-esc = esc
key-tab = tab
key-backspace = backspace
key-delete = del
key-insert = ins
key-home = home
key-end = end
key-pgup = pgup
key-pgdn = pgdn
key-up = ↑
key-down = ↓
key-left = ←
key-right = →
key-space = space

mark-sifting = The records that match the filter are still being looked for: nothing is marked.
mark-marking = All rows are being marked…
mark-misunderstood = The filter is not understood as a whole: nothing is marked.
mark-no-section = All rows of a section are marked with the cursor on it.
list-marked = { $n } marked
list-hidden = { $n } of them not in the list
list-held = no more in this list
list-partial = partial list: still loading
list-loading = Loading records…
list-nothing = Nothing here yet.
list-empty = Nothing here yet. { $key } adds a first record.
list-no-match = No record matches the filter. { $key } clears it.
list-sifting = Looking through all records: { $n } %. { $key } gives it up.
list-sorting = sorting…
list-ungrouped = too many rows to group
group-empty = (empty)
group-none = No groups here: choose the columns, and the group with them

status-demo = demo
status-others = { $who }: { $step }
status-read-only = read-only
status-reader = reader
status-loading = loading: { $n } of { $of } records
status-opening = opening for changes
status-changing = saving
status-taking = taking in: { $n } of { $of } changes
status-saved = saved · { $at }

find-title = Find a record
find-total = { $n ->
    [0] no record
    [one] { $n } record
   *[other] { $n } records
}
find-nothing = No record has these words.
find-nothing-yet = Nothing yet: not all is loaded.
chooser-nothing = Nothing matches this text.
history-loading = Reading the history…
history-nothing = No change recorded.

form-saving = Saving…
form-draft = Not saved. What is typed is kept as a draft.
objection-full = Full: { $taken }/{ $places }
objection-was = This record is “{ $state }” so far
objection-twice = there already: { $title } ({ $state })
objection-bulk =
    { $n ->
    [one] { $what }
   *[other] { $n } records: { $what } …
    }
form-objected = Nothing is saved yet: read what is named, then save again
form-duplicates = { $n ->
    [one] This record may exist already:
   *[other] This record may exist already ({ $n } like it):
}
blank-date = 15/11/2026, 2026, +7, tomorrow
blank-boolean = yes or no
blank-pick = { $key } to choose
blank-many = several values separated by ;
quick-hint = Text for the name, then field:value, as often as wanted.
bulk-changes = { $n } of { $total } change

confirm-title = Confirm
confirm-read = To read
confirm-close = close
confirm-more = … and { $n } more
confirm-yes = yes
confirm-rest = only the rest
confirm-all = all
confirm-no = no

query-unknown-field = unknown field: { $word }
query-field-of-others = these records have no such field: { $word }
query-unknown-choice = unknown value: { $word }
query-not-a-number = not a number: { $word }
query-not-a-date = not a date: { $word }
query-not-a-boolean = yes or no, not: { $word }
query-not-comparable = neither number nor date: { $word }
query-unknown-kind = unknown kind of record: { $word }
query-unknown-mark = only “is:trashed” and “is:past” exist, not: { $word }
query-never-past = that is never past: { $word }
query-bracket = no bracket is open: { $word }
query-too-long = too long, the rest is left out
query-unfinished = something is missing: { $word }
query-nearest = (perhaps { $word })

meaning-everything = all records
meaning-and = and
meaning-or = or
meaning-not = not ({ $what })
meaning-word = “{ $word }”
meaning-value = { $field }: { $values }
meaning-title = title with { $words }
meaning-record = the record { $records }
meaning-has = { $field } is set
meaning-kinds = among { $kinds }
meaning-linked = linked to { $link } ({ $what })
meaning-at-least = { $kinds }: at least { $from }
meaning-at-most = { $kinds }: at most { $to }
meaning-exactly = { $kinds }: { $from }
meaning-between = { $kinds }: from { $from } to { $to }
meaning-over = past
meaning-past = { $what }, in the past
meaning-ever = { $what }, the past too
meaning-trashed = in the trash
how-whole = whole word
how-beginning = beginning of a word
how-inside = inside a word
how-initials = initials
how-part = part of a number or an address
how-typo = one letter off
how-abbreviation = abbreviation
how-scattered = scattered letters

## The command line: help, manual page, wrong usage

usage-about = The relationship desk of a membership agency, in a terminal.
usage-usage = Usage:
usage-commands = Commands
usage-command = COMMAND
usage-arguments = Arguments
usage-options = Options
usage-help = Print help
usage-version = Print version
usage-kinds = Kinds: { $kinds }
usage-man-name = NAME
usage-man-commands = COMMANDS
usage-man-extra = KINDS
usage-store = The folder of the store
usage-demo = A throw-away store filled from the report of 2022
usage-json = Answer in JSON
usage-find = Find records of any kind
usage-find-query = Words and field:value terms
usage-find-view = Among the rows of this view, with its columns and in its order
usage-find-kind = Only records of this kind (organisation, adherent, person, list …)
usage-find-count = Say how many there are, instead of naming them
usage-find-group = Count them by the value of this column
usage-find-sum = The sum of these columns of numbers (with commas)
usage-find-limit = At most so many
usage-show = Show one record, whole
usage-show-format = As what
usage-show-record = Kind and id, acronym or name: adherent/UGA
usage-import = Import a file
usage-import-kind = What its rows are (organisation, adherent, person, list …); all: what export all wrote, a file or a folder
usage-import-file = A file ({ $endings }): field keys or labels as headers, or a table of the report
usage-import-dry-run = Say what would be done, and do nothing
usage-import-map = What its columns go to: read from this file, or written to it where there is none
usage-import-mode = What it may change (fill, update, replace, create, update-only); update unless given
usage-import-refused = Write the rows not taken to this file, with the reason; without a name, beside the file (NAME-refused.csv)
usage-import-encoding = Encoding of its letters (utf-8, utf-16, windows-1252, iso-8859-15, macroman, cp850); found out unless given
usage-import-separator = Sign between its cells (comma, semicolon, tab or |); found out unless given
usage-import-sheet = Sheet of a workbook, by name or number; the first one with a header line unless given
usage-export = Export records
usage-export-kind = The kind (organisation, adherent, person, list …); all: every one, the trash included, as import all brings them back
usage-export-query = Only what this query finds
usage-export-view = Only the rows of this view, with its columns and in its order
usage-export-columns = Which columns: those of the pane (shown), every one (all), or these (with commas)
usage-export-count = Say how many there are, instead of writing them
usage-export-group = Count them by the value of this column
usage-export-sum = The sum of these columns of numbers (with commas)
usage-export-format = The format
usage-export-french = CSV for a French spreadsheet: French headers and values, semicolons and a byte-order mark
usage-export-out = The file to write (for all in CSV: the folder); standard output if none
usage-history = The history of a record: who, when, before, after
usage-history-record = Kind and id, acronym or name: adherent/UGA
usage-duplicates = The records that are likely there twice, and what says so
usage-duplicates-kind = The kind of the records
usage-duplicates-same = Only those that nothing makes doubtful
usage-duplicates-limit = So many groups at most
usage-duplicates-merge = Merge those that nothing makes doubtful, as one step, each into the oldest
usage-merge = Make several records one: the first stays, nothing is lost
usage-merge-records = The records, the one that stays first
usage-merge-dry-run = Say what would be done, and do nothing
usage-undo = Undo one's last step, or that entry of the journal
usage-undo-entry = The number of the entry (see guichet history); one's last step not undone yet if none
usage-undo-dry-run = Say what would be undone, and do nothing
usage-undo-rest = Keep what was changed since, undo the rest
usage-undo-force = Undo it though the same fields were edited since
usage-who = Say who has the store open, since when, from where, on which record
usage-role = Say or change who may change what
usage-role-login = The account, as the system names it; “*” for all others
usage-role-role = What it becomes; without it, say what it is
usage-role-kinds = Of an editor, the only kinds that they change (person, task…); without them, all
usage-sample = Fill a store with made-up people, for trials and benchmarks
usage-sample-people = How many people
usage-sample-seed = The same seed makes the same records, on any day
usage-backup = Write all records into one file, and read it back
usage-backup-file = The file, which must not be there yet
usage-backup-force = Also where the store holds less than it once did
usage-restore = Make a store of a backup
usage-restore-file = The backup
usage-restore-replace = Put a store that is there aside
usage-share = Share the store with a group of accounts of this machine, or have it for oneself again
usage-share-group = The group, whose members will read and write
usage-share-back = Share the store no more
usage-doctor = Look through the store, from its first byte to its last
usage-doctor-all = Say all that is found, not the first few of each kind
usage-doctor-repair = Make a damaged store again in a new folder, and keep the old one aside
usage-check = Check configuration, keymaps and themes
usage-check-files = These files alone; the shipped ones and the user's own if none
usage-completions = Print completions for a shell
usage-completions-shell = The shell
usage-man = Print the manual page
usage-value-dir = DIR
usage-value-encoding = ENCODING
usage-value-entry = ENTRY
usage-value-file = FILE
usage-value-files = FILE
usage-value-group = GROUP
usage-value-format = FORMAT
usage-value-field = FIELD
usage-value-columns = COLUMNS
usage-value-kind = KIND
usage-value-kinds = KINDS
usage-value-login = ACCOUNT
usage-value-kind-id-or-sigle = KIND/ID_OR_SIGLE
usage-value-mode = MODE
usage-value-n = N
usage-value-name = NAME
usage-value-q = QUERY
usage-value-query = QUERY
usage-value-record = RECORD
usage-value-role = ROLE
usage-value-s = SEED
usage-value-shell = SHELL
usage-value-sheet = SHEET
usage-value-sign = SIGN
usage-wrong-unknown = '{ $what }': unknown option or argument
usage-wrong-subcommand = '{ $what }': unknown command
usage-wrong-missing = { $what } is missing
usage-wrong-conflict = { $what } does not go with { $other }
usage-wrong-no-value = { $what } wants a value
usage-wrong-value = '{ $value }' does not suit { $what }
usage-wrong-count = '{ $value }' is too much, or { $what } lacks a value
usage-wrong-utf8 = an argument is not UTF-8
usage-wrong-other = malformed arguments
usage-near = , perhaps '{ $what }'
usage-possible = , one of: { $what }
usage-see = { "" }; see guichet --help

near-blank = not said
near-same = the same
near-slip = but for one letter
near-near = but for a few letters
near-part = the same in part
near-touch = one word in common
near-swapped = first and family name exchanged
near-other = another
evidence =
    { $many ->
        [yes] { $field }: { $near }, which { $n } records have
       *[no] { $field }: { $near }
    }
twins-same = sure
twins-ask = to look at
twins-summary = { $kind }: { $n } compared, { $same } sure, { $ask } to look at
twins-merged = { $n } groups merged in one step (guichet undo takes it back)
twins-not-compared = records of kind “{ $kind }” have no name of their own: nothing is to be compared
merge-done = { $n } records are one, { $record }; links moved: { $moved }, there twice: { $doubled }
merge-absent = one of the records is not there, or lies in the trash
merge-kinds = the records are not of one kind
merge-alone = it takes at least two records
merge-many = { $n } records marked: { $most } at most are merged at once
merge-nothing = nothing to merge: all of it has changed meanwhile
merge-title = Merge { $n } records · { $kind }
merge-stays = stays
merge-result = → becomes
merge-moved = Links moved: { $links }
merge-doubled = There twice, to the trash: { $links }
merge-trashed =
    { $n ->
        [one] To the trash: { $n } record
       *[other] To the trash: { $n } records
    }
review-title = Duplicates · { $kind }
review-looking = Looking: stage { $n } of { $of }
review-compared =
    { $n ->
        [one] { $count } record compared
       *[other] { $count } records compared
    }
review-all = all
review-same = sure
review-ask = to look at
review-score = { $band }, { $chance }%
review-nothing = Nothing looks to be there twice
review-not-kept = of this kind of records that is not kept
ask-merge-same =
    { $n ->
        [one] Merge { $n } group that is sure, in one step?
       *[other] Merge { $n } groups that are sure, in one step?
    }
review-more = … and { $n } more
left-groups =
    { $n ->
        [one] { $n } group left out, changed meanwhile by { $who }
       *[other] { $n } groups left out, changed meanwhile by { $who }
    }
