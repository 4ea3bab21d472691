# Words of the desk.
queue-title = What waits for you
queue-empty = Nothing waits that you may work on.
queue-next = The next pair
queue-next-what = It is yours until you decide or let it go.
queue-kept = Kept.
queue-look-again = Look at it again, or take it back
queue-family-waits = a family waits
queue-new = new
queue-held = Before you now:
strength-strong = strong evidence
strength-likely = likely
strength-open = open
count-links = { $count ->
    [one] One link waits.
   *[other] { $count } links wait.
 }
count-with-case = { $count ->
    [one] For one of them a family has asked.
   *[other] For { $count } of them a family has asked.
 }
count-humans = { $count ->
    [one] one human
   *[other] { $count } humans
 }
pair-title = Two records side by side
pair-probability = about { $percent } of 100 such pairs are one person, as far as the model holds
pair-ask = What to ask the family next
pair-person = Everything about this person
pair-case = The family's request
pair-compared = What both say
pair-what = What
pair-agree = Agree?
pair-partial = Something of these records is not shown to this account.
pair-verbatim = The rows as they were written
pair-earlier = Earlier decisions
pair-decide = Your decision
pair-because = Because
pair-reason = In your words
pair-next = Leave it, next
pair-recuse = I know this person or family, somebody else should decide:
pair-taken = Somebody else has this pair before them.
pair-decided = This pair was decided.
pair-no-verdict = Say whether they are the same, different, or unsure.
pair-no-reason = A reason is needed: somebody will ask.
pair-reason-too-long = The reason is too long.
verdict-same = The same person
verdict-different = Different people
verdict-unsure = Unsure
because-shown = By what is shown
because-family = As the family said
because-namesake = A namesake
because-kin = Of the same family, another person
because-more = More must be known
agreement-same = agrees
agreement-close = close
agreement-other = contradicts
agreement-silent = only one side says it
waterfall-title = How the weight came about
waterfall-read = Each bar begins where the one before ended, in bits: one bit doubles the odds. They add up to the sum.
waterfall-small = small ones
waterfall-kin = kin would agree too
waterfall-calibration = between these lists
waterfall-rivals = others fit as well
waterfall-prior = before comparing
waterfall-sum = sum
awaiting-title = What waits for a second human
awaiting-what = These would join somebody who is sought with what speaks of a fate. Two people must hold it, each by themselves.
awaiting-none = Nothing waits.
awaiting-own = yours, somebody else must
decision-title = A decision
decision-undone = taken back
decision-was-undone = This decision was taken back.
decision-awaiting = It joins nothing before a second human holds the same.
decision-reason = Reason
decision-when = When
decision-humans = Humans
decision-pair = Side by side
decision-confirm-what = You looked at both yourself and hold the same?
decision-confirm = I hold the same
decision-undo = Take it back
decision-undo-why = Why it is taken back
decision-next = The next pair
count-corrections = { $count ->
    [one] One correction follows.
   *[other] { $count } corrections follow.
 }
queue-looking = Many pairs are not for this account. Press "The next pair" to look further.
because-own = In my own words
pair-changed = What was shown has changed since, or a colleague has decided. Look at it again.
pair-reason-does-not-fit = That reason does not go with this verdict.
pair-recuse-what = Choose whom you know. You will not work on them any more.
