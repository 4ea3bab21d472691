//! What the probability of a comparison is computed from: two dozen numbers about two aligned names.
//!
//! Brothers agree in every part but one, so the smallest evidence of any part matters more than the
//! sum; that idea and most of the features are those of the Python prototype that came before this crate.

/// Number of features.
pub(crate) const FEATURES: usize = FEATURE_NAMES.len();

/// Names of the features, for explanations.
pub(crate) const FEATURE_NAMES: [&str; 30] = [
    "evidence of all parts",
    "weakest part",
    "second weakest part",
    "third weakest part",
    "parts that agree",
    "parts that contradict",
    "parts left over",
    "parts compared",
    "parts out of order",
    "first part",
    "last part",
    "lost against a perfect match",
    "both in Latin letters",
    "both in Arabic letters",
    "mean of the parts",
    "weakest part below nothing",
    "weakest part far below nothing",
    "left over beside two parts",
    "article on one side only",
    "least close part",
    "second least close part",
    "least close, beyond a slip",
    "closeness of all parts",
    "contradiction beside agreement",
    "only two parts compared",
    "only one part compared",
    "part with the best other explanation",
    "second such part",
    "such a part, in Arabic letters",
    "father passed over",
];

/// Bits at which a part's evidence is capped, so that one rare family name cannot outweigh a
/// contradiction.
const CAP: f32 = 17.0;
/// Bits above which a part agrees and below which (negative) it contradicts.
const CLEAR: f32 = 1.5;

/// Two aligned names as numbers.
pub(crate) struct Aligned<'a> {
    /// Evidence and closeness of each pair of partners.
    pub(crate) pairs: &'a [PairValue],
    /// Parts of the core that have no partner.
    pub(crate) left_over: usize,
    pub(crate) inversions: usize,
    pub(crate) both_latin: bool,
    pub(crate) both_arabic: bool,
    /// The shorter name goes on with the grandfather where the longer has a father: lists leave out
    /// grandfathers, hardly ever fathers.
    pub(crate) father_skipped: bool,
}

/// What one pair of partners gives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PairValue {
    pub(crate) evidence: f32,
    pub(crate) closeness: f32,
    /// Evidence if the two were the same part, spelled as usual.
    pub(crate) perfect: f32,
    /// One of the two is the first (last) core part of its name.
    pub(crate) first: bool,
    pub(crate) last: bool,
    pub(crate) article_differs: bool,
}

pub(crate) fn features(aligned: &Aligned<'_>) -> [f32; FEATURES] {
    let mut evidence: Vec<f32> = aligned.pairs.iter().map(|pair| pair.evidence.min(CAP)).collect();
    evidence.sort_by(f32::total_cmp);
    let mut closeness: Vec<f32> = aligned.pairs.iter().map(|pair| pair.closeness.max(-30.0)).collect();
    closeness.sort_by(f32::total_cmp);
    let nth = |values: &[f32], at: usize, missing: f32| values.get(at).copied().unwrap_or(missing);
    let sum: f32 = evidence.iter().sum();
    let count = evidence.len() as f32;
    let agree = evidence.iter().filter(|value| **value > CLEAR).count() as f32;
    let contradict = evidence.iter().filter(|value| **value < -CLEAR).count() as f32;
    let end = |chosen: fn(&PairValue) -> bool| {
        aligned.pairs.iter().filter(|pair| chosen(pair)).map(|pair| pair.evidence.min(CAP)).fold(CAP, f32::min)
    };
    let loss: f32 = aligned.pairs.iter().map(|pair| (pair.perfect.min(CAP) - pair.evidence.min(CAP)).max(0.0)).sum();
    let mut lost: Vec<f32> = aligned.pairs.iter().map(|pair| (pair.perfect - pair.evidence).clamp(0.0, CAP)).collect();
    lost.sort_by(|a, b| b.total_cmp(a));
    let weakest = nth(&evidence, 0, -13.0);
    let least_close = nth(&closeness, 0, -30.0);
    let left_over = aligned.left_over as f32;
    let flag = |set: bool| f32::from(u8::from(set));
    [
        sum,
        weakest,
        nth(&evidence, 1, CAP),
        nth(&evidence, 2, CAP),
        agree,
        contradict,
        left_over,
        count,
        aligned.inversions as f32,
        end(|pair| pair.first),
        end(|pair| pair.last),
        loss,
        flag(aligned.both_latin),
        flag(aligned.both_arabic),
        sum / count.max(1.0),
        weakest.min(0.0),
        (weakest + 6.0).min(0.0),
        if aligned.pairs.len() == 2 { left_over } else { 0.0 },
        aligned.pairs.iter().filter(|pair| pair.article_differs).count() as f32,
        least_close,
        nth(&closeness, 1, 0.0),
        (least_close + 10.0).min(0.0),
        closeness.iter().sum::<f32>().max(-60.0),
        if contradict > 0.0 { agree } else { 0.0 },
        flag(aligned.pairs.len() == 2),
        flag(aligned.pairs.len() == 1),
        nth(&lost, 0, 0.0),
        nth(&lost, 1, 0.0),
        if aligned.both_arabic { nth(&lost, 0, 0.0) } else { 0.0 },
        flag(aligned.father_skipped),
    ]
}
