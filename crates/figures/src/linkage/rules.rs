//! What each blocking rule costs and brings, and which values cost most.

use super::limits::{BLOCKS_MAX, RULES_MAX};
use super::teller::{Teller, percent_if_known, upright, value};
use super::words::{Name, Word};
use super::{LinkageReport, RuleFigure, RuleUnion};
use crate::charts::{Ink, Lane, Ruler};
use crate::{Axis, number};

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    let rules = &report.rules.rules;
    teller.open("rules", Word::RulesTitle, Word::RulesRead);
    if rules.is_empty() {
        teller.nothing();
        return teller.close();
    }
    let only = rules.iter().any(|rule| rule.pairs_only.is_some());
    let ruler = ruler_of_shares(teller);
    teller.key(&[("k-neutral", Word::ShareOfPairs), ("k-for", Word::ShareOfMatches)]);
    teller.out.raw("<div class=\"wide\"><table class=\"chart rules\"><thead><tr>");
    teller.heads(&[("rule", Word::Rule)]);
    teller.ruler_head(&ruler);
    teller.heads(&[("n", Word::Pairs), ("n", Word::PairsNew)]);
    if only {
        teller.heads(&[("n", Word::PairsOnly)]);
    }
    let words = [Word::ExpectedMatches, Word::EstimatedRecall, Word::PerThousand];
    teller.heads(&words.map(|word| ("n", word)));
    teller.out.raw("</tr></thead><tbody>");
    for rule in rules.iter().take(RULES_MAX) {
        row(teller, rule, &report.rules.union, &ruler, only);
    }
    let union = &report.rules.union;
    let (name, pairs, matches) =
        (teller.say(Word::AllRules), number::count(union.pairs), upright(&number::amount(union.expected_matches)));
    let (recall, per_thousand) = (percent_if_known(union.recall), per_thousand(union.expected_matches, union.pairs));
    let span = if only { 2 } else { 1 };
    teller.out.add(format_args!(
        "</tbody><tfoot><tr><th scope=\"row\">{name}</th><td></td><td class=\"n\">{pairs}</td><td colspan=\"{span}\"></td>\
         <td class=\"n\">{matches}</td><td class=\"n\">{recall}</td><td class=\"n\">{per_thousand}</td></tr></tfoot></table></div>"
    ));
    teller.more(rules.len(), RULES_MAX);
    teller.close();
}

fn ruler_of_shares(teller: &Teller<'_>) -> Ruler {
    let tick = |share: f64| (share, if share * 100.0 % 50.0 == 0.0 { number::percent(share) } else { String::new() });
    Ruler::with_ticks(teller.direction, &teller.ruler_id("rules"), [0.0, 0.25, 0.5, 0.75, 1.0].map(tick).to_vec(), 0.0)
}

fn row(teller: &mut Teller<'_>, rule: &RuleFigure, union: &RuleUnion, ruler: &Ruler, only: bool) {
    let mut strip = ruler.strip();
    strip.bar(0.0, ruler.place(rule.pairs as f64 / union.pairs as f64), Lane::Upper, Ink::Neutral);
    strip.bar(0.0, ruler.place(rule.expected_matches / union.expected_matches), Lane::Lower, Ink::For);
    let (name, strip) = (teller.name(Name::Rule(&rule.name)), strip.finish());
    let (pairs, new) = (number::count(rule.pairs), number::count(rule.pairs_new));
    teller.out.add(format_args!(
        "<tr><th scope=\"row\">{name}</th><td class=\"strip\">{strip}</td><td class=\"n\">{pairs}</td><td class=\"n\">{new}</td>"
    ));
    if only {
        let own = rule.pairs_only.map_or_else(|| number::NO_NUMBER.to_owned(), number::count);
        teller.out.add(format_args!("<td class=\"n\">{own}</td>"));
    }
    let (matches, recall) = (upright(&number::amount(rule.expected_matches)), percent_if_known(rule.recall));
    let per_thousand = per_thousand(rule.expected_matches, rule.pairs);
    teller.out.add(format_args!(
        "<td class=\"n\">{matches}</td><td class=\"n\">{recall}</td><td class=\"n\">{per_thousand}</td></tr>"
    ));
}

fn per_thousand(expected: f64, pairs: u64) -> String {
    if pairs == 0 { number::NO_NUMBER.to_owned() } else { upright(&number::amount(expected * 1000.0 / pairs as f64)) }
}

/// The values that bring most pairs.
pub(crate) fn write_blocks(report: &LinkageReport, teller: &mut Teller<'_>) {
    teller.open("blocks", Word::BlocksTitle, Word::BlocksRead);
    let shown = || report.blocks.iter().take(BLOCKS_MAX);
    if report.blocks.is_empty() {
        teller.nothing();
        return teller.close();
    }
    let ruler = teller.ruler("blocks", Axis::of_counts(shown().map(|block| block.pairs)));
    teller.out.raw("<div class=\"wide\"><table class=\"chart blocks\"><thead><tr>");
    teller.heads(&[("rule", Word::Rule), ("value", Word::Value), ("n", Word::Records), ("n", Word::Pairs)]);
    teller.ruler_head(&ruler);
    teller.out.raw("</tr></thead><tbody>");
    for block in shown() {
        let (rule, text) = (teller.name(Name::Rule(&block.rule)), value(&block.value));
        let (records, pairs) = (number::count(block.records), number::count(block.pairs));
        let note = if block.is_passed_over {
            format!("<small>{}</small>", teller.say(Word::PassedOver))
        } else {
            String::new()
        };
        let ink = if block.is_passed_over { Ink::Against } else { Ink::Neutral };
        let strip = ruler.bar(block.pairs as f64, Some(ink));
        teller.out.add(format_args!(
            "<tr><td>{rule}</td><td class=\"value\">{text}{note}</td><td class=\"n\">{records}</td><td class=\"n\">{pairs}</td><td class=\"strip\">{strip}</td></tr>"
        ));
    }
    teller.out.raw("</tbody></table></div>");
    teller.scale_note(ruler.axis().shape());
    teller.more(report.blocks.len(), BLOCKS_MAX);
    teller.close();
}
