//! The document is complete: every route is in it and it has no other, each says what can go wrong, and every page has its JSON or a
//! reason why not.

use super::document;
use super::table::routes;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn json() -> Value {
    serde_json::to_value(document()).unwrap()
}

/// Every operation with its address and method.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap();
        item.iter().map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    all.collect()
}

#[test]
fn the_document_is_openapi_three_one_and_names_nothing_that_is_not_in_it() {
    let document = json();
    assert_eq!(document["openapi"], "3.1.0");
    let text = document.to_string();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let named: BTreeSet<&str> =
        text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let missing: Vec<&&str> = named.iter().filter(|name| !schemas.contains_key(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unused: Vec<&String> = schemas.keys().filter(|name| !named.contains(name.as_str())).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// Two types of one name would be one schema, which is right for neither.
#[test]
fn no_two_types_have_one_name() {
    let mut kept: BTreeMap<String, Value> = BTreeMap::new();
    for (name, schema) in routes().schemas {
        let schema = serde_json::to_value(schema).unwrap();
        if let Some(known) = kept.insert(name.clone(), schema.clone()) {
            assert_eq!(known, schema, "{name}");
        }
    }
    assert!(kept.len() > 60, "{}", kept.len());
}

#[test]
fn every_operation_says_what_it_is_what_it_needs_and_what_can_go_wrong() {
    let document = json();
    let operations = operations(&document);
    assert!(operations.len() > 30, "{}", operations.len());
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations {
        let named = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{named}");
        assert!(operation["summary"].as_str().is_some_and(|text| text.len() > 5), "{named}");
        assert!(operation["security"][0]["token"].is_array(), "{named}");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses["200"]["content"]["application/json"]["schema"].is_object(), "{named}");
        for status in ["401", "403", "404", "429", "500"] {
            let problem = &responses[status]["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(problem, "#/components/schemas/Problem", "{named} {status}");
        }
        let in_path: BTreeSet<&str> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let params = operation["parameters"].as_array().cloned().unwrap_or_default();
        let described: BTreeSet<&str> =
            params.iter().filter(|one| one["in"] == "path").filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(in_path, described, "{named}");
        assert!(params.iter().all(|one| one["description"].as_str().is_some_and(|text| !text.is_empty())), "{named}");
        if method == "post" {
            assert!(operation["requestBody"]["content"]["application/json"]["schema"].is_object(), "{named}");
            for status in ["400", "409", "413", "415", "422"] {
                assert!(responses.contains_key(status), "{named} {status}");
            }
        }
    }
}

#[test]
fn every_field_says_what_it_is() {
    let document = json();
    let mut bare = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let parts = schema["allOf"].as_array().cloned().unwrap_or_default();
        for part in parts.iter().chain([schema]) {
            for (field, own) in part["properties"].as_object().into_iter().flatten() {
                let is_said = own["description"].is_string() || own["oneOf"].is_array();
                if !is_said && !own["$ref"].is_string() {
                    bare.push(format!("{name}.{field}"));
                }
            }
        }
    }
    assert!(bare.is_empty(), "{bare:?}");
}

/// Pages that have no JSON, and why.
const WITHOUT: [(&str, &str); 32] = [
    ("/", "it leads to the first page of an account"),
    ("/healthy", "it says that the server runs"),
    ("/assets/{hash}/{name}", "what pages are drawn with"),
    ("/login", "programs have tokens"),
    ("/join/{token}", "programs have tokens"),
    ("/demo/{token}", "programs have tokens"),
    ("/tokens", "a token makes no token"),
    ("/own", "a login is changed by its human"),
    ("/manual", "the same for every archive"),
    ("/manual/{chapter}", "the same for every archive"),
    ("/queue/next", "it leads a browser to the next pair"),
    ("/person/{person}/file", "the same person, for paper"),
    ("/requests/new", "an empty form"),
    ("/requests/form", "an empty form, for paper"),
    ("/case/{case}/answer/{asker}", "answers reach families through people"),
    ("/case/{case}/search", "an empty form; its search has its JSON"),
    ("/case/{case}/company/search", "an empty form; its search has its JSON"),
    ("/imports/waiting/{token}", "a file that waits in one browser"),
    ("/pictures/next", "lines are typed by people"),
    ("/pictures/differences", "lines are settled by people"),
    ("/pictures/{picture}/{page}", "rows are looked at by people"),
    ("/pictures/{picture}/{page}/image", "an image of names"),
    ("/pictures/{picture}/{page}/{line}", "lines are typed by people"),
    ("/pictures/{picture}/{page}/{line}/strip", "an image of names"),
    ("/pictures/{picture}/{page}/{line}/difference", "lines are settled by people"),
    ("/record/{record}/strip", "an image of names"),
    ("/login/passkey/begin", "programs have tokens"),
    ("/login/passkey/finish", "programs have tokens"),
    ("/login/passphrase", "programs have tokens"),
    ("/join/passkey/begin", "programs have tokens"),
    ("/join/passkey/finish", "programs have tokens"),
    ("/choose", "it keeps a language in a cookie"),
];

/// Pages and what has their data.
const WITH: [(&str, &str); 26] = [
    ("/queue", "/queue"),
    ("/pair/{one}/{other}", "/pairs/{one}/{other}"),
    ("/awaiting", "/awaiting"),
    ("/decision/{decision}", "/decisions/{decision}"),
    ("/record/{record}", "/records/{record}"),
    ("/person/{person}", "/persons/{person}"),
    ("/requests", "/cases"),
    ("/case/{case}", "/cases/{case}"),
    ("/calendar", "/calendar"),
    ("/exports", "/exports"),
    ("/export/{export}", "/exports/{export}"),
    ("/imports", "/imports"),
    ("/import/{import}", "/imports/{import}"),
    ("/corrections", "/corrections"),
    ("/accounts", "/accounts"),
    ("/audit", "/audit/entries"),
    ("/audit", "/audit/readings"),
    ("/audit/entry/{entry}", "/audit/entries/{entry}"),
    ("/overview", "/overview"),
    ("/lists", "/lists"),
    ("/list/{import}", "/lists/{list}"),
    ("/list/{import}/rows", "/lists/{list}/rows"),
    ("/facilities", "/facilities"),
    ("/facility/{place}", "/facilities/{place}"),
    ("/map", "/map"),
    ("/pictures", "/pictures"),
];

#[test]
fn every_page_has_its_json_or_a_reason_why_not() {
    let source = include_str!("../serve.rs");
    let mut pages: BTreeSet<&str> = BTreeSet::new();
    for line in source.lines() {
        let Some((path, handlers)) = line.trim().strip_prefix(".route(\"").and_then(|rest| rest.split_once('"')) else {
            continue;
        };
        // An address that only changes something is no page.
        if handlers.contains("get(") {
            pages.insert(path);
        }
    }
    assert!(pages.len() > 40, "{}", pages.len());
    let document = json();
    let paths = document["paths"].as_object().unwrap();
    let with = [&WITH[..], &[("/pictures/{picture}", "/pictures/{picture}")]].concat();
    for (page, own) in &with {
        assert!(pages.contains(page), "{page} is no page any more");
        assert!(paths[&format!("/api/v1{own}")]["get"].is_object(), "{own}");
    }
    let known: BTreeSet<&str> = with.iter().chain(&WITHOUT).map(|(page, _)| *page).collect();
    let missing: Vec<&&str> = pages.iter().filter(|page| !known.contains(**page)).collect();
    assert!(missing.is_empty(), "without JSON and without a reason: {missing:?}");
}

/// The router and the document are made of one table; what the router serves besides is written here.
#[test]
fn the_router_serves_nothing_that_is_not_in_the_document_but_the_document() {
    let table = include_str!("table.rs");
    let served: BTreeSet<String> = table
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|text| text.starts_with('/') && !text.contains(' '))
        .map(|path| format!("/api/v1{path}"))
        .collect();
    let document = json();
    let written: BTreeSet<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(served, written);
    let own = include_str!("mod.rs");
    let others: Vec<&str> = own.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(others, ["/openapi.json", "/api", "/api/", "/api/{*rest}"]);
}
