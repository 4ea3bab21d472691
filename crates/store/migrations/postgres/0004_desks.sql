-- What the web desk needs; neither ledger nor projection: losing them loses no word.

-- What workers prove themselves with: each row's content under a working key of its own.
CREATE TABLE login (
    name BYTEA PRIMARY KEY,
    account BIGINT NOT NULL,
    kind TEXT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT NOT NULL,
    uses BIGINT NOT NULL,
    content BYTEA NOT NULL
);
CREATE INDEX login_by_account ON login (account);
-- Who sits at a desk: a keyed hash of the token that their browser has, and a proof that we wrote the row.
CREATE TABLE desk (
    token BYTEA PRIMARY KEY,
    account BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    kind TEXT NOT NULL,
    proof BYTEA NOT NULL
);
CREATE INDEX desk_by_account ON desk (account);
-- Pairs of records that somebody has before them.
CREATE TABLE hold (
    left_record BIGINT NOT NULL,
    right_record BIGINT NOT NULL,
    account BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (left_record, right_record)
);
CREATE INDEX hold_by_account ON hold (account);

-- A projection: what its acts say of a request, so that nobody has to read them to know who waits. The team is a keyed number.
ALTER TABLE request ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN joined_into BIGINT NOT NULL DEFAULT -1;
ALTER TABLE request ADD COLUMN team BIGINT NOT NULL DEFAULT 0;
CREATE INDEX request_by_joined ON request (joined_into);
