//! The report of a run as a page: every figure of it, out of what the run has found.
//!
//! It shows values of the tables, and no path: a table is called by its file's name without folder and ending.

mod clusters;
mod model;
mod pairs;
mod rules;
mod scores;
mod truth;

use super::super::write::save;
use super::{Run, told};
use crate::printer::Printer;
use anyhow::Context;
use figures::linkage::{LinkageReport, StageFigure, Summary, TableFigure};
use link::Clustering;
use link::engine::Scored;
use std::path::Path;
use truth::Truth;

/// A stage that took less is not told: it would stand there as nought.
const SECONDS_MIN: f64 = 0.005;
/// The largest number below 1: no pair is certain, even where its odds are beyond what a probability can hold.
const ALMOST_CERTAIN: f64 = 1.0 - f64::EPSILON / 2.0;

/// Writes the page. The clustering is that of the first threshold, which is the page's.
pub(super) fn write(
    path: &Path,
    run: &Run<'_>,
    scored: &Scored,
    clustering: &Clustering,
    printer: &Printer,
) -> anyhow::Result<()> {
    let bar = printer.bar("forecasting");
    let forecast = run.engine.forecast(&run.options, &mut |phase, done, total| told(&bar, phase, done, total));
    bar.finish_and_clear();
    let forecast = forecast.context("the work was stopped")?;
    let truth = run.truth.as_deref().map(|persons| Truth::of(persons, &run.engine));
    let truth = truth.as_ref();
    let clusters = clusters::figures(run, scored, clustering);
    let mut summary = summary(run, scored);
    summary.clusters = clusters.sizes.iter().filter(|size| size.records > 1).map(|size| size.clusters).sum();
    summary.pairs_possible = Some(forecast.all_pairs);
    let names: Vec<&str> = summary.tables.iter().map(|table| table.name.as_str()).collect();
    let report = LinkageReport {
        title: names.join(" × "),
        prior_weight: model::prior_weight(run.engine.model()),
        comparisons: model::comparisons(run.engine.model(), &run.training),
        waterfalls: pairs::waterfalls(run, scored, truth),
        scores: scores::figure(scored, truth),
        calibration: truth.map(|truth| truth.calibration(scored)),
        thresholds: truth.map(|truth| truth.thresholds(scored, summary.threshold_weight)),
        clusters,
        rules: rules::figures(scored, &forecast),
        blocks: rules::blocks(scored),
        summary,
    };
    save(path, &crate::report::linkage_page(&report, run.arguments.language))
}

/// The run as a whole, without what others work out.
fn summary(run: &Run<'_>, scored: &Scored) -> Summary {
    let threshold = run.arguments.threshold[0];
    let second = u64::from(run.engine.table().second_list());
    let records = run.ids.len() as u64;
    let of_list = match &run.arguments.right {
        Some(right) => vec![(&run.arguments.left, second), (right, records - second)],
        None => vec![(&run.arguments.left, records)],
    };
    let tables = of_list.into_iter().map(|(path, records)| TableFigure { name: table_name(path), records });
    let seconds = &run.seconds;
    let stages = [
        ("read", seconds.read),
        ("train", seconds.train),
        ("block-and-score", seconds.block_and_score),
        ("cluster", seconds.cluster),
        ("write", seconds.write),
    ];
    Summary {
        tables: tables.collect(),
        records,
        pairs_possible: None,
        pairs_compared: scored.candidates,
        links: scored.pairs.iter().filter(|pair| pair.probability() >= threshold).count() as u64,
        clusters: 0,
        model: run.engine.model().name.clone(),
        threshold_probability: threshold,
        threshold_weight: (threshold / (1.0 - threshold)).log2(),
        seed: run.arguments.seed,
        stages: stages
            .into_iter()
            .filter(|&(_, seconds)| seconds >= SECONDS_MIN)
            .map(|(name, seconds)| StageFigure { name: name.to_owned(), seconds })
            .collect(),
    }
}

/// A table's name: that of its file, without what only says how it is kept.
fn table_name(path: &Path) -> String {
    let named = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = named.strip_suffix(".gz").unwrap_or(&named);
    let name = [".csv", ".parquet"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::table_name;
    use std::path::Path;

    #[test]
    fn a_table_is_called_by_its_file_without_folder_and_ending() {
        let names = ["/srv/lists/freed.csv", "freed.csv.gz", "../freed.parquet", "freed"];
        assert!(names.iter().all(|name| table_name(Path::new(name)) == "freed"));
        assert_eq!(table_name(Path::new("freed.2025.csv")), "freed.2025");
    }
}
