//! Attested equivalents: forms that are one name though their letters do not say so.
//!
//! Written by hand from general knowledge (`data/equivalents.tsv`); the channel does the rest.

use crate::alphabet::Encoded;
use crate::codec::{Sink, Source};
use crate::tables::{read_word, write_word};

/// Groups of forms that are one name though their letters do not say so (Kurdish Ehmed, Turkish
/// Mehmet, the short forms Hama and Hemo for محمد).
#[derive(Debug, Clone, Default)]
pub(crate) struct Equivalents {
    /// Sorted (hash of the form, group).
    forms: Vec<(u64, u16)>,
    /// One bit for each low byte pair of a hash that occurs: most lookups end here.
    filter: Vec<u64>,
    /// The forms of each group, with their letters.
    members: Vec<Vec<Encoded>>,
}

const FILTER_BITS: u64 = 1 << 16;

impl Equivalents {
    pub(crate) fn of(groups: &[Vec<String>]) -> Self {
        let mut forms: Vec<(u64, u16)> = groups
            .iter()
            .enumerate()
            .flat_map(|(group, forms)| forms.iter().map(move |form| (Encoded::of(form).hash, group as u16)))
            .collect();
        forms.sort_unstable();
        forms.dedup();
        let mut filter = vec![0; (FILTER_BITS / 64) as usize];
        for (hash, _) in &forms {
            let bit = hash % FILTER_BITS;
            filter[(bit / 64) as usize] |= 1u64 << (bit % 64);
        }
        let members = groups.iter().map(|forms| forms.iter().map(|form| Encoded::of(form)).collect()).collect();
        Self { forms, filter, members }
    }

    pub(crate) fn read(source: &mut Source<'_>) -> Option<Self> {
        let count = source.short()?;
        let mut groups = Vec::new();
        for _ in 0..count {
            let forms = source.byte()?;
            let group: Option<Vec<String>> = (0..forms).map(|_| read_word(source)).collect();
            groups.push(group?);
        }
        Some(Self::of(&groups))
    }

    pub(crate) fn write(sink: &mut Sink, groups: &[Vec<String>]) {
        sink.short(groups.len() as u16);
        for group in groups {
            sink.byte(group.len() as u8);
            for form in group {
                write_word(sink, form);
            }
        }
    }

    /// Whether a form may stand in a group; most that do not are known by a bit.
    pub(crate) fn may_hold(&self, hash: u64) -> bool {
        let bit = hash % FILTER_BITS;
        self.filter.get((bit / 64) as usize).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    fn groups(&self, hash: u64) -> &[(u64, u16)] {
        let start = self.forms.partition_point(|(form, _)| *form < hash);
        let end = start + self.forms[start..].iter().take_while(|(form, _)| *form == hash).count();
        &self.forms[start..end]
    }

    /// The forms that stand in a group with this one, itself among them.
    pub(crate) fn beside(&self, form: &Encoded) -> impl Iterator<Item = &Encoded> {
        let groups = if self.may_hold(form.hash) { self.groups(form.hash) } else { &[] };
        groups.iter().filter_map(|(_, group)| self.members.get(usize::from(*group))).flatten()
    }

    /// Whether two forms stand in one group.
    pub(crate) fn share_a_group(&self, a: &Encoded, b: &Encoded) -> bool {
        if !self.may_hold(a.hash) || !self.may_hold(b.hash) {
            return false;
        }
        let others = self.groups(b.hash);
        self.groups(a.hash).iter().any(|(_, group)| others.iter().any(|(_, other)| other == group))
    }
}
