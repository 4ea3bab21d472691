//! Who may see or do what: one function, asked everywhere.
//!
//! It is pure, so that every cell of the table can be tested: role, kind of thing, restriction, team. What is not
//! permitted here is not permitted. Nobody may do everything: an administrator keeps accounts and sees no person, an
//! analyst counts, a keyholder opens what is sealed and decides nothing.

use crate::account::{Profile, StaffRole};
use record::Visibility;

/// What kind of thing is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What one source says of one person.
    Record,
    /// One claim of it.
    Claim,
    /// Records that humans joined.
    Person,
    /// A family's request.
    Case,
    /// What a family entrusted to us: how to reach them, who must not know.
    Contact,
    /// What humans said of two records.
    Decision,
    /// The file that a source came as.
    Original,
    /// A list that was brought in, and what it was read by; no row of it.
    Import,
    /// What is known of a source.
    Source,
    /// An account of somebody who works here.
    Account,
    /// The log of readings.
    Readings,
    /// A job of the machine.
    Job,
    /// Counts.
    Counts,
    /// A list that leaves the archive.
    Export,
    /// Something to be put right outside.
    Correction,
    /// Somebody's wish to be removed.
    Withdrawal,
    /// A picture of a list, and its lines, which people type.
    Picture,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 17] = [
        Kind::Record,
        Kind::Claim,
        Kind::Person,
        Kind::Case,
        Kind::Contact,
        Kind::Decision,
        Kind::Original,
        Kind::Import,
        Kind::Source,
        Kind::Account,
        Kind::Readings,
        Kind::Job,
        Kind::Counts,
        Kind::Export,
        Kind::Correction,
        Kind::Withdrawal,
        Kind::Picture,
    ];

    /// Whether it is about somebody, whom a worker may know.
    fn is_about_somebody(self) -> bool {
        use Kind::{Case, Claim, Contact, Correction, Decision, Export, Original, Person, Record, Withdrawal};
        matches!(
            self,
            Record | Claim | Person | Case | Contact | Decision | Original | Export | Correction | Withdrawal
        )
    }
}

/// What is asked to be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// To look at it.
    See,
    /// To make it, change it, or act on it.
    Change,
}

impl Deed {
    /// Both.
    pub const ALL: [Deed; 2] = [Deed::See, Deed::Change];
}

/// Whose a thing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Team {
    /// No team's: everybody's who works here.
    #[default]
    Any,
    /// A team that the asker belongs to.
    Own,
    /// Others'.
    Other,
}

impl Team {
    /// Each of them.
    pub const ALL: [Team; 3] = [Team::Any, Team::Own, Team::Other];
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The kind of thing.
    pub kind: Kind,
    /// What is to be done with it.
    pub deed: Deed,
    /// How far it is restricted, by itself and by humans.
    pub visibility: Visibility,
    /// Whose it is.
    pub team: Team,
    /// Whether the asker shares a family name or a village with whom it is about.
    pub is_recused: bool,
}

impl Asked {
    /// To see something that nothing restricts.
    pub fn see(kind: Kind) -> Asked {
        Asked { kind, deed: Deed::See, visibility: Visibility::Staff, team: Team::Any, is_recused: false }
    }

    /// To change something that nothing restricts.
    pub fn change(kind: Kind) -> Asked {
        Asked { deed: Deed::Change, ..Asked::see(kind) }
    }
}

/// Whether an account may do what is asked: by any of its roles, and by nothing else. Who acts by a token needs both, a role and a
/// scope.
pub fn permits(profile: &Profile, asked: Asked) -> bool {
    if asked.is_recused && asked.kind.is_about_somebody() {
        return false;
    }
    // By a token no more than it is for, whatever the account may.
    if profile.scopes.as_ref().is_some_and(|scopes| !scopes.iter().any(|scope| scope.covers(asked.kind))) {
        return false;
    }
    profile.roles.iter().any(|&role| role_permits(role, profile.is_cleared, asked))
}

/// Whether an account is one of those whose signature stands under a decision.
pub(crate) fn may_decide(profile: &Profile) -> bool {
    permits(profile, Asked::change(Kind::Decision))
}

fn role_permits(role: StaffRole, is_cleared: bool, asked: Asked) -> bool {
    let Asked { kind, deed, visibility, team, .. } = asked;
    let is_ours = team != Team::Other;
    let is_open = match visibility {
        Visibility::Staff => true,
        Visibility::Restricted => is_cleared,
        Visibility::Sealed => false,
    };
    match role {
        StaffRole::Intake => match kind {
            Kind::Case => is_ours && is_open,
            Kind::Picture => is_open,
            Kind::Withdrawal => deed == Deed::Change && visibility != Visibility::Sealed,
            _ => false,
        },
        StaffRole::Caseworker => match kind {
            Kind::Record
            | Kind::Claim
            | Kind::Person
            | Kind::Case
            | Kind::Decision
            | Kind::Correction
            | Kind::Withdrawal => is_ours && is_open,
            // Whoever answers a family must be able to call it. It is read one at a time, and logged.
            Kind::Contact => deed == Deed::See && is_ours,
            Kind::Source | Kind::Import | Kind::Picture => is_open,
            Kind::Job => deed == Deed::See,
            _ => false,
        },
        StaffRole::Reviewer => match kind {
            Kind::Record
            | Kind::Claim
            | Kind::Person
            | Kind::Case
            | Kind::Decision
            | Kind::Correction
            | Kind::Withdrawal
            | Kind::Source
            | Kind::Import
            | Kind::Picture
            | Kind::Export => is_open,
            Kind::Contact => deed == Deed::See && team == Team::Own,
            Kind::Readings | Kind::Job | Kind::Counts => deed == Deed::See,
            _ => false,
        },
        StaffRole::Analyst => match kind {
            Kind::Counts | Kind::Source | Kind::Import | Kind::Job => deed == Deed::See && is_open,
            _ => false,
        },
        StaffRole::Keyholder => match kind {
            Kind::Record | Kind::Claim | Kind::Contact | Kind::Original => deed == Deed::See,
            _ => false,
        },
        StaffRole::Admin => match kind {
            Kind::Account | Kind::Job => true,
            Kind::Import => is_open,
            Kind::Readings | Kind::Source | Kind::Counts => deed == Deed::See,
            _ => false,
        },
    }
}
