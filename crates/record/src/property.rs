//! The properties that a record can claim of a person: the meaning of a column, a cell or a phrase.
//!
//! The list follows the lists, registers, papers and requests of the field. A property says nothing about
//! how it is spelt in a header; that belongs to the readers.

use serde::{Deserialize, Serialize};

/// What a claim is about. The text form (`given`, `birth_date`, …) is stable: it stands in mappings and archives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// A whole name in one cell, parts not separated.
    FullName,
    /// Given name (الاسم).
    Given,
    /// Father's given name (اسم الأب).
    Father,
    /// Grandfather's given name (اسم الجد).
    Grandfather,
    /// Family name (الكنية in Syria).
    Family,
    /// Mother's name, given name alone or with her family name (اسم الأم).
    Mother,
    /// Mother's family name (كنية الأم).
    MotherFamily,
    /// Husband's name: "wife of …" (حرم).
    Husband,
    /// Teknonym: Abu or Umm somebody.
    Teknonym,
    /// Nom de guerre (الاسم الحركي).
    NomDeGuerre,
    /// Another name of the same person: the one used at home, or the one on papers.
    AlsoCalled,
    /// A name given by others, to a child placed in a home (اسم بديل).
    ImposedName,
    /// Sex.
    Sex,
    /// Date of birth, with its precision.
    BirthDate,
    /// Age in years, as of the source's date; may be a range.
    Age,
    /// Place of birth (محل الولادة).
    BirthPlace,
    /// Place of civil registration (محل القيد).
    RegistrationPlace,
    /// Where the person lived.
    Residence,
    /// Where the person is from, when the source does not say in which sense.
    Origin,
    /// National number (الرقم الوطني): one person.
    NationalNumber,
    /// Register number (رقم القيد، الخانة): one family, not one person.
    RegisterNumber,
    /// Number of a family booklet.
    FamilyBooklet,
    /// UNRWA registration number.
    RefugeeNumber,
    /// Branch number (رقم الفرع).
    BranchNumber,
    /// Detainee number (رقم المعتقل), scoped to a facility and a period.
    DetaineeNumber,
    /// Examination or death number (رقم الفحص).
    ExaminationNumber,
    /// Military number.
    MilitaryNumber,
    /// Number of a court case, ruling or letter.
    PaperNumber,
    /// Facility of detention (or hospital, when held there).
    Facility,
    /// Wing, ward or cell.
    Ward,
    /// Date of arrest or disappearance.
    ArrestDate,
    /// Place or checkpoint of arrest.
    ArrestPlace,
    /// Who arrested.
    ArrestedBy,
    /// Date of entry into the facility.
    EntryDate,
    /// Date of leaving the facility.
    ExitDate,
    /// Why the person left: released, transferred, hospital, court, executed, died.
    ExitReason,
    /// Date of death as the source states it.
    DeathDate,
    /// Place of death.
    DeathPlace,
    /// State of the person as the source states it: released, held, dead, injured.
    Status,
    /// Kinship of whoever asks (صلة القرابة).
    Kinship,
    /// Name of whoever asks or reports.
    Requester,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Where a living person is now.
    PresentWhereabouts,
    /// Street address.
    Address,
    /// House or building number.
    HouseNumber,
    /// Postcode.
    Postcode,
    /// Occupation.
    Occupation,
    /// Nationality or civil status.
    Nationality,
    /// Sect or religion: restricted.
    Sect,
    /// Health or injury: restricted.
    Health,
    /// Marks and appearance.
    Appearance,
    /// Another register's number of this person, scope unknown.
    OtherNumber,
    /// The row's own identifier in its table.
    RowIdentifier,
    /// Running number of rows (م، الرقم المتسلسل): no claim at all.
    RunningNumber,
    /// Free text.
    Note,
}

/// Properties which are compared alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Personal names of the person or of kin.
    Name,
    /// Dates, ages.
    Date,
    /// Places and facilities.
    Place,
    /// Numbers that identify within some scope.
    Number,
    /// A word from a short list.
    Category,
    /// Contacts: sealed by default.
    Contact,
    /// Anything else.
    Text,
}

impl Property {
    /// Every property, in declaration order.
    pub const ALL: &'static [Property] = {
        use Property::{
            Address, Age, AlsoCalled, Appearance, ArrestDate, ArrestPlace, ArrestedBy, BirthDate, BirthPlace,
            BranchNumber, DeathDate, DeathPlace, DetaineeNumber, Email, EntryDate, ExaminationNumber, ExitDate,
            ExitReason, Facility, Family, FamilyBooklet, Father, FullName, Given, Grandfather, Health, HouseNumber,
            Husband, ImposedName, Kinship, MilitaryNumber, Mother, MotherFamily, NationalNumber, Nationality,
            NomDeGuerre, Note, Occupation, Origin, OtherNumber, PaperNumber, Phone, Postcode, PresentWhereabouts,
            RefugeeNumber, RegisterNumber, RegistrationPlace, Requester, Residence, RowIdentifier, RunningNumber, Sect,
            Sex, Status, Teknonym, Ward,
        };
        &[
            FullName,
            Given,
            Father,
            Grandfather,
            Family,
            Mother,
            MotherFamily,
            Husband,
            Teknonym,
            NomDeGuerre,
            AlsoCalled,
            ImposedName,
            Sex,
            BirthDate,
            Age,
            BirthPlace,
            RegistrationPlace,
            Residence,
            Origin,
            NationalNumber,
            RegisterNumber,
            FamilyBooklet,
            RefugeeNumber,
            BranchNumber,
            DetaineeNumber,
            ExaminationNumber,
            MilitaryNumber,
            PaperNumber,
            Facility,
            Ward,
            ArrestDate,
            ArrestPlace,
            ArrestedBy,
            EntryDate,
            ExitDate,
            ExitReason,
            DeathDate,
            DeathPlace,
            Status,
            Kinship,
            Requester,
            Phone,
            Email,
            PresentWhereabouts,
            Address,
            HouseNumber,
            Postcode,
            Occupation,
            Nationality,
            Sect,
            Health,
            Appearance,
            OtherNumber,
            RowIdentifier,
            RunningNumber,
            Note,
        ]
    };

    /// The stable text form, as in mapping files.
    pub fn as_str(self) -> &'static str {
        match self {
            Property::FullName => "full_name",
            Property::Given => "given",
            Property::Father => "father",
            Property::Grandfather => "grandfather",
            Property::Family => "family",
            Property::Mother => "mother",
            Property::MotherFamily => "mother_family",
            Property::Husband => "husband",
            Property::Teknonym => "teknonym",
            Property::NomDeGuerre => "nom_de_guerre",
            Property::AlsoCalled => "also_called",
            Property::ImposedName => "imposed_name",
            Property::Sex => "sex",
            Property::BirthDate => "birth_date",
            Property::Age => "age",
            Property::BirthPlace => "birth_place",
            Property::RegistrationPlace => "registration_place",
            Property::Residence => "residence",
            Property::Origin => "origin",
            Property::NationalNumber => "national_number",
            Property::RegisterNumber => "register_number",
            Property::FamilyBooklet => "family_booklet",
            Property::RefugeeNumber => "refugee_number",
            Property::BranchNumber => "branch_number",
            Property::DetaineeNumber => "detainee_number",
            Property::ExaminationNumber => "examination_number",
            Property::MilitaryNumber => "military_number",
            Property::PaperNumber => "paper_number",
            Property::Facility => "facility",
            Property::Ward => "ward",
            Property::ArrestDate => "arrest_date",
            Property::ArrestPlace => "arrest_place",
            Property::ArrestedBy => "arrested_by",
            Property::EntryDate => "entry_date",
            Property::ExitDate => "exit_date",
            Property::ExitReason => "exit_reason",
            Property::DeathDate => "death_date",
            Property::DeathPlace => "death_place",
            Property::Status => "status",
            Property::Kinship => "kinship",
            Property::Requester => "requester",
            Property::Phone => "phone",
            Property::Email => "email",
            Property::PresentWhereabouts => "present_whereabouts",
            Property::Address => "address",
            Property::HouseNumber => "house_number",
            Property::Postcode => "postcode",
            Property::Occupation => "occupation",
            Property::Nationality => "nationality",
            Property::Sect => "sect",
            Property::Health => "health",
            Property::Appearance => "appearance",
            Property::OtherNumber => "other_number",
            Property::RowIdentifier => "row_identifier",
            Property::RunningNumber => "running_number",
            Property::Note => "note",
        }
    }

    /// The property of that text form.
    pub fn parse(text: &str) -> Option<Property> {
        Property::ALL.iter().copied().find(|property| property.as_str() == text)
    }

    /// How values of this property are read and compared.
    pub fn family(self) -> Family {
        match self {
            Property::FullName
            | Property::Given
            | Property::Father
            | Property::Grandfather
            | Property::Family
            | Property::Mother
            | Property::MotherFamily
            | Property::Husband
            | Property::Teknonym
            | Property::NomDeGuerre
            | Property::AlsoCalled
            | Property::ImposedName
            | Property::Requester => Family::Name,
            Property::BirthDate
            | Property::Age
            | Property::ArrestDate
            | Property::EntryDate
            | Property::ExitDate
            | Property::DeathDate => Family::Date,
            Property::BirthPlace
            | Property::RegistrationPlace
            | Property::Residence
            | Property::Origin
            | Property::Facility
            | Property::ArrestPlace
            | Property::DeathPlace => Family::Place,
            Property::NationalNumber
            | Property::RegisterNumber
            | Property::FamilyBooklet
            | Property::RefugeeNumber
            | Property::BranchNumber
            | Property::DetaineeNumber
            | Property::ExaminationNumber
            | Property::MilitaryNumber
            | Property::PaperNumber
            | Property::OtherNumber
            | Property::RowIdentifier
            | Property::RunningNumber => Family::Number,
            Property::Sex
            | Property::Status
            | Property::ExitReason
            | Property::Kinship
            | Property::Nationality
            | Property::Sect => Family::Category,
            Property::Phone | Property::Email | Property::PresentWhereabouts => Family::Contact,
            Property::Ward
            | Property::ArrestedBy
            | Property::Address
            | Property::HouseNumber
            | Property::Postcode
            | Property::Occupation
            | Property::Health
            | Property::Appearance
            | Property::Note => Family::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Property;

    #[test]
    fn every_property_reads_back_from_its_text() {
        for &property in Property::ALL {
            assert_eq!(Property::parse(property.as_str()), Some(property));
        }
    }
}
