//! The frame of every page: its language and direction, what the reader may go to, and the mark of a demonstration or a drill.

use crate::dates;
use crate::desk::Mark;
use crate::heard;
use crate::language::Language;
use crate::pages::requests;
use crate::urls::Url;
use crate::visit::Visit;
use crate::words::{Filler, Words};
use crate::work::Work;
use store::DESK_IDLE_SECONDS;
use store::access::{Asked, Kind};

/// What every template has.
pub(crate) struct Shell {
    pub(crate) language: Language,
    pub(crate) theme: &'static str,
    /// The message that is the title: never a name.
    pub(crate) title: &'static str,
    pub(crate) mark: Mark,
    /// What the account is called, where somebody is logged in.
    pub(crate) who: Option<String>,
    pub(crate) places: Vec<NavPlace>,
    /// The page that this one is about, for a change of language.
    pub(crate) path: String,
    words: &'static Words,
}

/// A place that the reader may go to.
pub(crate) struct NavPlace {
    pub(crate) url: Url,
    pub(crate) key: &'static str,
    pub(crate) is_here: bool,
}

impl Shell {
    /// A frame for somebody who is not logged in.
    pub(crate) fn plain(visit: &Visit, mark: Mark, title: &'static str) -> Shell {
        let Visit { language, theme, path, .. } = visit.clone();
        let words = Words::of(language);
        Shell { language, theme, title, mark, who: None, places: Vec::new(), path, words }
    }

    /// A frame for somebody at work: the places that one of their roles has.
    pub(crate) fn at_work(work: &Work, title: &'static str) -> Shell {
        let see = |kind| work.may(Asked::see(kind));
        let places = [
            (Url::Queue, "nav-queue", work.decides()),
            (Url::Awaiting, "nav-awaiting", work.decides()),
            (Url::Requests, "nav-requests", see(Kind::Case)),
            (Url::Calendar, "nav-calendar", see(Kind::Case)),
            (Url::Pictures, "nav-pictures", see(Kind::Picture) || work.may(Asked::change(Kind::Import))),
            (Url::Corrections, "nav-corrections", see(Kind::Correction)),
            (Url::Audit, "nav-audit", see(Kind::Readings)),
            (Url::Accounts, "nav-accounts", see(Kind::Account)),
            (Url::Overview, "nav-overview", see(Kind::Counts)),
            (Url::Lists, "nav-lists", see(Kind::Import)),
            (Url::Imports, "nav-imports", see(Kind::Import)),
            (Url::Exports, "nav-exports", see(Kind::Export)),
            (Url::Facilities, "nav-facilities", see(Kind::Import)),
            (Url::Map, "nav-map", see(Kind::Counts)),
        ];
        let path = work.visit.path.clone();
        let places = places.into_iter().filter(|(_, _, may)| *may).map(|(url, key, _)| {
            let is_here = path == url.to_string();
            NavPlace { url, key, is_here }
        });
        let places = places.collect();
        let who = Some(work.whole.profile.name.reveal().to_owned());
        Shell { who, places, ..Shell::plain(&work.visit, work.desk.settings.mark, title) }
    }

    /// A message.
    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A message, or another text where there is none of that key.
    pub(crate) fn say_or(&self, key: &str, text: &str) -> String {
        if self.words.has(key) { self.words.say(key) } else { text.to_owned() }
    }

    /// The message of a stable word, such as `role-freed`.
    pub(crate) fn of(&self, group: &str, word: &str) -> String {
        self.say_or(&format!("{group}-{word}"), word)
    }

    /// A message about one thing.
    pub(crate) fn with<'a>(&self, key: &str, name: &str, filler: impl Into<Filler<'a>>) -> String {
        self.words.tell(key, &[(name, filler.into())])
    }

    /// A message about several things.
    pub(crate) fn tell(&self, key: &str, fillers: &[(&str, Filler<'_>)]) -> String {
        self.words.tell(key, fillers)
    }

    /// Whether the words that are read aloud before a request is taken were reviewed by somebody.
    pub(crate) fn is_consent_reviewed(&self) -> bool {
        self.words.are_reviewed(heard::CONSENT)
    }

    /// Whether the words that a family is answered with were.
    pub(crate) fn are_answers_reviewed(&self) -> bool {
        self.words.are_reviewed(heard::ANSWERS)
    }

    /// Whether all of the paper form was.
    pub(crate) fn is_form_reviewed(&self) -> bool {
        let questions = requests::printed();
        let all = questions.iter().map(String::as_str).chain(heard::FORM).chain(heard::CONSENT);
        self.words.are_reviewed(all)
    }

    /// A day, month or year as its source gave it (EDTF), in words.
    pub(crate) fn date(&self, edtf: &str) -> String {
        dates::told(self.words, edtf)
    }

    /// The moment of an entry, in words.
    pub(crate) fn moment(&self, time: &str) -> String {
        dates::moment(self.words, time)
    }

    /// Seconds after which the session of whoever reads this is over, if they ask for nothing else meanwhile.
    pub(crate) fn idle_seconds(&self) -> Option<i64> {
        self.who.as_ref().map(|_| DESK_IDLE_SECONDS)
    }

    /// `en`, `ar` or `ku`.
    pub(crate) fn tag(&self) -> &'static str {
        self.language.tag()
    }
}

/// Of a page without a script: what sends it to the login when the session is over.
const REFRESH: [&str; 2] = ["<noscript><meta http-equiv=\"refresh\"", "</noscript>"];

/// A page with a form of its own, without what would replace it: what somebody has typed, or is sending, would be lost. The forms of the
/// frame hold nothing.
pub(crate) fn kept_where_written(mut page: String) -> String {
    let has_form = page.split_once("<main").is_some_and(|(_, content)| content.contains("<form"));
    if has_form && let Some(from) = page.find(REFRESH[0]) {
        let length = page[from..].find(REFRESH[1]).map_or(0, |at| at + REFRESH[1].len());
        page.replace_range(from..from + length, "");
    }
    page
}
