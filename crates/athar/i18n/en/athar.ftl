# Names of comparisons, as they stand inside a sentence.
comparison-given = given name
comparison-father = father's name
comparison-grandfather = grandfather's name
comparison-family = family name
comparison-mother = mother's name
comparison-mother_family = mother's family name
comparison-teknonym = teknonym
comparison-husband = husband's name
comparison-birth = birth
comparison-place = where they are from
comparison-birth_place = place of birth
comparison-registration_place = place of registration
comparison-residence = residence
comparison-custody = begin of custody
comparison-stays = stays in time
comparison-facility = facility
comparison-arrest_place = place of arrest
comparison-death_place = place of death
comparison-death_date = date of death
comparison-exit_date = date of leaving
comparison-national_number = national number
comparison-register_number = register number
comparison-branch_number = branch number
comparison-family_booklet = family booklet number
comparison-refugee_number = UNRWA number
comparison-detainee_number = detainee number
comparison-examination_number = examination number
comparison-military_number = military number
comparison-other_number = number
comparison-house_number = house number
comparison-phone = telephone number
comparison-email = e-mail address
comparison-address = address
comparison-postcode = postcode
comparison-occupation = occupation
comparison-sex = sex
comparison-order = order of the name
comparison-number = number
comparison-and = { " " }and{ " " }
comparison-comma = ,{ " " }

# Sentences about one comparison. $what is its name, $one and $other are what the two rows say.
told-same = the same { $what }
told-spelling = { $what } spelled two ways ({ $one } / { $other })
told-across = { $what } in two scripts ({ $one } / { $other })
told-similar = { $what } similar ({ $one } / { $other })
told-different = { $what } differs ({ $one } / { $other })
told-another-order = the parts of the name stand in another order
told-birth-same = the same date of birth ({ $one })
told-birth-year = born in the same year ({ $one } / { $other })
told-birth-off-by-one = born { $one } and { $other } (ages are often off by one)
told-birth-close = born { $one } and { $other }: close, not equal
told-birth-range = birth within the range given ({ $one } / { $other })
told-birth-apart = birth years apart ({ $one } / { $other })
told-sex-other = one row says male, the other female
told-place-same = both from { $one }
told-place-within = from { $one } and { $other }, one within the other
told-place-similar = from places written alike ({ $one } / { $other })
told-place-other = from different places ({ $one } / { $other })
told-birth-place-same = both born in { $one }
told-birth-place-other = born in different places ({ $one } / { $other })
told-registration-place-same = both registered in { $one }
told-registration-place-other = registered in different places ({ $one } / { $other })
told-residence-same = both lived in { $one }
told-residence-other = lived in different places ({ $one } / { $other })
told-custody-same = custody began on the same day ({ $one })
told-custody-close = custody began about the same time ({ $one } / { $other })
told-custody-apart = custody began at different times ({ $one } / { $other })
told-custody-entered-soon = one was entered in a facility soon after the other's arrest ({ $one } / { $other })
told-custody-entered-later = one was entered in a facility years after the other's arrest ({ $one } / { $other })
told-custody-entered-before = one was in a facility before the other was arrested ({ $one } / { $other })
told-stays-handed-over = one stay ends where the other begins
told-stays-at-once = held in two facilities at once
told-stays-born-after = one was born after the death that the other row gives
told-same-value = the same { $what } ({ $one })
told-same-value-unscoped = the same { $what } ({ $one }), but perhaps of another facility
told-close-value = { $what } nearly alike ({ $one } / { $other })
told-within-value = { $what }: one within the other ({ $one } / { $other })
told-other-value = { $what } differs ({ $one } / { $other })
told-rivals = somebody else fits as well or better
told-kin = brothers or cousins could agree on much of this as well
told-company = Arrested with them, or of one house: { $one } and { $other } are linked as well (this weighs nothing).

others-alike = { $count ->
    [0] Nobody else on these lists carries these names.
    [one] One other row on these lists would agree as well.
   *[other] About { $count } other rows on these lists would agree as well.
}
others-alike-there = { $count ->
    [0] Nobody else from there carries these names on these lists.
    [one] One other row from there would agree as well.
   *[other] About { $count } other rows from there would agree as well.
}
ask-for = Ask for: { $what }.
ask-mother = the mother's name
ask-father = the father's name
ask-grandfather = the grandfather's name
ask-birth = the year of birth
ask-place = where they are from
ask-mother_family = the mother's family name
verdict-strong = Most probably the same person.
verdict-likely = Probably the same person: a human should look.
verdict-open = Open: it could be the same person.
verdict-weak = Probably different people.

# The workbook of matches.
sheet-matches = Matches
sheet-read-me = Read me
column-our-list = List
column-our-row = Row
column-our-record = Record
column-their-list = Other list
column-their-row = Other row
column-their-record = Other record
column-their-name = Name there
column-probability = How sure
column-why = Why
column-ask = What to ask next
read-me-1 = Each line sets one of your rows beside a row of another list that may be about the same person.
read-me-2 = A machine proposed these. No one has confirmed them. Do not tell a family anything on the strength of this sheet alone.
read-me-3 = A name on a list of the freed or of the dead is what that list says, and no proof.
why-restricted = Restricted: ask a caseworker who is cleared for it.
sure-strong = very likely
sure-likely = likely
sure-open = possible

# Sheets for judges of pairs. $column is a column of the table.
sheet-label = Pairs
label-code = code
label-left = left: { $column }
label-right = right: { $column }
label-verdict = verdict
label-note = note
label-same = same
label-different = different
label-unsure = unsure
label-read-me-1 = Each line holds two rows. Say whether they speak of the same person: same, different or unsure. Unsure is an answer too.
label-read-me-2 = Judge by what stands there, each line by itself, and do not speak of lines with the other judge before both of you are done.
label-read-me-3 = Do not change the codes. This sheet holds names: pass it on to nobody, and delete it when it has been counted.

# Fates and whereabouts: what each source says.
role-sought = sought
role-held = held
role-freed = freed, says the list
role-dead = dead, says the list
role-other = named in another role

# What was not understood in a list, and what to do.
problem-date_not_understood = no date that a calendar has; correct the cell or leave it: the row is kept
problem-year_out_of_range = a year that no living person or register can have; check the cell
problem-age_not_understood = no age; write years in digits
problem-sex_not_understood = no word for sex that is known; the cell is kept as written
problem-number_not_understood = a number of another form than its kind has; check it against the paper
problem-name_not_understood = no name; check whether the columns are shifted
problem-ragged_row = more or fewer cells than the header, or a quote left open; check the row
problem-nothing_to_know_by = nothing to know a person by; the row is kept as written, without a record
problem-line_not_understood = no sentence about a person; if it is one, write it as the others are
problem-cell_too_long = longer than a cell is read; the whole of it is kept
problem-too_many_columns = more columns than are read; the rest is kept as written
problem-duplicate_header = two columns with one header; tell them apart in a mapping
problem-hidden_characters = characters that cannot be seen; they are ignored, and kept as written
problem-formula = a formula; it is taken as text and never computed
problem-encoding = bytes that are not text in this encoding, or a file that breaks off; ask for the file again
problem-columns_disagree = two columns say different things of the same; both are kept
problem-wrong_extension = the ending of the name says one format, the bytes another; it was read by its bytes
problem-no_table = no table found here; if there is one, say in a mapping in which row its header stands
problem-role_not_understood = no word that is known for what the person is in the source; the row is kept and matched with nothing until a human has read it
problem-column_missing = a column that the mapping names is not in the file; correct the mapping, or import without it
problem-withdrawn = withdrawn or expired by its source; nothing of it was read, and copies that came before are to be deleted
problem-malformed = the file breaks its format here; it was read up to here, ask for it again

# Comparisons of names by themselves: the finding, a line a part, a line a term.
name-finding-same = very likely one name
name-finding-family = the same family, another person
name-finding-different = two names
name-finding-unclear = unclear
name-part-same = { $what }: { $one } and { $other } are one name
name-part-close = { $what }: { $one } and { $other } may be one name
name-part-different = { $what }: { $one } and { $other } are two names
name-part-one-sided = { $what }: { $only } stands on one side only
name-role-given = given name
name-role-father = father
name-role-grandfather = grandfather
name-role-ancestor = ancestor
name-role-family = family name
name-role-mother = mother
name-role-motherfamily = mother's family
name-role-husband = husband
name-role-teknonym = teknonym
name-role-nisba = nisba
name-role-laqab = by-name
name-role-honorific = title
name-role-unknown = part
name-term-weakest-part = how weak the weakest parts are
name-term-agreement-of-parts = how many parts agree and contradict
name-term-parts-left-over = parts that only one side has
name-term-order-of-parts = whether the parts stand in one order
name-term-scripts = which scripts they are in
name-term-article-on-one-side-only = whether an article stands on one side only
name-term-closeness-of-spelling = how close the spellings are
name-term-another-name-explains-it = whether another name would explain a spelling better
name-term-father-passed-over = whether the father would have been left out
name-term-given-and-family-name-exchanged = given and family name exchanged
name-term-parts-stand-in-another-order = parts stand in another order: for a human to look at
name-term-a-womans-and-a-mans-name = a woman's and a man's name: for a human to look at
name-term-given-name-is-an-initial = a given name is only an initial: for a human to look at
name-term-given-name-of-one-is-father-of-the-other = the given name of one is an ancestor of the other
name-term-mothers-names = the mothers' names
name-term-one-part-only = only one part to compare
name-term-nothing-to-compare = nothing to compare
name-term-calibration = what parts are worth together, from labelled pairs
name-weight = log odds of one name
manual-not-reviewed = Nobody who works cases and whose first language this is has read this translation yet. Where it is unclear, the English text counts.
manual-picture = [picture: { $what }]

# The desk of one's own machine, in the window where it runs.
desk-first = Athar opens here for the first time, and makes an archive for you. It is locked with a passphrase that you choose now.
desk-unprotected = This archive opens without a passphrase. Choose one now: the files on this disk become ciphertext.
desk-passphrase-rule = At least twelve characters; five or six words drawn by chance are good. Nothing is shown while you type. Whoever forgets it loses the archive.
desk-passphrase = Passphrase
desk-passphrase-new = New passphrase
desk-passphrase-again = The same again
desk-passphrase-differs = These were two different passphrases. Once more:
desk-passphrase-short = That is too short: at least twelve characters. Once more:
desk-wrong-passphrase = That does not open this archive. Once more:
desk-keys-copy = Make three shares on paper soon (athar keys share) and a backup (athar backup): without the passphrase or two shares nobody can open the archive, not even its makers.
desk-is-open = The desk is open at { $address }
desk-is-opening = This archive is being opened in another window: look for the one that asks for the passphrase.
desk-closes = It closes when this window is closed. When you leave, shut the machine down; a closed lid is not enough.
desk-first-link = Nobody works here yet. This link lets the administrator in, once, within a week; keep it from others:
desk-no-browser = No browser could be opened: copy the address into one.
desk-press-enter = Press Enter to close this window.
