-- Accounts, requests and everything that people do; two humans to a decision; several writers at once.

-- Batches begun and not yet accepted; neither ledger nor projection.
DELETE FROM batch_chunk WHERE batch IN (SELECT batch FROM staged);
DROP TABLE staged;
CREATE TABLE staged (batch TEXT PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL);
-- Pages of requests that a linkage run has closed; neither ledger nor projection.
CREATE TABLE page_closed (number INTEGER PRIMARY KEY);
-- What is to be done, and by whom it is being done; neither ledger nor projection.
CREATE TABLE job (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    owner TEXT NOT NULL,
    lease INTEGER NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    resume TEXT NOT NULL,
    message TEXT NOT NULL
);
CREATE INDEX job_by_state ON job (state, number);

-- Projections. `entry` is the entry that began an import, `newest` the one that changed it last: they differ for pages
-- of requests, which grow.
DROP TABLE import;
CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    page INTEGER NOT NULL,
    one_row INTEGER NOT NULL,
    original TEXT NOT NULL,
    undone INTEGER NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX import_by_original ON import (original);
DROP TABLE record;
CREATE TABLE record (id INTEGER PRIMARY KEY, flags INTEGER NOT NULL, json TEXT NOT NULL);
DROP TABLE decision;
CREATE TABLE decision (
    entry INTEGER PRIMARY KEY,
    left_record INTEGER NOT NULL,
    right_record INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    humans INTEGER NOT NULL,
    packet TEXT NOT NULL,
    undone INTEGER NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX decision_by_left ON decision (left_record);
CREATE INDEX decision_by_right ON decision (right_record);
CREATE INDEX decision_by_packet ON decision (packet);
-- One row an act; what it says lies in the ledger.
CREATE TABLE act (entry INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject INTEGER NOT NULL);
CREATE INDEX act_by_subject ON act (kind, subject, entry);
CREATE TABLE request (number INTEGER PRIMARY KEY, record INTEGER NOT NULL, entry INTEGER NOT NULL);
CREATE INDEX request_by_record ON request (record);
CREATE INDEX request_by_entry ON request (entry);
-- What a consequence outside rests on: a decision (D) or an import (I).
CREATE TABLE ground (
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    consequence INTEGER NOT NULL,
    PRIMARY KEY (kind, number, consequence)
) WITHOUT ROWID;
CREATE TABLE correction (
    cause INTEGER NOT NULL,
    consequence INTEGER NOT NULL,
    account INTEGER NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (cause, consequence)
) WITHOUT ROWID;
