//! Which claims of fate cannot be true together, in time.

use super::Fate;
use crate::PartialDate;
use crate::saying::Said;

/// Whether two claims of different fates contradict each other. Nobody who died by a day was seen, held or freed
/// after it; whoever was seen and died later contradicts nothing.
pub(super) fn contradict(one: &Said<Fate>, other: &Said<Fate>) -> bool {
    match (one.what, other.what) {
        (death, life) if death.is_death() && !life.is_death() => death_against_life(one, other),
        (life, death) if death.is_death() && !life.is_death() => death_against_life(other, one),
        (Fate::Released, Fate::Held) => release_against_custody(one, other),
        (Fate::Held, Fate::Released) => release_against_custody(other, one),
        _ => false,
    }
}

fn death_against_life(death: &Said<Fate>, life: &Said<Fate>) -> bool {
    match (death.when, life.when) {
        (Some(death), Some(life)) => is_after(life, death),
        // A list of the freed and a paper that says dead are two stories, until the dates of both say otherwise.
        _ => life.what == Fate::Released,
    }
}

/// A man in custody after his release was taken again, or never came out: families have been told so. In one
/// source's own account it is a second arrest.
fn release_against_custody(release: &Said<Fate>, custody: &Said<Fate>) -> bool {
    release.saying.testimony != custody.saying.testimony
        && release.when.zip(custody.when).is_some_and(|(release, custody)| is_after(custody, release))
}

/// Whether all of a date lies after all of the other.
fn is_after(later: PartialDate, earlier: PartialDate) -> bool {
    later.interval().0 > earlier.interval().1
}
