//! Every statement, once, for both engines: integers, text and bytes only, `$1` parameters, no function that one
//! of them lacks. A test prepares all of them on both.

macro_rules! statements {
    ($($name:ident = $text:literal;)*) => {
        $(pub(crate) const $name: &str = $text;)*
        /// Names and texts of the whole statements.
        pub(crate) const WHOLE: &[(&str, &str)] = &[$((stringify!($name), $text)),*];
    };
}

macro_rules! statements_of_readings {
    ($($name:ident = $text:literal;)*) => {
        $(pub(crate) const $name: &str = $text;)*
        /// Names and texts of the statements on the log of readings.
        pub(crate) const OF_READINGS: &[(&str, &str)] = &[$((stringify!($name), $text)),*];
    };
}

macro_rules! inserts {
    ($($name:ident = $columns:literal, $text:literal;)*) => {
        $(pub(crate) const $name: (&str, usize) = ($text, $columns);)*
        /// Names, texts and columns of the inserts of many rows.
        pub(crate) const MANY: &[(&str, &str, usize)] = &[$((stringify!($name), $text, $columns)),*];
    };
}

macro_rules! lookups {
    ($($name:ident = $text:literal;)*) => {
        $(pub(crate) const $name: &str = $text;)*
        /// Names and texts of the queries that end in a list of ids.
        pub(crate) const LISTED: &[(&str, &str)] = &[$((stringify!($name), $text)),*];
    };
}

statements! {
    // Ledger.
    HEAD = "SELECT size, root, frontier FROM ledger_head WHERE id = 1";
    HEAD_NEW = "INSERT INTO ledger_head (id, size, root, frontier) VALUES (1, 0, $1, $2)";
    // Locks the row on PostgreSQL as `SELECT … FOR UPDATE` would, which SQLite does not know.
    HEAD_LOCK = "UPDATE ledger_head SET size = size WHERE id = 1 RETURNING size, frontier";
    HEAD_SET = "UPDATE ledger_head SET size = $1, root = $2, frontier = $3 WHERE id = 1";
    ENTRY = "SELECT idx, salt, payload, commitment, leaf FROM ledger WHERE idx = $1";
    ENTRY_SET = "UPDATE ledger SET salt = $1, payload = $2 WHERE idx = $3";
    LEAVES = "SELECT idx, commitment, leaf FROM ledger WHERE idx >= $1 AND idx < $2 ORDER BY idx LIMIT $3";
    LEAVES_FROM = "SELECT idx, leaf FROM ledger WHERE idx >= $1 ORDER BY idx LIMIT $2";
    ENTRIES = "SELECT idx, salt, payload, commitment, leaf FROM ledger WHERE idx >= $1 ORDER BY idx LIMIT $2";

    // Keys whose content is gone, and which are still to be destroyed.
    DOOMED = "SELECT id FROM doomed_key ORDER BY id";
    DOOMED_NEW = "INSERT INTO doomed_key (id) VALUES ($1) ON CONFLICT (id) DO NOTHING";
    DOOMED_DONE = "DELETE FROM doomed_key WHERE id = $1";

    // Batches.
    STAGED = "SELECT batch FROM staged ORDER BY batch";
    STAGED_NEW = "INSERT INTO staged (batch, kind, number) VALUES ($1, $2, $3)";
    STAGED_THERE = "SELECT number FROM staged WHERE batch = $1";
    STAGED_DROP = "DELETE FROM staged WHERE batch = $1";
    CHUNK_NEW = "INSERT INTO batch_chunk (batch, number, sha256, payload, sealed) VALUES ($1, $2, $3, $4, $5)";
    CHUNK = "SELECT sha256, payload, sealed FROM batch_chunk WHERE batch = $1 AND number = $2";
    CHUNKS_OF = "SELECT COUNT(*) FROM batch_chunk WHERE batch = $1";
    CHUNK_BOX = "SELECT sealed FROM batch_chunk WHERE batch = $1 AND number = $2";
    CHUNK_SET = "UPDATE batch_chunk SET payload = $1, sealed = $2 WHERE batch = $3 AND number = $4";
    CHUNKS_DROP = "DELETE FROM batch_chunk WHERE batch = $1";
    CHUNK_COUNTS = "SELECT batch, COUNT(*) FROM batch_chunk WHERE batch NOT IN (SELECT batch FROM staged) \
        GROUP BY batch ORDER BY batch";

    // Imports.
    IMPORT_NEXT = "SELECT COALESCE(MAX(number), 0) + 1 FROM (SELECT number FROM import \
        UNION ALL SELECT number FROM staged WHERE kind = 'I') AS taken";
    IMPORT_NEW = "INSERT INTO import (number, entry, newest, page, one_row, original, undone, content) \
        VALUES ($1, $2, $3, $4, $5, $6, 0, $7)";
    IMPORT_GROWN = "UPDATE import SET newest = $1, content = $2 WHERE number = $3";
    IMPORT_ONE_ROW = "SELECT one_row FROM import WHERE number = $1";
    IMPORTS = "SELECT number, entry, undone, content, page FROM import ORDER BY number";
    IMPORT = "SELECT number, entry, undone, content, page FROM import WHERE number = $1";
    IMPORT_BY_ORIGINAL = "SELECT number, entry, undone, content, page FROM import \
        WHERE original = $1 AND undone = 0 ORDER BY number LIMIT 1";
    IMPORT_LEAVES = "SELECT import.number, ledger.leaf FROM import JOIN ledger ON ledger.idx = import.newest \
        WHERE import.undone = 0 ORDER BY import.number";
    PAGE_OPEN = "SELECT number FROM import WHERE page = 1 AND number NOT IN (SELECT number FROM page_closed) \
        ORDER BY number DESC LIMIT 1";
    PAGES_CLOSED = "SELECT number FROM page_closed ORDER BY number";
    PAGE_CLOSED_NEW = "INSERT INTO page_closed (number) VALUES ($1) ON CONFLICT (number) DO NOTHING";
    PAGES_CLOSE = "INSERT INTO page_closed (number) SELECT number FROM import \
        WHERE page = 1 AND number NOT IN (SELECT number FROM page_closed)";
    IMPORT_UNDO = "UPDATE import SET undone = $1 WHERE number = $2 AND undone = 0";
    RECORDS_DROP = "DELETE FROM record WHERE id >= $1 AND id < $2";
    KEYS_DROP = "DELETE FROM record_key WHERE record >= $1 AND record < $2";
    PERSONS_DROP = "DELETE FROM person WHERE record >= $1 AND record < $2";
    PROBLEMS_DROP = "DELETE FROM problem WHERE import = $1";
    PROBLEMS = "SELECT ordinal, record, content FROM problem WHERE import = $1 AND ordinal > $2 \
        AND EXISTS (SELECT 1 FROM import WHERE number = problem.import) ORDER BY ordinal LIMIT $3";

    // Records.
    RECORDS = "SELECT id, content FROM record WHERE id > $1 AND id <= $2 \
        AND EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32 AND undone = 0) ORDER BY id LIMIT $3";
    RECORD_LAST = "SELECT COALESCE(MAX(id), 0) FROM record WHERE id >= $1 AND id <= $2";
    CANDIDATES = "SELECT record FROM record_key WHERE key = $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = record_key.record >> 32 AND undone = 0) \
        ORDER BY record LIMIT $2";

    // Persons and decisions.
    IMPORT_ENTRY = "SELECT entry FROM import WHERE number = $1";
    PERSON = "SELECT record FROM person WHERE id = $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = person.record >> 32 AND undone = 0)";
    RECORD_THERE = "SELECT COUNT(*) FROM record WHERE id = $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32 AND undone = 0)";
    DECISION = "SELECT entry, undone, content, humans FROM decision WHERE entry = $1";
    DECISIONS = "SELECT entry, undone, content, humans FROM decision ORDER BY entry";
    DECISIONS_IN_EFFECT = "SELECT entry, undone, content, humans, left_record, right_record FROM decision WHERE undone = 0 \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        ORDER BY entry";
    DECISIONS_OF = "SELECT entry, undone, content, humans FROM decision WHERE undone = 0 \
        AND (left_record = $1 OR right_record = $1) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        ORDER BY entry";
    // The same without content: what joins and parts.
    WORDS_OF = "SELECT entry, left_record, right_record, verdict, humans FROM decision WHERE undone = 0 \
        AND (left_record = $1 OR right_record = $1) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        ORDER BY entry";
    JOINING_ALONE = "SELECT entry, left_record FROM decision WHERE undone = 0 AND humans < 2 AND verdict = 'same' \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        ORDER BY entry";
    DECISION_UNDO = "UPDATE decision SET undone = $1 WHERE entry = $2 AND undone = 0";
    DECISION_CONFIRM = "UPDATE decision SET humans = $1 WHERE entry = $2";
    // In effect or not: all that was ever said of a record.
    DECISIONS_EVER = "SELECT entry, undone FROM decision WHERE left_record = $1 OR right_record = $1 ORDER BY entry";
    PACKET = "SELECT entry FROM decision WHERE packet = $1 LIMIT 1";

    // What people do.
    ACTS_ABOUT = "SELECT act.entry, ledger.payload FROM act JOIN ledger ON ledger.idx = act.entry \
        WHERE act.kind = $1 AND act.subject = $2 ORDER BY act.entry";
    ACT_LATEST = "SELECT act.entry, ledger.payload FROM act JOIN ledger ON ledger.idx = act.entry \
        WHERE act.kind = $1 AND act.subject = $2 ORDER BY act.entry DESC LIMIT 1";
    ACTS_OF_KIND = "SELECT act.entry, ledger.payload, act.subject FROM act JOIN ledger ON ledger.idx = act.entry \
        WHERE act.kind = $1 ORDER BY act.subject, act.entry";
    WITHDRAWALS_NEWEST = "SELECT act.entry, ledger.payload FROM act JOIN ledger ON ledger.idx = act.entry \
        WHERE act.kind = 'withdrawal' ORDER BY act.entry DESC LIMIT $1";
    CASE_NEW = "INSERT INTO request (number, record, entry, closed, joined_into, team) VALUES ($1, $2, $3, 0, -1, $4)";
    CASE_TEAM = "UPDATE request SET team = $1 WHERE number = $2";
    CASE_STANDING_SET = "UPDATE request SET closed = $1, joined_into = $2 WHERE number = $3";
    CASE_STANDING = "SELECT closed, joined_into FROM request WHERE number = $1";
    CASES = "SELECT number FROM request ORDER BY number";
    CASES_JOINED = "SELECT number FROM request WHERE joined_into = $1";
    // The newest first.
    CASES_OPEN = "SELECT number, record, entry, team FROM request WHERE closed = 0 AND entry < $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = request.record >> 32 AND undone = 0) \
        ORDER BY entry DESC LIMIT $2";
    // Those that were not joined into another, the newest first.
    CASES_CLOSED = "SELECT number, record, entry, team FROM request WHERE closed <> 0 AND joined_into = -1 AND entry < $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = request.record >> 32 AND undone = 0) \
        ORDER BY entry DESC LIMIT $2";
    CASE_RECORDS = "SELECT record FROM request \
        WHERE EXISTS (SELECT 1 FROM import WHERE number = request.record >> 32 AND undone = 0) ORDER BY record";
    CASES_OF_KEY = "SELECT request.number FROM record_key JOIN request ON request.record = record_key.record \
        WHERE record_key.key = $1 ORDER BY request.record LIMIT $2";
    CASE_OF_RECORD = "SELECT number FROM request WHERE record = $1";
    CASE_OF_ENTRY = "SELECT number FROM request WHERE entry = $1";
    RESTING_ON = "SELECT consequence FROM ground WHERE kind = $1 AND number = $2 ORDER BY consequence";
    CORRECTIONS = "SELECT cause, consequence, account, done FROM correction ORDER BY cause, consequence";
    CORRECTION_NEW = "INSERT INTO correction (cause, consequence, account, done) VALUES ($1, $2, $3, 0) \
        ON CONFLICT (cause, consequence) DO NOTHING";
    CORRECTION_OPEN = "SELECT account FROM correction WHERE cause = $1 AND consequence = $2 AND done = 0";
    CORRECTION_DONE = "UPDATE correction SET done = $1 WHERE cause = $2 AND consequence = $3";

    // Jobs.
    JOB_NEXT = "SELECT COALESCE(MAX(number), 0) + 1 FROM job";
    JOB_NEW = "INSERT INTO job (number, kind, subject, state, done, total, attempts, owner, lease, created, changed, \
        resume, message) VALUES ($1, $2, $3, 'waiting', 0, 0, 0, '', 0, $4, $4, '', '')";
    JOB_SAME = "SELECT number FROM job WHERE kind = $1 AND subject = $2 AND state = 'waiting' LIMIT 1";
    JOBS = "SELECT number, kind, subject, state, done, total, attempts, owner, lease, created, changed, resume, message \
        FROM job ORDER BY number";
    JOB = "SELECT number, kind, subject, state, done, total, attempts, owner, lease, created, changed, resume, message \
        FROM job WHERE number = $1";
    JOB_RUNNABLE = "SELECT number FROM job WHERE state = 'waiting' OR (state = 'running' AND lease < $1) \
        ORDER BY number LIMIT $2";
    JOB_CLAIM = "UPDATE job SET state = 'running', owner = $1, lease = $2, attempts = attempts + 1, changed = $3 \
        WHERE number = $4 AND (state = 'waiting' OR (state = 'running' AND lease < $3))";
    JOB_PROGRESS = "UPDATE job SET done = $1, total = $2, resume = $3, lease = $4, changed = $5 \
        WHERE number = $6 AND owner = $7 AND state = 'running'";
    JOB_END = "UPDATE job SET state = $1, message = $2, changed = $3, lease = 0 \
        WHERE number = $4 AND owner = $5 AND state = 'running'";
    JOB_CANCEL = "UPDATE job SET state = 'cancelled', changed = $1 WHERE number = $2 AND state IN ('waiting', 'running')";
    JOB_AGAIN = "UPDATE job SET state = 'waiting', changed = $1, message = '', attempts = 0 \
        WHERE number = $2 AND state IN ('failed', 'cancelled')";

    // Logins. Locked as a head is: what is compared must be what is set.
    LOGIN_LOCK = "UPDATE login SET uses = uses WHERE name = $1 \
        RETURNING name, account, kind, created, used, uses, content";
    LOGIN = "SELECT name, account, kind, created, used, uses, content FROM login WHERE name = $1";
    LOGINS_OF = "SELECT name, account, kind, created, used, uses, content FROM login WHERE account = $1 \
        ORDER BY created, name";
    LOGINS = "SELECT name, account, kind, created, used, uses, content FROM login ORDER BY name";
    LOGIN_NEW = "INSERT INTO login (name, account, kind, created, used, uses, content) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (name) DO NOTHING";
    LOGIN_USED = "UPDATE login SET used = $1, uses = $2, content = $3 WHERE name = $4";
    LOGIN_DROP = "DELETE FROM login WHERE name = $1 RETURNING content";
    LOGINS_DROP = "DELETE FROM login WHERE account = $1 RETURNING content";
    LOGINS_CLEAR = "DELETE FROM login";

    // Desks.
    DESK_NEW = "INSERT INTO desk (token, account, opened, seen, kind, proof) VALUES ($1, $2, $3, $3, $4, $5) \
        ON CONFLICT (token) DO NOTHING";
    DESK = "SELECT account, opened, seen, kind, proof FROM desk WHERE token = $1";
    DESK_SEEN = "UPDATE desk SET seen = $1 WHERE token = $2 AND seen < $1";
    DESK_DROP = "DELETE FROM desk WHERE token = $1";
    DESKS_DROP = "DELETE FROM desk WHERE account = $1";
    DESKS_SWEEP = "DELETE FROM desk WHERE seen < $1 OR opened < $2";
    DESKS_CLEAR = "DELETE FROM desk";

    // Holds. One statement takes a pair, so that no two take it.
    HOLD_TAKE = "INSERT INTO hold (left_record, right_record, account, until) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (left_record, right_record) DO UPDATE SET account = excluded.account, until = excluded.until \
        WHERE hold.account = excluded.account OR hold.until <= $5";
    HOLD_DROP = "DELETE FROM hold WHERE left_record = $1 AND right_record = $2 AND account = $3";
    HOLDS_OF = "SELECT left_record, right_record FROM hold WHERE account = $1 AND until > $2 \
        ORDER BY left_record, right_record";
    HOLDS = "SELECT left_record, right_record, account FROM hold WHERE until > $1 ORDER BY left_record, right_record";
    HOLDS_DROP = "DELETE FROM hold WHERE account = $1";
    HOLDS_SWEEP = "DELETE FROM hold WHERE until <= $1";
    HOLDS_CLEAR = "DELETE FROM hold";

    // Pictures: files, pages, lines and what is typed of them. A line is locked as a head is.
    PICTURE_LAST = "SELECT COALESCE(MAX(number), 0) FROM picture";
    PICTURE_NEW = "INSERT INTO picture (number, state, original, content) VALUES ($1, $2, $3, $4)";
    PICTURES_OF_ORIGINAL = "SELECT number FROM picture WHERE original = $1 AND state <> 2";
    PICTURES = "SELECT number, state, content, \
        (SELECT COUNT(*) FROM picture_page WHERE picture_page.picture = picture.number) \
        FROM picture ORDER BY number DESC";
    PICTURE = "SELECT state, content FROM picture WHERE number = $1";
    PICTURE_LOCK = "UPDATE picture SET state = state WHERE number = $1 RETURNING state, content";
    PICTURE_SET = "UPDATE picture SET state = $1, content = $2 WHERE number = $3";
    PICTURE_DROP = "DELETE FROM picture WHERE number = $1 RETURNING content";
    PICTURE_COUNTS = "SELECT picture, state, COUNT(*) FROM picture_line GROUP BY picture, state";
    PICTURE_PAGE_NEW = "INSERT INTO picture_page (picture, page, content, image) VALUES ($1, $2, $3, $4)";
    PICTURE_PAGES = "SELECT page, content FROM picture_page WHERE picture = $1 ORDER BY page";
    PICTURE_PAGE = "SELECT content FROM picture_page WHERE picture = $1 AND page = $2";
    PICTURE_PAGE_IMAGE = "SELECT image FROM picture_page WHERE picture = $1 AND page = $2";
    PICTURE_PAGE_SET = "UPDATE picture_page SET content = $1 WHERE picture = $2 AND page = $3";
    PICTURE_PAGE_TURN = "UPDATE picture_page SET content = $1, image = $2 WHERE picture = $3 AND page = $4";
    PICTURE_PAGES_DROP = "DELETE FROM picture_page WHERE picture = $1 RETURNING content";
    PICTURE_LINE_NEW = "INSERT INTO picture_line (picture, page, line, state, record, content, image) \
        VALUES ($1, $2, $3, 0, 0, $4, $5)";
    PICTURE_LINE_LOCK = "UPDATE picture_line SET state = state WHERE picture = $1 AND page = $2 AND line = $3 \
        RETURNING picture, page, line, state, content";
    PICTURE_LINE = "SELECT picture, page, line, state, content FROM picture_line \
        WHERE picture = $1 AND page = $2 AND line = $3";
    PICTURE_LINES = "SELECT picture, page, line, state, content FROM picture_line WHERE picture = $1 \
        ORDER BY page, line";
    PICTURE_LINES_OF_PAGE = "SELECT COUNT(*) FROM picture_line WHERE picture = $1 AND page = $2";
    PICTURE_LINE_IMAGE = "SELECT image FROM picture_line WHERE picture = $1 AND page = $2 AND line = $3";
    PICTURE_LINE_SET = "UPDATE picture_line SET state = $1, content = $2 WHERE picture = $3 AND page = $4 AND line = $5";
    PICTURE_LINE_BECAME = "UPDATE picture_line SET record = $1 WHERE picture = $2 AND page = $3 AND line = $4";
    PICTURE_LINE_OF_RECORD = "SELECT picture, page, line FROM picture_line WHERE record = $1";
    PICTURE_LINE_DROP = "DELETE FROM picture_line WHERE picture = $1 AND page = $2 AND line = $3 RETURNING content";
    PICTURE_LINES_DROP = "DELETE FROM picture_line WHERE picture = $1 RETURNING content";
    PICTURE_LINES_DROP_LEFT = "DELETE FROM picture_line WHERE picture = $1 AND record = 0 RETURNING content";
    PICTURE_DISPUTES = "SELECT picture, page, line FROM picture_line WHERE state = 2 \
        ORDER BY picture, page, line LIMIT $1";
    // Lines that two have not yet typed or taken, and of which the account has typed nothing: behind where it is, first.
    PICTURE_LINES_OPEN = "SELECT picture, page, line FROM picture_line AS own WHERE state = 0 \
        AND NOT EXISTS (SELECT 1 FROM picture_turn AS turn WHERE turn.picture = own.picture AND turn.page = own.page \
            AND turn.line = own.line AND turn.account = $1 AND turn.typed = 1) \
        AND (SELECT COUNT(*) FROM picture_turn AS turn WHERE turn.picture = own.picture AND turn.page = own.page \
            AND turn.line = own.line AND (turn.typed = 1 OR (turn.account <> $1 AND turn.until > $2))) < 2 \
        ORDER BY CASE WHEN picture = $3 AND (page > $4 OR (page = $4 AND line > $5)) THEN 0 ELSE 1 END, \
            picture, page, line LIMIT $6";
    PICTURE_HELD = "SELECT picture, page, line FROM picture_turn WHERE account = $1 AND until > $2 AND typed = 0 \
        ORDER BY picture, page, line";
    PICTURE_TURNS = "SELECT turn, account, until, typed, content FROM picture_turn \
        WHERE picture = $1 AND page = $2 AND line = $3 ORDER BY turn";
    PICTURE_TURN_TAKE = "INSERT INTO picture_turn (picture, page, line, turn, account, until, typed, content) \
        VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT (picture, page, line, turn) \
        DO UPDATE SET account = excluded.account, until = excluded.until WHERE picture_turn.typed = 0";
    PICTURE_TURN_TYPED = "INSERT INTO picture_turn (picture, page, line, turn, account, until, typed, content) \
        VALUES ($1, $2, $3, $4, $5, 0, 1, $6) ON CONFLICT (picture, page, line, turn) \
        DO UPDATE SET typed = 1, until = 0, content = excluded.content \
        WHERE picture_turn.typed = 0 AND picture_turn.account = excluded.account";
    PICTURE_TURN_DROP = "DELETE FROM picture_turn \
        WHERE picture = $1 AND page = $2 AND line = $3 AND account = $4 AND typed = 0";
    PICTURE_TYPED = "SELECT turn FROM picture_turn WHERE picture = $1 AND typed = 1 LIMIT 1";
    PICTURE_TURNS_DROP = "DELETE FROM picture_turn WHERE picture = $1 AND page = $2 AND line = $3";
    PICTURE_TURNS_CLEAR_OF = "DELETE FROM picture_turn WHERE picture = $1";
    PICTURE_TURNS_CLEAR = "DELETE FROM picture_turn";
    PICTURE_LINES_CLEAR = "DELETE FROM picture_line";
    PICTURE_PAGES_CLEAR = "DELETE FROM picture_page";
    PICTURES_CLEAR = "DELETE FROM picture";

    // Pairs of a request and a candidate that nobody has decided on.
    QUEUE = "SELECT request.number, request.record, link.right_record, link.probability_micro \
        FROM request JOIN link ON link.left_record = request.record \
        WHERE link.run = $1 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0) \
        AND NOT EXISTS (SELECT 1 FROM decision WHERE undone = 0 \
            AND left_record = link.left_record AND right_record = link.right_record) \
        AND NOT EXISTS (SELECT 1 FROM decision WHERE undone = 0 \
            AND left_record = link.right_record AND right_record = link.left_record) \
        UNION ALL SELECT request.number, request.record, link.left_record, link.probability_micro \
        FROM request JOIN link ON link.right_record = request.record \
        WHERE link.run = $1 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0) \
        AND NOT EXISTS (SELECT 1 FROM decision WHERE undone = 0 \
            AND left_record = link.left_record AND right_record = link.right_record) \
        AND NOT EXISTS (SELECT 1 FROM decision WHERE undone = 0 \
            AND left_record = link.right_record AND right_record = link.left_record) \
        ORDER BY 4 DESC, 2, 3 LIMIT $2 OFFSET $3";
    // Every pair of a run, with the open requests on either side, and the newest word on it: twice its entry, and one more
    // unless it is unsure. One number for each link costs less than asking whether a word is there that no later one replaces.
    PROPOSALS = "SELECT link.left_record, link.right_record, link.probability_micro, \
        COALESCE(of_left.number, -1), COALESCE(of_left.entry, -1), \
        COALESCE(of_right.number, -1), COALESCE(of_right.entry, -1), \
        (SELECT COUNT(*) FROM link AS earlier WHERE earlier.run = $2 \
            AND earlier.left_record = link.left_record AND earlier.right_record = link.right_record), \
        from_left.entry, \
        COALESCE((SELECT MAX(entry * 2 + CASE WHEN verdict = 'unsure' THEN 0 ELSE 1 END) FROM decision WHERE undone = 0 \
            AND ((left_record = link.left_record AND right_record = link.right_record) \
            OR (left_record = link.right_record AND right_record = link.left_record))), -1) \
        FROM link JOIN import AS from_left ON from_left.number = link.left_record >> 32 \
        JOIN import AS from_right ON from_right.number = link.right_record >> 32 \
        LEFT JOIN request AS of_left ON of_left.record = link.left_record AND of_left.closed = 0 \
        LEFT JOIN request AS of_right ON of_right.record = link.right_record AND of_right.closed = 0 \
        WHERE link.run = $1 AND (link.left_record, link.right_record) > ($3, $4) AND link.probability_micro >= $6 \
        AND from_left.undone = 0 AND from_right.undone = 0 \
        AND NOT EXISTS (SELECT 1 FROM request WHERE closed <> 0 AND record = link.left_record) \
        AND NOT EXISTS (SELECT 1 FROM request WHERE closed <> 0 AND record = link.right_record) \
        ORDER BY link.left_record, link.right_record LIMIT $5";
    // Whether one pair is among them.
    PROPOSED = "SELECT link.run FROM link WHERE link.left_record = $1 AND link.right_record = $2 \
        AND link.run = (SELECT MAX(number) FROM link_run) \
        AND NOT EXISTS (SELECT 1 FROM request WHERE closed <> 0 AND record IN (link.left_record, link.right_record)) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0) \
        AND COALESCE((SELECT MAX(entry * 2 + CASE WHEN verdict = 'unsure' THEN 0 ELSE 1 END) FROM decision WHERE undone = 0 \
            AND ((left_record = link.left_record AND right_record = link.right_record) \
            OR (left_record = link.right_record AND right_record = link.left_record))), 0) % 2 = 0";
    // Whether the run before proposed a pair.
    LINK_BEFORE = "SELECT run FROM link WHERE left_record = $2 AND right_record = $3 \
        AND run = (SELECT MAX(number) FROM link_run WHERE number < $1)";

    // Linkage runs.
    RUN_NEXT = "SELECT COALESCE(MAX(number), 0) + 1 FROM (SELECT number FROM link_run \
        UNION ALL SELECT number FROM staged WHERE kind = 'L') AS taken";
    RUN_NEW = "INSERT INTO link_run (number, entry, content) VALUES ($1, $2, $3)";
    RUNS = "SELECT number, entry, content FROM link_run ORDER BY number";
    RUN_NUMBERS = "SELECT number FROM link_run ORDER BY number DESC LIMIT 2";
    RUN_LATEST = "SELECT number, entry, content FROM link_run ORDER BY number DESC LIMIT 1";
    LINKS = "SELECT left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE run = $1 AND (left_record, right_record) > ($2, $3) \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0) \
        ORDER BY left_record, right_record LIMIT $4";
    LINK_BETWEEN = "SELECT left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE run = (SELECT MAX(number) FROM link_run) AND left_record = $1 AND right_record = $2 \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0)";
    // Two halves, no order, and a plus that keeps the primary key out of the second: otherwise SQLite reads the
    // whole run. No link has one record on both sides.
    LINKS_OF = "SELECT left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE run = $1 AND left_record = $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0) \
        UNION ALL SELECT left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE +run = $1 AND right_record = $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0)";
    CLUSTERS = "SELECT record, cluster FROM cluster WHERE run = $1 AND record > $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = cluster.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = cluster.record >> 32 AND undone = 0) \
        ORDER BY record LIMIT $3";
    CLUSTER_OF = "SELECT cluster FROM cluster WHERE run = $1 AND record = $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = cluster.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = cluster.record >> 32 AND undone = 0)";
    CLUSTER_MEMBERS = "SELECT record FROM cluster WHERE run = $1 AND cluster = $2 \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = cluster.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = cluster.record >> 32 AND undone = 0) \
        ORDER BY record";
    LINKS_DROP = "DELETE FROM link WHERE run = $1";
    CLUSTERS_DROP = "DELETE FROM cluster WHERE run = $1";

    // Counts, for whoever keeps them in memory.
    CASES_OPEN_BETWEEN = "SELECT COUNT(*) FROM request WHERE closed = 0 AND entry >= $1 AND entry < $2 \
        AND EXISTS (SELECT 1 FROM import WHERE number = request.record >> 32 AND undone = 0)";
    CASES_CLOSED_COUNT = "SELECT COUNT(*) FROM request WHERE closed <> 0 AND joined_into = -1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = request.record >> 32 AND undone = 0)";
    // Every pair of a run without its evidence.
    LINKS_WEIGHED = "SELECT left_record, right_record, probability_micro FROM link \
        WHERE run = $1 AND (left_record, right_record) > ($2, $3) \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = link.right_record >> 32 AND undone = 0) \
        ORDER BY left_record, right_record LIMIT $4";
    // Every word in effect, without its content.
    WORDS_IN_EFFECT = "SELECT entry, left_record, right_record, verdict, humans FROM decision \
        WHERE undone = 0 AND entry > $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        ORDER BY entry LIMIT $2";
    // Records that were restricted, or let free again, with the entry that did so last.
    RECORDS_RESTRICTED = "SELECT subject, MAX(entry) FROM act WHERE kind = 'restriction' GROUP BY subject ORDER BY subject";

    // Dropping every projection.
    CLEAR_IMPORT = "DELETE FROM import";
    CLEAR_RECORD = "DELETE FROM record";
    CLEAR_KEY = "DELETE FROM record_key";
    CLEAR_PERSON = "DELETE FROM person";
    CLEAR_PROBLEM = "DELETE FROM problem";
    CLEAR_RUN = "DELETE FROM link_run";
    CLEAR_LINK = "DELETE FROM link";
    CLEAR_CLUSTER = "DELETE FROM cluster";
    CLEAR_DECISION = "DELETE FROM decision";
    CLEAR_ACT = "DELETE FROM act";
    CLEAR_CASE = "DELETE FROM request";
    CLEAR_GROUND = "DELETE FROM ground";
    CLEAR_CORRECTION = "DELETE FROM correction";

    // Rows of the canonical dump, a page at a time.
    DUMP_IMPORT = "SELECT number, entry, newest, page, one_row, original, undone, content FROM import WHERE number > $1 \
        ORDER BY number LIMIT $2";
    DUMP_RECORD = "SELECT id, flags, content FROM record WHERE id > $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32) ORDER BY id LIMIT $2";
    DUMP_KEY = "SELECT key, record FROM record_key WHERE (key, record) > ($1, $2) \
        AND EXISTS (SELECT 1 FROM import WHERE number = record_key.record >> 32) ORDER BY key, record LIMIT $3";
    DUMP_PERSON = "SELECT id, record FROM person WHERE id > $1 \
        AND EXISTS (SELECT 1 FROM import WHERE number = person.record >> 32) ORDER BY id LIMIT $2";
    DUMP_PROBLEM = "SELECT import, ordinal, record, content FROM problem WHERE (import, ordinal) > ($1, $2) \
        AND EXISTS (SELECT 1 FROM import WHERE number = problem.import) ORDER BY import, ordinal LIMIT $3";
    DUMP_RUN = "SELECT number, entry, content FROM link_run WHERE number > $1 ORDER BY number LIMIT $2";
    DUMP_LINK = "SELECT run, left_record, right_record, weight_1024, probability_micro, rule, evidence FROM link \
        WHERE (run, left_record, right_record) > ($1, $2, $3) \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = link.run) \
        ORDER BY run, left_record, right_record LIMIT $4";
    DUMP_CLUSTER = "SELECT run, record, cluster FROM cluster WHERE (run, record) > ($1, $2) \
        AND EXISTS (SELECT 1 FROM link_run WHERE number = cluster.run) ORDER BY run, record LIMIT $3";
    DUMP_DECISION = "SELECT entry, left_record, right_record, verdict, humans, packet, undone, content FROM decision \
        WHERE entry > $1 ORDER BY entry LIMIT $2";
    DUMP_ACT = "SELECT entry, kind, subject FROM act WHERE entry > $1 ORDER BY entry LIMIT $2";
    DUMP_CASE = "SELECT number, record, entry, closed, joined_into, team FROM request WHERE number > $1 ORDER BY number LIMIT $2";
    DUMP_GROUND = "SELECT consequence, number, kind FROM ground WHERE (consequence, number) > ($1, $2) \
        ORDER BY consequence, number, kind LIMIT $3";
    DUMP_CORRECTION = "SELECT cause, consequence, account, done FROM correction WHERE (cause, consequence) > ($1, $2) \
        ORDER BY cause, consequence LIMIT $3";
}

inserts! {
    ENTRY_NEW = 5, "INSERT INTO ledger (idx, salt, payload, commitment, leaf) VALUES";
    RECORD_NEW = 3, "INSERT INTO record (id, flags, content) VALUES";
    DECISION_NEW = 8, "INSERT INTO decision \
        (entry, left_record, right_record, verdict, humans, packet, undone, content) VALUES";
    ACT_NEW = 3, "INSERT INTO act (entry, kind, subject) VALUES";
    GROUND_NEW = 3, "INSERT INTO ground (kind, number, consequence) VALUES";
    KEY_NEW = 2, "INSERT INTO record_key (key, record) VALUES";
    PERSON_NEW = 2, "INSERT INTO person (id, record) VALUES";
    PROBLEM_NEW = 4, "INSERT INTO problem (import, ordinal, record, content) VALUES";
    LINK_NEW = 7, "INSERT INTO link (run, left_record, right_record, weight_1024, probability_micro, rule, evidence) \
        VALUES";
    CLUSTER_NEW = 3, "INSERT INTO cluster (run, record, cluster) VALUES";
}

// The log of readings lies in a database of its own beside SQLite, so its statements are prepared there.
statements_of_readings! {
    READINGS_HEAD = "SELECT size, hash FROM reading_head WHERE id = 1";
    // Locks the head. What the account has read is counted afterwards: this statement may have waited, and sees what was before.
    READINGS_LOCK = "UPDATE reading_head SET size = size WHERE id = 1 RETURNING size, hash";
    READINGS_COUNT = "SELECT COUNT(*) FROM reading WHERE account = $1 AND search = $2 AND seconds > $3";
    READINGS_BEGIN = "INSERT INTO reading_head (id, size, hash) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING";
    READINGS_SET = "UPDATE reading_head SET size = $1, hash = $2 WHERE id = 1";
    READING_NEW = "INSERT INTO reading (idx, account, seconds, search, content, hash) VALUES ($1, $2, $3, $4, $5, $6)";
    READINGS_CLEAR = "DELETE FROM reading";
    READINGS_HEAD_CLEAR = "DELETE FROM reading_head";
    READINGS = "SELECT idx, content, hash FROM reading WHERE idx >= $1 ORDER BY idx LIMIT $2";
}

lookups! {
    WORDS_BY_RIGHT = "SELECT entry, left_record, right_record, verdict, humans FROM decision WHERE undone = 0 \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        AND right_record IN";
    WORDS_BY_LEFT = "SELECT entry, left_record, right_record, verdict, humans FROM decision WHERE undone = 0 \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.left_record >> 32 AND undone = 0) \
        AND EXISTS (SELECT 1 FROM import WHERE number = decision.right_record >> 32 AND undone = 0) \
        AND left_record IN";
    RECORDS_THERE = "SELECT id FROM record \
        WHERE EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32 AND undone = 0) AND id IN";
    FLAGS_BY_ID = "SELECT id, flags FROM record WHERE id IN";
    RECORDS_BY_ID = "SELECT id, content FROM record \
        WHERE EXISTS (SELECT 1 FROM import WHERE number = record.id >> 32 AND undone = 0) AND id IN";
    // Of which case each record is, and whether anybody ever restricted it: mostly nothing, and then nothing more is asked.
    TOUCHED = "SELECT one.id, COALESCE((SELECT MIN(number) FROM request WHERE request.record = one.id), -1), \
        COALESCE((SELECT MIN(act.subject) FROM act WHERE act.kind = 'restriction' AND act.subject = one.id), -1) \
        FROM record AS one WHERE one.id IN";
    REQUEST_ACTS = "SELECT act.entry, ledger.payload, act.subject FROM act JOIN ledger ON ledger.idx = act.entry \
        WHERE act.kind = 'request' AND act.subject IN";
}
