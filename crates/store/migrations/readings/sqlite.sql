-- The log of readings: in a file of its own, so that no reading waits for a writer of the archive.
CREATE TABLE IF NOT EXISTS reading (
    idx INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    search INTEGER NOT NULL,
    content TEXT NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS reading_by_account ON reading (account, search, seconds);
CREATE TABLE IF NOT EXISTS reading_head (id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, hash BLOB NOT NULL);
