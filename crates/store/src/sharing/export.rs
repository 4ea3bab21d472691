//! An export: some properties of some lists, for one recipient and one purpose, until one day. One human asks for it, another
//! one approves it, and either may stop it. Each copy that is made is an entry of its own.

use crate::acts::{self, Act, Done};
use crate::consequence::{Consequence, Outside};
use crate::sharing::copied::{Copied, Runs};
use crate::sharing::staying::staying;
use crate::sql::Connection;
use crate::{
    AccountId, Archive, ExportNumber, Hash, ImportNumber, RecordId, Result, SharedWith, StoreError, answer, restriction,
};
use record::{Family, PartialDate, Private, Property, Visibility};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The formats that a copy can have.
pub const FORMATS: [&str; 4] = ["xlsx", "csv", "pfif", "ftm"];
/// For so many days a copy may be kept at most before somebody asks anew.
const DAYS_MAX: i32 = 400;
/// Lists of one export.
const IMPORTS_MAX: usize = 1_000;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportAsked {
    /// Who is to have it.
    pub recipient: Private,
    /// What kind of recipient that is: requests leave only where their family agreed to it.
    pub shared_with: SharedWith,
    /// What for.
    pub purpose: Private,
    /// A word of [`FORMATS`].
    pub format: String,
    /// What of each record.
    pub fields: BTreeSet<Property>,
    /// Of which lists.
    pub imports: BTreeSet<ImportNumber>,
    /// The last day on which copies may be made, and on which the recipient may keep them (EDTF).
    pub until: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExportAct {
    Asked(ExportAsked),
    Approved {
        export: ExportNumber,
    },
    Stopped {
        export: ExportNumber,
        reason: Private,
    },
    /// A copy was made: the entry that says of which records.
    Copied {
        export: ExportNumber,
        consequence: u64,
        sha256: Hash,
        records: u64,
    },
    /// The recipient was given the ids of records that they are to delete.
    Followed {
        export: ExportNumber,
        records: Runs,
        sha256: Hash,
    },
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportState {
    /// It waits for a second human.
    Waits,
    /// Copies may be made.
    Approved(AccountId),
    /// No copy is made any more.
    Stopped,
}

/// A copy that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportCopy {
    /// The entry that says of which records.
    pub consequence: u64,
    /// When.
    pub time: String,
    /// Who made it.
    pub by: Option<AccountId>,
    /// How many records it has.
    pub records: u64,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
}

/// An export and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The entry that asked for it.
    pub number: ExportNumber,
    /// What was asked for; nothing of it where that was erased.
    pub asked: ExportAsked,
    /// Who asked.
    pub by: Option<AccountId>,
    /// When.
    pub time: String,
    /// How far it is.
    pub state: ExportState,
    /// Its copies, in order.
    pub copies: Vec<ExportCopy>,
    /// The entry that approved it.
    pub(crate) approved: Option<u64>,
    /// What the recipient was told to delete, each with its entry.
    pub(crate) followed: Vec<(u64, Runs)>,
}

impl ExportAct {
    /// The export that it is about: of one that is asked for, its own entry.
    pub(crate) fn export(&self, entry: u64) -> ExportNumber {
        match self {
            ExportAct::Asked(_) => ExportNumber(entry),
            ExportAct::Approved { export }
            | ExportAct::Stopped { export, .. }
            | ExportAct::Copied { export, .. }
            | ExportAct::Followed { export, .. } => *export,
        }
    }

    pub(crate) fn word(&self) -> &'static str {
        match self {
            ExportAct::Asked(_) => "export_asked",
            ExportAct::Approved { .. } => "export_approved",
            ExportAct::Stopped { .. } => "export_stopped",
            ExportAct::Copied { .. } => "export_copied",
            ExportAct::Followed { .. } => "export_followed",
        }
    }
}

impl Export {
    /// Whether its last day is over.
    pub fn is_over(&self, time: &str) -> bool {
        time.get(..10).is_some_and(|day| day > self.asked.until.as_str())
    }

    /// Refuses to make a copy of one that was not approved, was stopped, or is over.
    pub fn must_be_open(&self, time: &str) -> Result<()> {
        match self.state {
            ExportState::Waits => Err(StoreError::Refused("this export waits for a second human")),
            ExportState::Stopped => Err(StoreError::Refused("this export was stopped")),
            ExportState::Approved(_) if self.is_over(time) => Err(StoreError::Refused("this export is over: ask anew")),
            ExportState::Approved(_) => Ok(()),
        }
    }
}

impl Archive {
    /// Asks for an export.
    pub fn ask_export(&self, asked: ExportAsked, by: AccountId, time: &str) -> Result<ExportNumber> {
        Ok(ExportNumber(self.act(Some(by), Act::Export(Box::new(ExportAct::Asked(asked))), time)?.index))
    }

    /// Approves one that somebody else asked for.
    pub fn approve_export(&self, export: ExportNumber, by: AccountId, time: &str) -> Result<u64> {
        Ok(self.act(Some(by), Act::Export(Box::new(ExportAct::Approved { export })), time)?.index)
    }

    /// Stops one: no copy is made of it any more.
    pub fn stop_export(&self, export: ExportNumber, reason: Private, by: AccountId, time: &str) -> Result<u64> {
        Ok(self.act(Some(by), Act::Export(Box::new(ExportAct::Stopped { export, reason })), time)?.index)
    }

    /// Says that a copy of these records is made, before its bytes are handed to anybody: from then on, what takes a record or
    /// a list of it back makes something to be put right. Refused where one of them may not leave any more.
    pub fn copy_export(
        &self,
        export: ExportNumber,
        records: &[RecordId],
        sha256: Hash,
        by: AccountId,
        time: &str,
    ) -> Result<u64> {
        let copied = Copied { export, records: Runs::of(records), sha256 };
        let consequence = self.record_outside(Outside::Copied(copied), Some(by), time)?;
        let records = records.len() as u64;
        let act = ExportAct::Copied { export, consequence, sha256, records };
        self.act(Some(by), Act::Export(Box::new(act)), time)?;
        Ok(consequence)
    }

    /// Says that the recipient was given tombstones of these records.
    pub fn follow_export(
        &self,
        export: ExportNumber,
        records: &[RecordId],
        sha256: Hash,
        by: AccountId,
        time: &str,
    ) -> Result<u64> {
        let act = ExportAct::Followed { export, records: Runs::of(records), sha256 };
        Ok(self.act(Some(by), Act::Export(Box::new(act)), time)?.index)
    }

    /// Every export, in the order in which they were asked for.
    pub fn exports(&self) -> Result<Vec<Export>> {
        self.database.read(|connection| {
            let mut exports: Vec<Export> = Vec::new();
            for (_, done) in acts::of_kind(connection, "export")? {
                match exports.last_mut() {
                    Some(last) if !matches!(&done.act, Act::Export(act) if matches!(**act, ExportAct::Asked(_))) => {
                        last.hear(done);
                    }
                    _ => exports.extend(Export::begun(done)),
                }
            }
            exports.sort_by_key(|export| export.number);
            Ok(exports)
        })
    }

    /// One of them.
    pub fn export(&self, export: ExportNumber) -> Result<Export> {
        self.database.read(|connection| folded(connection, export))
    }

    /// Records of its copies that may not leave any more, or of which something was restricted since, and that the recipient was
    /// not told of. Of the latter the next copy has what may leave.
    pub fn to_follow(&self, export: &Export) -> Result<Vec<RecordId>> {
        self.database.read(|connection| {
            let kept = staying(connection, &export.asked, export.approved)?;
            let restricted = restricted(connection, export)?;
            let mut gone = BTreeSet::new();
            for copy in &export.copies {
                for record in of_copy(connection, copy.consequence)? {
                    // Told of before this copy is not told of it.
                    let told = |(entry, records): &(u64, Runs)| *entry > copy.consequence && records.has(record);
                    let is_known = export.followed.iter().any(told) || gone.contains(&record);
                    let is_less = restricted.get(&record).is_some_and(|entry| *entry > copy.consequence);
                    if !is_known && (is_less || kept.contains(&record) || !answer::is_there(connection, record)?) {
                        gone.insert(record);
                    }
                }
            }
            Ok(gone.into_iter().collect())
        })
    }
}

/// Records of which a property that leaves by an export is restricted, each with the newest entry that did so.
fn restricted(connection: &mut Connection, export: &Export) -> Result<BTreeMap<RecordId, u64>> {
    let mut found = BTreeMap::new();
    for record in restriction::touched(connection)? {
        let standing = restriction::of(connection, record)?;
        let hides = |restriction: &restriction::Restriction| {
            let leaves = restriction.property.is_none_or(|property| export.asked.fields.contains(&property));
            leaves && restriction.visibility_for(&BTreeSet::new()) > Visibility::Staff
        };
        let newest = standing.iter().filter(|(_, restriction)| hides(restriction)).map(|(entry, _)| *entry).max();
        found.extend(newest.map(|entry| (record, entry)));
    }
    Ok(found)
}

/// The records of a copy.
fn of_copy(connection: &mut Connection, consequence: u64) -> Result<Vec<RecordId>> {
    match acts::at(connection, consequence)?.map(|done| done.act) {
        Some(Act::Consequence(Consequence { outside: Outside::Copied(copied), .. })) => {
            Ok(copied.records.all().collect())
        }
        _ => Ok(Vec::new()),
    }
}

pub(crate) fn folded(connection: &mut Connection, export: ExportNumber) -> Result<Export> {
    let mut told = acts::about(connection, "export", export.0 as i64)?.into_iter();
    let begun = told.next().and_then(Export::begun);
    let mut begun = begun.ok_or_else(|| StoreError::NoSuch(format!("export {export}")))?;
    told.for_each(|done| begun.hear(done));
    Ok(begun)
}

impl Export {
    fn begun(done: Done<Act>) -> Option<Export> {
        let Act::Export(act) = done.act else { return None };
        let ExportAct::Asked(asked) = *act else { return None };
        Some(Export {
            number: ExportNumber(done.entry),
            asked,
            by: done.by,
            time: done.time,
            state: ExportState::Waits,
            approved: None,
            copies: Vec::new(),
            followed: Vec::new(),
        })
    }

    fn hear(&mut self, done: Done<Act>) {
        let Act::Export(act) = done.act else { return };
        match *act {
            ExportAct::Asked(_) => {}
            ExportAct::Approved { .. } => {
                if let (Some(by), ExportState::Waits) = (done.by, self.state) {
                    self.state = ExportState::Approved(by);
                    self.approved = Some(done.entry);
                }
            }
            ExportAct::Stopped { .. } => self.state = ExportState::Stopped,
            ExportAct::Copied { consequence, sha256, records, .. } => {
                self.copies.push(ExportCopy { consequence, time: done.time, by: done.by, records, sha256 });
            }
            ExportAct::Followed { records, .. } => self.followed.push((done.entry, records)),
        }
    }
}

/// Whether a property may ever stand in an export: contacts, and whatever only some may see, never do (rules 5 and 7).
pub fn may_be_exported(property: Property) -> bool {
    property.default_visibility() == Visibility::Staff && property.family() != Family::Contact
}

/// What must hold before an act on an export is kept.
pub(crate) fn check(connection: &mut Connection, act: &ExportAct, by: Option<AccountId>, time: &str) -> Result<()> {
    let Some(by) = by else {
        return Err(StoreError::Refused("a list leaves the archive by accounts alone: two humans"));
    };
    match act {
        ExportAct::Asked(asked) => check_asked(connection, asked, time),
        ExportAct::Approved { export } => {
            let export = folded(connection, *export)?;
            if export.state != ExportState::Waits {
                return Err(StoreError::Refused("this export does not wait for a second human"));
            }
            if export.by == Some(by) {
                return Err(StoreError::Refused("whoever asked for an export does not approve it: another human does"));
            }
            Ok(())
        }
        ExportAct::Stopped { export, .. } if folded(connection, *export)?.state == ExportState::Stopped => {
            Err(StoreError::Refused("this export is stopped already"))
        }
        ExportAct::Stopped { .. } => Ok(()),
        ExportAct::Copied { export, .. } => must_be_open(connection, *export, time),
        ExportAct::Followed { export, .. } => folded(connection, *export).map(drop),
    }
}

/// Refuses to make a copy of an export that was not approved, was stopped, or is over.
pub(crate) fn must_be_open(connection: &mut Connection, export: ExportNumber, time: &str) -> Result<()> {
    folded(connection, export)?.must_be_open(time)
}

fn check_asked(connection: &mut Connection, asked: &ExportAsked, time: &str) -> Result<()> {
    if asked.recipient.reveal().trim().is_empty() || asked.purpose.reveal().trim().is_empty() {
        return Err(StoreError::Refused("an export needs a recipient and a purpose"));
    }
    if !FORMATS.contains(&asked.format.as_str()) {
        return Err(StoreError::Refused("no copy can be made in that format"));
    }
    if asked.fields.is_empty() || !asked.fields.iter().all(|field| may_be_exported(*field)) {
        return Err(StoreError::Refused("an export needs properties, and none that is sealed or restricted"));
    }
    // A family name with a village tells of sect (rule 7): the two never leave together.
    let tells_family =
        |property: &Property| matches!(property, Property::FullName | Property::Family | Property::AlsoCalled);
    let tells_village = |property: &Property| {
        use Property::{BirthPlace, Origin, RegistrationPlace, Residence};
        matches!(property, BirthPlace | Origin | RegistrationPlace | Residence)
    };
    if asked.fields.iter().any(tells_family) && asked.fields.iter().any(tells_village) {
        return Err(StoreError::Refused(
            "family names and places of origin never leave together: choose one of the two",
        ));
    }
    if asked.imports.is_empty() || asked.imports.len() > IMPORTS_MAX {
        return Err(StoreError::Refused("an export needs lists, a thousand at most"));
    }
    for &import in &asked.imports {
        crate::import::must_be_there(connection, import)?;
    }
    let today = time.get(..10).and_then(|day| PartialDate::parse_edtf(day).ok()).map(|day| day.interval().1);
    let until = PartialDate::parse_edtf(&asked.until).ok().filter(|_| asked.until.len() == 10);
    match (today, until.map(|until| until.interval().1)) {
        (Some(today), Some(until)) if until.0 >= today.0 && until.0 - today.0 <= DAYS_MAX => Ok(()),
        _ => Err(StoreError::Refused("an export ends on a day such as 2026-12-31, four hundred days from now at most")),
    }
}
