# The report of a linkage: one page with charts. Sides named here ("right") are those of this language's page.
report-language = English
report-kind = Report of a linkage
report-contents = Contents
report-more = Not shown: { $count } more.
report-nothing = Nothing to show.
report-not-known = not known
report-scale-square-root = Lengths are square roots of the counts, so that small ones can be seen.
report-scale-logarithm = Lengths are logarithms of the counts: a factor of ten is as long everywhere.
report-threshold = Threshold
report-weight = Weight
report-probability = Probability
report-match = Same in truth
report-no-match = Different in truth

report-summary-title = Summary
report-summary-read = What was linked, with what, and how long it took; everything below is of this one run.
report-records = Records
report-pairs-possible = Pairs possible (compared)
report-pairs-compared = Pairs compared
report-links = Links kept
report-clusters = Clusters of two or more
report-model = Model
report-seed = Seed
report-threshold-value = probability { $probability }, weight { $weight }
report-seconds = Seconds
report-stage = Stage
report-table = Table

report-weights-title = What each finding is worth
report-weights-read = Bars to the right speak for one and the same, bars to the left against it; each step of 1 doubles the odds, or halves them.
report-prior = Before anything is compared
report-comparison = Comparison
report-level = Finding
report-not-learnt = default numbers, not learnt

report-chances-title = How often each finding occurs
report-chances-read = To the left the share among pairs that are the same (m), to the right among pairs that are not (u); each line is a factor of ten, so the difference of the two lengths is the weight.
report-among-matches = If the same (m)
report-among-others = If different (u)

report-waterfalls-title = How single pairs were weighed
report-waterfalls-read = From the top down: each bar begins where the last one ended, to the right for one and the same, to the left against it; the last line is where the sum arrives.
report-term-frequency = how rare or frequent the value is
report-sum = Together
report-met-by = found by the rule: { $rule }

report-scores-title = How pairs are spread over weights
report-scores-read = Each bar counts the pairs of one weight; those to the right of the line are kept as links.
report-scores-read-truth = Up from the middle, pairs that are the same in truth; down from it, pairs that are not; both by one scale, and those to the right of the line are kept as links.
report-pairs-below = Compared pairs with a weight below the first bar: { $count }.

report-calibration-title = Whether probabilities hold
report-calibration-read = Each dot is a group of pairs with about the same predicted probability; on the slanted line as many are the same in truth as was predicted, below it fewer. Upright lines are 95% intervals (Wilson), larger dots hold more pairs.
report-predicted = Predicted
report-observed = The same in truth
report-interval = 95% interval
report-pairs = Pairs
report-calibration-error = Calibration error: { $error }, the mean distance of predicted and true, each pair counting once.

report-thresholds-title = What another threshold would give
report-thresholds-read = Further right fewer links are kept: the share of them that is right (precision) rises, the share of the truth that they find (recall) falls; F1 is the harmonic mean of the two.
report-precision = Precision
report-recall = Recall
report-f1 = F1
report-at-threshold = At the threshold
report-at-best = Where F1 is highest

report-clusters-title = How large clusters are
report-clusters-read = Each bar counts the clusters of one size; a size that no single person or thing should reach is a sign of wrong links.
report-cluster-size = Records
report-size-range = { $from } to { $to }
report-size-from = { $from } and more
report-cluster-count = Clusters
report-largest-title = The largest clusters
report-largest-read = Beside each its weakest link: where it would break first, and where to look first.
report-cluster = Cluster
report-weakest-link = Weakest link

report-rules-title = What each rule costs and brings
report-rules-read = A rule decides which pairs are compared: the upper bar is its share of all pairs (cost), the lower one its share of the expected matches (worth); a rule is worth its cost where the lower bar is the longer.
report-rule = Rule
report-pairs-new = By no earlier rule
report-pairs-only = By no other rule
report-expected-matches = Expected matches
report-estimated-recall = Estimated recall
report-per-thousand = Matches per 1,000 pairs
report-all-rules = All rules together
report-share-of-pairs = share of pairs
report-share-of-matches = share of expected matches

report-blocks-title = Which values cost most
report-blocks-read = Records that share one of these values are all compared with each other, so pairs grow with the square of the records; a frequent value that says little is a reason for a narrower rule.
report-value = Value
report-passed-over = too many: passed over

# Names of levels, as a report lists them.
level-same = the same
level-spelling = spelled two ways
level-unusual-spelling = spelled two ways, unusually
level-similar = similar
level-different = different
level-same-across-scripts = the same in two scripts
level-unusual-across-scripts = the same in two scripts, unusually spelled
level-similar-across-scripts = similar in two scripts
level-different-across-scripts = different in two scripts
level-same-order = the same order
level-another-order = another order
level-same-day = the same day
level-same-month = the same month
level-same-year = the same year
level-keying-error = a keying error
level-day-differs-within-a-year = another day within a year
level-day-differs-within-nine-years = another day within nine years
level-days-apart = days apart
level-off-by-one-year = off by one year
level-off-by-two-or-three = off by two or three years
level-off-by-four-to-nine = off by four to nine years
level-years-apart = years apart
level-within-the-range = within the range given
level-outside-the-range = outside the range given
level-one-within-the-other = one within the other
level-one-digit-off = one digit off
level-close = close
level-apart = apart
level-other = other
level-same-of-namesakes = the same between namesakes
level-close-of-namesakes = close between namesakes
level-similar-of-namesakes = similar between namesakes
level-other-of-namesakes = other between namesakes
level-one-digit-off-of-namesakes = one digit off between namesakes
level-same-of-neighbours = the same between neighbours
level-one-within-the-other-of-neighbours = one within the other between neighbours
level-similar-of-neighbours = similar between neighbours
level-other-of-neighbours = other between neighbours
level-same-of-two-kinds = the same, of two kinds of place
level-one-within-the-other-of-two-kinds = one within the other, of two kinds of place
level-similar-of-two-kinds = similar, of two kinds of place
level-other-of-two-kinds = other, of two kinds of place
level-same-perhaps-of-another-facility = the same, perhaps of another facility
level-one-digit-off-perhaps-of-another-facility = one digit off, perhaps of another facility
level-other-perhaps-of-another-facility = other, perhaps of another facility
level-entered-within-a-month-of-that-arrest = entered within a month of that arrest
level-entered-within-a-year-of-that-arrest = entered within a year of that arrest
level-entered-within-three-years-of-that-arrest = entered within three years of that arrest
level-entered-later-than-that-arrest = entered later than that arrest
level-entered-before-that-arrest = entered before that arrest
level-one-stay-ends-where-the-other-begins = one stay ends where the other begins
level-stays-at-different-times = stays at different times
level-in-two-facilities-at-once = in two facilities at once
level-born-before-that-death = born before that death
level-born-after-that-death = born after that death

# Names of levels by their tests, in a model that does not name them.
level-equal = equal
level-missing = missing
level-otherwise = anything else
level-at-least = { $measure }: { $bound } or more
level-at-most = { $measure }: { $bound } or less
level-above = { $measure }: above { $bound }
level-below = { $measure }: below { $bound }
level-both = { $one }, and { $other }
level-not = not ({ $level })
measure-jaro = Jaro
measure-jaro-winkler = Jaro–Winkler
measure-levenshtein = letters changed
measure-damerau-levenshtein = letters changed or exchanged
measure-jaccard = Jaccard
measure-hamming = places that differ
measure-days-apart = days apart
measure-apart = apart
measure-share-apart = share apart
measure-kilometres-apart = kilometres apart

# Names of blocking rules.
rule-two-name-parts = two name parts
rule-name-part-and-mother = name part and mother
rule-name-part-and-birth-year = name part and birth year
rule-same-number = the same number
rule-same-birth-day = the same birth day
rule-name-part-and-text = name part and text
rule-name-part-and-place = name part and place
rule-name-parts-one-a-letter-off = name parts, one a letter off
rule-name-of-the-husband = name of the husband

# Stages of the work.
stage-read = Reading
stage-train = Learning
stage-block = Finding pairs
stage-score = Comparing
stage-block-and-score = Finding and comparing pairs
stage-cluster = Clustering
stage-write = Writing

# Parts of a weight that no comparison gives.
adjustment-kin = kin would agree as well
adjustment-rivals = others fit about as well
