//! The vectors of transparency-dev/merkle: every inclusion, consistency and subtree case, good and bad.

use crate::shared::{evidence, files};
use base64::Engine;
use serde_json::Value;
use vault::Hash;
use vault::proof::{consistency, inclusion};

/// One case.
struct Case(Value);

impl Case {
    fn number(&self, name: &str) -> u64 {
        self.0[name].as_u64().unwrap_or_default()
    }

    fn hash(&self, name: &str) -> Option<Hash> {
        decoded(&self.0[name])
    }

    fn proof(&self) -> Option<Vec<Hash>> {
        self.0["proof"].as_array().map_or(Some(Vec::new()), |hashes| hashes.iter().map(decoded).collect())
    }
}

/// A hash; none of nothing. Where a case has a remark in its place ("don't care"), something else stands for it, so that remarks that are
/// equal stay so.
fn decoded(value: &Value) -> Option<Hash> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(value.as_str()?).ok()?;
    let stand_in = || (!bytes.is_empty()).then(|| Hash::of_parts(&[b"a remark", &bytes]));
    Hash::from_slice(&bytes).or_else(stand_in)
}

/// Runs a folder of cases; says how many there were.
fn run(folder: &str, holds: impl Fn(&Case) -> Option<bool>) {
    let Some(evidence) = evidence() else { return };
    let cases = files(evidence.join("merkle-vectors/testdata").join(folder));
    let mut disagreeing = Vec::new();
    for file in &cases {
        let case = Case(serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap());
        let wanted = !case.0["wantErr"].as_bool().unwrap();
        if (holds(&case) == Some(true)) != wanted {
            disagreeing.push(file.display().to_string());
        }
    }
    println!("{folder}: {} of {} agree", cases.len() - disagreeing.len(), cases.len());
    assert!(!cases.is_empty() && disagreeing.is_empty(), "{disagreeing:#?}");
}

#[test]
fn inclusion_vectors() {
    run("inclusion", |case| {
        let (index, size) = (case.number("leafIdx"), case.number("treeSize"));
        let checked = inclusion::check(case.hash("leafHash")?, index, size, &case.proof()?, case.hash("root")?);
        Some(checked.is_ok())
    });
}

#[test]
fn consistency_vectors() {
    run("consistency", |case| {
        let (old, new) = (case.number("size1"), case.number("size2"));
        let checked = consistency::check(old, case.hash("root1")?, new, case.hash("root2")?, &case.proof()?);
        Some(checked.is_ok())
    });
}

#[test]
fn subtree_inclusion_vectors() {
    run("subtreeinclusion", |case| {
        let (index, subtree) = (case.number("leafIdx"), case.number("start")..case.number("end"));
        let checked =
            inclusion::check_in_subtree(case.hash("leafHash")?, index, &subtree, &case.proof()?, case.hash("root")?);
        Some(checked.is_ok())
    });
}

#[test]
fn subtree_consistency_vectors() {
    run("subtreeconsistency", |case| {
        let (subtree, size) = (case.number("start")..case.number("end"), case.number("size"));
        let (part, whole) = (case.hash("root1")?, case.hash("root2")?);
        Some(consistency::check_subtree(&subtree, part, size, whole, &case.proof()?).is_ok())
    });
}
