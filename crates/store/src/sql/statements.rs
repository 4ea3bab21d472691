//! Every statement, once, for both engines: integers, text and bytes only, `$1` parameters, no function that one
//! of them lacks. A test prepares all of them on both.

macro_rules! statements {
    ($($name:ident = $text:literal;)*) => {
        $(pub(crate) const $name: &str = $text;)*
        /// Names and texts of the whole statements.
        pub(crate) const WHOLE: &[(&str, &str)] = &[$((stringify!($name), $text)),*];
    };
}

macro_rules! inserts {
    ($($name:ident = $columns:literal, $text:literal;)*) => {
        $(pub(crate) const $name: (&str, usize) = ($text, $columns);)*
        /// Names, texts and columns of the inserts of many rows.
        pub(crate) const MANY: &[(&str, &str, usize)] = &[$((stringify!($name), $text, $columns)),*];
    };
}

macro_rules! lookups {
    ($($name:ident = $text:literal;)*) => {
        $(pub(crate) const $name: &str = $text;)*
        /// Names and texts of the queries that end in a list of ids.
        pub(crate) const LISTED: &[(&str, &str)] = &[$((stringify!($name), $text)),*];
    };
}

statements! {
    // Ledger.
    HEAD = "SELECT size, root, frontier FROM ledger_head WHERE id = 1";
    HEAD_NEW = "INSERT INTO ledger_head (id, size, root, frontier) VALUES (1, 0, $1, $2)";
    // Locks the row on PostgreSQL as `SELECT … FOR UPDATE` would, which SQLite does not know.
    HEAD_LOCK = "UPDATE ledger_head SET size = size + 1 WHERE id = 1 RETURNING size, frontier";
    HEAD_SET = "UPDATE ledger_head SET root = $1, frontier = $2 WHERE id = 1";
    ENTRY_NEW = "INSERT INTO ledger (idx, salt, payload, commitment, leaf) VALUES ($1, $2, $3, $4, $5)";
    ENTRIES = "SELECT idx, salt, payload, commitment, leaf FROM ledger WHERE idx >= $1 ORDER BY idx LIMIT $2";

    // Batches.
    STAGED = "SELECT batch FROM staged ORDER BY batch";
    STAGED_NEW = "INSERT INTO staged (batch) VALUES ($1)";
    STAGED_DROP = "DELETE FROM staged WHERE batch = $1";
    CHUNK_NEW = "INSERT INTO batch_chunk (batch, number, sha256, payload) VALUES ($1, $2, $3, $4)";
    CHUNK = "SELECT sha256, payload FROM batch_chunk WHERE batch = $1 AND number = $2";
    CHUNKS_DROP = "DELETE FROM batch_chunk WHERE batch = $1";
    CHUNK_COUNTS = "SELECT batch, COUNT(*) FROM batch_chunk WHERE batch NOT IN (SELECT batch FROM staged) \
        GROUP BY batch ORDER BY batch";

    // Imports.
    IMPORT_NEXT = "SELECT COALESCE(MAX(number), 0) + 1 FROM import";
    IMPORT_NEW = "INSERT INTO import (number, entry, original, undone, detail) VALUES ($1, $2, $3, 0, $4)";
    IMPORTS = "SELECT number, entry, undone, detail FROM import ORDER BY number";
    IMPORT = "SELECT number, entry, undone, detail FROM import WHERE number = $1";
    IMPORT_BY_ORIGINAL = "SELECT number, entry, undone, detail FROM import \
        WHERE original = $1 AND undone = 0 ORDER BY number LIMIT 1";
    IMPORT_LEAVES = "SELECT import.number, ledger.leaf FROM import JOIN ledger ON ledger.idx = import.entry \
        WHERE import.undone = 0 ORDER BY import.number";
    IMPORT_UNDO = "UPDATE import SET undone = $1 WHERE number = $2 AND undone = 0";
    RECORDS_DROP = "DELETE FROM record WHERE id >= $1 AND id < $2";
    KEYS_DROP = "DELETE FROM record_key WHERE record >= $1 AND record < $2";
    PERSONS_DROP = "DELETE FROM person WHERE record >= $1 AND record < $2";
    PROBLEMS_DROP = "DELETE FROM problem WHERE import = $1";
    PROBLEMS = "SELECT ordinal, record, json FROM problem WHERE import = $1 AND ordinal > $2 \
        AND EXISTS (SELECT 1 FROM import WHERE number = problem.import) ORDER BY ordinal LIMIT $3";

    // Records.
    RECORDS = "SELECT id, json FROM record WHERE id > $1 AND id <= $2 \
        AND EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32 AND undone = 0) ORDER BY id LIMIT $3";
    CANDIDATES = "SELECT record FROM record_key WHERE key = $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = record_key.record >> 32 AND undone = 0) \
        ORDER BY record LIMIT $2";

    // Persons and decisions.
    IMPORT_SALT = "SELECT ledger.salt FROM ledger JOIN import ON import.entry = ledger.idx WHERE import.number = $1";
    PERSON = "SELECT record FROM person WHERE id = $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = person.record >> 32 AND undone = 0)";
    RECORD_THERE = "SELECT COUNT(*) FROM record WHERE id = $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32 AND undone = 0)";
    DECISION_NEW = "INSERT INTO decision (entry, left_record, right_record, verdict, undone, detail) \
        VALUES ($1, $2, $3, $4, 0, $5)";
    DECISION = "SELECT entry, undone, detail FROM decision WHERE entry = $1";
    DECISIONS = "SELECT entry, undone, detail FROM decision ORDER BY entry";
    DECISIONS_IN_EFFECT = "SELECT entry, undone, detail FROM decision WHERE undone = 0 \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        ORDER BY entry";
    DECISIONS_OF = "SELECT entry, undone, detail FROM decision WHERE undone = 0 \
        AND (left_record = $1 OR right_record = $1) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        ORDER BY entry";
    DECISION_UNDO = "UPDATE decision SET undone = $1 WHERE entry = $2 AND undone = 0";

    // Linkage runs.
    RUN_NEXT = "SELECT COALESCE(MAX(number), 0) + 1 FROM link_run";
    RUN_NEW = "INSERT INTO link_run (number, entry, detail) VALUES ($1, $2, $3)";
    RUNS = "SELECT number, entry, detail FROM link_run ORDER BY number";
    RUN_LATEST = "SELECT number, entry, detail FROM link_run ORDER BY number DESC LIMIT 1";
    LINKS = "SELECT left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE run = $1 AND (left_record, right_record) > ($2, $3) \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0) \
        ORDER BY left_record, right_record LIMIT $4";
    // Two halves, no order, and a plus that keeps the primary key out of the second: otherwise SQLite reads the
    // whole run. No link has one record on both sides.
    LINKS_OF = "SELECT left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE run = $1 AND left_record = $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0) \
        UNION ALL SELECT left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE +run = $1 AND right_record = $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0)";
    CLUSTERS = "SELECT record, cluster FROM cluster WHERE run = $1 AND record > $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = cluster.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = cluster.record >> 32 AND undone = 0) \
        ORDER BY record LIMIT $3";
    CLUSTER_OF = "SELECT cluster FROM cluster WHERE run = $1 AND record = $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = cluster.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = cluster.record >> 32 AND undone = 0)";
    CLUSTER_MEMBERS = "SELECT record FROM cluster WHERE run = $1 AND cluster = $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = cluster.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = cluster.record >> 32 AND undone = 0) \
        ORDER BY record";
    LINKS_DROP = "DELETE FROM link WHERE run = $1";
    CLUSTERS_DROP = "DELETE FROM cluster WHERE run = $1";

    // Dropping every projection.
    CLEAR_IMPORT = "DELETE FROM import";
    CLEAR_RECORD = "DELETE FROM record";
    CLEAR_KEY = "DELETE FROM record_key";
    CLEAR_PERSON = "DELETE FROM person";
    CLEAR_PROBLEM = "DELETE FROM problem";
    CLEAR_RUN = "DELETE FROM link_run";
    CLEAR_LINK = "DELETE FROM link";
    CLEAR_CLUSTER = "DELETE FROM cluster";
    CLEAR_DECISION = "DELETE FROM decision";

    // Rows of the canonical dump, a page at a time.
    DUMP_IMPORT = "SELECT number, entry, original, undone, detail FROM import WHERE number > $1 \
        ORDER BY number LIMIT $2";
    DUMP_RECORD = "SELECT id, json FROM record WHERE id > $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32) ORDER BY id LIMIT $2";
    DUMP_KEY = "SELECT key, record FROM record_key WHERE (key, record) > ($1, $2) \
        AND EXISTS (SELECT 1 FROM import WHERE number = record_key.record >> 32) ORDER BY key, record LIMIT $3";
    DUMP_PERSON = "SELECT id, record FROM person WHERE id > $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = person.record >> 32) ORDER BY id LIMIT $2";
    DUMP_PROBLEM = "SELECT import, ordinal, record, json FROM problem WHERE (import, ordinal) > ($1, $2) \
        AND EXISTS (SELECT 1 FROM import WHERE number = problem.import) ORDER BY import, ordinal LIMIT $3";
    DUMP_RUN = "SELECT number, entry, detail FROM link_run WHERE number > $1 ORDER BY number LIMIT $2";
    DUMP_LINK = "SELECT run, left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE (run, left_record, right_record) > ($1, $2, $3) \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        ORDER BY run, left_record, right_record LIMIT $4";
    DUMP_CLUSTER = "SELECT run, record, cluster FROM cluster WHERE (run, record) > ($1, $2) \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = cluster.run) ORDER BY run, record LIMIT $3";
    DUMP_DECISION = "SELECT entry, left_record, right_record, verdict, undone, detail FROM decision \
        WHERE entry > $1 ORDER BY entry LIMIT $2";
}

inserts! {
    RECORD_NEW = 2, "INSERT INTO record (id, json) VALUES";
    KEY_NEW = 2, "INSERT INTO record_key (key, record) VALUES";
    PERSON_NEW = 2, "INSERT INTO person (id, record) VALUES";
    PROBLEM_NEW = 4, "INSERT INTO problem (import, ordinal, record, json) VALUES";
    LINK_NEW = 7, "INSERT INTO link (run, left_record, right_record, weight_1024, probability_micro, rule, evidence) \
        VALUES";
    CLUSTER_NEW = 3, "INSERT INTO cluster (run, record, cluster) VALUES";
}

lookups! {
    RECORDS_BY_ID = "SELECT id, json FROM record \
        WHERE EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32 AND undone = 0) AND id IN";
}
