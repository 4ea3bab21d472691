//! The properties that a record can claim of a person: the meaning of a column, a cell or a phrase.
//!
//! The list follows the lists, registers, papers and requests of the field. A property says nothing about
//! how it is spelt in a header; that belongs to the readers.

use crate::{Thing, Visibility};
use serde::{Deserialize, Serialize};

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

/// Writes the enum and everything that is one value for each property, so that no list can miss one.
macro_rules! properties {
    ($($(#[$doc:meta])+ $property:ident $text:literal $family:ident $thing:ident $visibility:ident,)+) => {
        /// What a claim is about. The text form (`given`, `birth_date`, …) is stable: it stands in mappings and
        /// archives.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Property {
            $($(#[$doc])+ #[serde(rename = $text)] $property,)+
        }

        impl Property {
            /// Every property, in declaration order.
            pub const ALL: &'static [Property] = &[$(Property::$property,)+];

            /// The stable text form, as in mapping files.
            pub fn as_str(self) -> &'static str {
                match self { $(Property::$property => $text,)+ }
            }

            /// The property of that text form.
            pub fn parse(text: &str) -> Option<Property> {
                match text { $($text => Some(Property::$property),)+ _ => None }
            }

            /// How values of this property are read and compared.
            pub fn family(self) -> Family {
                match self { $(Property::$property => Family::$family,)+ }
            }

            /// Which thing the property belongs to.
            pub fn thing(self) -> Thing {
                match self { $(Property::$property => Thing::$thing,)+ }
            }

            /// The visibility that a claim of this property has unless a human decides otherwise.
            pub fn default_visibility(self) -> Visibility {
                match self { $(Property::$property => Visibility::$visibility,)+ }
            }
        }
    };
}

// Property, text form, family, thing, visibility. A text form is never changed and never used again.
properties! {
    /// A whole name in one cell, parts not separated.
    FullName "full_name" Name Person Staff,
    /// Given name (الاسم).
    Given "given" Name Person Staff,
    /// Father's given name (اسم الأب).
    Father "father" Name Person Staff,
    /// Grandfather's given name (اسم الجد).
    Grandfather "grandfather" Name Person Staff,
    /// Family name (الكنية in Syria).
    Family "family" Name Person Staff,
    /// Mother's name, given name alone or with her family name (اسم الأم).
    Mother "mother" Name Person Staff,
    /// Mother's family name (كنية الأم).
    MotherFamily "mother_family" Name Person Staff,
    /// Husband's name: "wife of …" (حرم).
    Husband "husband" Name Person Staff,
    /// Teknonym: Abu or Umm somebody.
    Teknonym "teknonym" Name Person Staff,
    /// Nom de guerre (الاسم الحركي).
    NomDeGuerre "nom_de_guerre" Name Person Staff,
    /// Another name of the same person: the one used at home, or the one on papers.
    AlsoCalled "also_called" Name Person Staff,
    /// A name given by others, to a child placed in a home (اسم بديل).
    ImposedName "imposed_name" Name Person Staff,
    /// Sex.
    Sex "sex" Category Person Staff,
    /// Date of birth, with its precision.
    BirthDate "birth_date" Date Person Staff,
    /// Age in years, as of the source's date; may be a range.
    Age "age" Date Person Staff,
    /// Place of birth (محل الولادة).
    BirthPlace "birth_place" Place Person Staff,
    /// Place of civil registration (محل القيد).
    RegistrationPlace "registration_place" Place Person Staff,
    /// Office of the civil registry (أمانة السجل المدني), which may lie elsewhere than the place of registration.
    RegistryOffice "registry_office" Place Person Staff,
    /// Where the person lived.
    Residence "residence" Place Person Staff,
    /// Where the person is from, when the source does not say in which sense.
    Origin "origin" Place Person Staff,
    /// National number (الرقم الوطني): one person.
    NationalNumber "national_number" Number Person Staff,
    /// Register number (رقم القيد، الخانة): one family, not one person.
    RegisterNumber "register_number" Number Person Staff,
    /// Number of a family booklet.
    FamilyBooklet "family_booklet" Number Person Staff,
    /// UNRWA registration number.
    RefugeeNumber "refugee_number" Number Person Staff,
    /// Branch number (رقم الفرع).
    BranchNumber "branch_number" Number Stay Staff,
    /// Detainee number (رقم المعتقل), scoped to a facility and a period.
    DetaineeNumber "detainee_number" Number Stay Staff,
    /// Examination or death number (رقم الفحص).
    ExaminationNumber "examination_number" Number Stay Staff,
    /// Military number.
    MilitaryNumber "military_number" Number Person Staff,
    /// Recruitment office (شعبة التجنيد).
    RecruitmentOffice "recruitment_office" Text Person Staff,
    /// Number of a court case, ruling or letter.
    PaperNumber "paper_number" Number Stay Staff,
    /// Date of a letter (تاريخ الكتاب) about custody, or of a death paper where its part holds one.
    PaperDate "paper_date" Date Stay Staff,
    /// Facility of detention (or hospital, when held there).
    Facility "facility" Place Stay Staff,
    /// Wing, ward or cell.
    Ward "ward" Text Stay Staff,
    /// Cell, where a source tells it from the wing.
    Cell "cell" Text Stay Staff,
    /// Date of arrest or disappearance.
    ArrestDate "arrest_date" Date Arrest Staff,
    /// Place or checkpoint of arrest.
    ArrestPlace "arrest_place" Place Arrest Staff,
    /// Who arrested.
    ArrestedBy "arrested_by" Text Arrest Staff,
    /// How: at a checkpoint, at home, in an office, on the border.
    ArrestManner "arrest_manner" Category Arrest Staff,
    /// Others taken with the person. A branch's file calls them accomplices, and some of them live (rule 11).
    ArrestedWith "arrested_with" Text Arrest Restricted,
    /// Date of entry into the facility.
    EntryDate "entry_date" Date Stay Staff,
    /// Date of leaving the facility.
    ExitDate "exit_date" Date Stay Staff,
    /// Why the person left: released, transferred, hospital, court, executed, died.
    ExitReason "exit_reason" Category Stay Staff,
    /// Where the person came from, as the register of the stay says.
    TransferredFrom "transferred_from" Place Stay Staff,
    /// Where the person was sent, as the register of the stay says.
    TransferredTo "transferred_to" Place Stay Staff,
    /// For whom the facility held the person (موقوف لصالح).
    HeldFor "held_for" Text Stay Staff,
    /// The body that sent the person there (الجهة المحيلة).
    ReferringBody "referring_body" Text Stay Staff,
    /// Which party held the person: the state, ISIS, SDF, HTS, SNA.
    HoldingParty "holding_party" Category Stay Staff,
    /// Court (محكمة الميدان، محكمة الإرهاب); gazetteers hold courts among facilities.
    Court "court" Place Stay Staff,
    /// Number of the case at a court (رقم الأساس).
    CaseNumber "case_number" Number Stay Staff,
    /// Ruling of a court (القرار), by number or in words.
    Ruling "ruling" Text Stay Staff,
    /// Permit of a visit (إذن زيارة): whoever gave it said that the person was there.
    VisitPermit "visit_permit" Text Stay Staff,
    /// Money paid, and to whom. It names who took it and exposes who paid (rules 5 and 11).
    MoneyPaid "money_paid" Text Stay Sealed,
    /// Date of the last proof of life.
    LastProofOfLife "last_proof_of_life" Date Sighting Staff,
    /// When somebody saw the person alive.
    SightingDate "sighting_date" Date Sighting Staff,
    /// Where somebody saw the person alive.
    SightingPlace "sighting_place" Place Sighting Staff,
    /// Who saw the person: a witness (rule 11).
    SeenBy "seen_by" Text Sighting Sealed,
    /// Others in custody with the person. Whoever of them came out can be a witness (rule 11).
    SeenWith "seen_with" Text Sighting Restricted,
    /// Date of death as the source states it.
    DeathDate "death_date" Date Person Staff,
    /// Place of death.
    DeathPlace "death_place" Place Person Staff,
    /// Kind of a death paper: hospital report, notice, statement, extract, ruling, or registered out of need.
    PaperKind "paper_kind" Category DeathPaper Staff,
    /// Who declared the death: a relative under pressure as often as an official (rule 11).
    Declarant "declarant" Text DeathPaper Sealed,
    /// When the death was registered.
    RegistrationDate "registration_date" Date DeathPaper Staff,
    /// When the family learned of it.
    FamilyLearnedDate "family_learned_date" Date DeathPaper Staff,
    /// Whether a body or remains (جثمان، رفات).
    RemainsKind "remains_kind" Category Remains Staff,
    /// Set of photographs of one body.
    PhotographSet "photograph_set" Number Remains Staff,
    /// Where a body lies (موقع الدفن).
    BurialPlace "burial_place" Place Remains Staff,
    /// Number of the grave.
    GraveNumber "grave_number" Number Remains Staff,
    /// Trench of a mass grave.
    Trench "trench" Text Remains Staff,
    /// Code of the exhumation (رمز الاستخراج).
    ExhumationCode "exhumation_code" Number Remains Staff,
    /// By which method remains were identified. Never genetic data.
    IdentificationMethod "identification_method" Category Remains Staff,
    /// That kin gave a reference sample, and to whom: it is of health and of kinship (rule 7), and of whoever asks,
    /// not of any body.
    ReferenceSample "reference_sample" Text Asker Restricted,
    /// With whom a child was taken (طفل مع أمه).
    TakenWith "taken_with" Text Child Restricted,
    /// Whether the child was born in custody.
    BornInCustody "born_in_custody" Category Child Restricted,
    /// The home where a child was placed (دار رعاية).
    CareHome "care_home" Place Child Restricted,
    /// Number of the child's file there (رقم الإضبارة).
    FileNumber "file_number" Number Child Restricted,
    /// State of the person as the source states it: released, held, dead, injured.
    Status "status" Category Person Staff,
    /// Kinship of whoever asks (صلة القرابة).
    Kinship "kinship" Category Asker Staff,
    /// Name of whoever asks or reports.
    Requester "requester" Name Asker Sealed,
    /// A telephone number.
    Phone "phone" Contact Asker Sealed,
    /// An e-mail address.
    Email "email" Contact Asker Sealed,
    /// Where a living person is now.
    PresentWhereabouts "present_whereabouts" Contact Person Sealed,
    /// Street address.
    Address "address" Text Person Staff,
    /// House or building number.
    HouseNumber "house_number" Text Person Staff,
    /// Postcode.
    Postcode "postcode" Text Person Staff,
    /// Occupation.
    Occupation "occupation" Text Person Staff,
    /// Nationality or civil status.
    Nationality "nationality" Category Person Staff,
    /// Civil status: citizen, أجنبي الحسكة, مكتوم القيد, Palestinian refugee, foreigner, unregistered birth. For most
    /// of these a missing national number is not missing data.
    CivilStatus "civil_status" Category Person Staff,
    /// Sect or religion: restricted.
    Sect "sect" Category Person Restricted,
    /// Health or injury: restricted.
    Health "health" Text Person Restricted,
    /// Marks and appearance.
    Appearance "appearance" Text Person Staff,
    /// A distinguishing mark: a scar, a tattoo, a missing finger.
    Mark "mark" Text Person Staff,
    /// Name of a relative in the source.
    RelativeName "relative_name" Name Relation Staff,
    /// What that relative is to the person.
    RelativeKinship "relative_kinship" Category Relation Staff,
    /// Another register's number of this person, scope unknown.
    OtherNumber "other_number" Number Person Staff,
    /// The row's own identifier in its table.
    RowIdentifier "row_identifier" Number Row Staff,
    /// Running number of rows (م، الرقم المتسلسل): no claim at all.
    RunningNumber "running_number" Number Row Staff,
    /// Free text.
    Note "note" Text Row Staff,
}

#[cfg(test)]
mod tests {
    use super::Property;

    #[test]
    fn every_property_reads_back_from_its_text() {
        for &property in Property::ALL {
            assert_eq!(Property::parse(property.as_str()), Some(property));
            assert_eq!(serde_json::to_string(&property).unwrap(), format!("\"{}\"", property.as_str()));
        }
    }

    #[test]
    fn texts_are_the_names_in_snake_case() {
        for &property in Property::ALL {
            let mut snake = String::new();
            for letter in format!("{property:?}").chars() {
                if letter.is_uppercase() && !snake.is_empty() {
                    snake.push('_');
                }
                snake.extend(letter.to_lowercase());
            }
            assert_eq!(property.as_str(), snake);
        }
    }
}
