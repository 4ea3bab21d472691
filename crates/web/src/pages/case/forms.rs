//! The forms of a case: each a few fields. The one that was sent and is not right comes back as it was typed.

use super::outcome_key;
use crate::pages::requests::fields::{more_of_asker, of_asker};
use crate::pages::requests::typed::{Choice, Field, Input, Typed, check, day_after};
use crate::shell::Shell;
use crate::work::Work;
use store::{CallOutcome, Case};

/// Days that a renewed contact is used.
const RENEWED_DAYS: i64 = 365;

/// Every form of the page.
pub(super) struct Forms {
    pub(super) asker: Vec<Field>,
    pub(super) asker_more: Vec<Field>,
    pub(super) vet: Vec<Field>,
    pub(super) consent: Vec<Field>,
    pub(super) call: Vec<Field>,
    pub(super) appoint: Vec<Field>,
    pub(super) renew: Vec<Field>,
    pub(super) assign: Vec<Field>,
    pub(super) join: Vec<Field>,
    pub(super) close: Vec<Field>,
    pub(super) reopen: Vec<Field>,
    is_right: bool,
}

/// What was sent: by which form, and what is wrong beyond its fields' own rules (a field and the message).
pub(super) struct Sent {
    pub(super) form: &'static str,
    pub(super) typed: Typed,
    pub(super) wrong: Option<(&'static str, &'static str)>,
}

impl Sent {
    pub(super) fn nothing() -> Sent {
        Sent { form: "", typed: Typed::default(), wrong: None }
    }

    pub(super) fn by(form: &'static str, typed: Typed) -> Sent {
        Sent { form, typed, wrong: None }
    }

    /// The same, and what is wrong with one of its fields.
    pub(super) fn with_wrong(self, field: &'static str, key: &'static str) -> Sent {
        Sent { wrong: Some((field, key)), ..self }
    }
}

impl Forms {
    pub(super) fn new(work: &Work, shell: &Shell, case: &Case, sent: &Sent) -> Forms {
        let nothing = Typed::default();
        let of = |form| if sent.form == form { &sent.typed } else { &nothing };
        let text = |form, name| Field::new(shell, Input::Text, name, of(form));
        let line = |form, name| Field::new(shell, Input::Line, name, of(form));
        let outcome = |outcome: CallOutcome| Choice::new(outcome.as_str(), shell.say(&outcome_key(outcome.as_str())));
        let found = ["shown", "not-shown"].map(|word| Choice::new(word, shell.say(&format!("case-kin-{word}"))));
        let team = |team: &String| Choice::new(team, "");
        let until = day_after(&work.time()[..10], RENEWED_DAYS);
        let mut forms = Forms {
            asker: of_asker(shell, of("asker")),
            asker_more: more_of_asker(shell, of("asker")),
            vet: vec![
                Field::new(shell, Input::Choice, "vet-found", of("vet")).of(found.into()).required().or("not-shown"),
                text("vet", "vet-how").required(),
            ],
            consent: vec![text("consent", "consent-how").required()],
            call: vec![
                Field::new(shell, Input::Choice, "call-outcome", of("call"))
                    .of(CallOutcome::ALL.into_iter().map(outcome).collect())
                    .required()
                    .or(CallOutcome::NoAnswer.as_str()),
                Field::new(shell, Input::Moment, "call-at", of("call")).required(),
                text("call", "call-note"),
            ],
            appoint: vec![
                Field::new(shell, Input::Moment, "appoint-at", of("appoint")).required(),
                line("appoint", "appoint-what"),
            ],
            renew: vec![Field::new(shell, Input::Day, "renew-until", of("renew")).required().or(&until)],
            assign: vec![
                line("assign", "assign-team").of(work.whole.profile.teams.iter().map(team).collect()).or(&case.team),
            ],
            join: vec![line("join", "join-into").required()],
            close: vec![text("close", "close-why").required()],
            reopen: vec![text("reopen", "reopen-why").required()],
            is_right: true,
        };
        forms.is_right = forms.check(shell, sent);
        forms
    }

    /// Says what is wrong beside the fields of the form that was sent; whether all is right.
    fn check(&mut self, shell: &Shell, sent: &Sent) -> bool {
        let mut fields: Vec<&mut Field> = match sent.form {
            "asker" => self.asker.iter_mut().chain(&mut self.asker_more).collect(),
            "vet" => self.vet.iter_mut().collect(),
            "consent" => self.consent.iter_mut().collect(),
            "call" => self.call.iter_mut().collect(),
            "appoint" => self.appoint.iter_mut().collect(),
            "renew" => self.renew.iter_mut().collect(),
            "assign" => self.assign.iter_mut().collect(),
            "join" => self.join.iter_mut().collect(),
            "close" => self.close.iter_mut().collect(),
            "reopen" => self.reopen.iter_mut().collect(),
            _ => Vec::new(),
        };
        let mut is_right = check(shell, fields.iter_mut().map(|field| &mut **field));
        if let Some((name, key)) = sent.wrong
            && let Some(field) = fields.iter_mut().find(|field| field.name == name)
        {
            field.wrong = shell.say(key);
            is_right = false;
        }
        is_right
    }

    /// Whether what was sent is right, for whoever is about to act on it.
    pub(super) fn are_right(work: &Work, case: &Case, sent: &Sent) -> bool {
        Forms::new(work, &work.shell("case-title"), case, sent).is_right
    }
}
