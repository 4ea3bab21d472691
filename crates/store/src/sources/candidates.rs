//! Which records share keys with a question. What the keys mean is the caller's business.

use crate::import_rows::keyed;
use crate::sql::{Value, statements};
use crate::{Archive, RecordId, Result};
use std::collections::HashMap;

impl Archive {
    /// Records that have at least one of the keys, with how many of them, most first, then by id. Of a key that
    /// more than `limit_per_key` records have, the lowest ids count only.
    pub fn candidates(&self, keys: &[i64], limit_per_key: u32) -> Result<Vec<(RecordId, u32)>> {
        let mut keys: Vec<i64> = keys.iter().map(|&key| keyed(self.keys(), key)).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut hits: HashMap<RecordId, u32> = HashMap::new();
        self.database.read(|connection| {
            for key in keys {
                let values = [Value::Int(key), Value::Int(i64::from(limit_per_key))];
                for row in connection.rows(statements::CANDIDATES, &values)? {
                    *hits.entry(RecordId(row.int(0)?)).or_default() += 1;
                }
            }
            Ok(())
        })?;
        let mut hits: Vec<_> = hits.into_iter().collect();
        hits.sort_unstable_by_key(|&(record, count)| (std::cmp::Reverse(count), record));
        Ok(hits)
    }
}
