//! How many pairs have which weight.

use super::LinkageReport;
use super::limits::SCORE_CLASSES_MAX;
use super::teller::Teller;
use super::words::Word;
use crate::charts::Histogram;
use crate::number;

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    let scores = &report.scores;
    let read = if scores.matches.is_some() { Word::ScoresReadTruth } else { Word::ScoresRead };
    teller.open("scores", Word::ScoresTitle, read);
    if scores.pairs.is_empty() && scores.matches.as_ref().is_none_or(Vec::is_empty) {
        teller.nothing();
        return teller.close();
    }
    let pairs = first(&scores.pairs);
    let matches = scores.matches.as_deref().map(first);
    let word = |word| teller.unescaped(word);
    let (x_label, told, threshold) = (word(Word::Weight), word(read), word(Word::Threshold));
    let histogram = Histogram {
        from: scores.from,
        class_width: scores.class_width,
        up: matches.unwrap_or(pairs),
        down: matches.map(|_| pairs),
        threshold: Some((report.summary.threshold_weight, &threshold)),
        x_label: &x_label,
        told: &told,
    };
    let svg = histogram.draw(teller.direction);
    if matches.is_some() {
        teller.key(&[("k-for", Word::Match), ("k-against", Word::NoMatch)]);
    }
    teller.out.add(format_args!("<figure>{svg}</figure>"));
    teller.scale_note(histogram.counts_axis().shape());
    if scores.pairs_below > 0 {
        let text = teller.tell(Word::PairsBelow, &[("count", number::count(scores.pairs_below))]);
        teller.out.add(format_args!("<p class=\"note\">{text}</p>"));
    }
    teller.more(scores.pairs.len(), SCORE_CLASSES_MAX);
    teller.close();
}

fn first(counts: &[u64]) -> &[u64] {
    counts.get(..SCORE_CLASSES_MAX).unwrap_or(counts)
}
