# A person, and the file to print.
person-title = Person
person-file-title = File of a person
person-print = File to print
person-names = Names, as each source writes them
person-sources = { $count ->
    [0] No source other than families’ requests speaks of this person.
    [one] One source other than families’ requests speaks of this person.
   *[other] { $count } sources other than families’ requests speak of this person.
}
person-independent = { $count ->
    [0] No independent source: requests and copies do not corroborate.
    [one] One independent source, as far as is known.
   *[other] { $count } sources that are independent of one another, as far as is known.
}
person-removal-asked = Somebody asked for this person to be removed. Nothing of this goes outside. A human still has to check who asked.
person-removal-verified = This person asked to be removed, and that was checked. Nothing of this goes outside.
person-removal-waits = Somebody asked for this person to be removed, on a day with many such wishes. A human has to look at it first.
person-partial = You do not see everything that is recorded here: some of it is restricted or sealed.
person-cases = Cases of families
person-cases-none = No family’s case that you may see.
person-case-since = since { $time }
person-case-closed = closed

# Fate and whereabouts.
person-fate = Fate, as each source says
person-fate-note = Nothing here is a conclusion. Whoever is sought is presumed alive.
person-fate-presumed_alive = Presumed alive. Sought by
person-fate-presumed_alive-alone = Presumed alive: no independent source says otherwise
person-fate-held = Held, as told by
person-fate-held-alone = Held
person-fate-seen_alive = Seen alive, as told by
person-fate-seen_alive-alone = Seen alive
person-fate-released = Reported released by
person-fate-released-alone = Reported released
person-fate-reported_dead = Reported dead by
person-fate-reported_dead-alone = Reported dead
person-fate-identified_remains = Remains identified by two people of the team, in
person-fate-identified_remains-alone = Remains identified by two people of the team
person-fate-short-presumed_alive = presumed alive
person-fate-short-held = reported held
person-fate-short-seen_alive = reported seen alive
person-fate-short-released = reported released
person-fate-short-reported_dead = reported dead
person-fate-short-identified_remains = identified remains
person-against = Against it stands:
person-whereabouts = Whereabouts, as each source says
person-whereabouts-none = No source says where.
person-where-sealed = Somebody knows where the person is now. It is sealed.
person-where-held = Held at { $place }, as told by
person-where-seen = Seen alive at { $place }, as told by
person-where-transferred_to = Sent to { $place }, as told by
person-where-reported_died = Reported to have died at { $place } by
person-where-reported_buried = Reported to be buried at { $place } by
person-where-identified_burial = Identified remains lie at { $place }, as told by
person-where-elsewhere = another place
person-where-short-sealed = something that is sealed
person-where-short-held = held at { $place }
person-where-short-seen = seen alive at { $place }
person-where-short-transferred_to = sent to { $place }
person-where-short-reported_died = reported to have died at { $place }
person-where-short-reported_buried = reported to be buried at { $place }
person-where-short-identified_burial = identified remains at { $place }
person-basis-request = request
person-basis-list = list
person-basis-witness = witness
person-basis-register = register
person-basis-remains = remains
person-paper-hospital_report = hospital report
person-paper-military_police_notice = notice of the military police
person-paper-death_statement = death statement
person-paper-register_extract = extract from the civil register
person-paper-court_ruling = court ruling
person-paper-at_familys_request = registered at the family’s request
person-paper-other = paper

# The timeline.
person-timeline = Timeline
person-timeline-drawing = Timeline by source. The table below says the same.
person-timeline-note = A sharp mark is a day. A pale bar is a month, a year or a span within which it lies. An end that fades is not known.
person-timeline-none = No source gives a date or a place.
person-timeline-table = The timeline as a table
person-mark-arrest = Arrest or disappearance
person-mark-stay = Held
person-mark-proof = Last proof of life
person-mark-sighting = Seen
person-mark-death = Reported date of death
person-mark-list = Date of the list
person-when-from-to = from { $from } to { $to }
person-when-from = from { $from }, end not known
person-when-to = until { $to }, beginning not known
person-when-unknown = not known when
person-stay-ended = ended: { $words }
person-stay-came-from = came from: { $words }
person-stay-sent-to = sent to: { $words }

# Claims.
person-claims = Every claim with its source
person-claims-note = Each as its source wrote it. Contradictions stand side by side.
person-property = What
person-value = As written
person-source = Source
person-position = Place in the source
person-certainty = How sure the source was
person-certainty-stated = stated
person-certainty-approximate = about so
person-certainty-unsure = in doubt
person-read-as = (read as { $date })
person-quotes = (according to { $who })
person-restricted = restricted
person-at-sheet = sheet { $sheet }, row { $row }
person-at-page = page { $page }, row { $row }
person-at-row = row { $row }
person-relations = Other people in these records
person-relations-note = As the records state it. They may be alive, and in danger.
person-relation = Relation
person-who = Who
person-rows = Rows as their sources have them
person-row-partial = Cells that you may not see are left out.
person-row-none = Nothing to show.
person-what = What
person-when = When
person-where = Where
person-note = Note

# What may yet change.
person-awaiting = Awaiting a second person
person-awaiting-none = No decision about this person awaits a second person.
person-awaiting-note = One person has said that these are the same. Nothing of it counts until a second has confirmed it.
person-awaiting-humans = Signed by { $count } of 2.
person-awaiting-would-say = If it is confirmed, this is added to what sources say:
person-proposed = Proposed by the machine
person-proposed-none = The machine proposes nobody else.
person-proposed-note = Nobody has confirmed these. They may be other people.

# What was decided, and told.
person-decisions = Decisions
person-decisions-none = Nobody has decided anything yet.
person-decision = Decision
person-decided = What
person-signers = Signed by
person-signers-none = nobody with a key
person-reason = Reason
person-standing = Standing
person-verdict-same = the same person
person-verdict-different = two people
person-verdict-unsure = left open
person-decision-stands = in the record
person-decision-awaits = awaits a second person
person-decision-undone = taken back
person-told = What was told, and to whom
person-told-none = Nothing of this was told to anybody, as far as you may see.
person-told-whom = To whom
person-told-how = How, or what for
person-told-by = By
person-told-by-nobody = at the console
person-told-kin = To the family ({ $kinship }), case
person-told-asker = To asker { $asker } of case
person-told-list = On a list for { $recipient }
person-told-owed = to be corrected

# On paper.
person-file-cases = Case numbers
person-file-printed = Printed
person-file-note = For work on the case only. What is here are claims of sources, not conclusions. Keep it locked away; destroy it when it is no longer needed.
person-file-foot = Printed by account { $account }, { $time }.
