//! The questions of a request, in the order of a telephone call: a few first, the others where there is time for them.

use super::typed::{Choice, Field, Input, Typed, day_after};
use crate::language::Language;
use crate::shell::Shell;
use crate::work::Work;
use record::{CLAIM_CHARACTERS_MAX, Private, Property};
use store::{Asker, Consent, DeathNews, SharedWith};

/// Asked of everybody.
pub(super) const FIRST: [Property; 15] = [
    Property::FullName,
    Property::Given,
    Property::Father,
    Property::Family,
    Property::Mother,
    Property::Sex,
    Property::BirthDate,
    Property::Age,
    Property::Origin,
    Property::ArrestDate,
    Property::ArrestPlace,
    Property::ArrestedBy,
    Property::Facility,
    Property::LastProofOfLife,
    Property::Note,
];

/// Asked where there is time.
pub(super) const MORE: [Property; 26] = [
    Property::Grandfather,
    Property::MotherFamily,
    Property::Husband,
    Property::Teknonym,
    Property::AlsoCalled,
    Property::NomDeGuerre,
    Property::BirthPlace,
    Property::RegistrationPlace,
    Property::Residence,
    Property::NationalNumber,
    Property::RegisterNumber,
    Property::MilitaryNumber,
    Property::CivilStatus,
    Property::Nationality,
    Property::Occupation,
    Property::Appearance,
    Property::Mark,
    Property::Health,
    Property::ArrestManner,
    Property::ArrestedWith,
    Property::SightingDate,
    Property::SightingPlace,
    Property::SeenBy,
    Property::SeenWith,
    Property::Court,
    Property::VisitPermit,
];

/// With whom it may be shared, the nearest first.
pub(crate) const SHARED_WITH: [(SharedWith, &str); 4] = [
    (SharedWith::Organisations, "organisations"),
    (SharedWith::Courts, "courts"),
    (SharedWith::Authorities, "authorities"),
    (SharedWith::Public, "public"),
];

/// How somebody wishes to hear of a death.
pub(crate) const DEATH_NEWS: [(DeathNews, &str); 5] = [
    (DeathNews::NotAsked, "not-asked"),
    (DeathNews::InPerson, "in-person"),
    (DeathNews::ByCall, "by-call"),
    (DeathNews::ThroughOther, "through-other"),
    (DeathNews::Never, "never"),
];

/// The word for a way to hear of a death.
pub(crate) fn death_news_key(news: DeathNews) -> String {
    let word = DEATH_NEWS.iter().find(|(one, _)| *one == news).map_or("not-asked", |(_, word)| word);
    format!("request-death-{word}")
}

/// Kinships that most callers name: others are typed.
const KINSHIPS: [&str; 8] = ["mother", "father", "wife", "husband", "brother", "sister", "son", "daughter"];
/// How long a contact is used unless the family is reached in between.
const CONTACT_DAYS: i64 = 365;

/// Fields for properties of the person.
pub(super) fn of_person(shell: &Shell, properties: &[Property], typed: &Typed) -> Vec<Field> {
    let field = |&property: &Property| {
        let input = match property {
            Property::Sex => Input::Choice,
            Property::Note => Input::Text,
            _ => Input::Line,
        };
        let field = Field::new(shell, input, name_of(property), typed).at_most(CLAIM_CHARACTERS_MAX);
        let field = field.labelled(shell.say(&format!("property-{}", property.as_str())));
        match property {
            Property::Sex => field.of(vec![
                Choice::new("", shell.say("request-not-said")),
                Choice::new("male", shell.say("request-male")),
                Choice::new("female", shell.say("request-female")),
            ]),
            _ => field,
        }
    };
    properties.iter().map(field).collect()
}

/// The name of a property's field.
pub(super) fn name_of(property: Property) -> String {
    format!("person-{}", property.as_str())
}

/// Fields for whoever asks.
pub(crate) fn of_asker(shell: &Shell, typed: &Typed) -> Vec<Field> {
    let line = |name| Field::new(shell, Input::Line, name, typed);
    let kin = |kin: &&str| Choice::new(shell.say(&format!("request-kin-{kin}")), "");
    let languages = Language::ALL.into_iter().map(|one| Choice::new(one.tag(), one.own_name()));
    let languages = std::iter::once(Choice::new("", shell.say("request-not-said"))).chain(languages).collect();
    let news = |(_, word): &(DeathNews, &str)| Choice::new(*word, shell.say(&format!("request-death-{word}")));
    vec![
        line("asker-name").required(),
        line("asker-kinship").of(KINSHIPS.iter().map(kin).collect()).required(),
        line("asker-contact"),
        line("asker-hour"),
        Field::new(shell, Input::Choice, "asker-language", typed).of(languages),
        line("asker-word"),
        line("asker-must-not-know"),
        Field::new(shell, Input::Choice, "asker-death", typed)
            .of(DEATH_NEWS.iter().map(news).collect())
            .or("not-asked"),
    ]
}

/// More of them.
pub(crate) fn more_of_asker(shell: &Shell, typed: &Typed) -> Vec<Field> {
    vec![
        Field::new(shell, Input::Line, "asker-who-knows", typed),
        Field::new(shell, Input::Text, "asker-legal", typed),
        Field::new(shell, Input::Line, "asker-numbers", typed),
    ]
}

/// The team, and how long the contact is used.
pub(super) fn of_case(work: &Work, shell: &Shell, typed: &Typed) -> Vec<Field> {
    let teams = work.whole.profile.teams.iter().map(|team| Choice::new(team, team));
    let teams = std::iter::once(Choice::new("", shell.say("request-any-team"))).chain(teams).collect();
    let until = day_after(&work.time()[..10], CONTACT_DAYS);
    vec![
        Field::new(shell, Input::Choice, "team", typed).of(teams),
        Field::new(shell, Input::Day, "until", typed).or(&until).required(),
    ]
}

/// Whoever asks, as typed.
pub(crate) fn asker(typed: &Typed) -> Asker {
    let own = |name: &str| Private::from(typed.text(name).to_owned());
    let news = DEATH_NEWS.iter().find(|(_, word)| *word == typed.text("asker-death"));
    let numbers = typed.text("asker-numbers").split([',', '،', ';', '؛']).map(str::trim);
    Asker {
        name: own("asker-name"),
        kinship: own("asker-kinship"),
        is_delegate: typed.is_ticked("asker-delegate"),
        contact: own("asker-contact"),
        safe_hour: own("asker-hour"),
        code_word: own("asker-word"),
        who_knows: own("asker-who-knows"),
        must_not_know: own("asker-must-not-know"),
        death_news: news.map_or(DeathNews::NotAsked, |(news, _)| *news),
        legal_needs: own("asker-legal"),
        numbers_elsewhere: numbers.filter(|number| !number.is_empty()).map(|number| number.to_owned().into()).collect(),
        language: typed.text("asker-language").to_owned(),
        sealed: String::new(),
    }
}

/// What the family agreed to, as ticked.
pub(crate) fn consent(typed: &Typed) -> Consent {
    let ticked = SHARED_WITH.iter().filter(|(_, word)| typed.is_ticked(&format!("share-{word}")));
    Consent(ticked.map(|(with, _)| *with).collect())
}

/// A box to tick for each of those with whom it may be shared: none is ticked until somebody has said so.
pub(crate) fn shares(shell: &Shell, is_ticked: impl Fn(SharedWith, &str) -> bool) -> Vec<Share> {
    let share = |(with, word): &(SharedWith, &str)| {
        let name = format!("share-{word}");
        Share { is_ticked: is_ticked(*with, &name), words: shell.say(&format!("request-{name}")), name }
    };
    SHARED_WITH.iter().map(share).collect()
}

/// One of those boxes.
pub(crate) struct Share {
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) is_ticked: bool,
}
