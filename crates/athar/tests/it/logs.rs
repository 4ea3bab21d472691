//! Names never reach logs: whatever the environment asks for, standard error holds no name.

use crate::bad_input::MARKER;
use crate::place::{Place, on_both};
use crate::run::{Ran, Run, text};

const LIST: &str = "No,Name,Father,Age,From,Phone\n1,Zulmaqar Qattan,Zulmaqarfather,33,Homs,+963944555777\n\
                    2,Zulmaqar Kattan,Zulmaqarfather,31.2.1985,Homs,\n3,,,,,\n";

fn traced(run: Run) -> Ran {
    let ran = run.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full").env("SQLX_LOG", "trace").go();
    assert!(!ran.err.contains(MARKER), "a name in what was said");
    assert!(!ran.err.contains("944555777"), "a number in what was said");
    ran
}

#[test]
fn names_never_reach_standard_error() {
    on_both(|place| {
        let list = place.file("list.csv", LIST);
        traced(place.athar(["import", text(&list), "--kind", "sought"])).ends(1);
        traced(place.athar(["import", text(&list), "--kind", "sought", "--dry-run"])).ends(1);
        traced(place.athar(["import", text(&list)])).ends(1);
        traced(place.athar(["link"])).ends(0);
        assert!(traced(place.athar(["find", "-"]).stdin("Zulmaqar Qattan")).ends(0).out.contains(MARKER));
        traced(place.athar(["find", "-", "--father", "Zulmaqarother"]).stdin("Zulmaqar Nobody"));
        traced(place.athar(["explain", "R1.1", "R1.2"])).ends(0);
        traced(place.athar(["decide", "R1.1", "R1.2", "same", "--reason", "Zulmaqar's mother"])).ends(0);
        traced(place.athar(["person", "R1.1"])).ends(0);
        traced(place.athar(["rebuild"])).ends(0);
        traced(place.athar(["verify", "--deep"])).ends(0);
        let sheet = place.dir.path().join("m.xlsx");
        traced(place.athar(["matches", "--xlsx", text(&sheet)]));
    });
}

#[test]
fn failures_quote_no_cell() {
    let place = Place::sqlite();
    let broken = format!("{MARKER} = [not, a mapping");
    let mapping = place.file("mapping.toml", broken);
    let list = place.file("list.csv", LIST);
    traced(place.athar(["import", text(&list), "--mapping", text(&mapping)])).ends(3);
    // A model or a pairs file in the wrong place may be a list of people.
    let table = place.file("table.csv", LIST);
    traced(crate::run::athar(["match", text(&table), "--model", text(&list)])).ends(3);
    traced(crate::run::athar(["evaluate", "--truth", "Age", text(&table), "--pairs", text(&list)]));
    let pairs = place.file("pairs.csv", "left,right,weight,probability,rule\nZulmaqar,Zulmaqar,Zulmaqar,1,x\n");
    traced(crate::run::athar(["evaluate", "--truth", "Age", text(&table), "--pairs", text(&pairs)])).ends(3);
    traced(crate::run::athar(["names", "compare"]).stdin("Zulmaqar\nZulmaqar\tQattan\n"));
}
