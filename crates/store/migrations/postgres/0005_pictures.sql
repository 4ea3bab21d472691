-- Lists that are pictures, until they are imports; neither ledger nor projection. The original is kept as every file is; losing
-- these tables loses what was typed and not yet imported.

-- A file: 0 its rows are being cut, 1 they are being typed, 2 it is an import.
CREATE TABLE picture (
    number BIGINT PRIMARY KEY,
    state BIGINT NOT NULL,
    original BYTEA NOT NULL,
    content BYTEA NOT NULL
);
CREATE INDEX picture_by_original ON picture (original);
CREATE TABLE picture_page (
    picture BIGINT NOT NULL,
    page BIGINT NOT NULL,
    content BYTEA NOT NULL,
    image BYTEA NOT NULL,
    PRIMARY KEY (picture, page)
);
-- A line, under a key of its own: 0 it is being typed, 1 two people hold the same text of it, 2 they do not.
CREATE TABLE picture_line (
    picture BIGINT NOT NULL,
    page BIGINT NOT NULL,
    line BIGINT NOT NULL,
    state BIGINT NOT NULL,
    record BIGINT NOT NULL,
    content BYTEA NOT NULL,
    image BYTEA NOT NULL,
    PRIMARY KEY (picture, page, line)
);
CREATE INDEX picture_line_by_record ON picture_line (record);
-- What somebody typed of it, or has before them: turns 0 and 1 blind, those after them in sight of both.
CREATE TABLE picture_turn (
    picture BIGINT NOT NULL,
    page BIGINT NOT NULL,
    line BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    account BIGINT NOT NULL,
    until BIGINT NOT NULL,
    typed BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (picture, page, line, turn)
);
CREATE INDEX picture_turn_by_account ON picture_turn (account);
