-- The log of readings: rows that no writer of the archive locks.
CREATE TABLE IF NOT EXISTS reading (
    idx BIGINT PRIMARY KEY,
    account BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    search BIGINT NOT NULL,
    content TEXT NOT NULL,
    hash BYTEA NOT NULL
);
CREATE INDEX IF NOT EXISTS reading_by_account ON reading (account, search, seconds);
CREATE TABLE IF NOT EXISTS reading_head (id BIGINT PRIMARY KEY CHECK (id = 1), size BIGINT NOT NULL, hash BYTEA NOT NULL);
