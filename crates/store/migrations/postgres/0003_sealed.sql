-- Everything with content is ciphertext under the keys in the key file: what was text is bytes now.

-- What is sealed of a chunk's lines.
ALTER TABLE batch_chunk ADD COLUMN sealed BYTEA NOT NULL DEFAULT '';
-- Keys whose content was erased in a transaction, until they are destroyed in the key file too.
CREATE TABLE doomed_key (id BIGINT PRIMARY KEY);

DROP TABLE import;
CREATE TABLE import (
    number BIGINT PRIMARY KEY,
    entry BIGINT NOT NULL,
    newest BIGINT NOT NULL,
    page BIGINT NOT NULL,
    one_row BIGINT NOT NULL,
    original TEXT NOT NULL,
    undone BIGINT NOT NULL,
    content BYTEA NOT NULL
);
CREATE INDEX import_by_original ON import (original);
DROP TABLE record;
CREATE TABLE record (
    id BIGINT PRIMARY KEY,
    flags BIGINT NOT NULL,
    content BYTEA NOT NULL
);
DROP TABLE problem;
CREATE TABLE problem (
    import BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    record BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (import, ordinal)
);
DROP TABLE link_run;
CREATE TABLE link_run (
    number BIGINT PRIMARY KEY,
    entry BIGINT NOT NULL,
    content BYTEA NOT NULL
);
DROP TABLE decision;
CREATE TABLE decision (
    entry BIGINT PRIMARY KEY,
    left_record BIGINT NOT NULL,
    right_record BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    humans BIGINT NOT NULL,
    packet TEXT NOT NULL,
    undone BIGINT NOT NULL,
    content BYTEA NOT NULL
);
CREATE INDEX decision_by_left ON decision (left_record);
CREATE INDEX decision_by_right ON decision (right_record);
CREATE INDEX decision_by_packet ON decision (packet);
