-- The form of the tables. The other engine has the same tables and columns: see schema.rs.
CREATE TABLE form (number INTEGER PRIMARY KEY);

-- The ledger. Salt and content may one day be erased (made empty); commitment and leaf stay.
CREATE TABLE ledger (
    idx INTEGER PRIMARY KEY,
    salt BLOB NOT NULL,
    payload BLOB NOT NULL,
    commitment BLOB NOT NULL,
    leaf BLOB NOT NULL
);
CREATE TABLE ledger_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    frontier BLOB NOT NULL
);

-- What accepted batches contain: part of the ledger, named by the hash in the batch's entry.
CREATE TABLE batch_chunk (
    batch TEXT NOT NULL,
    number INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (batch, number)
);
-- Batches begun and not yet accepted.
CREATE TABLE staged (batch TEXT PRIMARY KEY);

-- Projections from here on: dropped and rebuilt from the above. `undone` is the index of the entry that took
-- the row back, or 0 (which never is such an entry).
CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    original TEXT NOT NULL,
    undone INTEGER NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX import_by_original ON import (original);
CREATE TABLE record (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE record_key (key INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (key, record)) WITHOUT ROWID;
CREATE TABLE person (id INTEGER PRIMARY KEY, record INTEGER NOT NULL);
CREATE TABLE problem (
    import INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    record INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (import, ordinal)
);
CREATE TABLE link_run (
    number INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    detail TEXT NOT NULL
);
CREATE TABLE link (
    run INTEGER NOT NULL,
    left_record INTEGER NOT NULL,
    right_record INTEGER NOT NULL,
    weight_1024 INTEGER NOT NULL,
    probability_micro INTEGER NOT NULL,
    rule TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (run, left_record, right_record)
) WITHOUT ROWID;
CREATE INDEX link_by_right ON link (right_record);
CREATE TABLE cluster (
    run INTEGER NOT NULL,
    record INTEGER NOT NULL,
    cluster INTEGER NOT NULL,
    PRIMARY KEY (run, record)
) WITHOUT ROWID;
CREATE INDEX cluster_members ON cluster (run, cluster, record);
CREATE TABLE decision (
    entry INTEGER PRIMARY KEY,
    left_record INTEGER NOT NULL,
    right_record INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    undone INTEGER NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX decision_by_left ON decision (left_record);
CREATE INDEX decision_by_right ON decision (right_record);
