-- The form of the tables. The other engine has the same tables and columns: see schema.rs.
CREATE TABLE form (number BIGINT PRIMARY KEY);

-- The ledger. Salt and content may one day be erased (made empty); commitment and leaf stay.
CREATE TABLE ledger (
    idx BIGINT PRIMARY KEY,
    salt BYTEA NOT NULL,
    payload BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    leaf BYTEA NOT NULL
);
CREATE TABLE ledger_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    frontier BYTEA NOT NULL
);

-- What accepted batches contain: part of the ledger, named by the hash in the batch's entry.
CREATE TABLE batch_chunk (
    batch TEXT NOT NULL,
    number BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (batch, number)
);
-- Batches begun and not yet accepted.
CREATE TABLE staged (batch TEXT PRIMARY KEY);

-- Projections from here on: dropped and rebuilt from the above. `undone` is the index of the entry that took
-- the row back, or 0 (which never is such an entry).
CREATE TABLE import (
    number BIGINT PRIMARY KEY,
    entry BIGINT NOT NULL,
    original TEXT NOT NULL,
    undone BIGINT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX import_by_original ON import (original);
CREATE TABLE record (id BIGINT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE record_key (key BIGINT NOT NULL, record BIGINT NOT NULL, PRIMARY KEY (key, record));
CREATE TABLE person (id BIGINT PRIMARY KEY, record BIGINT NOT NULL);
CREATE TABLE problem (
    import BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    record BIGINT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (import, ordinal)
);
CREATE TABLE link_run (
    number BIGINT PRIMARY KEY,
    entry BIGINT NOT NULL,
    detail TEXT NOT NULL
);
CREATE TABLE link (
    run BIGINT NOT NULL,
    left_record BIGINT NOT NULL,
    right_record BIGINT NOT NULL,
    weight_1024 BIGINT NOT NULL,
    probability_micro BIGINT NOT NULL,
    rule TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (run, left_record, right_record)
);
CREATE INDEX link_by_right ON link (right_record);
CREATE TABLE cluster (
    run BIGINT NOT NULL,
    record BIGINT NOT NULL,
    cluster BIGINT NOT NULL,
    PRIMARY KEY (run, record)
);
CREATE INDEX cluster_members ON cluster (run, cluster, record);
CREATE TABLE decision (
    entry BIGINT PRIMARY KEY,
    left_record BIGINT NOT NULL,
    right_record BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    undone BIGINT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX decision_by_left ON decision (left_record);
CREATE INDEX decision_by_right ON decision (right_record);

-- Chunks are compressed already: the engine need not try.
ALTER TABLE batch_chunk ALTER COLUMN payload SET STORAGE EXTERNAL;
