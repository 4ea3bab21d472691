-- Lists that are pictures, until they are imports; neither ledger nor projection. The original is kept as every file is; losing
-- these tables loses what was typed and not yet imported.

-- A file: 0 its rows are being cut, 1 they are being typed, 2 it is an import.
CREATE TABLE picture (
    number INTEGER PRIMARY KEY,
    state INTEGER NOT NULL,
    original BLOB NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX picture_by_original ON picture (original);
CREATE TABLE picture_page (
    picture INTEGER NOT NULL,
    page INTEGER NOT NULL,
    content BLOB NOT NULL,
    image BLOB NOT NULL,
    PRIMARY KEY (picture, page)
) WITHOUT ROWID;
-- A line, under a key of its own: 0 it is being typed, 1 two people hold the same text of it, 2 they do not.
CREATE TABLE picture_line (
    picture INTEGER NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    state INTEGER NOT NULL,
    record INTEGER NOT NULL,
    content BLOB NOT NULL,
    image BLOB NOT NULL,
    PRIMARY KEY (picture, page, line)
) WITHOUT ROWID;
CREATE INDEX picture_line_by_record ON picture_line (record);
-- What somebody typed of it, or has before them: turns 0 and 1 blind, those after them in sight of both.
CREATE TABLE picture_turn (
    picture INTEGER NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    account INTEGER NOT NULL,
    until INTEGER NOT NULL,
    typed INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (picture, page, line, turn)
) WITHOUT ROWID;
CREATE INDEX picture_turn_by_account ON picture_turn (account);
