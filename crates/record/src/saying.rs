//! What one testimony says of a fate or a place: on which basis, of when, and how strong beside others.
//!
//! A saying points to its record and holds none of its words. Strength only orders what is shown; nothing here says
//! what is true.

use crate::source::Groups;
use crate::{
    Authenticity, Certainty, Claim, PaperKind, PartialDate, Property, Role, SourceStanding, Testimony, Visibility,
};
use std::cmp::Reverse;

/// On which basis a testimony says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A family's request, or a list that repeats requests.
    Request,
    /// A list.
    List,
    /// A death paper.
    Paper(PaperKind),
    /// Somebody who saw it.
    Witness,
    /// A register of the facility.
    Register,
    /// A body or part of one.
    Remains,
}

impl Basis {
    /// Whether it only repeats what a family asked or had to ask for: it never corroborates.
    pub fn is_request(self) -> bool {
        matches!(self, Basis::Request | Basis::Paper(PaperKind::AtFamilysRequest))
    }

    /// From 0. The papers of an authority that hid deaths and invented them stand below whoever saw the person.
    fn rank(self) -> u8 {
        match self {
            Basis::Request | Basis::Paper(PaperKind::AtFamilysRequest) => 0,
            Basis::List => 1,
            Basis::Paper(_) => 2,
            Basis::Witness => 3,
            Basis::Register => 4,
            Basis::Remains => 5,
        }
    }
}

/// That a testimony says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saying {
    /// Whose: the caller's number.
    pub testimony: usize,
    /// By which claim; nothing when the row's place on its list says it.
    pub property: Option<Property>,
    /// Of which part of the record.
    pub part: u16,
    /// On which basis.
    pub basis: Basis,
    /// Of when, as precise as it is said; nothing where that is sealed.
    pub date: Option<PartialDate>,
    /// How sure the source was.
    pub certainty: Certainty,
    /// Who may see it.
    pub visibility: Visibility,
}

/// A saying with what it is of, and what only this crate may know of it.
#[derive(Clone, Copy)]
pub(crate) struct Said<What> {
    pub(crate) what: What,
    pub(crate) saying: Saying,
    /// When it certainly was so: of a span its end. Known though the date be sealed.
    pub(crate) when: Option<PartialDate>,
    pub(crate) standing: Standing,
}

/// How a saying stands among others, apart from its own words.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) group: u32,
    pub(crate) is_forged: bool,
    /// Counts as one more source for what it says.
    pub(crate) corroborates: bool,
    authenticity: u8,
    reliability: u8,
}

impl Standing {
    fn of(source: SourceStanding, is_request: bool, is_forged: bool) -> Standing {
        Standing {
            group: source.group,
            is_forged,
            corroborates: !is_request && !is_forged,
            authenticity: match source.authenticity {
                Authenticity::Forged => 0,
                Authenticity::Disputed => 1,
                Authenticity::Unknown => 2,
                Authenticity::Verified => 3,
            },
            reliability: source.reliability_rank(),
        }
    }
}

impl<What> Said<What> {
    /// How much a saying weighs beside others: greater is stronger.
    pub(crate) fn weight(&self) -> impl Ord + use<What> {
        let Standing { is_forged, corroborates, authenticity, reliability, .. } = self.standing;
        let saying = &self.saying;
        (
            (!is_forged, corroborates, authenticity, reliability, saying.basis.rank()),
            (Reverse(saying.certainty), self.when.is_some(), self.when.map(|date| date.interval().1)),
        )
    }

    /// What orders sayings: their weight, and then whatever tells them apart, so that no order of arrival shows.
    pub(crate) fn strength(&self) -> impl Ord + use<What> {
        let saying = &self.saying;
        let first = self.when.map(|date| Reverse(date.interval().0));
        let place = (Reverse(saying.testimony), Reverse(saying.part), Reverse(saying.property));
        (self.weight(), place, Reverse(saying.basis), first, Reverse(saying.visibility))
    }
}

/// A date to be shown, and the date that counts where times are compared.
pub(crate) type Dates = (Option<PartialDate>, Option<PartialDate>);

/// One date for both.
pub(crate) fn at(date: Option<PartialDate>) -> Dates {
    (date, date)
}

/// Collects what one testimony says.
pub(crate) struct Witness<'a, What> {
    pub(crate) testimony: Testimony<'a>,
    is_request: bool,
    is_forged: bool,
    pub(crate) said: Vec<Said<What>>,
}

impl<'a, What: PartialEq> Witness<'a, What> {
    pub(crate) fn new(testimony: Testimony<'a>, groups: &Groups) -> Self {
        Witness {
            testimony,
            is_request: testimony.record.role == Role::Sought || groups.repeats_requests(testimony.source),
            is_forged: groups.is_forged(testimony.source),
            said: Vec::new(),
        }
    }

    pub(crate) fn is_forged(&self) -> bool {
        self.is_forged
    }

    /// The basis of a claim that is of no paper and no body.
    pub(crate) fn basis(&self, claim: Option<&Claim>) -> Basis {
        if self.is_request {
            Basis::Request
        } else if claim.is_some_and(|claim| !claim.quotes.is_empty()) {
            Basis::Witness
        } else if self.testimony.record.role == Role::Held && self.is_of_a_register() {
            Basis::Register
        } else {
            Basis::List
        }
    }

    /// What registers carry, and lists that others draw up of the held do not.
    fn is_of_a_register(&self) -> bool {
        let kept = [Property::EntryDate, Property::ExitDate, Property::DetaineeNumber, Property::PaperNumber];
        self.testimony.record.claims.iter().any(|claim| kept.contains(&claim.property))
    }

    /// Who may see a date: it is not shown by way of another claim to whoever may not see its own.
    fn visibility_of(&self, date: Option<PartialDate>) -> Visibility {
        let claims = self.testimony.record.claims.iter();
        let events = claims.filter(|claim| !matches!(claim.property, Property::BirthDate | Property::Age));
        let own = events.filter(|claim| date.is_some() && claim.date() == date).map(|claim| claim.visibility);
        own.max().unwrap_or_default()
    }

    /// Notes that the claim says it; without a claim, the row's place on its list. Once each.
    pub(crate) fn says(&mut self, what: What, claim: Option<&Claim>, basis: Basis, (shown, when): Dates) {
        let visibility = claim.map_or(Visibility::Staff, |claim| claim.visibility).max(self.visibility_of(shown));
        let saying = Saying {
            testimony: self.testimony.id,
            property: claim.map(|claim| claim.property),
            part: claim.map_or(0, |claim| claim.part),
            basis,
            date: shown.filter(|_| visibility < Visibility::Sealed),
            certainty: claim.map_or(Certainty::Stated, |claim| claim.certainty),
            visibility,
        };
        if self.said.iter().any(|said| said.what == what && said.saying == saying && said.when == when) {
            return;
        }
        let standing = Standing::of(self.testimony.source, self.is_request || basis.is_request(), self.is_forged);
        self.said.push(Said { what, saying, when, standing });
    }
}

/// How many sources that are no copies of one another, and repeat no request, say one of these.
pub(crate) fn independent<'a, What: 'a>(said: impl Iterator<Item = &'a Said<What>>) -> usize {
    let corroborating = said.filter(|said| said.standing.corroborates).map(|said| said.standing.group);
    corroborating.collect::<std::collections::BTreeSet<u32>>().len()
}
