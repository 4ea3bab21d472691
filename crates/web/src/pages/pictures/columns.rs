//! What a column of a page may mean. Nothing that is sealed at import is among it: how to reach somebody, or where they are now, is
//! not typed from pictures, since strips are kept under working keys.

use crate::shell::Shell;
use record::Property;

/// Columns of one page, at most.
pub(super) const COLUMNS_MAX: usize = 12;

/// In the order in which registers have them.
pub(super) const CHOICES: [Property; 29] = [
    Property::RunningNumber,
    Property::DetaineeNumber,
    Property::FullName,
    Property::Given,
    Property::Father,
    Property::Grandfather,
    Property::Family,
    Property::Mother,
    Property::MotherFamily,
    Property::BirthDate,
    Property::Age,
    Property::BirthPlace,
    Property::RegistrationPlace,
    Property::Residence,
    Property::Origin,
    Property::NationalNumber,
    Property::Occupation,
    Property::ArrestDate,
    Property::ArrestPlace,
    Property::ArrestedBy,
    Property::EntryDate,
    Property::ExitDate,
    Property::ExitReason,
    Property::TransferredTo,
    Property::Facility,
    Property::Ward,
    Property::DeathDate,
    Property::DeathPlace,
    Property::Note,
];

/// What a column is called.
pub(super) fn name(shell: &Shell, property: Property) -> String {
    shell.of("property", property.as_str())
}

/// The property of that stable word, where a column may mean it.
pub(super) fn parse(word: &str) -> Option<Property> {
    CHOICES.into_iter().find(|property| property.as_str() == word)
}
