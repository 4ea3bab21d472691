//! The weights of the comparison: a logistic regression on labelled pairs of names.
//!
//! Fitted by Newton's method with a small ridge on standardised features; a fixed number of steps and
//! a fixed order of sums give the same weights every time.

use super::TrainingData;
use crate::compare::comparison_features;
use crate::features::FEATURES;
use crate::tables::WEIGHTS;
use crate::vocabulary::Vocabulary;

/// Every third labelled pair is fitted on; the others stay for measuring.
const FITTED_OF: usize = 3;
const STEPS: usize = 30;
const RIDGE: f64 = 1.0;

/// Labelled pairs for fitting: those whose row number is a multiple of three.
pub(super) fn fit_weights(
    data: &TrainingData,
    vocabulary: &Vocabulary,
    progress: &mut dyn FnMut(&str),
) -> [f32; WEIGHTS] {
    let (Some(pairs), Some(truth)) = (data.files.get("dev_pairs.tsv"), data.files.get("dev_pairs_truth.tsv")) else {
        progress("no labelled pairs: the weights of the comparison stay at the built-in ones");
        return FALLBACK;
    };
    let labels: std::collections::BTreeMap<&str, f64> = truth
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, rest)| (id, f64::from(u8::from(rest.starts_with('1')))))
        .collect();
    let mut rows = Vec::new();
    for line in pairs.lines().skip(1).step_by(FITTED_OF) {
        let mut fields = line.split('\t');
        let (Some(id), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let Some(&label) = labels.get(id) else {
            continue;
        };
        rows.push((comparison_features(vocabulary, a, b).map(f64::from), label));
    }
    progress(&format!("weights fitted on {} labelled pairs", rows.len()));
    if rows.len() < 10 * FEATURES { FALLBACK } else { logistic(&rows) }
}

/// Weights by hand for learning without labelled pairs: the weakest part decides.
const FALLBACK: [f32; WEIGHTS] = {
    let mut weights = [0.0; WEIGHTS];
    weights[0] = 0.1;
    weights[1] = 0.5;
    weights[6] = -0.2;
    weights
};

fn logistic(rows: &[([f64; FEATURES], f64)]) -> [f32; WEIGHTS] {
    let n = rows.len() as f64;
    let mean: [f64; FEATURES] = std::array::from_fn(|k| rows.iter().map(|(row, _)| row[k]).sum::<f64>() / n);
    let spread: [f64; FEATURES] = std::array::from_fn(|k| {
        (rows.iter().map(|(row, _)| (row[k] - mean[k]).powi(2)).sum::<f64>() / n).sqrt().max(1e-6)
    });
    let mut beta = [0.0; WEIGHTS];
    for _ in 0..STEPS {
        let mut gradient = [0.0; WEIGHTS];
        let mut hessian = [[0.0; WEIGHTS]; WEIGHTS];
        for (row, label) in rows {
            let mut x = [1.0; WEIGHTS];
            for k in 0..FEATURES {
                x[k] = (row[k] - mean[k]) / spread[k];
            }
            let z: f64 = beta.iter().zip(&x).map(|(b, x)| b * x).sum();
            let p = 1.0 / (1.0 + (-z).exp());
            let curve = (p * (1.0 - p)).max(1e-9);
            for k in 0..WEIGHTS {
                gradient[k] += (label - p) * x[k];
                for l in 0..=k {
                    hessian[k][l] += curve * x[k] * x[l];
                }
            }
        }
        let lower = hessian;
        for (k, row) in hessian.iter_mut().enumerate() {
            for (value, mirrored) in row.iter_mut().zip(&lower).skip(k + 1) {
                *value = mirrored[k];
            }
        }
        for k in 0..FEATURES {
            gradient[k] -= RIDGE * beta[k];
            hessian[k][k] += RIDGE;
        }
        let step = solve(hessian, gradient);
        for k in 0..WEIGHTS {
            beta[k] += step[k];
        }
    }
    let mut weights = [0.0f32; WEIGHTS];
    let mut constant = beta[FEATURES];
    for k in 0..FEATURES {
        weights[k] = (beta[k] / spread[k]) as f32;
        constant -= beta[k] * mean[k] / spread[k];
    }
    weights[FEATURES] = constant as f32;
    weights
}

/// Gaussian elimination with pivots.
fn solve(mut matrix: [[f64; WEIGHTS]; WEIGHTS], mut right: [f64; WEIGHTS]) -> [f64; WEIGHTS] {
    for column in 0..WEIGHTS {
        let pivot = (column..WEIGHTS)
            .max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))
            .unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let head = matrix[column];
        if head[column].abs() < 1e-12 {
            continue;
        }
        for row in column + 1..WEIGHTS {
            let factor = matrix[row][column] / head[column];
            for k in column..WEIGHTS {
                matrix[row][k] -= factor * head[k];
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = [0.0; WEIGHTS];
    for row in (0..WEIGHTS).rev() {
        let known: f64 = (row + 1..WEIGHTS).map(|k| matrix[row][k] * solution[k]).sum();
        if matrix[row][row].abs() >= 1e-12 {
            solution[row] = (right[row] - known) / matrix[row][row];
        }
    }
    solution
}
