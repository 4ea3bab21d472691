-- What the web desk needs; neither ledger nor projection: losing them loses no word.

-- What workers prove themselves with: each row's content under a working key of its own.
CREATE TABLE login (
    name BLOB PRIMARY KEY,
    account INTEGER NOT NULL,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    used INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    content BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX login_by_account ON login (account);
-- Who sits at a desk: a keyed hash of the token that their browser has, and a proof that we wrote the row.
CREATE TABLE desk (
    token BLOB PRIMARY KEY,
    account INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    kind TEXT NOT NULL,
    proof BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX desk_by_account ON desk (account);
-- Pairs of records that somebody has before them.
CREATE TABLE hold (
    left_record INTEGER NOT NULL,
    right_record INTEGER NOT NULL,
    account INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (left_record, right_record)
) WITHOUT ROWID;
CREATE INDEX hold_by_account ON hold (account);

-- A projection: what its acts say of a request, so that nobody has to read them to know who waits. The team is a keyed number.
ALTER TABLE request ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN joined_into INTEGER NOT NULL DEFAULT -1;
ALTER TABLE request ADD COLUMN team INTEGER NOT NULL DEFAULT 0;
CREATE INDEX request_by_joined ON request (joined_into);
