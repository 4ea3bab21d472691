//! Programs: every address for every role under every scope, what a token is and how it ends, and that the API says what the pages say.

use super::things::Things;
use super::{Browser, House, Server, TIME, open};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;
use store::{AccountId, Archive, Hash, NewToken, Scope, SecretKey, StaffRole, TokenNumber};

const TABLE: &str = include_str!("api.tsv");
const NOW: i64 = 1_796_000_000;

/// Makes a token that has all it may have.
fn token(archive: &Archive, account: AccountId, secret: &str, scopes: &[Scope]) -> TokenNumber {
    token_with(archive, account, secret, scopes, (100_000, 12_000))
}

fn token_with(
    archive: &Archive,
    account: AccountId,
    secret: &str,
    scopes: &[Scope],
    (requests_per_day, persons_per_day): (u32, u32),
) -> TokenNumber {
    let token = NewToken {
        hash: Hash::of(secret.as_bytes()),
        name: "a program".into(),
        scopes: scopes.iter().copied().collect(),
        requests_per_day,
        persons_per_day,
        until: crate::run::day_in(30),
    };
    archive.make_token(account, token, Some(account), (NOW, TIME)).unwrap()
}

/// A program with a secret.
fn program(server: &Server, secret: &str) -> Browser {
    let more = format!("Authorization: Bearer {secret}\r\nAccept-Language: en\r\n");
    Browser { more, ..server.nobody() }
}

impl Browser {
    /// What the API answers, and its JSON.
    fn ask(&mut self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let path = format!("/api/v1{path}");
        let answer = self.exchange(method, &path, "application/json", body.as_bytes()).unwrap();
        let kind = answer.fields.get("content-type").map(String::as_str);
        assert!(matches!(kind, Some("application/json" | "application/problem+json")), "{path}: {kind:?}");
        assert_eq!(kind == Some("application/json"), answer.status == 200, "{path}");
        let json: Value = serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{path}: {}", answer.body));
        if answer.status != 200 {
            assert_eq!(json["status"], answer.status, "{path}");
            assert!(json["detail"].as_str().is_some_and(|text| text.len() > 10), "{path}");
        }
        (answer.status, json)
    }
}

#[test]
fn every_address_answers_every_role_and_scope_as_the_table_says() {
    let house = House::new(60);
    let things = Things::of(&house);
    let archive = open(&house.place);
    for (role, account) in StaffRole::ALL.iter().zip(&house.accounts) {
        for scope in Scope::ALL {
            token(&archive, *account, &format!("athar_{}_{}", role.as_str(), scope.as_str()), &[scope]);
        }
    }
    drop(archive);
    let server = Server::over(&house.place);
    let (mut wrong, mut cells) = (String::new(), 0);
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [method, path, needed, body] = columns[..4] else { panic!("{line}") };
        let (path, body) = (things.named(path), things.named(body));
        let needed = Scope::parse(needed);
        let (status, _) = program(&server, "athar_of_nobody").ask(method, &path, &body);
        if status != 401 {
            let _ = writeln!(wrong, "{method} {path}: a token of nobody gets {status}");
        }
        assert_eq!(columns.len(), 4 + StaffRole::ALL.len(), "{line}");
        for (role, expected) in StaffRole::ALL.iter().zip(&columns[4..]) {
            for scope in Scope::ALL {
                let expected: u16 =
                    if needed.is_none_or(|needed| needed == scope) { expected.parse().unwrap() } else { 403 };
                let secret = format!("athar_{}_{}", role.as_str(), scope.as_str());
                let (status, answer) = program(&server, &secret).ask(method, &path, &body);
                cells += 1;
                if status != expected {
                    let (role, scope) = (role.as_str(), scope.as_str());
                    let kind = &answer["type"];
                    let _ =
                        writeln!(wrong, "{method} {path}: {role} with {scope} gets {status} {kind}, not {expected}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cells > 2_500, "{cells} cells");
    house.place.is_clean();
}

/// An address with everything that is an id of something taken out.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path).replace("{pair}", "{}/{}").replace("{unproposed}", "{}/{}");
    let is_id = |part: &str| part.starts_with('{') || part.starts_with("sy.") || part == "nonsense";
    let numbered = |part: &str| part.len() > 1 && part.as_bytes()[1].is_ascii_digit();
    let parts = path.split('/').map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_id(part) || is_number || numbered(part) { "{}" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_operation_of_the_document_is_in_the_table_under_its_scope() {
    let house = House::new(6);
    let server = Server::over(&house.place);
    let answer = server.nobody().get("/api/v1/openapi.json");
    assert_eq!(answer.status, 200, "it needs no token");
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    let mut written = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let scope = operation["security"][0]["token"][0].as_str().unwrap_or("-");
            let path = shape(path.strip_prefix("/api/v1").unwrap());
            written.insert((method.to_uppercase(), path, scope.to_owned()));
        }
    }
    let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let tested: BTreeSet<_> = lines
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            (columns[0].to_owned(), shape(columns[1]), columns[2].to_owned())
        })
        .collect();
    assert_eq!(written, tested);
}

#[test]
fn a_cookie_opens_nothing_of_the_api_and_a_token_no_page() {
    let house = House::new(12);
    let archive = open(&house.place);
    token(&archive, house.accounts[2], "athar_all", &Scope::ALL);
    drop(archive);
    let server = Server::over(&house.place);
    let mut browser = server.browser(house.link_of(StaffRole::Reviewer));
    assert_eq!(browser.get("/overview").status, 200);
    let answer = browser.get("/api/v1/overview");
    assert_eq!((answer.status, answer.fields["www-authenticate"].as_str()), (401, "Bearer realm=\"athar\""));
    // Nor does the secret in an address, or as a cookie.
    assert_eq!(server.nobody().get("/api/v1/overview?access_token=athar_all").status, 401);
    for name in ["desk", "athar", "Authorization"] {
        let cookie = format!("{name}=athar_all");
        assert_eq!(Browser { cookie: cookie.clone(), ..server.nobody() }.get("/api/v1/overview").status, 401);
        assert_eq!(Browser { cookie, ..server.nobody() }.get("/overview").status, 303);
    }
    let mut program = program(&server, "athar_all");
    assert_eq!(program.ask("GET", "/overview", "").0, 200);
    assert_eq!(program.get("/overview").to(), "/login");
    assert_eq!(program.get("/tokens").to(), "/login");
    // What is not there leads nobody to the login either.
    for path in ["/api", "/api/", "/api/v2/overview", "/api/v1", "/api/v1/nothing", "/api/v1/overview/"] {
        let answer = program.get(path);
        assert_eq!(
            (answer.status, answer.fields["content-type"].as_str()),
            (404, "application/problem+json"),
            "{path}"
        );
    }
    let answer = program.exchange("DELETE", "/api/v1/cases", "application/json", b"").unwrap();
    assert_eq!(answer.status, 405);
    assert_eq!(answer.fields["allow"], "GET,HEAD,POST");
}

#[test]
fn a_token_is_shown_once_and_opens_until_it_is_revoked() {
    let house = House::new(12);
    let server = Server::over(&house.place);
    let mut browser = server.browser(house.link_of(StaffRole::Reviewer));
    let until = crate::run::day_in(20);
    let form = [("name", "nightly counts"), ("requests", "50"), ("persons", "0"), ("until", until.as_str())];
    let made = [&form[..], &[("scope-counts", "yes"), ("once", "yes")]].concat();
    let without = [&form[..], &[("scope-counts", "yes")]].concat();
    assert_eq!(browser.post("/tokens", &without).status, 422, "whoever makes one knows that it is shown once");
    let page = browser.post("/tokens", &made);
    assert_eq!(page.status, 200);
    let secret = page.body.split("athar_").nth(1).map(|rest| format!("athar_{}", &rest[..64])).unwrap();
    assert!(!browser.get("/tokens").body.contains(&secret[..20]));
    let (status, own) = program(&server, &secret).ask("GET", "/token", "");
    assert_eq!((status, &own["scopes"], &own["requests"]), (200, &json!(["counts"]), &json!(1)));
    // Another's page has nothing of it; whoever keeps accounts sees and revokes it.
    assert!(!server.browser(house.link_of(StaffRole::Caseworker)).get("/tokens").body.contains("nightly counts"));
    let mut admin = server.browser(house.link_of(StaffRole::Admin));
    let page = admin.get("/tokens");
    assert!(page.body.contains("nightly counts"));
    let revoke =
        page.body.split("action=\"").filter_map(|rest| rest.split('"').next()).find(|at| at.ends_with("/revoke"));
    let revoke = revoke.unwrap().to_owned();
    assert_eq!(server.browser(house.link_of(StaffRole::Caseworker)).post(&revoke, &[]).status, 404);
    assert_eq!(admin.post(&revoke, &[]).status, 303);
    assert_eq!(program(&server, &secret).ask("GET", "/token", "").0, 401);
    // One that shows people is made by whoever it is for; one that shows nobody may be handed over.
    let analyst = house.accounts[3].to_string();
    let for_other = [&made[..], &[("account", analyst.as_str())]].concat();
    let page = admin.post("/tokens", &for_other);
    assert_eq!(page.status, 200);
    let of_analyst = page.body.split("athar_").nth(1).map(|rest| format!("athar_{}", &rest[..64])).unwrap();
    assert_eq!(program(&server, &of_analyst).ask("GET", "/overview", "").0, 200);
    let showing = [&for_other[..], &[("scope-records", "yes")]].concat();
    assert_eq!(admin.post("/tokens", &showing).status, 403);
    // It ends with its account.
    assert_eq!(admin.post(&format!("/accounts/{analyst}/close"), &[]).status, 303);
    assert_eq!(program(&server, &of_analyst).ask("GET", "/overview", "").0, 401);
    assert!(!server.output().contains("athar_"), "{}", server.output());
    house.place.is_clean();
}

#[test]
fn a_day_has_so_many_requests_and_so_many_persons() {
    let house = House::new(30);
    let things = Things::of(&house);
    let archive = open(&house.place);
    token_with(&archive, house.accounts[2], "athar_requests", &[Scope::Counts], (2, 0));
    token_with(&archive, house.accounts[2], "athar_persons", &[Scope::Records], (100, 3));
    drop(archive);
    let server = Server::over(&house.place);
    let mut requests = program(&server, "athar_requests");
    assert_eq!(requests.ask("GET", "/overview", "").0, 200, "counts show nobody");
    assert_eq!(requests.ask("GET", "/records/R1.1", "").0, 403, "what is refused is counted as well");
    let answer = requests.get("/api/v1/overview");
    assert_eq!(answer.status, 429);
    let seconds: i64 = answer.fields["retry-after"].parse().unwrap();
    assert!((1..=86_400).contains(&seconds), "{seconds}");
    let mut persons = program(&server, "athar_persons");
    let record = things.named("/records/{record}");
    assert_eq!(persons.ask("GET", &record, "").0, 200);
    let (status, over) = persons.ask("GET", "/queue", "");
    assert_eq!((status, &over["type"]), (429, &json!("urn:athar:problem:over-the-day")), "a queue shows many");
    assert_eq!(persons.ask("GET", &record, "").0, 200);
    assert_eq!(persons.ask("GET", &record, "").0, 200);
    let (status, over) = persons.ask("GET", &record, "");
    assert_eq!((status, &over["type"]), (429, &json!("urn:athar:problem:over-the-day")));
    assert_eq!(persons.ask("GET", "/token", "").1["persons"], 3);
}

#[test]
fn what_a_page_says_the_api_says() {
    let house = House::new(60);
    let things = Things::of(&house);
    let archive = open(&house.place);
    let number = token(&archive, house.accounts[1], "athar_all", &Scope::ALL);
    drop(archive);
    let server = Server::over(&house.place);
    let mut browser = server.browser(house.link_of(StaffRole::Caseworker));
    let mut program = program(&server, "athar_all");
    let (_, queue) = program.ask("GET", "/queue", "");
    let page = browser.get("/queue").body;
    let pairs = queue["pairs"].as_array().unwrap();
    assert!(pairs.len() >= 5, "{queue}");
    for pair in pairs {
        assert!(page.contains(pair["one"]["name"].as_str().unwrap()), "{pair}");
        let (one, other) = (pair["one"]["record"].as_str().unwrap(), pair["other"]["record"].as_str().unwrap());
        assert!(page.contains(&format!("/pair/{one}/{other}")), "{pair}");
    }
    let (_, person) = program.ask("GET", &things.named("/persons/{person}"), "");
    let page = browser.get(&things.named("/person/{person}")).body;
    let claims = person["claims"].as_array().unwrap();
    assert!(claims.len() >= 4, "{person}");
    for text in claims.iter().map(|claim| &claim["written"]).chain([&person["fates"][0]["heading"]]) {
        assert!(page.contains(text.as_str().unwrap()), "{text}");
    }
    let (_, pair) = program.ask("GET", &things.named("/pairs/{pair}"), "");
    let page = browser.get(&things.named("/pair/{pair}")).body;
    for text in [&pair["sides"][0]["name"], &pair["evidence"]["verdict"]] {
        assert!(page.contains(text.as_str().unwrap()), "{text}");
    }
    let evidence = &pair["evidence"];
    let bits = |value: &Value| (value.as_f64().unwrap() * 1024.0).round() as i64;
    let lines: i64 = evidence["lines"].as_array().unwrap().iter().map(|line| bits(&line["bits"])).sum();
    let rest: i64 = ["kin", "calibration", "rivals", "prior"].iter().map(|part| bits(&evidence[*part])).sum();
    assert_eq!(lines + rest, bits(&evidence["log_odds"]), "it adds up");
    let case = things.named("/cases/{own}");
    let (_, own) = program.ask("GET", &case, "");
    let name = own["claims"][0]["written"].as_str().unwrap().to_owned();
    let (status, found) = program.ask("POST", &format!("{case}/search"), &json!({ "name": name }).to_string());
    assert_eq!(status, 200, "{found}");
    assert!(!found["found"].as_array().unwrap().is_empty(), "{found}");
    // How to reach the family is nowhere, whatever the role may at the desk.
    assert!(!own.to_string().contains("0999"), "{own}");
    assert_eq!(own["askers"].as_array().unwrap().len(), 1);
    // Everything of it is in the log, by the token.
    let archive = open(&house.place);
    let lines = archive.console(NOW).readings_between(0, u64::MAX).unwrap();
    let by: Vec<bool> = lines.iter().map(|line| line.token == Some(number)).collect();
    assert!(by.iter().any(|is| *is) && by.iter().any(|is| !*is), "{by:?}");
}

#[test]
fn a_scope_that_is_missing_is_in_the_log() {
    let house = House::new(6);
    let archive = open(&house.place);
    let (caseworker, reviewer) = (house.accounts[1], house.accounts[2]);
    let number = token(&archive, caseworker, "athar_reads", &[Scope::Records]);
    token(&archive, reviewer, "athar_audits", &[Scope::Audit]);
    let server = Server::over(&house.place);
    assert_eq!(program(&server, "athar_reads").ask("GET", "/audit/readings", "").0, 403);
    let (status, told) = program(&server, "athar_audits").ask("GET", "/audit/readings?what=no_scope", "");
    assert_eq!(status, 200, "{told}");
    let lines = told["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 1, "{told}");
    assert_eq!(lines[0]["account"].as_str(), Some(caseworker.to_string().as_str()));
    assert_eq!(lines[0]["token"].as_str(), Some(number.to_string().as_str()));
}

#[test]
fn a_decision_is_handed_in_with_a_signature_of_ones_own_key_and_says_by_which_token() {
    let house = House::new(60);
    let things = Things::of(&house);
    let archive = open(&house.place);
    let (caseworker, reviewer, admin) = (house.accounts[1], house.accounts[2], house.accounts[5]);
    let number = token(&archive, caseworker, "athar_decides", &[Scope::Records, Scope::Decide]);
    token(&archive, caseworker, "athar_reads", &[Scope::Records]);
    token(&archive, reviewer, "athar_audits", &[Scope::Audit]);
    let [own, others, unknown] = [(); 3].map(|()| SecretKey::generate().unwrap());
    archive.enrol_key(caseworker, own.public(), Some(admin), TIME).unwrap();
    archive.enrol_key(reviewer, others.public(), Some(admin), TIME).unwrap();
    drop(archive);
    let server = Server::over(&house.place);
    let mut program = super::api::program(&server, "athar_decides");
    let pair = things.named("/pairs/{pair}");
    // Shortly after it began the server does not know yet who else would agree, and the mark changes when it does.
    let seen = (0..200).find_map(|_| {
        let (_, seen) = program.ask("GET", &pair, "");
        std::thread::sleep(std::time::Duration::from_millis(100));
        seen["evidence"]["others_alike"].is_u64().then_some(seen)
    });
    let seen = seen.expect("the table of all records is laid out");
    assert_eq!(seen["may_decide"], true);
    let deciding = json!({ "verdict": "different", "reason": "another mother", "shown": seen["shown"] });
    let (status, packet) = program.ask("POST", &format!("{pair}/packet"), &deciding.to_string());
    assert_eq!(status, 200, "{packet}");
    assert_eq!(
        program.ask("POST", &format!("{pair}/packet"), &deciding.to_string()).1,
        packet,
        "it is the same each time"
    );
    let hash = Hash::from_slice(&vault::hex::bytes(packet["packet"].as_str().unwrap()).unwrap()).unwrap();
    let decided = |key: &SecretKey, over: Hash, verdict: &str| {
        let signature = key.sign(over, TIME);
        let signed =
            json!({ "key": key.public().to_string(), "time": signature.time, "signature": signature.signature });
        let mut decided = deciding.clone();
        decided["verdict"] = verdict.into();
        decided["signed"] = signed;
        decided.to_string()
    };
    let path = format!("{pair}/decisions");
    for (key, over, verdict, problem) in [
        (&unknown, hash, "different", "api-other-key"),
        (&others, hash, "different", "api-other-key"),
        (&own, Hash::of(b"other"), "different", "api-no-signature"),
        (&own, hash, "same", "api-no-signature"),
    ] {
        let (status, answer) = program.ask("POST", &path, &decided(key, over, verdict));
        assert_eq!((status, &answer["type"]), (422, &json!(format!("urn:athar:problem:{problem}"))));
    }
    // Without the scope a signature is none.
    let (status, _) = super::api::program(&server, "athar_reads").ask("POST", &path, &decided(&own, hash, "different"));
    assert_eq!(status, 403);
    let (status, kept) = program.ask("POST", &path, &decided(&own, hash, "different"));
    assert_eq!(status, 200, "{kept}");
    let decision = kept["decision"].as_str().unwrap();
    let (_, told) = program.ask("GET", &format!("/decisions/{decision}"), "");
    assert_eq!((&told["humans"], &told["token"]), (&json!(1), &json!(number.to_string())));
    assert_eq!(told["signers"][0]["account"], caseworker.to_string());
    // What was decided is not decided again by what was shown before.
    let (status, _) = program.ask("POST", &path, &decided(&own, hash, "different"));
    assert_eq!(status, 422);
    let (_, history) = super::api::program(&server, "athar_audits").ask("GET", "/audit/entries?what=decision", "");
    let line = &history["lines"][0];
    assert_eq!((&line["about"], &line["token"]), (&json!(decision), &json!(number.to_string())));
    // And the page of the audit says so.
    let page = server.browser(house.link_of(StaffRole::Reviewer)).get("/audit?what=decision").body;
    assert!(page.contains(&format!("· {number}")), "the token stands beside the name");
    house.place.is_clean();
}

#[test]
fn no_name_is_in_a_problem_or_in_the_output() {
    let house = House::new(12);
    let archive = open(&house.place);
    token(&archive, house.accounts[2], "athar_all", &Scope::ALL);
    drop(archive);
    let server = Server::over(&house.place);
    let name = "وضاح الجندلي";
    // Each by a connection of its own: a body that is too long is not read to its end.
    let program = || program(&server, "athar_all");
    let bodies = [
        json!({ "name": 5, "father": name }).to_string(),
        json!({ name: name }).to_string(),
        format!("{{\"name\": \"{name}\" x"),
        format!("\"{name}\""),
        json!({ "name": name.repeat(100) }).to_string(),
        format!("{{\"name\": \"{}\"}}", name.repeat(3_000)),
    ];
    let paths = ["/cases/C0000000000/search", "/cases", "/exports", "/pairs/R1.1/R2.1/packet", "/exports/E1/stop"];
    for path in paths {
        for body in &bodies {
            let (status, problem) = program().ask("POST", path, body);
            assert!((400..500).contains(&status), "{path}: {status}");
            assert!(!problem.to_string().contains("الجندلي"), "{problem}");
        }
    }
    let sent = |kind: &str, body: &[u8]| program().exchange("POST", "/api/v1/exports", kind, body).unwrap().status;
    assert_eq!(sent("text/plain", name.as_bytes()), 415);
    assert_eq!(sent("application/json", &vec![b' '; 70_000]), 413);
    assert_eq!(sent("application/json", b"{"), 400);
    // In the language that is asked for.
    let mut program = program();
    program.more = program.more.replace("Accept-Language: en", "Accept-Language: ar");
    let (_, problem) = program.ask("GET", "/records/nonsense", "");
    assert!(problem["detail"].as_str().unwrap().chars().any(|letter| ('\u{600}'..'\u{700}').contains(&letter)));
    assert!(!server.output().contains("الجندلي"));
}
