//! Kin: pairs that are not one person and yet agree on much, by descent.
//!
//! Treating related name parts as independent evidence makes brothers look like one man. So the pairs of
//! different people are a mixture: strangers, brothers and sisters, cousins, cousins of one name, and a
//! child named after an uncle. For each class and comparison a share says how often kin agree *because*
//! they are kin; in the rest they agree like strangers. How frequent each class is, is estimated; the
//! shares are general knowledge about families and stand here.

use crate::person::comparison::Comparison;
use crate::person::level::birth;
use record::Property;

/// A class of kin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kin {
    Sibling,
    Cousin,
    CousinOfOneName,
    Namesake,
}

pub(crate) const KIN: [Kin; 4] = [Kin::Sibling, Kin::Cousin, Kin::CousinOfOneName, Kin::Namesake];

/// Frequency of each class relative to that of matches, before anything is learnt.
pub(crate) const KIN_PER_MATCH: [f64; 4] = [0.6, 0.8, 0.04, 0.05];
/// How far from the usual frequency those of one name may be found to be.
const OF_ONE_NAME: [f64; 2] = [0.5, 1.5];

impl Kin {
    /// Share in which kin of this class agree because they are kin.
    #[expect(clippy::match_same_arms, reason = "a table of families, read by class; equal shares are a coincidence")]
    pub(crate) fn share(self, comparison: Comparison) -> f64 {
        use Comparison as C;
        match (self, comparison) {
            (_, C::Order) => 1.0,
            (_, C::Family) => 0.96,
            (Kin::Sibling, C::Father) => 0.97,
            (Kin::Sibling, C::Grandfather) => 0.95,
            (Kin::Sibling, C::Mother | C::MotherFamily) => 0.90,
            (Kin::Sibling, C::BirthPlace | C::RegistrationPlace | C::Residence | C::Place) => 0.85,
            (Kin::Sibling, C::Number(Property::RegisterNumber | Property::FamilyBooklet | Property::RefugeeNumber)) => {
                0.85
            }
            (Kin::Sibling, C::Number(Property::Phone)) => 0.60,
            (Kin::Sibling, C::Custody | C::Stays) => 0.30,
            // The eldest son is named after his grandfather, whom they share.
            (Kin::Sibling | Kin::CousinOfOneName | Kin::Namesake, C::Teknonym) => 0.4,
            (Kin::Sibling, C::Site(_) | C::Text(Property::Address | Property::Postcode)) => 0.40,
            (Kin::Sibling | Kin::Cousin, C::Given) => 0.0,
            (Kin::Cousin, C::Grandfather) => 0.85,
            (_, C::BirthPlace | C::RegistrationPlace | C::Residence | C::Place) => 0.75,
            (Kin::Cousin | Kin::CousinOfOneName, C::Number(Property::RegisterNumber)) => 0.6,
            (Kin::CousinOfOneName, C::Given | C::Father) => 0.95,
            (Kin::CousinOfOneName, C::Grandfather) => 0.6,
            (Kin::CousinOfOneName, C::Site(_)) => 0.4,
            // Men of a family marry its daughters, and those of the house next door.
            (Kin::CousinOfOneName, C::MotherFamily) => 0.3,
            (Kin::Namesake, C::Given) => 0.95,
            (Kin::Namesake, C::Grandfather) => 0.3,
            (Kin::Namesake, C::Number(Property::RegisterNumber)) => 0.5,
            _ => 0.0,
        }
    }

    /// The least and the most that is believed of the class's frequency relative to that of matches. Kin who carry one
    /// name are like one person in all that a short row says: where many rows are short, learning would take matches for
    /// them, and where the rows seen have none, forget that there are such kin.
    pub(crate) fn bounds(self, usual: f64) -> [f64; 2] {
        match self {
            Kin::Sibling | Kin::Cousin => [0.0, f64::INFINITY],
            Kin::CousinOfOneName | Kin::Namesake => OF_ONE_NAME.map(|bound| bound * usual),
        }
    }

    /// Whether a table says anything that would tell kin of this class from one person: who carries another's name is
    /// told from him by a parent or grandparent alone.
    pub(crate) fn can_be_told(self, comparisons: &[Comparison]) -> bool {
        let parents = [Comparison::Father, Comparison::Grandfather, Comparison::Mother];
        matches!(self, Kin::Sibling | Kin::Cousin) || comparisons.iter().any(|comparison| parents.contains(comparison))
    }

    /// How much likelier than among strangers a level of birth is. Siblings are born within twenty years of
    /// each other, and hardly ever in one year; a child is not named after an uncle of his own age.
    #[expect(clippy::match_same_arms, reason = "a table of families, read by class; equal factors are a coincidence")]
    pub(crate) fn birth_factor(self, level: u8) -> f64 {
        match (self, level) {
            (Kin::Sibling, birth::SAME_DAY) => 30.0,
            (Kin::Sibling, birth::KEYING) => 3.0,
            (Kin::Sibling, birth::SAME_YEAR) => 1.3,
            (Kin::Sibling, birth::OFF_BY_1 | birth::OFF_BY_3 | birth::DAYS_WITHIN_9) => 2.0,
            (Kin::Sibling, birth::OFF_BY_9) => 1.6,
            (Kin::Sibling | Kin::Namesake, birth::YEARS_APART | birth::DAYS_APART) => 0.5,
            (Kin::Cousin, birth::OFF_BY_9 | birth::OFF_BY_3 | birth::OFF_BY_1) => 1.3,
            // Cousins who carry their grandfathers' names are of one generation, and on lists of the detained of one age.
            (Kin::CousinOfOneName, birth::SAME_YEAR | birth::OFF_BY_1 | birth::DAYS_WITHIN_1) => 8.0,
            (Kin::CousinOfOneName, birth::SAME_DAY | birth::KEYING | birth::OFF_BY_3) => 2.0,
            (Kin::CousinOfOneName, birth::OFF_BY_9) => 0.3,
            (Kin::CousinOfOneName, birth::DAYS_APART) => 0.2,
            (Kin::CousinOfOneName, birth::YEARS_APART) => 0.05,
            _ => 1.0,
        }
    }
}
