//! The comparisons of the person model: what is set beside what.

use crate::person::level::{self, Level, LevelGroup};
use record::Property;

/// One comparison. Its number in a table is its place in [`Table::comparisons`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Given name.
    Given,
    /// Father's name.
    Father,
    /// Grandfather's name.
    Grandfather,
    /// Family name.
    Family,
    /// Mother's given name.
    Mother,
    /// Mother's family name.
    MotherFamily,
    /// Teknonym: Abu or Umm somebody.
    Teknonym,
    /// Husband's given name.
    Husband,
    /// Whether the parts agree in the same order.
    Order,
    /// Birth, by date or age.
    Birth,
    /// Sex.
    Sex,
    /// Place of birth.
    BirthPlace,
    /// Place of civil registration.
    RegistrationPlace,
    /// Where the person lived.
    Residence,
    /// Where from, where the two do not name the same of these, or do not say which.
    Place,
    /// Begin of custody: arrest and entry.
    Custody,
    /// Whether stays and lives fit in time.
    Stays,
    /// A date of another kind.
    Date(Property),
    /// A facility, or place of arrest.
    Site(Property),
    /// A number.
    Number(Property),
    /// A text.
    Text(Property),
}

impl Comparison {
    /// Those that are not of a column of their own, in the order in which they are told.
    pub(crate) const FIXED: [Comparison; 17] = [
        Comparison::Given,
        Comparison::Father,
        Comparison::Grandfather,
        Comparison::Family,
        Comparison::Mother,
        Comparison::MotherFamily,
        Comparison::Teknonym,
        Comparison::Husband,
        Comparison::Order,
        Comparison::Birth,
        Comparison::Sex,
        Comparison::BirthPlace,
        Comparison::RegistrationPlace,
        Comparison::Residence,
        Comparison::Place,
        Comparison::Custody,
        Comparison::Stays,
    ];

    /// Stable name, as in models and column headers.
    pub fn name(self) -> &'static str {
        match self {
            Comparison::Given => "given",
            Comparison::Father => "father",
            Comparison::Grandfather => "grandfather",
            Comparison::Family => "family",
            Comparison::Mother => "mother",
            Comparison::MotherFamily => "mother_family",
            Comparison::Teknonym => "teknonym",
            Comparison::Husband => "husband",
            Comparison::Order => "order",
            Comparison::Birth => "birth",
            Comparison::Sex => "sex",
            Comparison::BirthPlace => "birth_place",
            Comparison::RegistrationPlace => "registration_place",
            Comparison::Residence => "residence",
            Comparison::Place => "place",
            Comparison::Custody => "custody",
            Comparison::Stays => "stays",
            Comparison::Date(property)
            | Comparison::Site(property)
            | Comparison::Number(property)
            | Comparison::Text(property) => property.as_str(),
        }
    }

    /// The comparison of that name.
    pub fn named(name: &str) -> Option<Comparison> {
        let fixed = Comparison::FIXED.into_iter().find(|comparison| comparison.name() == name);
        fixed.or_else(|| Comparison::of_column(Property::parse(name)?))
    }

    /// How a column of other values is compared; nothing for a property that is not, or that has a comparison of its
    /// own.
    pub(crate) fn of_column(property: Property) -> Option<Comparison> {
        match property {
            Property::DeathDate | Property::ExitDate => Some(Comparison::Date(property)),
            Property::Facility | Property::ArrestPlace | Property::DeathPlace => Some(Comparison::Site(property)),
            Property::NationalNumber
            | Property::RegisterNumber
            | Property::FamilyBooklet
            | Property::RefugeeNumber
            | Property::BranchNumber
            | Property::DetaineeNumber
            | Property::ExaminationNumber
            | Property::MilitaryNumber
            | Property::OtherNumber
            | Property::HouseNumber
            | Property::Phone => Some(Comparison::Number(property)),
            Property::Email | Property::Address | Property::Postcode | Property::Occupation => {
                Some(Comparison::Text(property))
            }
            _ => None,
        }
    }

    /// Its levels, by number.
    pub fn levels(self) -> &'static [Level] {
        self.kind().0
    }

    /// Its groups of levels.
    pub fn groups(self) -> &'static [LevelGroup] {
        self.kind().1
    }

    fn kind(self) -> (&'static [Level], &'static [LevelGroup]) {
        match self {
            Comparison::Given
            | Comparison::Father
            | Comparison::Grandfather
            | Comparison::Family
            | Comparison::Mother
            | Comparison::MotherFamily => (level::part::LEVELS, level::part::GROUPS),
            Comparison::Husband => (level::husband::LEVELS, level::part::GROUPS),
            Comparison::Teknonym => (level::teknonym::LEVELS, level::part::GROUPS),
            Comparison::Order => (level::order::LEVELS, level::order::GROUPS),
            Comparison::Birth => (level::birth::LEVELS, level::birth::GROUPS),
            Comparison::Sex => (level::sex::LEVELS, level::sex::GROUPS),
            Comparison::BirthPlace | Comparison::RegistrationPlace | Comparison::Residence => {
                (level::home::LEVELS, level::home::GROUPS)
            }
            // Many are arrested at home.
            Comparison::Site(Property::ArrestPlace) => (level::home::LEVELS, level::home::GROUPS),
            Comparison::Place => (level::from::LEVELS, level::from::GROUPS),
            Comparison::Site(_) => (level::place::LEVELS, level::place::GROUPS),
            Comparison::Custody => (level::custody::LEVELS, level::custody::GROUPS),
            Comparison::Stays => (level::stays::LEVELS, level::stays::GROUPS),
            Comparison::Date(_) => (level::date::LEVELS, level::date::GROUPS),
            Comparison::Number(property) => match NumberOf::property(property) {
                NumberOf::Person => (level::number::LEVELS_OF_PERSON, level::number::GROUPS),
                NumberOf::Family => (level::family_number::LEVELS, level::family_number::GROUPS),
                NumberOf::Custody => (level::custody_number::LEVELS, level::custody_number::GROUPS),
                NumberOf::Unknown => (level::number::LEVELS, level::number::GROUPS),
            },
            Comparison::Text(_) => (level::text::LEVELS, level::text::GROUPS),
        }
    }

    /// Whether a level of this comparison says that the two agree.
    pub(crate) fn agrees(self, level: u8) -> bool {
        match self {
            Comparison::Given
            | Comparison::Father
            | Comparison::Grandfather
            | Comparison::Family
            | Comparison::Mother
            | Comparison::MotherFamily
            | Comparison::Teknonym
            | Comparison::Husband => level::part::agrees(level),
            Comparison::Birth => level == level::birth::SAME_DAY || level == level::birth::SAME_YEAR,
            _ => level == 1,
        }
    }

    /// Whether its probabilities are learnt. The order of parts is only seen where several parts agree, so
    /// random pairs say nothing of it.
    pub(crate) fn is_learnt(self) -> bool {
        self != Comparison::Order
    }

    /// Whether pairs that agree on it are mostly one person, so that the rest can be learnt from them: a number of one
    /// person, or of nobody knows what, but not one that kin share or that counts in one facility only.
    pub(crate) fn picks_out_matches(self) -> bool {
        let Comparison::Number(property) = self else { return false };
        matches!(NumberOf::property(property), NumberOf::Person | NumberOf::Unknown) && property != Property::Phone
    }
}

/// What a number tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberOf {
    /// One person, wherever it stands: two different ones contradict each other.
    Person,
    /// A family's page or booklet: kin share it, and those of one name and village mostly are kin.
    Family,
    /// A person in one facility and period, and there only.
    Custody,
    /// Who knows.
    Unknown,
}

impl NumberOf {
    pub(crate) fn property(property: Property) -> NumberOf {
        match property {
            Property::NationalNumber => NumberOf::Person,
            // An UNRWA card is a family's.
            Property::RegisterNumber | Property::FamilyBooklet | Property::RefugeeNumber => NumberOf::Family,
            Property::BranchNumber | Property::DetaineeNumber | Property::ExaminationNumber => NumberOf::Custody,
            _ => NumberOf::Unknown,
        }
    }
}
