//! Which blocking keys were too large when a model was learnt: frozen, so that blocks do not change as records come.

use crate::person::block::RULES;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Keys by the name of their rule.
type ByRule = BTreeMap<String, BTreeSet<u64>>;

/// Keys that were cut by a further key, and keys so cut that were passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caps {
    refined: ByRule,
    passed_over: ByRule,
}

impl Caps {
    pub(crate) fn refine(&mut self, rule: u8, key: u64) {
        self.refined.entry(RULES[rule as usize].to_owned()).or_default().insert(key);
    }

    pub(crate) fn pass_over(&mut self, rule: u8, key: u64) {
        self.passed_over.entry(RULES[rule as usize].to_owned()).or_default().insert(key);
    }

    /// Whether every rule is one of ours.
    pub(crate) fn is_sound(&self) -> bool {
        self.refined.keys().chain(self.passed_over.keys()).all(|rule| RULES.contains(&rule.as_str()))
    }

    pub(crate) fn looked_up(&self) -> Capped {
        let of = |keys: &ByRule| {
            let rules = RULES.iter().enumerate();
            let keyed =
                rules.flat_map(|(at, rule)| keys.get(*rule).into_iter().flatten().map(move |&key| (at as u8, key)));
            keyed.collect()
        };
        Capped { refined: of(&self.refined), passed_over: of(&self.passed_over) }
    }
}

/// The same, to be asked.
pub(crate) struct Capped {
    pub(crate) refined: HashSet<(u8, u64)>,
    pub(crate) passed_over: HashSet<(u8, u64)>,
}
