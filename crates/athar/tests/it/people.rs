//! Accounts, keys, two humans, requests, places, jobs: from the command line, as whoever works with an archive would.

use crate::lists::{self, SIX};
use crate::place::{Place, on_both};
use crate::run::{athar, day_in, text};
use serde_json::Value;

/// Makes a key and enrols somebody with it. Returns the file with the secret half.
fn human(place: &Place, name: &str, role: &str) -> std::path::PathBuf {
    let file = place.dir.path().join(format!("{name}.key"));
    let public = athar(["keys", "new", text(&file)]).go().ends(0).out.trim().to_owned();
    place.athar(["account", "add", "--role", role, "--public-key", &public]).stdin("N. N.\n").done();
    file
}

fn person(place: &Place, record: &str) -> Value {
    place.athar(["person", record, "--json"]).done().json()
}

fn records(person: &Value) -> Vec<String> {
    person["records"].as_array().unwrap().iter().map(|one| one["record"].as_str().unwrap().to_owned()).collect()
}

/// A sought record and a freed one that the machine proposes for it.
fn proposal(place: &Place) -> (String, String) {
    for request in 1..200 {
        let sought = format!("R2.{request}");
        let person = person(place, &sought);
        let proposed = person["proposed"].as_array().unwrap();
        if let [only] = proposed.as_slice()
            && only["record"].as_str().unwrap().starts_with("R1.")
        {
            return (sought, only["record"].as_str().unwrap().to_owned());
        }
    }
    panic!("no request with one proposal");
}

#[test]
fn two_humans_join_a_request_with_a_freed_person_and_one_takes_it_back() {
    on_both(|place| {
        for (name, kind) in [SIX[0], SIX[5]] {
            place.import(&lists::demo().join(name), kind);
        }
        place.athar(["link", "--json"]).patience(120).done();
        let (one, other) = (human(place, "one", "caseworker"), human(place, "other", "reviewer"));
        let (sought, freed) = proposal(place);
        let decide = ["decide", &sought, &freed, "same", "--reason", "the mother said so", "--key", text(&one)];
        let made = place.athar(decide).done();
        let id = made.out.split(':').next().unwrap().to_owned();
        assert!(made.out.contains("awaits a second person"), "{}", made.out);
        let waiting = person(place, &sought);
        assert_eq!(records(&waiting), [sought.as_str()], "{}: one human takes nobody off the list", place.engine);
        assert_eq!(waiting["awaiting"][0]["decision"], id.as_str());
        assert_eq!(waiting["fate"][0]["what"], "presumed_alive");
        place.athar(["confirm", &id, "--key", text(&one)]).go().ends(3).says("a second human");

        // The other human signs elsewhere, without the archive.
        let (packet, signature) = (place.dir.path().join("packet"), place.dir.path().join("signature"));
        place.athar(["confirm", &id, "--packet-to", text(&packet)]).done();
        let signed = athar(["sign", text(&packet), "--key", text(&other)]).go().ends(0);
        assert!(signed.err.contains("the mother said so"), "whoever signs sees what they sign");
        std::fs::write(&signature, &signed.out).unwrap();
        place.athar(["confirm", &id, "--signature", text(&signature)]).done();
        let mut both = [freed.clone(), sought.clone()];
        both.sort();
        let joined = person(place, &sought);
        assert_eq!(records(&joined), both);
        let released = joined["fate"].as_array().unwrap().iter().find(|one| one["what"] == "released").unwrap();
        assert_eq!(released["independent"], 1);

        place.athar(["undo", &id, "--key", text(&other)]).done();
        assert_eq!(records(&person(place, &sought)), [sought.as_str()]);
        place.athar(["verify", "--deep"]).patience(120).done();
        place.rebuilt();
    });
}

const REQUEST: &str = "contact_until = \"UNTIL\"\n[person]\ngiven = \"سامر\"\nfather = \"مروان\"\n\
    family = \"ورداني\"\nmother = \"فاطمة\"\nbirth_date = \"1985\"\n[asker]\nname = \"U.\"\nkinship = \"أم\"\n\
    contact = \"0933 123 456\"\n";

#[test]
fn a_request_stands_and_is_answered_only_when_nothing_is_in_the_way() {
    on_both(|place| {
        let request = REQUEST.replace("UNTIL", &day_in(100));
        let opened = place.athar(["request", "open", "-", "--json"]).stdin(&request).done().json();
        let (case, sought) = (opened["case"].as_str().unwrap(), opened["record"].as_str().unwrap());
        assert!(case.len() == 10 && case.starts_with('C'));

        // A sister asks for the same person, in the other script: it is found before it is saved.
        let sister = request.replace("سامر", "Samer").replace("ورداني", "Wardani").replace("فاطمة", "Fatma");
        let again = place.athar(["request", "open", "-", "--json"]).stdin(&sister).go().ends(1).json();
        assert_eq!((&again["case"], again["similar"][0].as_str()), (&Value::Null, Some(sought)));
        place.athar(["request", "open", "-", "--new"]).stdin(&sister).done();
        let bad = place.athar(["request", "open", "-"]).stdin("[person]\ngiven = \"سامر\"\n").go().ends(2);
        assert!(!bad.err.contains("سامر"), "no name reaches an error: {}", bad.err);

        let list = place.file("gate.csv", "No,Name,Father,Mother,Born,From\n1,Samer Wardani,Marwan,Fatima,1985,Homs\n");
        place.import(&list, "freed").ends(0);
        let freed = place.find("سامر ورداني").iter().map(|one| one["record"].as_str().unwrap().to_owned()).next_back();
        assert!(freed.is_some());
        place.athar(["link"]).patience(120).done();
        let withheld = || {
            let shown = place.athar(["request", "show", case, "--json"]).done().json();
            shown["askers"][0]["answer"]["withheld"].to_string()
        };
        assert_eq!(withheld(), "[\"nothing_found\",\"not_vetted\"]");
        place.athar(["request", "vet", case, "kin"]).stdin("by questions").done();
        place.athar(["request", "told", case]).stdin("x").go().ends(3).says("may not be told yet");
        assert_eq!(withheld(), "[\"nothing_found\"]");
        place.athar(["request", "also-asks", case]).stdin("name = \"S.\"\nkinship = \"أخت\"\n").done();
        place.athar(["request", "vet", case, "kin", "--asker", "2"]).stdin("by questions").done();
        place.athar(["request", "consent", case, "--with", "courts"]).stdin("read aloud, in Arabic").done();
        place.athar(["request", "renew", case, &day_in(365)]).done();
        place.athar(["request", "renew", case, &day_in(500)]).go().ends(3).says("400 days");
        place.athar(["request", "renew", case, "soon"]).go().ends(3).says("2025-12-31");
        place.athar(["request", "assign", case, "north"]).go().ends(3).says("no open account is in that team");
        place.athar(["account", "add", "--role", "caseworker", "--team", "north"]).stdin("N.\n").done();
        place.athar(["request", "assign", case, "north"]).done();
        let queue = place.athar(["request", "queue", "--json"]).done().json();
        assert!(queue.as_array().unwrap().iter().any(|one| one["is_new"] == true), "{}: {queue}", place.engine);
        place.athar(["request", "close", case]).stdin("the family asked").done();
        place.athar(["verify", "--deep"]).patience(120).done();
    });
}

/// Another country loads its own places, and an import is read by them.
#[test]
fn places_are_loaded_into_an_archive() {
    on_both(|place| {
        let shipped = place.athar(["seed-places", "--json"]).done().json();
        assert!(shipped["kinds"]["facility"].as_u64().unwrap() >= 60);
        let other = place.file(
            "elsewhere.csv",
            "id,kind,parent,name_ar,name_latin,aliases,source\nxx,country,,بلاد,Elsewhere,,invented\n\
             xx.harbour,town,xx,المرفأ,Harbour,Porto,invented\n",
        );
        place.athar(["seed-places", text(&other)]).done();
        let list = place.file("list.csv", "Name,Place of birth\nSamer Wardani,Porto\nNidal Kassab,Homs\n");
        place.import(&list, "freed").ends(0);
        let wrong = place.file("wrong.csv", "id,kind,name_ar\nxx,kingdom,بلاد\n");
        place.athar(["seed-places", text(&wrong)]).go().ends(3).says("kind");
        let mine = person(place, "R1.1");
        assert_eq!(mine["records"][0]["claims"]["birth_place"][0], "Porto", "as written, always");
    });
}

#[test]
fn jobs_are_asked_for_listed_and_done() {
    on_both(|place| {
        let list = place.file("gate.csv", "No,Name,Age,From\n1,Samer Wardani,33,Homs\n2,Nidal Kassab,41,Jableh\n");
        assert_eq!(place.athar(["jobs", "ask", "import", text(&list)]).done().out.trim(), "J1");
        place.athar(["jobs", "work"]).patience(120).done();
        let jobs = place.athar(["jobs", "list", "--json"]).done().json();
        let done: Vec<_> =
            jobs.as_array().unwrap().iter().map(|job| (job["kind"].clone(), job["state"].clone())).collect();
        let pair = |kind: &str| (Value::from(kind), Value::from("done"));
        assert_eq!(done, [pair("import"), pair("link"), pair("notify")], "{}", place.engine);
        assert_eq!(place.find("سامر ورداني")[0]["record"], "R1.1");
        place.athar(["jobs", "ask", "import", "nowhere.csv"]).go().ends(3).says("nowhere.csv");
    });
}

/// Whoever has an administrator lets nobody else keep accounts.
#[test]
fn accounts_are_kept_by_an_administrator() {
    on_both(|place| {
        let admin = human(place, "admin", "admin");
        let add = ["account", "add", "--role", "caseworker"];
        place.athar(add).stdin("N.\n").go().ends(2).says("--key");
        let with_key = [&add[..], &["--key", text(&admin)]].concat();
        place.athar(with_key).stdin("N.\n").done();
        let accounts = place.athar(["account", "list", "--json"]).done().json();
        assert_eq!(accounts.as_array().unwrap().len(), 2);
        let key = std::fs::read_to_string(&admin).unwrap();
        assert!(key.starts_with("athar-secret-key-"));
        athar(["keys", "new", text(&admin)]).go().ends(3);
        assert_eq!(std::fs::read_to_string(&admin).unwrap(), key, "a key is never overwritten");
    });
}

/// The four sources of the walkthrough: 204 requests, of which 200 come back as a list of the freed.
fn contradiction(place: &Place) {
    let given = ["سامر", "نضال", "باسم", "خلدون", "رفيق", "غسان", "ماهر", "هيثم", "وائل", "زاهر", "طارق", "أيهم"];
    let father = ["مروان", "عدنان", "فواز", "جهاد", "نزار", "هشام", "سليم"];
    let family = [
        "ورداني",
        "كساب",
        "حلاق",
        "زيتوني",
        "بيطار",
        "صباغ",
        "نحاس",
        "قباني",
        "دباغ",
        "خياط",
        "سقا",
        "طباع",
        "عطار",
        "جزماتي",
        "لبابيدي",
        "شربجي",
        "مسالخي",
    ];
    let mother = ["فاطمة", "خديجة", "أمينة", "سعاد", "نجاح", "هدى", "ليلى", "مريم", "وفاء", "رجاء"];
    let row = |i: usize| {
        let born = 1970 + (i * 3) % 25;
        format!("{},{},{},{},{born}", given[i % 12], father[i * 5 % 7], family[i / 12], mother[i * 7 % 10])
    };
    let list = |rows: usize| {
        let lines: Vec<String> = (0..rows).map(row).collect();
        format!("الاسم,اسم الأب,الكنية,اسم الأم,تولد\n{}\n", lines.join("\n"))
    };
    let paper = format!(
        "الاسم,اسم الأب,الكنية,اسم الأم,تولد,نوع الوثيقة,تاريخ الوفاة,تاريخ تسجيل الوفاة\n{},بيان وفاة,2014-03-02,2018-07-10\n",
        row(0)
    );
    let seen = "Name,Father,Mother,Born,Date last seen,Seen by,Facility\n\
        Samer Wardani,Marwan,Fatima,1970,2016-05,a cell mate,Saydnaya\n";
    for (name, kind, text) in [
        ("families.csv", "sought", list(204)),
        ("death-papers.csv", "dead", paper),
        ("survivors.csv", "report", seen.to_owned()),
        ("released.csv", "freed", list(200)),
    ] {
        place.import(&place.file(name, text), kind).ends(0);
    }
    place.athar(["link"]).patience(120).done();
}

/// The fates that a person's view tells, each with its number of independent sources and what stands against it.
fn fates(person: &Value) -> Vec<(String, u64, Option<String>)> {
    let against = |line: &Value| line["contrary"][0].as_str().map(str::to_owned);
    let lines = person["fate"].as_array().unwrap().iter();
    let told = lines
        .map(|line| (line["what"].as_str().unwrap().to_owned(), line["independent"].as_u64().unwrap(), against(line)));
    told.collect()
}

/// docs/walkthrough-contradiction.md, step by step.
#[test]
fn the_walkthrough_of_a_contradiction() {
    on_both(|place| {
        contradiction(place);
        let (noor, hala) = (human(place, "noor", "caseworker"), human(place, "hala", "reviewer"));
        let source = place.athar(["source", "I4", "--json"]).done().json();
        assert_eq!((source["group"].as_str(), source["repeats_requests"].as_bool()), (Some("I1"), Some(true)));
        let ids: Vec<String> = ["R2.1", "R3.1", "R4.1"]
            .iter()
            .map(|other| {
                let decide =
                    ["decide", "R1.1", other, "same", "--reason", "father and mother agree", "--key", text(&noor)];
                place.athar(decide).done().out.split(':').next().unwrap().to_owned()
            })
            .collect();
        let before = person(place, "R1.1");
        assert_eq!(records(&before), ["R1.1", "R3.1"]);
        assert_eq!(before["awaiting"].as_array().unwrap().len(), 2);
        assert_eq!(before["awaiting"][0]["says"][0]["what"], "reported_dead", "a contradiction shows before it counts");
        for id in [&ids[0], &ids[2]] {
            place.athar(["confirm", id, "--key", text(&hala)]).done();
        }
        let fate =
            |what: &str, independent, against: Option<&str>| (what.to_owned(), independent, against.map(str::to_owned));
        let joined = person(place, "R1.1");
        assert_eq!(
            fates(&joined),
            [
                fate("seen_alive", 1, Some("reported_dead")),
                fate("reported_dead", 1, Some("seen_alive")),
                fate("presumed_alive", 0, None),
                fate("released", 0, Some("reported_dead")),
            ],
            "{}",
            place.engine
        );
        assert!(!joined.to_string().contains("a cell mate"), "the witness is sealed");

        place.athar(["undo", &ids[0], "--key", text(&noor)]).done();
        let after = person(place, "R1.1");
        assert_eq!(
            fates(&after),
            [fate("seen_alive", 1, None), fate("presumed_alive", 0, None), fate("released", 0, None)]
        );
        assert_eq!(after["person"], before["person"]);
        assert_eq!(records(&person(place, "R2.1")), ["R2.1"]);
        place.athar(["source", "I4", "--no-copy-of", "I1"]).done();
        let released = fates(&person(place, "R1.1")).into_iter().find(|one| one.0 == "released").unwrap();
        assert_eq!(released.1, 1, "a human has looked, and holds the list to be one of its own");
        place.athar(["verify", "--deep"]).patience(120).done();
    });
}

/// Requests come day by day, with linkage runs between them. A list that repeats them is noticed all the same, since all
/// requests are one list to the linkage.
#[test]
fn requests_of_many_days_that_come_back_as_a_list_are_noticed() {
    on_both(|place| {
        let list = |from: usize, to: usize| -> Vec<(String, String, String, String)> {
            let given = ["سامر", "نضال", "باسم", "خلدون", "رفيق", "غسان", "ماهر", "هيثم", "وائل", "زاهر"];
            let family =
                ["ورداني", "كساب", "حلاق", "زيتوني", "بيطار", "صباغ", "نحاس", "قباني", "دباغ", "خياط", "سقا", "طباع"];
            let mother = ["فاطمة", "خديجة", "أمينة", "سعاد", "نجاح", "هدى", "ليلى"];
            let row = |i: usize| {
                let born = (1970 + i * 3 % 25).to_string();
                (given[i % 10].to_owned(), family[i / 10 % 12].to_owned(), mother[i * 3 % 7].to_owned(), born)
            };
            (from..to).map(row).collect()
        };
        let archive = store::Archive::open_or_create(&place.location()).unwrap();
        for day in 0..8 {
            for (given, family, mother, born) in list(day * 15, day * 15 + 15) {
                let claim = |property, text: &str| {
                    record::read_cell(property, text, record::AsOf::year(2024), record::Gazetteer::syria()).0.unwrap()
                };
                let claims = vec![
                    claim(record::Property::Given, &given),
                    claim(record::Property::Family, &family),
                    claim(record::Property::Mother, &mother),
                    claim(record::Property::BirthDate, &born),
                ];
                let position = record::Position { row: 1, ..record::Position::default() };
                let record = record::Record { position, role: record::Role::Sought, verbatim: Vec::new(), claims };
                let request = store::NewRequest {
                    asker: store::Asker::default(),
                    consent: store::Consent::default(),
                    team: String::new(),
                    contact_until: "2025-12-31".to_owned(),
                };
                archive.open_request(record, Vec::new(), request, None, "2024-12-20T08:00:00Z").unwrap();
            }
            // As a linkage run does when it begins.
            archive.to_be_linked().unwrap();
        }
        drop(archive);
        let rows =
            list(0, 120).into_iter().map(|(given, family, mother, born)| format!("{given},{family},{mother},{born}"));
        let text = format!("الاسم,الكنية,اسم الأم,تولد\n{}\n", rows.collect::<Vec<_>>().join("\n"));
        place.import(&place.file("released.csv", text), "freed").ends(0);
        place.athar(["link"]).patience(120).done();
        let source = place.athar(["source", "I9", "--json"]).done().json();
        assert_eq!(source["repeats_requests"], true, "{}", place.engine);
    });
}

/// What a human has restricted, or somebody asked to be removed, is not shown by leaving a key away.
#[test]
fn the_console_obeys_restrictions_and_is_logged() {
    on_both(|place| {
        let list = place.file("gate.csv", "No,Name,Age,From\n1,Samer Wardani,33,Homs\n2,Nidal Kassab,41,Jableh\n");
        place.import(&list, "freed").ends(0);
        assert_eq!(place.find("سامر ورداني")[0]["record"], "R1.1");
        let entry = place.athar(["restrict", "R1.1", "sealed"]).stdin("a threat").done().out;
        let entry = entry.split("entry ").nth(1).unwrap().split(';').next().unwrap().to_owned();
        place.athar(["person", "R1.1"]).go().ends(3).says("there is no");
        assert!(place.find("سامر ورداني").iter().all(|one| one["record"] != "R1.1"), "{}", place.engine);
        place.athar(["explain", "R1.1", "R1.2"]).go().ends(3).says("there is no");
        place.athar(["restrict", "R1.1", "--lift", &entry]).done();
        person(place, "R1.1");
        place.athar(["restrict", "R1.1", "restricted", "--property", "full_name"]).stdin("a threat").done();
        assert!(!place.athar(["explain", "R1.1", "R1.2"]).patience(120).done().out.contains("Wardani"));
        place.athar(["withdraw", "R1.1"]).stdin("I am not missing").done();
        assert_eq!(place.athar(["withdraw"]).done().out.trim(), "R1.1");
        assert_eq!(person(place, "R1.1")["withdrawn"][0], "R1.1");
        place.athar(["withdraw", "R1.1", "--verify"]).stdin("it is them").done();
        place.athar(["corrections"]).done();
        let log = place.athar(["readings", "--json"]).done().json();
        let whats: Vec<String> = log.as_array().unwrap().iter().map(|line| line["what"].to_string()).collect();
        assert!(whats.iter().any(|what| what == "\"refused\"") && whats.iter().any(|what| what.contains("person")));
        assert!(!log.to_string().contains("Samer") && !log.to_string().contains("سامر"), "ids, and no words");
        place.is_clean();
    });
}

/// Logins are in no backup: after a restore the ledger names an administrator, and nobody could come in.
#[test]
fn an_administrator_is_invited_again_when_no_login_is_left() {
    on_both(|place| {
        let added = place.athar(["account", "add", "--role", "admin"]).stdin("N.\n").done();
        let admin: store::AccountId = added.out.trim().parse().unwrap();
        let worker = place.athar(["account", "add", "--role", "caseworker"]).stdin("N.\n").done().out.trim().to_owned();
        let id = admin.to_string();
        let invite = || place.athar(["account", "invite", &id]);
        assert!(invite().done().out.starts_with("/join/"));
        let archive = || store::Archive::open(&place.location()).unwrap();
        let come_in = || {
            let (name, content) = (store::Hash::of(b"passkey"), b"in clear".to_vec());
            let kind = store::LoginKind::Passkey;
            let login = store::Login { name, account: admin, kind, content, created: 1, used: 0, uses: 0 };
            archive().keep_login(&login).unwrap();
        };
        come_in();
        let before = archive().account(admin).unwrap().keys;
        invite().go().ends(2).says("--key");
        for login in archive().logins_of(admin).unwrap() {
            archive().drop_login(login.name).unwrap();
        }
        place.athar(["account", "invite", &worker]).go().ends(2).says(&id);
        assert!(invite().done().out.starts_with("/join/"), "{}", place.engine);
        let after = archive().account(admin).unwrap().keys;
        assert!(after.len() == 1 && after != before, "the lost key signs nothing more");
        invite().done();
        assert_eq!(archive().account(admin).unwrap().keys, after, "an invitation that was lost is given again");
        come_in();
        invite().go().ends(2).says("--key");
        place.is_clean();
    });
}
