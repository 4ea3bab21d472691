-- Accounts, requests and everything that people do; two humans to a decision; several writers at once.

-- Batches begun and not yet accepted; neither ledger nor projection.
DELETE FROM batch_chunk WHERE batch IN (SELECT batch FROM staged);
DROP TABLE staged;
CREATE TABLE staged (batch TEXT PRIMARY KEY, kind TEXT NOT NULL, number BIGINT NOT NULL);
-- Pages of requests that a linkage run has closed; neither ledger nor projection.
CREATE TABLE page_closed (number BIGINT PRIMARY KEY);
-- What is to be done, and by whom it is being done; neither ledger nor projection.
CREATE TABLE job (
    number BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    owner TEXT NOT NULL,
    lease BIGINT NOT NULL,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    resume TEXT NOT NULL,
    message TEXT NOT NULL
);
CREATE INDEX job_by_state ON job (state, number);

-- Projections. `entry` is the entry that began an import, `newest` the one that changed it last: they differ for pages
-- of requests, which grow.
DROP TABLE import;
CREATE TABLE import (
    number BIGINT PRIMARY KEY,
    entry BIGINT NOT NULL,
    newest BIGINT NOT NULL,
    page BIGINT NOT NULL,
    one_row BIGINT NOT NULL,
    original TEXT NOT NULL,
    undone BIGINT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX import_by_original ON import (original);
DROP TABLE record;
CREATE TABLE record (id BIGINT PRIMARY KEY, flags BIGINT NOT NULL, json TEXT NOT NULL);
DROP TABLE decision;
CREATE TABLE decision (
    entry BIGINT PRIMARY KEY,
    left_record BIGINT NOT NULL,
    right_record BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    humans BIGINT NOT NULL,
    packet TEXT NOT NULL,
    undone BIGINT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX decision_by_left ON decision (left_record);
CREATE INDEX decision_by_right ON decision (right_record);
CREATE INDEX decision_by_packet ON decision (packet);
-- One row an act; what it says lies in the ledger.
CREATE TABLE act (entry BIGINT PRIMARY KEY, kind TEXT NOT NULL, subject BIGINT NOT NULL);
CREATE INDEX act_by_subject ON act (kind, subject, entry);
CREATE TABLE request (number BIGINT PRIMARY KEY, record BIGINT NOT NULL, entry BIGINT NOT NULL);
CREATE INDEX request_by_record ON request (record);
CREATE INDEX request_by_entry ON request (entry);
-- What a consequence outside rests on: a decision (D) or an import (I).
CREATE TABLE ground (
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    consequence BIGINT NOT NULL,
    PRIMARY KEY (kind, number, consequence)
);
CREATE TABLE correction (
    cause BIGINT NOT NULL,
    consequence BIGINT NOT NULL,
    account BIGINT NOT NULL,
    done BIGINT NOT NULL,
    PRIMARY KEY (cause, consequence)
);
