//! Whereabouts: where testimonies say that a person is, was, or lies, side by side, each with what contradicts it.
//!
//! A view over claims, apart from fate. Where a living person is now is sealed: the view says that somebody knows, and
//! holds nothing of the text (rule 5). It concludes nothing.

mod presence;
mod said;

use crate::saying::{Said, independent};
use crate::source::Groups;
use crate::{Gazetteer, Place, Private, Saying, Testimony, Visibility};
use presence::{Presence, contradict};
use std::cmp::Reverse;

/// In what way a person is, was or lies at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placement {
    /// Where the living person is now, or a place that a human sealed: nothing more is said here.
    Sealed,
    /// Held there.
    Held,
    /// Seen there alive.
    Seen,
    /// Sent there.
    TransferredTo,
    /// Said to have died there.
    ReportedDied,
    /// Said to lie there.
    ReportedBuried,
    /// Remains lie there which two humans confirmed are this person's.
    IdentifiedBurial,
}

/// A place, by its id where the gazetteer knows it and else in folded words of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site(pub(crate) Private);

impl Site {
    /// The id of a known place, or words.
    pub fn text(&self) -> &str {
        self.0.reveal()
    }

    /// The place, where the gazetteer knows it.
    pub fn place<'places>(&self, gazetteer: &'places Gazetteer) -> Option<&'places Place> {
        gazetteer.by_text_id(self.0.reveal())
    }
}

/// What a saying of whereabouts is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    placement: Placement,
    site: Option<Site>,
    /// Claims for other eyes make another possibility: a count must not tell of them.
    visibility: Visibility,
}

/// A place that a person cannot have been at as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContrarySite {
    /// In what way.
    pub placement: Placement,
    /// Where.
    pub site: Option<Site>,
    /// Who says it, and who may see that: it can be narrower than what it contradicts.
    pub saying: Saying,
}

/// One place, and who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// In what way.
    pub placement: Placement,
    /// Where; nothing when sealed.
    pub site: Option<Site>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Every claim of it, latest first.
    pub claims: Vec<Saying>,
    /// How many sources say it that are no copies of one another and repeat no request.
    pub independent: usize,
    /// The strongest claim that contradicts it, whenever there is one.
    pub contrary: Option<ContrarySite>,
}

/// Every place that is claimed, latest first, those without a date last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhereaboutsView {
    /// Empty when nobody says where.
    pub possibilities: Vec<Whereabouts>,
}

impl WhereaboutsView {
    /// What testimonies of one person say. `identified` are the testimonies of remains whose identification two
    /// humans confirmed. The order of testimonies does not matter.
    pub fn of(testimonies: &[Testimony<'_>], identified: &[usize], gazetteer: &Gazetteer) -> WhereaboutsView {
        let groups = Groups::of(testimonies);
        let mut said: Vec<Said<Presence>> = testimonies
            .iter()
            .flat_map(|testimony| {
                said::of_testimony(*testimony, &groups, identified.contains(&testimony.id), gazetteer)
            })
            .collect();
        said.sort_by_cached_key(|one| Reverse(one.strength()));
        let mut spots: Vec<&Spot> = said.iter().map(|one| &one.what.spot).collect();
        spots.sort_unstable();
        spots.dedup();
        let mut possibilities: Vec<_> = spots.into_iter().map(|spot| possibility(spot, &said, gazetteer)).collect();
        // The present goes before any date; among equals the better founded first, and then the order of spots.
        possibilities
            .sort_by_cached_key(|(last, one)| Reverse((one.placement == Placement::Sealed, *last, one.independent)));
        WhereaboutsView { possibilities: possibilities.into_iter().map(|(_, one)| one).collect() }
    }
}

/// A possibility, and the last day that any of its claims speaks of.
fn possibility(spot: &Spot, all: &[Said<Presence>], gazetteer: &Gazetteer) -> (Option<crate::DayNumber>, Whereabouts) {
    let mut own: Vec<&Said<Presence>> = all.iter().filter(|one| one.what.spot == *spot).collect();
    let last = |one: &Said<Presence>| one.when.map(|date| date.interval().1);
    // Stable: of one day the strongest stays first.
    own.sort_by_key(|one| Reverse(last(one)));
    let contradicts = |other: &&Said<Presence>| own.iter().any(|one| contradict(one, other, gazetteer));
    let contrary = all.iter().find(contradicts).map(|other| ContrarySite {
        placement: other.what.spot.placement,
        site: other.what.spot.site.clone(),
        saying: other.saying,
    });
    let whereabouts = Whereabouts {
        placement: spot.placement,
        site: spot.site.clone(),
        visibility: spot.visibility,
        claims: own.iter().map(|one| one.saying).collect(),
        independent: independent(own.iter().copied()),
        contrary,
    };
    (own.iter().filter_map(|one| last(one)).max(), whereabouts)
}
