//! Somebody who owns the database and knows the format: changes entries as they like and makes commitment, leaf, frontier
//! and head fit again, on SQLite.

use crate::fixtures::{Place, block_on};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};
use vault::Hash;
use vault::proof::tree::{Frontier, leaf_hash};

/// An entry as it lies in the table.
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
}

impl Forger {
    pub(crate) fn new(place: &Place) -> Forger {
        let options = SqliteConnectOptions::new().filename(place.location.dir.join("archive.sqlite"));
        let options = options.pragma("synchronous", "OFF");
        Forger { connection: block_on(options.connect()).unwrap() }
    }

    pub(crate) fn sql(&mut self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        block_on(sqlx::raw_sql(sql).execute(&mut self.connection)).unwrap();
    }

    pub(crate) fn entries(&mut self) -> Vec<Lying> {
        let query = sqlx::query("SELECT salt, payload, commitment, leaf FROM ledger ORDER BY idx");
        let rows = block_on(query.fetch_all(&mut self.connection)).unwrap();
        let bytes = |row: &sqlx::sqlite::SqliteRow, at: usize| row.get::<Vec<u8>, _>(at);
        rows.iter()
            .map(|row| Lying {
                salt: bytes(row, 0),
                payload: bytes(row, 1),
                commitment: bytes(row, 2),
                leaf: bytes(row, 3),
            })
            .collect()
    }

    /// Puts these entries in place of those that differ, without touching the head.
    pub(crate) fn put(&mut self, entries: &[Lying], instead_of: &[Lying]) {
        block_on(async {
            let mut transaction = self.connection.begin().await.unwrap();
            for (index, entry) in entries.iter().enumerate() {
                if instead_of.get(index) == Some(entry) {
                    continue;
                }
                let insert = "INSERT OR REPLACE INTO ledger (idx, salt, payload, commitment, leaf) VALUES (?, ?, ?, ?, ?)";
                let query = sqlx::query(insert).bind(index as i64).bind(&entry.salt).bind(&entry.payload);
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
