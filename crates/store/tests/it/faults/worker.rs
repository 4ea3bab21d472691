//! A process that works on an archive and says what was acknowledged, line by line, until its disk ends it.
//!
//! Errors of the archive are said and passed over, as by a server that goes on; a panic ends the process, and whoever
//! runs it sees that.

use crate::fixtures::{Human, Random, TIME, decision, keeper, keys, meta, record, request};
use record::{Record, Role, SourceKind};
use store::{
    Archive, DecisionId, ImportMeta, ImportNumber, Json, Link, LinkRunMeta, Location, Profile, RecordId, Result,
    SecretKey, StaffRole, StoreError, Verdict,
};

pub(crate) const DIR: &str = "ATHAR_TEST_CHILD_DIR";
pub(crate) const URL: &str = "ATHAR_TEST_CHILD_URL";
pub(crate) const SEED: &str = "ATHAR_TEST_CHILD_SEED";
pub(crate) const STEPS: &str = "ATHAR_TEST_CHILD_STEPS";
pub(crate) const VERIFIES: &str = "ATHAR_TEST_CHILD_VERIFIES";

/// Records of the first import, about which decisions are made.
pub(crate) const RECORDS: u64 = 40;
/// After so many errors a worker gives up.
const FAILURES_MAX: u32 = 6;

/// Not a test: the process that loses power.
#[test]
#[ignore = "run by another test"]
fn worker() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(0_u64);
    let location = Location { database: std::env::var(URL).ok(), ..Location::dir(dir) };
    let mut failures = 0;
    let mut failed = |error: &StoreError| {
        println!("\nfailed {error}");
        failures += 1;
        failures >= FAILURES_MAX
    };
    let archive = loop {
        match Archive::open_or_create(&location) {
            Ok(archive) => break archive,
            Err(error) if failed(&error) => return,
            Err(_) => {}
        }
    };
    if number(VERIFIES) != 0 {
        match archive.verify() {
            Ok(report) => report.differences.iter().for_each(|difference| println!("\ndiffers {difference}")),
            Err(error) => drop(failed(&error)),
        }
    }
    let mut worker = Worker { archive: &archive, random: Random(number(SEED)), human: None, decided: Vec::new() };
    for _ in 0..number(STEPS) {
        match worker.step() {
            Err(error) if !is_refusal(&error) && failed(&error) => return,
            _ => {}
        }
    }
}

fn is_refusal(error: &StoreError) -> bool {
    use StoreError::{AlreadyUndone, Contradicts, DecidedAlready, SameRecord};
    matches!(error, Contradicts(_) | SameRecord | DecidedAlready(_) | AlreadyUndone(_))
}

struct Worker<'archive> {
    archive: &'archive Archive,
    random: Random,
    human: Option<Human>,
    decided: Vec<DecisionId>,
}

impl Worker<'_> {
    fn step(&mut self) -> Result<()> {
        if self.archive.head()?.size == 0 {
            return first_import(self.archive).and_then(|entry| self.acknowledged(entry, "list"));
        }
        if self.human.is_none() {
            let key = SecretKey::generate()?;
            let profile = Profile { name: "N.".into(), roles: [StaffRole::Caseworker].into(), ..Profile::default() };
            let account = self.archive.enrol(profile, Some(key.public()), keeper(self.archive), TIME)?;
            self.human = Some(Human { account, key });
            return self.acknowledged(account.0, "account");
        }
        match self.random.below(9) {
            0 => self.import(),
            1 => self.link(),
            2 => {
                let number = self.random.below(9);
                let case = self.archive.open_request(record(number), keys(number), request(), None, TIME)?.case;
                println!("\ncase {case}");
                Ok(())
            }
            3 => self.read(),
            4 => {
                let entry = self.archive.ask_withdrawal(self.record(), "me".into(), None, TIME)?;
                self.acknowledged(entry, "withdrawal")
            }
            5 if !self.decided.is_empty() => {
                let taken = self.decided.swap_remove(self.random.below(self.decided.len() as u64) as usize);
                let entry = self.archive.undo_decision(taken, TIME)?;
                self.acknowledged(entry, "undone")
            }
            _ => self.decide(),
        }
    }

    fn acknowledged(&self, entry: u64, act: &str) -> Result<()> {
        // The words first: what is acknowledged is known before anything else may fail.
        println!("\nentry {entry} {act}");
        println!("\nleaf {entry} {}", self.archive.leaf(entry)?);
        Ok(())
    }

    fn record(&mut self) -> RecordId {
        RecordId::new(ImportNumber(1), 1 + self.random.below(RECORDS) as u32)
    }

    /// A small list, seldom one of more than a chunk, often with its original.
    fn import(&mut self) -> Result<()> {
        let count = if self.random.below(10) == 0 { 1_200 } else { self.random.below(30) };
        let _bringing = self.archive.bring_in()?;
        let original = if self.random.below(3) == 0 {
            None
        } else {
            let bytes = vec![b'a' + self.random.below(26) as u8; 1 + self.random.below(9_000) as usize];
            Some(self.archive.keep_original_from(&mut bytes.as_slice(), "list.csv")?)
        };
        let mut writer = self.archive.begin_import(ImportMeta { original, ..meta("child") })?;
        for number in 0..count {
            writer.push(record(number), vec![], &keys(number))?;
        }
        // One in six is begun and left.
        if self.random.below(6) == 0 {
            return Ok(());
        }
        let accepted = writer.accept(TIME)?;
        self.acknowledged(accepted.entry, "import")
    }

    fn link(&mut self) -> Result<()> {
        let meta = LinkRunMeta {
            model: Json::default(),
            // A run that says what the latest says is no new entry.
            seed: self.random.next(),
            threshold_micro: 1,
            snapshot: "s".to_owned(),
            copies: Vec::new(),
        };
        let mut writer = self.archive.begin_links(meta)?;
        for ordinal in 1..=self.random.below(30) as u32 {
            writer.push_link(&Link {
                left: RecordId::new(ImportNumber(1), ordinal),
                right: RecordId::new(ImportNumber(1), ordinal + 1),
                weight_1024: 9_000,
                probability_micro: 990_000,
                rule: "number".to_owned(),
                evidence: Json::default(),
            })?;
        }
        let run = writer.accept(TIME)?;
        let runs = self.archive.link_runs()?;
        let entry = runs.iter().find(|accepted| accepted.number == run).map(|accepted| accepted.entry);
        entry.map_or(Ok(()), |entry| self.acknowledged(entry, "links"))
    }

    fn read(&mut self) -> Result<()> {
        let Some(human) = &self.human else { return Ok(()) };
        let session = self.archive.session(human.account, None, self.random.below(1 << 40) as i64)?;
        session.record(RecordId::new(ImportNumber(1), 1))?;
        println!("\nread");
        Ok(())
    }

    fn decide(&mut self) -> Result<()> {
        let (left, right) = (self.record(), self.record());
        let mut made = decision(left, right, [Verdict::Same, Verdict::Different][self.random.below(2) as usize]);
        // Nobody decides twice at one moment: the packet would be the same.
        made.reason = format!("reason {} {}", self.archive.head()?.size, self.random.next()).into();
        self.archive.freeze(&mut made)?;
        if let Some(human) = self.human.as_ref().filter(|_| self.random.below(2) == 0) {
            made.signatures.push(human.key.sign(made.packet()?, TIME));
        }
        let made = self.archive.decide(made, TIME)?;
        self.decided.push(made);
        self.acknowledged(made.0, "decision")
    }
}

/// The list that everything else is about.
pub(crate) fn first_import(archive: &Archive) -> Result<u64> {
    let meta = ImportMeta { kind: SourceKind::Other, ..meta("list") };
    let mut writer = archive.begin_import(meta)?;
    for number in 0..RECORDS {
        writer.push(Record { role: Role::Held, ..record(number) }, vec![], &keys(number))?;
    }
    Ok(writer.accept(TIME)?.entry)
}
