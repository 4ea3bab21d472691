//! A list for a recipient: what leaves, for whom, until when; and the writers that give it a format.
//!
//! A writer writes the fields that were chosen and nothing beside them, refuses what may never leave (rules 5, 7 and 11),
//! and says of what it wrote what the format could not carry. Who approved an export and where it went is kept elsewhere.

mod allowed;
mod columns;
mod csv;
mod front;
mod ftm;
pub(crate) mod guard;
mod pfif;
mod tally;
mod xlsx;

pub(crate) use columns::Column;
pub use csv::csv;
pub(crate) use front::{CSV_COLUMNS, ROLE_COLUMN, WITHDRAWN, WORKBOOK_MARK};
pub use ftm::ftm;
pub(crate) use pfif::is_prefix_date;
pub use pfif::pfif;
use record::{Claim, PartialDate, Property, Role};
use std::fmt;
pub use tally::{NotCarried, Why};
pub use xlsx::xlsx;

/// One list for one recipient.
#[derive(Clone, Debug)]
pub struct Export {
    /// Why and for whom.
    pub about: About,
    /// The properties that leave, in the order of the columns. Claims of others stay.
    pub fields: Vec<Property>,
    /// The records, and the tombstones of those that left before and are withdrawn.
    pub rows: Vec<Row>,
}

/// For what a list is given, to whom, until when.
#[derive(Clone, Debug)]
pub struct About {
    /// What the recipient may use it for.
    pub purpose: String,
    /// Who receives it.
    pub recipient: String,
    /// The day on which it is written.
    pub date: PartialDate,
    /// The last day on which the recipient may hold it.
    pub expires: PartialDate,
    /// Words that tell this copy from every other; they stand in every format.
    pub watermark: String,
    /// Domain of the archive, before the slash in identifiers of PFIF (`athar.example`).
    pub domain: String,
    /// Whether the recipient learns what each person is in their source: sought, held, freed, dead.
    pub with_roles: bool,
    /// Whether the approval covers restricted claims (minors, health, sect); without it they are refused.
    pub with_restricted: bool,
}

/// One record as it leaves.
#[derive(Clone, Debug)]
pub struct Row {
    /// The recipient's name for it: stable from export to export, opaque, 1 to 120 of `A-Z a-z 0-9 . _ -`.
    pub id: String,
    /// Who or what it is from, as the recipient may know it: a code where a name would tell who testified (rule 11).
    pub source: String,
    /// Date of the source, when known: ages are as of it.
    pub as_of: Option<PartialDate>,
    /// What the person is in the source. Only those who are matched leave (rule 11).
    pub role: Role,
    /// What the source says. Of these the chosen fields are written.
    pub claims: Vec<Claim>,
    /// A tombstone: the recipient is to delete their copy. Nothing but the identifier is written.
    pub withdrawn: bool,
}

impl Row {
    /// The tombstone of a record that left before.
    pub fn tombstone(id: impl Into<String>) -> Row {
        let claims = Vec::new();
        Row { id: id.into(), source: String::new(), as_of: None, role: Role::default(), claims, withdrawn: true }
    }
}

/// A list as it was written.
#[derive(Clone)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// Files that belong beside it, by name: they are handed over with it.
    pub beside: Vec<(&'static str, Vec<u8>)>,
    /// What the format could not carry. Empty when it carried everything.
    pub not_carried: Vec<NotCarried>,
}

impl fmt::Debug for Written {
    /// Prints sizes only: what a list says about people does not belong in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Written({} bytes, {} beside, {:?})", self.bytes.len(), self.beside.len(), self.not_carried)
    }
}

impl Export {
    /// The claims of a row that are written, in the order of the row.
    fn chosen<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = &'a Claim> {
        let claims = if row.withdrawn { &[][..] } else { &row.claims[..] };
        claims.iter().filter(|claim| self.fields.contains(&claim.property))
    }
}

/// The stable word of a role.
pub(crate) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Sought => "sought",
        Role::Held => "held",
        Role::Freed => "freed",
        Role::Dead => "dead",
        _ => "",
    }
}

/// The role of that word.
pub(crate) fn role_of_word(word: &str) -> Option<Role> {
    [Role::Sought, Role::Held, Role::Freed, Role::Dead].into_iter().find(|&role| role_word(role) == word)
}
