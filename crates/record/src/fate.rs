//! Fate: what testimonies say became of a person, side by side, each with what contradicts it.
//!
//! A view over claims. It concludes nothing: a sought person is presumed alive (rule 3), and below identified remains
//! nobody is called dead, only reported dead. It decides nothing of which records are of one person.

mod contrary;
mod said;

use crate::saying::{Said, independent};
use crate::source::Groups;
use crate::{Saying, Testimony};
use contrary::contradict;
use std::cmp::Reverse;

/// What may have become of a person. There is no "dead": that is for humans to say, of identified remains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Sought, and nothing else is known.
    PresumedAlive,
    /// Said to be, or to have been, in custody, or to have been taken: an arrest or a disappearance.
    Held,
    /// Said to have been seen alive, or to be alive.
    SeenAlive,
    /// Said to have come out.
    Released,
    /// Said to be dead, by whoever says it.
    ReportedDead,
    /// Two humans confirmed that remains are this person's.
    IdentifiedRemains,
}

impl Fate {
    pub(super) fn is_death(self) -> bool {
        matches!(self, Fate::ReportedDead | Fate::IdentifiedRemains)
    }
}

/// A claim of another fate that cannot be true together with this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContraryFate {
    /// What it says.
    pub fate: Fate,
    /// Who says it.
    pub saying: Saying,
}

/// One fate, and who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possibility {
    /// The fate.
    pub fate: Fate,
    /// Every claim of it, strongest first. None where only the presumption speaks.
    pub claims: Vec<Saying>,
    /// How many sources say it that are no copies of one another and repeat no request.
    pub independent: usize,
    /// The strongest claim that contradicts it, whenever there is one.
    pub contrary: Option<ContraryFate>,
}

/// Every fate that is claimed, strongest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FateView {
    /// Never empty.
    pub possibilities: Vec<Possibility>,
}

impl FateView {
    /// What testimonies of one person say. `identified` are the testimonies of remains whose identification two
    /// humans confirmed. The order of testimonies does not matter.
    pub fn of(testimonies: &[Testimony<'_>], identified: &[usize]) -> FateView {
        let groups = Groups::of(testimonies);
        let mut said: Vec<Said<Fate>> = testimonies
            .iter()
            .flat_map(|testimony| said::of_testimony(*testimony, &groups, identified.contains(&testimony.id)))
            .collect();
        said.sort_by_cached_key(|one| Reverse(one.strength()));
        let mut ranked: Vec<_> = [
            Fate::PresumedAlive,
            Fate::Held,
            Fate::SeenAlive,
            Fate::Released,
            Fate::ReportedDead,
            Fate::IdentifiedRemains,
        ]
        .into_iter()
        .filter_map(|fate| {
            let own: Vec<&Said<Fate>> = said.iter().filter(|one| one.what == fate).collect();
            let strongest = own.first()?.weight();
            let possibility = possibility(fate, &own, &said);
            Some((rank(&possibility), Some(strongest), possibility))
        })
        .collect();
        // Where nothing but requests, their copies and forgeries speaks, the presumption does (rule 3).
        let none_stands = ranked.iter().all(|(rank, ..)| rank.0 <= PRESUMPTION);
        if none_stands && ranked.iter().all(|(.., one)| one.fate != Fate::PresumedAlive) {
            let presumed =
                Possibility { fate: Fate::PresumedAlive, claims: Vec::new(), independent: 0, contrary: None };
            ranked.push((rank(&presumed), None, presumed));
        }
        // Life goes before death where nothing else tells them apart.
        ranked.sort_by(|(rank, strongest, one), (other_rank, other_strongest, other)| {
            (other_rank, other_strongest).cmp(&(rank, strongest)).then(one.fate.cmp(&other.fate))
        });
        FateView { possibilities: ranked.into_iter().map(|(.., possibility)| possibility).collect() }
    }

    /// Whether the person is presumed alive: always, until remains are identified.
    pub fn is_presumed_alive(&self) -> bool {
        self.possibilities.iter().all(|possibility| possibility.fate != Fate::IdentifiedRemains)
    }

    /// The possibility of that fate, where anything speaks for it.
    pub fn possibility(&self, fate: Fate) -> Option<&Possibility> {
        self.possibilities.iter().find(|possibility| possibility.fate == fate)
    }
}

fn possibility(fate: Fate, own: &[&Said<Fate>], all: &[Said<Fate>]) -> Possibility {
    let contradicts = |other: &&Said<Fate>| other.what != fate && own.iter().any(|one| contradict(one, other));
    Possibility {
        fate,
        claims: own.iter().map(|one| one.saying).collect(),
        independent: independent(own.iter().copied()),
        contrary: all.iter().find(contradicts).map(|other| ContraryFate { fate: other.what, saying: other.saying }),
    }
}

/// The presumption of life stands above what no independent source says, and below what one does.
const PRESUMPTION: u8 = 1;

/// What orders possibilities before the strength of their claims does.
fn rank(possibility: &Possibility) -> (u8, usize) {
    let class = match possibility.fate {
        Fate::IdentifiedRemains => 3,
        _ if possibility.independent > 0 => 2,
        Fate::PresumedAlive => PRESUMPTION,
        _ => 0,
    };
    (class, possibility.independent)
}
