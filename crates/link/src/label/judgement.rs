//! What people said of a pair, and how far two of them agree.

use serde::Serialize;

/// What a judge said of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    /// One person.
    Same,
    /// Two.
    Different,
    /// The rows do not tell.
    Unsure,
}

/// What the judges of a pair agree on: a judgement that more of them gave than any other, and at least two, unless
/// there is only one judge. A third reading so decides between two.
pub fn consensus(given: &[Judgement], judges: usize) -> Option<Judgement> {
    let count = |wanted: Judgement| given.iter().filter(|&&one| one == wanted).count();
    let mut counts =
        [Judgement::Same, Judgement::Different, Judgement::Unsure].map(|judgement| (count(judgement), judgement));
    counts.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
    let [first, second, _] = counts;
    (first.0 > second.0 && first.0 >= judges.min(2)).then_some(first.1)
}

/// Agreement of two judges over the pairs that both judged.
///
/// J. Cohen, "A coefficient of agreement for nominal scales" (Educational and Psychological Measurement 20, 1960):
/// kappa is the agreement beyond what two people who judge by coin, each with their own shares, would reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct JudgeAgreement {
    /// Pairs that both judged.
    pub pairs: u64,
    /// Pairs of which both said the same.
    pub agreed: u64,
    /// Share of them.
    pub raw: Option<f64>,
    /// Cohen's kappa; none where chance alone would agree on everything.
    pub kappa: Option<f64>,
    /// Pairs by what the first said (row) and the second (column): same, different, unsure.
    pub table: [[u64; 3]; 3],
}

impl JudgeAgreement {
    /// Of what both said, pair by pair.
    pub fn of(both: impl IntoIterator<Item = (Judgement, Judgement)>) -> JudgeAgreement {
        let mut table = [[0_u64; 3]; 3];
        for (first, second) in both {
            table[first as usize][second as usize] += 1;
        }
        let pairs: u64 = table.iter().flatten().sum();
        let agreed = (0..3).map(|at| table[at][at]).sum();
        if pairs == 0 {
            return JudgeAgreement { pairs, agreed, raw: None, kappa: None, table };
        }
        let all = pairs as f64;
        let by_chance: f64 = (0..3)
            .map(|at| {
                let first: u64 = table[at].iter().sum();
                let second: u64 = table.iter().map(|row| row[at]).sum();
                first as f64 / all * (second as f64 / all)
            })
            .sum();
        let raw = agreed as f64 / all;
        let kappa = (by_chance < 1.0).then(|| (raw - by_chance) / (1.0 - by_chance));
        JudgeAgreement { pairs, agreed, raw: Some(raw), kappa, table }
    }
}
