//! What is hard about a row: the kinds by which the demo reports precision and recall.

/// One difficulty that the generator put into a row, knowing that it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum ErrorKind {
    /// Nothing hard: names as in the papers, Arabic script.
    Clean,
    /// The row names no parent, though its layout could.
    GivenFamilyOnly,
    /// The year of birth stands where a whole date could.
    YearOnly,
    /// The age is one year too high or too low.
    AgeOffByOne,
    /// A letter lost, doubled, swapped, or taken for its neighbour or for another dot.
    Typo,
    /// Letters as people write them: hamza, taa marbuta, alif maqsura, عبد joined, the article dropped.
    Orthography,
    /// Latin letters, where most lists have Arabic ones.
    OtherScript,
    /// The family name comes first.
    FamilyFirst,
    /// A title or a teknonym stands with the name.
    Honorific,
    /// A date or a year is wrong by more than the age's one.
    DateOff,
    /// Someone else from the same village has the same given and family name.
    Namesake,
    /// A brother was arrested on the same day at the same place.
    Brother,
    /// A first cousin is alike in all but the mother.
    Cousin,
    /// Named after an uncle, or that uncle.
    Nephew,
    /// The row stands verbatim in another list, from which it was copied.
    CopiedRow,
    /// The list says that the name is unknown.
    UnknownName,
    /// The register holds the person twice, once before a transfer and once after it.
    Transfer,
    /// Two relatives asked for one person.
    SecondRequest,
}

impl ErrorKind {
    /// Every kind, in the order of reports.
    pub(crate) const ALL: [Self; 18] = [
        Self::Clean,
        Self::GivenFamilyOnly,
        Self::YearOnly,
        Self::AgeOffByOne,
        Self::Typo,
        Self::Orthography,
        Self::OtherScript,
        Self::FamilyFirst,
        Self::Honorific,
        Self::DateOff,
        Self::Namesake,
        Self::Brother,
        Self::Cousin,
        Self::Nephew,
        Self::CopiedRow,
        Self::UnknownName,
        Self::Transfer,
        Self::SecondRequest,
    ];

    /// A word for tables and truth files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::GivenFamilyOnly => "given+family-only",
            Self::YearOnly => "year-only",
            Self::AgeOffByOne => "age-off-by-one",
            Self::Typo => "typo",
            Self::Orthography => "orthography",
            Self::OtherScript => "other-script",
            Self::FamilyFirst => "family-first",
            Self::Honorific => "honorific",
            Self::DateOff => "date-off",
            Self::Namesake => "namesake",
            Self::Brother => "brother",
            Self::Cousin => "cousin",
            Self::Nephew => "nephew",
            Self::CopiedRow => "copied-row",
            Self::UnknownName => "unknown-name",
            Self::Transfer => "transfer",
            Self::SecondRequest => "second-request",
        }
    }
}

/// The kinds of one row. A row without any is `Clean`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Kinds(u32);

impl Kinds {
    /// Adds a kind; `Clean` is the absence of the others and adds nothing.
    pub(crate) fn add(&mut self, kind: ErrorKind) {
        if kind != ErrorKind::Clean {
            self.0 |= 1 << kind as u32;
        }
    }

    /// Adds a kind where it holds.
    pub(crate) fn add_if(&mut self, holds: bool, kind: ErrorKind) {
        if holds {
            self.add(kind);
        }
    }

    /// The kinds of both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the row is of this kind.
    pub(crate) fn has(self, kind: ErrorKind) -> bool {
        if kind == ErrorKind::Clean { self.0 == 0 } else { self.0 & (1 << kind as u32) != 0 }
    }

    /// The kinds of the row, in the order of reports.
    pub(crate) fn iter(self) -> impl Iterator<Item = ErrorKind> {
        ErrorKind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }
}
