//! The run as a whole: what was linked, with what, and how long it took.

use super::LinkageReport;
use super::limits::{STAGES_MAX, TABLES_MAX};
use super::teller::{Teller, percent, upright, value};
use super::words::{Name, Word};
use crate::number;

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    let summary = &report.summary;
    teller.open("summary", Word::SummaryTitle, Word::SummaryRead);
    teller.out.raw("<dl class=\"tiles\">");
    let compared = number::count(summary.pairs_compared);
    let counts = [
        (Word::Records, number::count(summary.records)),
        (Word::PairsCompared, compared),
        (Word::Links, number::count(summary.links)),
        (Word::Clusters, number::count(summary.clusters)),
    ];
    for (word, count) in counts {
        let word = teller.say(word);
        teller.out.add(format_args!("<div><dt>{word}</dt><dd>{count}</dd></div>"));
    }
    teller.out.raw("</dl><div class=\"side-by-side\">");
    settings(report, teller);
    tables(report, teller);
    stages(report, teller);
    teller.out.raw("</div>");
    teller.close();
}

fn settings(report: &LinkageReport, teller: &mut Teller<'_>) {
    let summary = &report.summary;
    let arguments = [
        ("probability", number::percent(summary.threshold_probability)),
        ("weight", number::weight(summary.threshold_weight)),
    ];
    let mut lines = vec![
        (Word::Model, value(&summary.model)),
        (Word::Threshold, teller.tell(Word::ThresholdValue, &arguments)),
        (Word::Seed, upright(&summary.seed.to_string())),
    ];
    if let Some(possible) = summary.pairs_possible {
        let share = if possible == 0 { 0.0 } else { summary.pairs_compared as f64 / possible as f64 };
        lines.push((Word::PairsPossible, format!("{} ({})", number::count(possible), percent(share))));
    }
    teller.out.raw("<table class=\"plain settings\"><tbody>");
    for (word, text) in lines {
        let word = teller.say(word);
        teller.out.add(format_args!("<tr><th scope=\"row\">{word}</th><td>{text}</td></tr>"));
    }
    teller.out.raw("</tbody></table>");
}

fn tables(report: &LinkageReport, teller: &mut Teller<'_>) {
    let tables = &report.summary.tables;
    if tables.is_empty() {
        return;
    }
    teller.out.raw("<div><table class=\"plain\"><thead><tr>");
    teller.heads(&[("", Word::Table), ("n", Word::Records)]);
    teller.out.raw("</tr></thead><tbody>");
    for table in tables.iter().take(TABLES_MAX) {
        let (name, records) = (value(&table.name), number::count(table.records));
        teller.out.add(format_args!("<tr><td>{name}</td><td class=\"n\">{records}</td></tr>"));
    }
    teller.out.raw("</tbody></table>");
    teller.more(tables.len(), TABLES_MAX);
    teller.out.raw("</div>");
}

fn stages(report: &LinkageReport, teller: &mut Teller<'_>) {
    let stages = &report.summary.stages;
    if stages.is_empty() {
        return;
    }
    teller.out.raw("<div><table class=\"plain\"><thead><tr>");
    teller.heads(&[("", Word::Stage), ("n", Word::Seconds)]);
    teller.out.raw("</tr></thead><tbody>");
    for stage in stages.iter().take(STAGES_MAX) {
        let (name, seconds) = (teller.name(Name::Stage(&stage.name)), upright(&number::amount(stage.seconds)));
        teller.out.add(format_args!("<tr><td>{name}</td><td class=\"n\">{seconds}</td></tr>"));
    }
    teller.out.raw("</tbody></table>");
    teller.more(stages.len(), STAGES_MAX);
    teller.out.raw("</div>");
}
