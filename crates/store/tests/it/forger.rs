//! Somebody who owns the database and the key file, and knows the format: opens entries, changes them as they like, puts
//! them under keys again, and makes commitment, leaf, frontier and head fit, on SQLite.

use crate::fixtures::{Place, block_on};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};
use vault::Hash;
use vault::keys::Keyring;
use vault::proof::tree::{Frontier, leaf_hash};

/// An entry as it lies in the table, salt and content in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lying {
    pub(crate) salt: Vec<u8>,
    pub(crate) payload: Vec<u8>,
    pub(crate) commitment: Vec<u8>,
    pub(crate) leaf: Vec<u8>,
}

impl Lying {
    /// Makes commitment and leaf fit the content.
    pub(crate) fn fit(&mut self) {
        let length = (self.payload.len() as u64).to_be_bytes();
        let commitment = Hash::of_parts(&[b"athar/entry/1", &self.salt, &length, &self.payload]);
        self.commitment = commitment.0.to_vec();
        self.leaf = leaf_hash(&[&[1], self.commitment.as_slice()].concat()).0.to_vec();
    }
}

pub(crate) struct Forger {
    connection: SqliteConnection,
    keys: Keyring,
}

fn context(what: &str, index: usize) -> Vec<u8> {
    format!("{what}|{index}").into_bytes()
}

impl Forger {
    pub(crate) fn new(place: &Place) -> Forger {
        let options = SqliteConnectOptions::new().filename(place.location.dir.join("archive.sqlite"));
        let options = options.pragma("synchronous", "OFF");
        let keys = Keyring::open(&place.location.keys_path(), None).unwrap();
        Forger { connection: block_on(options.connect()).unwrap(), keys }
    }

    pub(crate) fn sql(&mut self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        block_on(sqlx::raw_sql(sql).execute(&mut self.connection)).unwrap();
    }

    pub(crate) fn entries(&mut self) -> Vec<Lying> {
        let query = sqlx::query("SELECT salt, payload, commitment, leaf FROM ledger ORDER BY idx");
        let rows = block_on(query.fetch_all(&mut self.connection)).unwrap();
        let bytes = |row: &sqlx::sqlite::SqliteRow, at: usize| row.get::<Vec<u8>, _>(at);
        let open = |what, index, blob: Vec<u8>| self.keys.open_blob(&context(what, index), &blob).unwrap();
        rows.iter()
            .enumerate()
            .map(|(index, row)| Lying {
                salt: open("salt", index, bytes(row, 0)),
                payload: open("entry", index, bytes(row, 1)),
                commitment: bytes(row, 2),
                leaf: bytes(row, 3),
            })
            .collect()
    }

    /// Puts these entries in place of those that differ, without touching the head.
    pub(crate) fn put(&mut self, entries: &[Lying], instead_of: &[Lying]) {
        let key = self.keys.new_working_key().unwrap();
        let keys = &self.keys;
        let connection = &mut self.connection;
        block_on(async {
            let mut transaction = connection.begin().await.unwrap();
            for (index, entry) in entries.iter().enumerate() {
                if instead_of.get(index) == Some(entry) {
                    continue;
                }
                let insert =
                    "INSERT OR REPLACE INTO ledger (idx, salt, payload, commitment, leaf) VALUES (?, ?, ?, ?, ?)";
                // Without a salt it would be taken for an erased one, which has a stub in its place.
                let salt = keys.seal(key, &context("salt", index), &entry.salt).unwrap();
                let payload = keys.seal(key, &context("entry", index), &entry.payload).unwrap();
                let query = sqlx::query(insert).bind(index as i64).bind(salt).bind(payload);
                query.bind(&entry.commitment).bind(&entry.leaf).execute(&mut *transaction).await.unwrap();
            }
            let cut = sqlx::query("DELETE FROM ledger WHERE idx >= ?").bind(entries.len() as i64);
            cut.execute(&mut *transaction).await.unwrap();
            transaction.commit().await.unwrap();
        });
    }

    /// Makes the head fit the entries.
    pub(crate) fn fit_head(&mut self, entries: &[Lying]) {
        let mut frontier = Frontier::default();
        for entry in entries {
            frontier.push(Hash::from_slice(&entry.leaf).unwrap_or(Hash([0; 32])));
        }
        let query = sqlx::query("UPDATE ledger_head SET size = ?, root = ?, frontier = ? WHERE id = 1");
        let query = query.bind(entries.len() as i64).bind(frontier.root().0.to_vec()).bind(frontier.to_bytes());
        block_on(query.execute(&mut self.connection)).unwrap();
    }

    /// Appends the last entry again and again, each time with another salt.
    pub(crate) fn repeat_last(&mut self, times: u64) {
        let entries = self.entries();
        let mut all = entries.clone();
        for number in 0..times {
            let mut entry = entries.last().unwrap().clone();
            entry.salt[..8].copy_from_slice(&number.to_be_bytes());
            entry.fit();
            all.push(entry);
        }
        self.put(&all, &entries);
        self.fit_head(&all);
    }
}
