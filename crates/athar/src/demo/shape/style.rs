//! How one list is written: its language, columns, completeness and habits, drawn once a list.
//!
//! Sought lists are families' requests, associations' registers and old prison registers; lists of the freed come from gates, hospitals and
//! phones. What each sort carries is in `columns.rs`; how complete and how careful a list is differs from list to list.

use super::super::arabic::{CLERK, FAMILY, PHONE, Scribe, WARD};
use super::super::calendar::Date;
use super::super::latin::{Article, Habit, Hand};
use super::super::pen::Habits;
use super::super::random::{Random, Wheel};
use super::super::rates;
use super::super::tables::{Facility, TABLES};
use super::columns::{Layout, columns, filled, layout};
use super::fields::{FIELDS, Field, Language};
use super::plan::{self, Plan, Size};

/// What a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Requests,
    Association,
    Register,
    Gate,
    Hospital,
    Message,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Association => "association",
            Self::Register => "register",
            Self::Gate => "gate",
            Self::Hospital => "hospital",
            Self::Message => "message",
        }
    }

    pub(super) fn is_of_sought(self) -> bool {
        matches!(self, Self::Requests | Self::Association | Self::Register)
    }

    /// The word of `athar import --kind`.
    pub(super) fn import_kind(self) -> &'static str {
        match self {
            Self::Requests | Self::Association => "sought",
            Self::Register => "register",
            Self::Gate | Self::Hospital | Self::Message => "freed",
        }
    }
}

impl Style {
    /// Whether the list has a place for a parent's name.
    pub(super) fn asks_for_parents(&self) -> bool {
        self.filled[Field::Father as usize] + self.filled[Field::Mother as usize] > 0.0
    }
}

/// One list before it is written.
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// `03-requests-ar`.
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) language: Language,
    pub(super) layout: Layout,
    pub(super) size: Size,
    /// The columns in their order, each under its heading.
    pub(super) columns: Vec<(Field, &'static str)>,
    /// How often each field is filled; 0 where the list does not have it.
    pub(super) filled: [f64; FIELDS],
    pub(super) habits: Habits,
    pub(super) given_family_only: f64,
    pub(super) family_first: f64,
    pub(super) scribe: Scribe,
    /// Those who write a Latin list, in turns.
    pub(super) hands: Vec<Hand>,
    pub(super) as_of: Date,
    pub(super) date: fn(Date) -> String,
    pub(super) has_eastern_digits: bool,
    pub(super) has_numbers: bool,
    /// The prison or hospital that the list is of.
    pub(super) facility: Option<&'static Facility>,
    /// The governorate of whose people an association mostly speaks.
    pub(super) governorate: Option<&'static str>,
}

const SOUGHT_KINDS: [Kind; 5] = [Kind::Requests, Kind::Register, Kind::Association, Kind::Requests, Kind::Association];
const FREED_KINDS: [Kind; 4] = [Kind::Gate, Kind::Hospital, Kind::Message, Kind::Gate];

/// The style of every list: the sought first, each side from the largest to the smallest.
pub(super) fn styles(plan: &Plan, seed: u64) -> Vec<Style> {
    let mut styles: Vec<Style> = Vec::new();
    let mut random = Random::fork(seed, "styles");
    for (kinds, sizes) in [(SOUGHT_KINDS.as_slice(), &plan.sought), (&FREED_KINDS, &plan.freed)] {
        let scripts = scripts(sizes, kinds == SOUGHT_KINDS);
        for (rank, size) in sizes.iter().enumerate() {
            let kind = kinds[rank % kinds.len()];
            let language = language(&mut random, scripts[rank]);
            let mut layout = layout(&mut random, kind);
            // Whole names are not cut into parts when they are copied.
            if size.copied > 0 && styles[0].layout != Layout::Columns {
                layout = styles[0].layout;
            }
            let number = styles.len() + 1;
            styles.push(style(&mut random, &Draft { kind, language, layout, size: *size, number, rank }));
        }
    }
    styles
}

/// For each list the script of which rows are most wanting: 0 Arabic, 1 Latin, 2 Kurdish or Turkish.
fn scripts(sizes: &[Size], is_of_sought: bool) -> Vec<usize> {
    let rows: usize = sizes.iter().map(|size| size.rows).sum();
    let mut wanting = rates::SCRIPTS.map(|share| share * rows as f64);
    let copier = plan::copier(sizes.len()).filter(|_| is_of_sought);
    let mut scripts = Vec::with_capacity(sizes.len());
    for (rank, size) in sizes.iter().enumerate() {
        // Prisons kept no register in Kurdish or Turkish; a Latin one is a transcription.
        let last = if is_of_sought && plan::is_register(rank) { 1 } else { 2 };
        let most =
            (0..=last).fold(last, |most, script| if wanting[script] > wanting[most] + 0.5 { script } else { most });
        let is_smallest = rank > 1 && rank + 1 == sizes.len();
        let script = match most {
            // A copy stays in the script that it was copied from.
            _ if copier == Some(rank) => 0,
            // Few lists are each too large for a tenth of the rows: the smallest is Kurdish or Turkish all the same.
            _ if is_smallest && !scripts.contains(&2) => last,
            most => most,
        };
        wanting[script] -= size.rows as f64;
        scripts.push(script);
    }
    scripts
}

fn language(random: &mut Random, script: usize) -> Language {
    match (script, random.chance(0.7)) {
        (0, _) => Language::Arabic,
        (1, true) => Language::English,
        (1, false) => Language::French,
        (_, true) => Language::Kurmanji,
        (_, false) => Language::Turkish,
    }
}

/// What is settled of a list before its habits are drawn.
struct Draft {
    kind: Kind,
    language: Language,
    layout: Layout,
    size: Size,
    number: usize,
    rank: usize,
}

fn style(random: &mut Random, draft: &Draft) -> Style {
    let Draft { kind, language, layout, size, number, rank } = *draft;
    let filled = filled(random, kind, layout);
    let scan = if kind == Kind::Register { 0.8 } else { 0.15 };
    let misread = if random.chance(scan) { about(random, 0.03) } else { 0.0 };
    let habits = Habits {
        slips: about(random, rates::PART_SLIPS),
        misread,
        year_only: about(random, rates::YEAR_ONLY),
        age_off: about(random, rates::AGE_OFF_BY_ONE),
        date_off: about(random, 0.025),
        day_swapped: about(random, 0.03),
    };
    let given_family_only = about(
        random,
        match kind {
            Kind::Requests => 0.18,
            Kind::Association => 0.22,
            Kind::Register => rates::given_family_only::REGISTER,
            Kind::Gate => rates::given_family_only::GATE,
            Kind::Hospital => rates::given_family_only::HOSPITAL,
            Kind::Message => rates::given_family_only::MESSAGE,
        },
    );
    let writes_family_first = layout != Layout::Columns && random.chance(0.12);
    let facility = match kind {
        Kind::Register => Some(facility(random, "prison", "")),
        // Nobody came out at the gate of a prison that was lost years before.
        Kind::Gate => Some(facility(random, "prison", "tadmor")),
        Kind::Hospital => Some(facility(random, "hospital", "")),
        _ => None,
    };
    Style {
        name: format!("{number:02}-{}-{}", kind.word(), language.code()),
        kind,
        language,
        layout,
        size,
        columns: columns(random, language, layout, &filled),
        filled,
        habits,
        given_family_only,
        family_first: if writes_family_first { 0.95 } else { about(random, 0.04) },
        scribe: scribe(random, kind),
        hands: hands(random, language, kind, number as u32),
        as_of: as_of(random, kind, rank),
        date: *random.pick(&[Date::slashed, Date::slashed_year_first, Date::iso, Date::dotted]),
        has_eastern_digits: language == Language::Arabic && random.chance(0.3),
        has_numbers: random.chance(0.7),
        facility,
        governorate: (kind == Kind::Association && random.chance(0.7)).then(|| random.pick(&TABLES.places).governorate),
    }
}

fn facility(random: &mut Random, sort: &'static str, other_than: &str) -> &'static Facility {
    let facilities = TABLES.facilities_of(sort).filter(|facility| facility.key != other_than);
    Wheel::new(facilities.map(|facility| (facility, facility.weight))).spin(random)
}

/// A rate that differs from list to list and is the given one on the whole.
fn about(random: &mut Random, rate: f64) -> f64 {
    rate * f64::from(random.between(50, 150)) / 100.0
}

fn scribe(random: &mut Random, kind: Kind) -> Scribe {
    let base = match kind {
        Kind::Requests | Kind::Association => FAMILY,
        Kind::Register => CLERK,
        Kind::Hospital => WARD,
        Kind::Gate | Kind::Message => PHONE,
    };
    Scribe {
        hamza_dropped: about(random, base.hamza_dropped).min(1.0),
        marbuta_as_haa: about(random, base.marbuta_as_haa),
        final_yaa_confused: about(random, base.final_yaa_confused),
        compound_joined: about(random, base.compound_joined),
        article_dropped: about(random, base.article_dropped),
    }
}

/// Hands of their own for each list: offices have one or two, a gate has many.
fn hands(random: &mut Random, language: Language, kind: Kind, list: u32) -> Vec<Hand> {
    let habit = match language {
        Language::Arabic => return Vec::new(),
        Language::English => Habit::English,
        Language::French => Habit::French,
        Language::Turkish => Habit::Turkish,
        Language::Kurmanji => Habit::Kurmanji,
    };
    let count = if kind == Kind::Gate { random.between(3, 7) } else { random.between(1, 2) };
    let mut hand = |place: i32| {
        let articles = match habit {
            Habit::English => &[Article::Hyphen, Article::Space, Article::Glued, Article::Spoken, Article::Absent][..],
            Habit::French => &[Article::El, Article::Space],
            Habit::Turkish | Habit::Kurmanji => &[Article::Absent, Article::Absent, Article::El],
        };
        Hand {
            id: 100 * list + place as u32,
            habit,
            article: *random.pick(articles),
            long_vowels: random.chance(0.3),
            plain: random.chance(0.45),
        }
    };
    (0..count).map(&mut hand).collect()
}

/// The first list is of the week after the opening; others of sought people may be years older.
fn as_of(random: &mut Random, kind: Kind, rank: usize) -> Date {
    match kind {
        Kind::Register => Date::new(2014, 6, 1).plus(random.between(0, 3400)),
        Kind::Requests | Kind::Association if rank > 0 && random.chance(0.35) => {
            Date::new(2019, 1, 1).plus(random.between(0, 1900))
        }
        Kind::Requests | Kind::Association => Date::new(2024, 12, 9).plus(random.between(0, 20)),
        Kind::Gate => Date::new(2024, 12, 8).plus(random.between(0, 6)),
        Kind::Hospital | Kind::Message => Date::new(2024, 12, 9).plus(random.between(0, 11)),
    }
}
