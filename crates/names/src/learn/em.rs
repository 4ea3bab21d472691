//! Expectation–maximisation of a channel from pairs of words.
//!
//! A port of the Python prototype's `em`, with places in the word and doubled letters as units of
//! their own. Sums run in a fixed order in `f64`, so the same pairs give the same bytes.

use crate::alphabet::{Encoded, PLACES};
use crate::channel::{Entry, MAX_CHUNK};
use crate::limits::MAX_PART_LETTERS;
use crate::tables::LearnedChannel;

/// A pair of words with a weight.
pub(super) struct Example {
    pub(super) source: Encoded,
    pub(super) target: Encoded,
    pub(super) weight: f64,
}

/// What is to be learned and how.
pub(super) struct Plan<'a> {
    pub(super) units: usize,
    pub(super) targets: usize,
    pub(super) rounds: usize,
    /// First guesses: (unit without its place, chunk, weight).
    pub(super) guesses: &'a [(usize, Vec<u8>, f64)],
}

/// Entries less likely than this are not kept.
const KEEP: f64 = 1e-4;
/// How many examples the habits of the whole word weigh against those of one place in it.
const POOLED: f64 = 25.0;

const WIDTH: usize = MAX_PART_LETTERS + 1;

/// Number of a chunk among all chunks of up to three letters.
fn chunk_id(letters: &[u8], targets: usize) -> usize {
    let start = match letters.len() {
        0 => return 0,
        1 => 1,
        2 => 1 + targets,
        _ => 1 + targets + targets * targets,
    };
    start + letters.iter().fold(0, |id, &letter| id * targets + usize::from(letter))
}

fn chunk_of(id: usize, targets: usize) -> ([u8; MAX_CHUNK], usize) {
    let mut chunk = [0; MAX_CHUNK];
    if id == 0 {
        return (chunk, 0);
    }
    let (mut rest, length) = if id < 1 + targets {
        (id - 1, 1)
    } else if id < 1 + targets + targets * targets {
        (id - 1 - targets, 2)
    } else {
        (id - 1 - targets - targets * targets, 3)
    };
    for letter in chunk[..length].iter_mut().rev() {
        *letter = (rest % targets) as u8;
        rest /= targets;
    }
    (chunk, length)
}

struct Model {
    chunks: usize,
    rows: Vec<f64>,
    insert: [Vec<f64>; 3],
}

pub(super) fn learn_channel(examples: &[Example], plan: &Plan<'_>, progress: &mut dyn FnMut(&str)) -> LearnedChannel {
    let targets = plan.targets;
    let chunks = 1 + targets + targets.pow(2) + targets.pow(3);
    let mut model = first_model(plan, chunks);
    for round in 1..=plan.rounds {
        let (counts, inserted, likelihood) = expect(examples, &model, targets);
        progress(&format!("round {round}: {likelihood:.3} nats a pair"));
        model = maximise(counts, &inserted, examples, plan, chunks);
    }
    let mut entries = Vec::new();
    for unit in 0..plan.units {
        for id in 0..chunks {
            let probability = model.rows[unit * chunks + id];
            if probability >= KEEP {
                let (chunk, length) = chunk_of(id, targets);
                entries.push(Entry { unit: unit as u8, chunk, length: length as u8, probability: probability as f32 });
            }
        }
    }
    LearnedChannel { entries, insert: model.insert }
}

fn first_model(plan: &Plan<'_>, chunks: usize) -> Model {
    let targets = plan.targets;
    let mut rows = vec![1e-9; plan.units * chunks];
    let per_place = plan.units / PLACES;
    for row in rows.chunks_mut(chunks) {
        row[0] = 0.02;
        row[1..=targets].fill(0.001);
    }
    for place in 0..PLACES {
        for (unit, chunk, weight) in plan.guesses {
            rows[(place * per_place + unit) * chunks + chunk_id(chunk, targets)] = *weight;
        }
    }
    for row in rows.chunks_mut(chunks) {
        let total: f64 = row.iter().sum();
        for p in row {
            *p *= 0.8 / total;
        }
    }
    let stray = vec![0.2 / targets as f64; targets];
    Model { chunks, rows, insert: [stray.clone(), stray.clone(), stray] }
}

/// Expected counts of chunks and insertions, and the mean log likelihood.
fn expect(examples: &[Example], model: &Model, targets: usize) -> (Vec<f64>, [Vec<f64>; 3], f64) {
    let chunks = model.chunks;
    let mut counts = vec![0.0; model.rows.len()];
    let mut inserted = [vec![0.0; targets], vec![0.0; targets], vec![0.0; targets]];
    let (mut likelihood, mut weights) = (0.0, 0.0);
    let mut forward = [[0.0f64; WIDTH]; WIDTH];
    let mut backward = [[0.0f64; WIDTH]; WIDTH];
    for example in examples {
        let (source, target) = (example.source.units(), example.target.letters());
        let (n, m) = (source.len(), target.len());
        let gap = |i: usize| {
            if i == 0 {
                0
            } else if i == n {
                2
            } else {
                1
            }
        };
        let cell = |i: usize, j: usize, length: usize| {
            usize::from(source[i]) * chunks + chunk_id(&target[j..j + length], targets)
        };
        for i in 0..=n {
            for j in 0..=m {
                let mut sum = if i == 0 && j == 0 { 1.0 } else { 0.0 };
                if j > 0 {
                    sum += forward[i][j - 1] * model.insert[gap(i)][usize::from(target[j - 1])];
                }
                if i > 0 {
                    for length in 0..=MAX_CHUNK.min(j) {
                        sum += forward[i - 1][j - length] * model.rows[cell(i - 1, j - length, length)];
                    }
                }
                forward[i][j] = sum;
            }
        }
        let total = forward[n][m];
        if total < 1e-290 {
            continue;
        }
        for i in (0..=n).rev() {
            for j in (0..=m).rev() {
                let mut sum = if i == n && j == m { 1.0 } else { 0.0 };
                if j < m {
                    sum += backward[i][j + 1] * model.insert[gap(i)][usize::from(target[j])];
                }
                if i < n {
                    for length in 0..=MAX_CHUNK.min(m - j) {
                        sum += backward[i + 1][j + length] * model.rows[cell(i, j, length)];
                    }
                }
                backward[i][j] = sum;
            }
        }
        likelihood += example.weight * total.ln();
        weights += example.weight;
        let share = example.weight / total;
        for i in 0..=n {
            for j in 0..=m {
                let reach = forward[i][j] * share;
                if reach == 0.0 {
                    continue;
                }
                if j < m {
                    let letter = usize::from(target[j]);
                    inserted[gap(i)][letter] += reach * model.insert[gap(i)][letter] * backward[i][j + 1];
                }
                if i < n {
                    for length in 0..=MAX_CHUNK.min(m - j) {
                        let at = cell(i, j, length);
                        counts[at] += reach * model.rows[at] * backward[i + 1][j + length];
                    }
                }
            }
        }
    }
    (counts, inserted, likelihood / f64::max(weights, 1.0))
}

fn maximise(
    mut counts: Vec<f64>,
    inserted: &[Vec<f64>; 3],
    examples: &[Example],
    plan: &Plan<'_>,
    chunks: usize,
) -> Model {
    let targets = plan.targets;
    let per_place = plan.units / PLACES;
    let words: f64 = examples.iter().map(|example| example.weight).sum();
    let letters: f64 = examples.iter().map(|example| example.weight * example.source.units().len() as f64).sum();
    // Gaps before the first unit, between units, after the last.
    let gaps = [words, (letters - words).max(1.0), words];
    let insert: [Vec<f64>; 3] = std::array::from_fn(|gap| {
        let total: f64 = inserted[gap].iter().sum();
        inserted[gap].iter().map(|count| (count + 1e-5 * total + 1e-6 * gaps[gap]) / (gaps[gap] + total)).collect()
    });
    let stray: f64 = insert[1].iter().sum();
    // Every chunk keeps a little; dropping or changing one letter more than a longer chunk.
    for row in counts.chunks_mut(chunks) {
        let total = row.iter().sum::<f64>().max(1.0);
        row[0] += 2e-4 * total;
        for count in &mut row[1..=targets] {
            *count += 2e-5 * total;
        }
    }
    // Habits of the whole word fill in for places seen rarely.
    for unit in 0..per_place {
        let mut pooled = vec![0.0; chunks];
        for place in 0..PLACES {
            let row = &counts[(place * per_place + unit) * chunks..][..chunks];
            pooled.iter_mut().zip(row).for_each(|(sum, count)| *sum += count);
        }
        let total: f64 = pooled.iter().sum();
        for place in 0..PLACES {
            let row = &mut counts[(place * per_place + unit) * chunks..][..chunks];
            row.iter_mut().zip(&pooled).for_each(|(count, sum)| *count += POOLED * sum / total);
        }
    }
    for row in counts.chunks_mut(chunks) {
        let total: f64 = row.iter().sum();
        for count in row {
            *count *= (1.0 - stray) / total;
        }
    }
    Model { chunks, rows: counts, insert }
}
