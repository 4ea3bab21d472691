//! Every address of the API, with who serves it, the scope that it needs and what is said of it.

use super::routes::{At, Does, Form, Param, Routes};
use super::{
    audit, cases, corrections, decisions, exports, imports, intake, lists, overview, own, pairs, persons, pictures,
    places, queue, search,
};
use crate::pages::audit::{KINDS, READ};
use store::Scope;

const LIST: Form = Form::Id("^[Ii][0-9]{1,10}$", "I1");
const RECORD: Form = Form::Id(r"^[Rr][0-9]{1,10}\.[0-9]{1,10}$", "R1.1");
const DECISION: Form = Form::Id("^[Dd][0-9]{1,19}$", "D1");
const PERSON: Form = Form::Id("^[Pp][0-9A-Za-z]{12}$", "P0123456789AB");
const CASE: Form = Form::Id("^[Cc][0-9A-Za-z]{9}$", "C0000000000");
const EXPORT: Form = Form::Id("^[Ee][0-9]{1,19}$", "E1");
const PLACE: Form = Form::Id(r"^[a-z0-9.\-]{1,100}$", "sy.branch-215");
const ACCOUNT: Form = Form::Id("^([Aa][0-9]{1,19})?$", "A1");

const OF_LIST: Param = Param::path("list", LIST, "The list");
const OF_IMPORT: Param = Param::path("import", LIST, "The list");
const OF_RECORD: Param = Param::path("record", RECORD, "The record");
const OF_CASE: Param = Param::path("case", CASE, "The case");
const OF_DECISION: Param = Param::path("decision", DECISION, "The decision");
const OF_EXPORT: Param = Param::path("export", EXPORT, "The export");
const PAIR: &[Param] =
    &[Param::path("one", RECORD, "One of the two records"), Param::path("other", RECORD, "The other")];
const BEFORE: Param = Param::query("before", Form::Number, "Before which to begin: `before` of the answer before");
const BY: Param = Param::query("by", ACCOUNT, "Of this account alone");
const OF_PLACES: &[Param] = &[
    Param::query("governorate", Form::Word(&[]), "Of this governorate, by its id"),
    Param::query("agency", Form::Word(&[]), "Of this agency, as the gazetteer writes it"),
];
const OF_PLACE: &[Param] = &[Param::path("place", PLACE, "Its id in the gazetteer")];
const OF_PICTURE: &[Param] = &[Param::path("picture", Form::Id("^[0-9]{1,10}$", "1"), "Its number")];
const ROWS: &[Param] =
    &[OF_LIST, Param::query("after", Form::Number, "After which row to begin: `next` of the answer before")];
const OF_PERSON: &[Param] = &[Param::path("person", PERSON, "The person")];
const OF_CASES: &[Param] = &[Param::query("closed", Form::Word(&["", "yes"]), "`yes` for those that were closed")];
const OF_ENTRIES: &[Param] = &[BEFORE, BY, Param::query("what", Form::Word(&KINDS), "Of this kind alone")];
const OF_ENTRY: &[Param] = &[Param::path("entry", Form::Id("^[0-9]{1,19}$", "0"), "The entry")];
const OF_READINGS: &[Param] = &[BEFORE, BY, Param::query("what", Form::Word(&READ), "Of this kind alone")];

/// All of them.
pub(super) fn routes() -> Routes {
    let routes = Routes::new().get(
        At {
            scope: None,
            what: "What this token may, and what it has used of its day",
            ..At::new("/token", "token", Scope::Counts)
        },
        own::get,
    );
    acts(searches(staff(reading(counts(routes)))))
}

fn counts(routes: Routes) -> Routes {
    let at = |path, id, what, params| At { what, params, ..At::new(path, id, Scope::Counts) };
    routes
        .get(at("/overview", "overview", "Counts of what is held, came in and waits", &[]), overview::get)
        .get(at("/lists", "lists", "Every list, and how they overlap", &[]), lists::all_lists)
        .get(at("/lists/{list}", "list", "One list", &[OF_LIST]), lists::one)
        .get(at("/imports", "imports", "What came in", &[]), imports::all)
        .get(at("/imports/{import}", "import", "How one list was read", &[OF_IMPORT]), imports::one)
        .get(At { wrong: &[422], ..at("/facilities", "facilities", "Places of detention", OF_PLACES) }, places::all)
        .get(at("/facilities/{place}", "facility", "One place of detention", OF_PLACE), places::one)
        .get(at("/map", "map", "Counts by governorate and by facility", &[]), places::map)
        .get(at("/pictures", "pictures", "Lists that are pictures, and how far each has come", &[]), pictures::all)
        .get(at("/pictures/{picture}", "picture", "One of them", OF_PICTURE), pictures::one)
}

fn reading(routes: Routes) -> Routes {
    let at = |path, id, what, params| At { what, params, ..At::new(path, id, Scope::Records) };
    let of_cases = |path, id, what, params| At { scope: Some(Scope::Cases), ..at(path, id, what, params) };
    routes
        .get(
            At {
                wrong: &[409, 422],
                more: "Where the partner agreed to it, and two humans stand for that. Ten at a time.",
                ..at(
                    "/lists/{list}/rows",
                    "list_rows",
                    "Rows of a partner's list beside ours",
                    ROWS,
                )
            },
            lists::rows,
        )
        .get(
            At {
                more: "It takes none of them: a pair is taken when it is decided on.",
                ..at("/queue", "queue", "Pairs that wait for this account, the most valuable to a family first", &[])
            },
            queue::get,
        )
        .get(
            At {
                more: "Side by side stands what a machine proposes, what was decided, or what a search of a case has found.",
                ..at("/pairs/{one}/{other}", "pair", "Two records side by side", PAIR)
            },
            pairs::one,
        )
        .get(at("/records/{record}", "record", "A record, and whom it is held to be about", &[OF_RECORD]), persons::record)
        .get(
            at("/persons/{person}", "person", "A person", OF_PERSON),
            persons::person,
        )
        .get(at("/decisions/{decision}", "decision", "A decision", &[OF_DECISION]), decisions::one)
        .get(at("/awaiting", "awaiting", "Decisions that wait for a second human", &[]), decisions::awaiting)
        .get(
            At {
                wrong: &[422],
                ..of_cases(
                    "/cases",
                    "cases",
                    "Open requests of families",
                    OF_CASES,
                )
            },
            cases::all,
        )
        .get(of_cases("/cases/{case}", "case", "A request of a family", &[OF_CASE]), cases::one)
        .get(of_cases("/calendar", "calendar", "What is to be done on which day", &[]), cases::calendar)
        .get(of_cases("/corrections", "corrections", "What is to be put right outside", &[]), corrections::get)
}

fn staff(routes: Routes) -> Routes {
    let at = |path, id, what, params| At { what, params, wrong: &[422], ..At::new(path, id, Scope::Audit) };
    let exports = |path, id, what, params| At { what, params, ..At::new(path, id, Scope::Exports) };
    routes
        .get(at("/audit/entries", "audit_entries", "What was done, the newest first", OF_ENTRIES), audit::entries)
        .get(at("/audit/entries/{entry}", "audit_entry", "The proof of an entry", OF_ENTRY), audit::proof)
        .get(at("/audit/readings", "audit_readings", "Who read what, the newest first", OF_READINGS), audit::readings)
        .get(at("/accounts", "accounts", "Who works here", &[]), audit::accounts)
        .get(exports("/exports", "exports", "Lists that leave", &[]), exports::all)
        .get(exports("/exports/{export}", "export", "One of them", &[OF_EXPORT]), exports::one)
}

fn searches(routes: Routes) -> Routes {
    let at = |path, id, what, more| At { what, more, params: &[OF_CASE], ..At::new(path, id, Scope::Search) };
    routes
        .post(
            at(
                "/cases/{case}/search",
                "search",
                "Search for a case",
                "In any script. It counts against the budget of searches, and the log says how many it found, not what was asked.",
            ),
            search::search,
        )
        .post(
            at("/cases/{case}/company", "company", "Who else was in a place at the same time, for a case", "A search like any other."),
            search::company,
        )
}

fn acts(routes: Routes) -> Routes {
    let at = |path, id, what, params, scope| At { what, params, does: Does::Changes, ..At::new(path, id, scope) };
    routes
        .post(
            At {
                more: "What a human signs with a key of their own (`athar sign`). It takes the pair for this account for ten minutes, \
                       and keeps nothing.",
                ..at("/pairs/{one}/{other}/packet", "packet", "What is signed to decide about two records", PAIR, Scope::Decide)
            },
            pairs::packet,
        )
        .post(
            At {
                more: "With the signature of a key that is enrolled for the account. A token signs nothing: whoever steals one decides \
                       nothing.",
                ..at("/pairs/{one}/{other}/decisions", "decide", "Hand in a decision", PAIR, Scope::Decide)
            },
            pairs::decide,
        )
        .get(
            At {
                wrong: &[409],
                ..at(
                    "/decisions/{decision}/packet",
                    "confirmation_packet",
                    "What is signed to confirm a decision",
                    &[OF_DECISION],
                    Scope::Decide,
                )
            },
            pairs::confirmation_packet,
        )
        .post(
            At {
                more: "By another human than the first, with a key of their own, who was shown both records.",
                ..at(
                    "/decisions/{decision}/confirmations",
                    "confirm",
                    "Hand in a second word",
                    &[OF_DECISION],
                    Scope::Decide,
                )
            },
            pairs::confirm,
        )
        .post(
            At {
                more: "Similar requests are given back first, and nothing is saved: send it again with `confirmed` when they were looked at.",
                ..at("/cases", "take", "Take a request in", &[], Scope::Intake)
            },
            intake::take,
        )
        .post(
            At {
                more: "Another human approves it, at the desk, and takes the copies there.",
                ..at("/exports", "ask_export", "Ask for a list to leave", &[], Scope::Exports)
            },
            exports::ask,
        )
        .post(
            at("/exports/{export}/stop", "stop_export", "Stop an export", &[OF_EXPORT], Scope::Exports),
            exports::stop,
        )
}
