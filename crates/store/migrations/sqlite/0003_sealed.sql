-- Everything with content is ciphertext under the keys in the key file: what was text is bytes now.

-- What is sealed of a chunk's lines.
ALTER TABLE batch_chunk ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';
-- Keys whose content was erased in a transaction, until they are destroyed in the key file too.
CREATE TABLE doomed_key (id INTEGER PRIMARY KEY);

DROP TABLE import;
CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    page INTEGER NOT NULL,
    one_row INTEGER NOT NULL,
    original TEXT NOT NULL,
    undone INTEGER NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX import_by_original ON import (original);
DROP TABLE record;
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    flags INTEGER NOT NULL,
    content BLOB NOT NULL
);
DROP TABLE problem;
CREATE TABLE problem (
    import INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    record INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (import, ordinal)
);
DROP TABLE link_run;
CREATE TABLE link_run (
    number INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL,
    content BLOB NOT NULL
);
DROP TABLE decision;
CREATE TABLE decision (
    entry INTEGER PRIMARY KEY,
    left_record INTEGER NOT NULL,
    right_record INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    humans INTEGER NOT NULL,
    packet TEXT NOT NULL,
    undone INTEGER NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX decision_by_left ON decision (left_record);
CREATE INDEX decision_by_right ON decision (right_record);
CREATE INDEX decision_by_packet ON decision (packet);
