//! What a report says, as keys: the words are the caller's, in as many languages as it has.

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// A comparison.
    Comparison(&'a str),
    /// A level of a comparison.
    Level(&'a str),
    /// A blocking rule.
    Rule(&'a str),
    /// A stage of the work.
    Stage(&'a str),
    /// A part of a weight that is no comparison's.
    Adjustment(&'a str),
}

impl<'a> Name<'a> {
    /// The name as the report has it.
    pub fn as_str(self) -> &'a str {
        match self {
            Name::Comparison(name)
            | Name::Level(name)
            | Name::Rule(name)
            | Name::Stage(name)
            | Name::Adjustment(name) => name,
        }
    }
}

/// The words of one language.
pub trait Texts {
    /// A text, with the arguments that [`Word`] names for it put in.
    fn say(&self, word: Word, arguments: &[(&'static str, String)]) -> String;

    /// A name in this language, or as it is where the language has no other.
    fn name(&self, name: Name<'_>) -> String {
        name.as_str().to_owned()
    }
}

macro_rules! words {
    ($($(#[$about:meta])* $word:ident $key:literal)*) => {
        /// A text of the report. Where it has arguments, they are named.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word {
            $(#[doc = concat!("`", $key, "`.")] $(#[$about])* $word,)*
        }

        impl Word {
            /// All of them.
            pub const ALL: &'static [Word] = &[$(Word::$word,)*];

            /// The key under which translations are kept.
            pub fn key(self) -> &'static str {
                match self {
                    $(Word::$word => $key,)*
                }
            }
        }
    };
}

words! {
    /// The language's own name, for the switch.
    Language "report-language"
    /// The kind of page, above its title.
    Kind "report-kind"
    /// Heading of the table of contents.
    Contents "report-contents"
    /// `$count` more are not shown.
    More "report-more"
    /// Nothing to show in a section.
    Nothing "report-nothing"
    /// A value is missing.
    NotKnown "report-not-known"
    /// Lengths are square roots.
    SquareRootScale "report-scale-square-root"
    /// Lengths are logarithms.
    LogarithmScale "report-scale-logarithm"
    /// "Threshold", beside its line.
    Threshold "report-threshold"
    /// A weight in bits: axis and column.
    Weight "report-weight"
    /// A probability: column.
    Probability "report-probability"
    /// A match in truth.
    Match "report-match"
    /// No match in truth.
    NoMatch "report-no-match"

    SummaryTitle "report-summary-title"
    SummaryRead "report-summary-read"
    Records "report-records"
    PairsPossible "report-pairs-possible"
    PairsCompared "report-pairs-compared"
    Links "report-links"
    Clusters "report-clusters"
    Model "report-model"
    Seed "report-seed"
    /// `$probability` and `$weight`.
    ThresholdValue "report-threshold-value"
    Seconds "report-seconds"
    Stage "report-stage"
    Table "report-table"

    WeightsTitle "report-weights-title"
    WeightsRead "report-weights-read"
    Prior "report-prior"
    Comparison "report-comparison"
    Level "report-level"
    /// The numbers of a comparison are defaults, not learnt.
    NotLearnt "report-not-learnt"

    ChancesTitle "report-chances-title"
    ChancesRead "report-chances-read"
    AmongMatches "report-among-matches"
    AmongOthers "report-among-others"

    WaterfallsTitle "report-waterfalls-title"
    WaterfallsRead "report-waterfalls-read"
    TermFrequency "report-term-frequency"
    Sum "report-sum"
    /// The pair met by a rule: `$rule`.
    MetBy "report-met-by"

    ScoresTitle "report-scores-title"
    ScoresRead "report-scores-read"
    ScoresReadTruth "report-scores-read-truth"
    /// `$count` pairs are below the first bar.
    PairsBelow "report-pairs-below"

    CalibrationTitle "report-calibration-title"
    CalibrationRead "report-calibration-read"
    Predicted "report-predicted"
    Observed "report-observed"
    Interval "report-interval"
    Pairs "report-pairs"
    /// `$error`: the mean distance between predicted and observed.
    CalibrationError "report-calibration-error"

    ThresholdsTitle "report-thresholds-title"
    ThresholdsRead "report-thresholds-read"
    Precision "report-precision"
    Recall "report-recall"
    F1 "report-f1"
    AtThreshold "report-at-threshold"
    AtBest "report-at-best"

    ClustersTitle "report-clusters-title"
    ClustersRead "report-clusters-read"
    ClusterSize "report-cluster-size"
    /// Sizes of `$from` to `$to` records.
    SizeRange "report-size-range"
    /// Sizes of `$from` records and more.
    SizeFrom "report-size-from"
    ClusterCount "report-cluster-count"
    LargestTitle "report-largest-title"
    LargestRead "report-largest-read"
    Cluster "report-cluster"
    WeakestLink "report-weakest-link"

    RulesTitle "report-rules-title"
    RulesRead "report-rules-read"
    Rule "report-rule"
    PairsNew "report-pairs-new"
    PairsOnly "report-pairs-only"
    ExpectedMatches "report-expected-matches"
    EstimatedRecall "report-estimated-recall"
    PerThousand "report-per-thousand"
    AllRules "report-all-rules"
    ShareOfPairs "report-share-of-pairs"
    ShareOfMatches "report-share-of-matches"

    BlocksTitle "report-blocks-title"
    BlocksRead "report-blocks-read"
    Value "report-value"
    PassedOver "report-passed-over"
}
