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
    /// Whether the parts agree in the same order.
    Order,
    /// Birth, by date or age.
    Birth,
    /// Sex.
    Sex,
    /// Where from: birthplace, registration, residence, origin.
    Place,
    /// Begin of custody: arrest or entry.
    Custody,
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
    /// Stable name, as in models and column headers.
    pub fn name(self) -> &'static str {
        match self {
            Comparison::Given => "given",
            Comparison::Father => "father",
            Comparison::Grandfather => "grandfather",
            Comparison::Family => "family",
            Comparison::Mother => "mother",
            Comparison::MotherFamily => "mother_family",
            Comparison::Order => "order",
            Comparison::Birth => "birth",
            Comparison::Sex => "sex",
            Comparison::Place => "place",
            Comparison::Custody => "custody",
            Comparison::Date(property)
            | Comparison::Site(property)
            | Comparison::Number(property)
            | Comparison::Text(property) => property.as_str(),
        }
    }

    /// The comparison of that name.
    pub fn named(name: &str) -> Option<Comparison> {
        const FIXED: [Comparison; 11] = [
            Comparison::Given,
            Comparison::Father,
            Comparison::Grandfather,
            Comparison::Family,
            Comparison::Mother,
            Comparison::MotherFamily,
            Comparison::Order,
            Comparison::Birth,
            Comparison::Sex,
            Comparison::Place,
            Comparison::Custody,
        ];
        let fixed = FIXED.into_iter().find(|comparison| comparison.name() == name);
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
        match self {
            Comparison::Given
            | Comparison::Father
            | Comparison::Grandfather
            | Comparison::Family
            | Comparison::Mother
            | Comparison::MotherFamily => level::part::LEVELS,
            Comparison::Order => level::order::LEVELS,
            Comparison::Birth => level::birth::LEVELS,
            Comparison::Sex => level::sex::LEVELS,
            Comparison::Place | Comparison::Site(_) => level::place::LEVELS,
            Comparison::Custody | Comparison::Date(_) => level::date::LEVELS,
            Comparison::Number(_) => level::number::LEVELS,
            Comparison::Text(_) => level::text::LEVELS,
        }
    }

    /// Its groups of levels.
    pub fn groups(self) -> &'static [LevelGroup] {
        match self {
            Comparison::Given
            | Comparison::Father
            | Comparison::Grandfather
            | Comparison::Family
            | Comparison::Mother
            | Comparison::MotherFamily => level::part::GROUPS,
            Comparison::Order => level::order::GROUPS,
            Comparison::Birth => level::birth::GROUPS,
            Comparison::Sex => level::sex::GROUPS,
            Comparison::Place | Comparison::Site(_) => level::place::GROUPS,
            Comparison::Custody | Comparison::Date(_) => level::date::GROUPS,
            Comparison::Number(_) => level::number::GROUPS,
            Comparison::Text(_) => level::text::GROUPS,
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
            | Comparison::MotherFamily => level::part::agrees(level),
            Comparison::Birth => level == level::birth::SAME_DAY || level == level::birth::SAME_YEAR,
            _ => level == 1,
        }
    }

    /// Whether its probabilities are learnt. The order of parts is only seen where several parts agree, so
    /// random pairs say nothing of it.
    pub(crate) fn is_learnt(self) -> bool {
        self != Comparison::Order
    }

    /// Numbers that are evidence of family or facility rather than of one person.
    pub(crate) fn is_shared_by_kin(self) -> bool {
        matches!(self, Comparison::Number(Property::RegisterNumber | Property::FamilyBooklet | Property::Phone))
    }
}
