//! Archives to test on, and records to put into them.

use record::{Cell, Claim, Position, Problem, ProblemKind, Property, Record, Role, SourceKind};
use sqlx::{ConnectOptions, Connection};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use store::{
    AcceptedImport, AccountId, Archive, Asker, Consent, DecisionId, ImportMeta, Location, NewDecision, NewRequest,
    Profile, RecordId, SecretKey, StaffRole, StoreError, Verdict,
};
use tempfile::TempDir;

pub(crate) const TIME: &str = "2024-12-10T08:00:00Z";

/// A place for an archive on one engine; gone when dropped.
pub(crate) struct Place {
    pub(crate) engine: &'static str,
    pub(crate) location: Location,
    pub(crate) dir: TempDir,
}

static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// Runs a test on every engine there is.
pub(crate) fn on_both(test: impl Fn(&Place)) {
    test(&sqlite());
    match postgres() {
        Some(place) => test(&place),
        None => println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)"),
    }
}

pub(crate) fn sqlite() -> Place {
    let dir = tempfile::tempdir().unwrap();
    Place { engine: "sqlite", location: Location::dir(dir.path().join("archive")), dir }
}

/// SQLite in memory where there is such a file system: for tests of meaning, which need no disk.
pub(crate) fn sqlite_in_memory() -> Place {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    Place { engine: "sqlite", location: Location::dir(dir.path().join("archive")), dir }
}

/// A new schema of the server under test.
pub(crate) fn postgres() -> Option<Place> {
    let url = std::env::var("ATHAR_TEST_POSTGRES").ok()?;
    let dir = tempfile::tempdir().unwrap();
    let schema = format!("athar_{}_{}", std::process::id(), SCHEMAS.fetch_add(1, Ordering::Relaxed));
    block_on(async {
        let mut connection = sqlx::postgres::PgConnectOptions::from_str(&url).unwrap().connect().await.unwrap();
        let create = sqlx::AssertSqlSafe(format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"));
        sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    let separator = if url.contains('?') { '&' } else { '?' };
    let database = format!("{url}{separator}options[search_path]={schema}");
    Some(Place { engine: "postgres", location: Location::postgres(dir.path().join("archive"), database), dir })
}

pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

impl Place {
    pub(crate) fn archive(&self) -> Archive {
        Archive::open_or_create(&self.location).unwrap()
    }

    /// Runs SQL behind the archive's back.
    pub(crate) fn tamper(&self, sql: &str) {
        self.tamper_file("archive.sqlite", sql);
    }

    /// The same, on the log of readings.
    pub(crate) fn tamper_readings(&self, sql: &str) {
        self.tamper_file("readings.sqlite", sql);
    }

    fn tamper_file(&self, file: &str, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        block_on(async {
            if let Some(url) = &self.location.database {
                let options = sqlx::postgres::PgConnectOptions::from_str(url).unwrap();
                let mut connection = options.connect().await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            } else {
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(self.location.dir.join(file));
                let mut connection = options.connect().await.unwrap();
                sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        });
    }
}

/// A small generator, so that every run is the same.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

pub(crate) fn meta(source: &str) -> ImportMeta {
    ImportMeta {
        source: source.to_owned(),
        kind: SourceKind::Freed,
        original: None,
        mapping: "given = \"الاسم\"\n".to_owned(),
        as_of: "2024-12-08".to_owned(),
        one_row_per_person: false,
        by: None,
    }
}

/// A record of some 600 bytes of JSON, different for each number.
pub(crate) fn record(number: u64) -> Record {
    let given = format!("اسم {}", number % 997);
    let family = format!("كنية {}", number % 4099);
    let year = (1950 + number % 60).to_string();
    let cell = |header: &str, text: &str| Cell { header: header.to_owned(), text: text.to_owned() };
    let claim = |property, text: &str| Claim::new(property, text);
    Record {
        position: Position { row: number + 2, ..Position::default() },
        role: Role::Freed,
        verbatim: vec![cell("الاسم", &given), cell("الكنية", &family), cell("تولد", &year)],
        claims: vec![
            claim(Property::Given, &given),
            claim(Property::Family, &family),
            claim(Property::BirthDate, &year),
        ],
    }
}

pub(crate) fn keys(number: u64) -> Vec<i64> {
    let mut random = Random(number / 3);
    (0..2).map(|_| (random.next() >> 8) as i64 - (1 << 55)).collect()
}

/// A problem with a cell that the record does not have: what it quotes is sealed.
pub(crate) fn problem(row: u64) -> Problem {
    let position = Position { row, ..Position::default() };
    let as_written = "31 شباط\u{0}".into();
    Problem { position, column: Some("تولد".to_owned()), as_written, kind: ProblemKind::DateNotUnderstood }
}

/// Imports records in a role, one row to a person where that is said.
pub(crate) fn import_as(archive: &Archive, role: Role, one_row: bool, numbers: std::ops::Range<u64>) -> AcceptedImport {
    let kind = if role == Role::Sought { SourceKind::Sought } else { SourceKind::Other };
    let meta = ImportMeta { kind, one_row_per_person: one_row, ..meta("list") };
    let mut writer = archive.begin_import(meta).unwrap();
    for number in numbers {
        writer.push(Record { role, ..record(number) }, vec![], &keys(number)).unwrap();
    }
    writer.accept(TIME).unwrap()
}

/// An account with a key of its own.
pub(crate) struct Human {
    pub(crate) account: AccountId,
    pub(crate) key: SecretKey,
}

impl Human {
    pub(crate) fn new(archive: &Archive, role: StaffRole) -> Human {
        let key = SecretKey::generate().unwrap();
        let profile = Profile { name: "N.".into(), roles: [role].into(), ..Profile::default() };
        let account = archive.enrol(profile, Some(key.public()), keeper(archive), TIME).unwrap();
        Human { account, key }
    }

    /// Decides as this human would: frozen, then signed.
    pub(crate) fn decides(
        &self,
        archive: &Archive,
        left: RecordId,
        right: RecordId,
        verdict: Verdict,
    ) -> Result<DecisionId, StoreError> {
        let mut made = decision(left, right, verdict);
        // Nobody decides twice at one moment: the packet would be the same.
        made.reason = format!("reason {}", archive.head()?.size).into();
        archive.freeze(&mut made)?;
        made.signatures.push(self.key.sign(made.packet()?, TIME));
        archive.decide(made, TIME)
    }

    /// Confirms what another decided.
    pub(crate) fn confirms(&self, archive: &Archive, id: DecisionId) -> Result<u64, StoreError> {
        let packet = archive.confirmation_packet(id)?;
        archive.confirm(id, self.key.sign(packet, TIME), TIME)
    }
}

/// The administrator, where there is one: nobody else enrols anybody then.
pub(crate) fn keeper(archive: &Archive) -> Option<AccountId> {
    let accounts = archive.accounts().unwrap().into_iter();
    accounts.filter(|account| account.profile.roles.contains(&StaffRole::Admin)).map(|account| account.id).next()
}

/// A request that says nothing of whom it is from but a name.
pub(crate) fn request() -> NewRequest {
    NewRequest {
        asker: Asker { name: "U.".into(), kinship: "أم".into(), contact: "0933 000 000".into(), ..Asker::default() },
        consent: Consent::default(),
        team: String::new(),
        contact_until: "2025-12-31".to_owned(),
    }
}

/// Imports records with those numbers, a problem with every tenth.
pub(crate) fn import(archive: &Archive, source: &str, numbers: std::ops::Range<u64>) -> AcceptedImport {
    let mut writer = archive.begin_import(meta(source)).unwrap();
    for number in numbers {
        let problems = if number % 10 == 0 { vec![problem(number)] } else { Vec::new() };
        writer.push(record(number), problems, &keys(number)).unwrap();
    }
    writer.accept(TIME).unwrap()
}

pub(crate) fn decision(left: RecordId, right: RecordId, verdict: Verdict) -> NewDecision {
    NewDecision {
        left,
        right,
        verdict,
        reason: "the same mother".into(),
        weight_1024: Some(12_345),
        evidence: store::Json::parse("{\"given\": 3}".to_owned()).unwrap(),
        run: None,
        token: None,
        compared: Vec::new(),
        signatures: Vec::new(),
    }
}

pub(crate) fn ids(archive: &Archive) -> Vec<RecordId> {
    let mut ids = Vec::new();
    archive
        .records(store::RecordFilter::All, |id, _| {
            ids.push(id);
            Ok(())
        })
        .unwrap();
    ids
}

/// Copies the ledger's own tables, and the keys, from a SQLite archive to an empty PostgreSQL one, which is closed.
pub(crate) fn copy_ledger(here: &Place, there: &Place) {
    use sqlx::Row;
    let file = here.location.dir.join("archive.sqlite");
    std::fs::copy(here.location.keys_path(), there.location.keys_path()).unwrap();
    block_on(async {
        let mut from = sqlx::sqlite::SqliteConnectOptions::new().filename(file).connect().await.unwrap();
        let url = there.location.database.as_deref().unwrap();
        let mut to = sqlx::postgres::PgConnectOptions::from_str(url).unwrap().connect().await.unwrap();
        sqlx::raw_sql("DELETE FROM ledger_head").execute(&mut to).await.unwrap();
        for (read, write) in [
            (
                "SELECT idx, salt, payload, commitment, leaf FROM ledger",
                "INSERT INTO ledger (idx, salt, payload, commitment, leaf) VALUES ($1, $2, $3, $4, $5)",
            ),
            (
                "SELECT size, root, frontier FROM ledger_head",
                "INSERT INTO ledger_head (id, size, root, frontier) VALUES (1, $1, $2, $3)",
            ),
        ] {
            for row in sqlx::query(read).fetch_all(&mut from).await.unwrap() {
                let mut query = sqlx::query(write).bind(row.get::<i64, _>(0));
                for column in 1..row.len() {
                    query = query.bind(row.get::<Vec<u8>, _>(column));
                }
                query.execute(&mut to).await.unwrap();
            }
        }
        let chunks = sqlx::query("SELECT batch, number, sha256, payload, sealed FROM batch_chunk");
        for row in chunks.fetch_all(&mut from).await.unwrap() {
            let insert = "INSERT INTO batch_chunk (batch, number, sha256, payload, sealed) VALUES ($1, $2, $3, $4, $5)";
            sqlx::query(insert)
                .bind(row.get::<String, _>(0))
                .bind(row.get::<i64, _>(1))
                .bind(row.get::<Vec<u8>, _>(2))
                .bind(row.get::<Vec<u8>, _>(3))
                .bind(row.get::<Vec<u8>, _>(4))
                .execute(&mut to)
                .await
                .unwrap();
        }
    });
}
