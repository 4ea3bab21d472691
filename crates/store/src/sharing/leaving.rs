//! What leaves by an export: of each record that may leave, the open claims of its fields, under an id that means nothing to
//! anybody else.

use crate::access::{Asked, Kind};
use crate::session::Session;
use crate::sharing::staying::staying;
use crate::{Archive, Export, ExportAsked, ExportNumber, RecordFilter, RecordId, Result, StoreError};
use record::{Claim, Property, Record, Role, Thing, Visibility};

/// A record on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Which one. It does not leave.
    pub record: RecordId,
    /// Its id in every copy of this export, and in no other's: two recipients cannot tell by it that they have the same person.
    pub id: String,
    /// What the person is in their source.
    pub role: Role,
    /// What leaves of it.
    pub claims: Vec<Claim>,
}

impl Session<'_> {
    /// Every export, for those who may see them.
    pub fn exports(&self) -> Result<Vec<Export>> {
        self.must_see_exports()?;
        self.archive.exports()
    }

    /// One export.
    pub fn export(&self, export: ExportNumber) -> Result<Export> {
        self.must_see_exports()?;
        self.archive.export(export)
    }

    fn must_see_exports(&self) -> Result<()> {
        let denied = StoreError::Denied("what leaves the archive is for reviewers");
        if self.may(Asked::see(Kind::Export)) { Ok(()) } else { Err(denied) }
    }

    /// How many records would leave by an export, and how many of its lists stay inside.
    pub fn would_leave(&self, export: &Export) -> Result<(u64, u64)> {
        self.must_see_exports()?;
        let (mut leave, mut stay) = (0, 0);
        self.archive.each_leaving(export, |_, record| {
            match record {
                Some(_) => leave += 1,
                None => stay += 1,
            }
            Ok(())
        })?;
        Ok((leave, stay))
    }

    /// Calls back with what leaves, list by list. That it left is said by [`Archive::copy_export`].
    pub fn leaving(&self, export: &Export, mut visit: impl FnMut(Leaving) -> Result<()>) -> Result<()> {
        if !self.may(Asked::change(Kind::Export)) {
            return Err(StoreError::Denied("copies are made by reviewers"));
        }
        let archive = self.archive;
        archive.each_leaving(export, |id, record| {
            let Some(record) = record else { return Ok(()) };
            let claims = record.claims.into_iter().filter(|claim| leaves(&export.asked, claim));
            let role = record.role;
            visit(Leaving { record: id, id: archive.exported_id(export.number, id), role, claims: claims.collect() })
        })
    }
}

impl Archive {
    /// The id of a record in the copies of an export.
    pub fn exported_id(&self, export: ExportNumber, record: RecordId) -> String {
        let named = [export.0.to_be_bytes(), record.0.to_be_bytes()].concat();
        let token = self.keys().token(b"athar/exported-id/1", &named);
        vault::hex::text(&token[..12])
    }

    /// Every record of the lists that were asked for, as it would leave; none where it stays inside.
    fn each_leaving(
        &self,
        export: &Export,
        mut visit: impl FnMut(RecordId, Option<Record>) -> Result<()>,
    ) -> Result<()> {
        let asked = &export.asked;
        let kept = self.database.read(|connection| staying(connection, asked, export.approved))?;
        // Of women nothing leaves that says where they were held (rule 7).
        let of_custody = asked.fields.iter().any(|field| matches!(field.thing(), Thing::Stay));
        for &import in &asked.imports {
            self.import(import)?;
            let mut all: Vec<(RecordId, Option<Record>)> = Vec::new();
            self.records(RecordFilter::Import(import), |id, record| {
                // What of a minor is open still tells that there is one (rule 7); of sealed roles nothing ever leaves (rule 11).
                let is_woman = record.claims_of(Property::Sex).any(|claim| claim.normal == "female");
                let stays = kept.contains(&id)
                    || !record.role.is_matched()
                    || record.may_be_minor()
                    || (of_custody && is_woman);
                all.push((id, Some(record).filter(|_| !stays)));
                Ok(())
            })?;
            self.obey_restrictions(all.iter_mut().filter_map(|(id, record)| Some((*id, record.as_mut()?))))?;
            for (id, record) in all {
                visit(id, record.filter(|record| record.claims.iter().any(|claim| leaves(asked, claim))))?;
            }
        }
        Ok(())
    }
}

/// Whether a claim leaves: its property was approved, and nothing restricts it.
fn leaves(asked: &ExportAsked, claim: &Claim) -> bool {
    asked.fields.contains(&claim.property)
        && claim.visibility == Visibility::Staff
        && claim.quotes.is_empty()
        && !claim.as_written.trim().is_empty()
}
