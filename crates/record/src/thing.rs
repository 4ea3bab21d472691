//! What claims are of: a person, a stay, a paper, a body.
//!
//! A body, a death paper and a person are three things. Only decisions join them; nothing here does.

/// The thing that a property belongs to. Claims of one thing and one part of a record belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// Who somebody is.
    Person,
    /// An arrest or a disappearance.
    Arrest,
    /// A person held in a facility, from and to.
    Stay,
    /// Somebody saw the person alive, or had proof of it.
    Sighting,
    /// A paper that says that somebody is dead.
    DeathPaper,
    /// A body or part of one.
    Remains,
    /// Another person, by kinship.
    Relation,
    /// A child taken, born or placed.
    Child,
    /// Whoever asks.
    Asker,
    /// The row itself.
    Row,
}

/// What a whole record is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordOf {
    /// A person: sought, held, freed, said to be dead.
    Person,
    /// A paper that says that somebody is dead.
    DeathPaper,
    /// A body or part of one, whoever it was.
    Remains,
}
