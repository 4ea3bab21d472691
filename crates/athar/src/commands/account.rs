//! `athar account`: who works with an archive, what they may do, and with which keys they sign.

use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::serving::{revoke_lost_keys, waits_for_the_first};
use crate::signing::KeyAt;
use crate::{Outcome, WrongUse};
use anyhow::Context;
use record::Private;
use serde::Serialize;
use std::io::BufRead;
use store::{Account, AccountId, Archive, Profile, PublicKey, StaffRole};

/// Accounts: roles, teams, keys.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Enrol somebody, with the public half of their key. Their name is read from standard input.
    Add(Add),
    /// List the accounts.
    List {
        #[command(flatten)]
        at: ArchiveAt,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Invite somebody to the desk: prints the end of a link that lets them in, once, within a week. What stands before it is the
    /// address at which the desk is served.
    ///
    /// An administrator is invited without a key when no administrator can log in any more, as after a restore.
    Invite {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The account, such as A7.
        account: AccountId,
    },
    /// Take a key away: from now on it signs nothing. What it signed stands.
    Revoke {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The account, such as A7.
        account: AccountId,
        /// The public half of the key.
        public_key: PublicKey,
    },
    /// Close an account: it may do nothing more, and what it did stays.
    Close {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The account, such as A7.
        account: AccountId,
    },
}

#[derive(clap::Args)]
pub(crate) struct Add {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// intake, caseworker, reviewer, analyst, keyholder or admin. May be given several times.
    #[arg(long = "role", value_parser = role_of, required = true)]
    roles: Vec<StaffRole>,
    /// A team they belong to. May be given several times.
    #[arg(long = "team")]
    teams: Vec<String>,
    /// Cleared for what is restricted: minors, health, sect, sexual violence.
    #[arg(long)]
    cleared: bool,
    /// A village or town they come from: they work no case from there. May be given several times.
    #[arg(long = "place")]
    places: Vec<String>,
    /// The public half of their key, as `athar keys new` prints it.
    #[arg(long)]
    public_key: Option<PublicKey>,
}

fn role_of(text: &str) -> Result<StaffRole, String> {
    let known = StaffRole::ALL.map(StaffRole::as_str).join(", ");
    StaffRole::parse(text).ok_or_else(|| format!("roles are {known}"))
}

#[derive(Serialize)]
struct Line {
    account: String,
    name: String,
    roles: Vec<&'static str>,
    teams: Vec<String>,
    cleared: bool,
    keys: Vec<String>,
    closed: bool,
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::Add(add) => enrol(add, printer)?,
        Command::List { at, json } => list(&at.open()?, json, printer)?,
        Command::Invite { at, by, account } => {
            let archive = at.open_to_write()?;
            let locked_out = archive.locked_out()?;
            let is_locked_out = locked_out.contains(&account);
            let by = if is_locked_out || waits_for_the_first(&archive)? {
                None
            } else if let Some(first) = locked_out.first() {
                return Err(WrongUse(format!("no administrator can log in any more: invite one first, {first}")).into());
            } else {
                keeper(&archive, &by)?
            };
            let path = web::invite(&archive, account, by, false)?;
            // After a restore the key that they had at the desk is lost, and signs nothing more.
            let lost = if is_locked_out { revoke_lost_keys(&archive, account)? } else { 0 };
            if lost > 0 {
                printer.remark(format!("{account} has a new key at the desk; {lost} that were lost were revoked."));
            }
            printer.line(path)?;
            printer.remark("Hand it over yourself: whoever opens it first is let in as this account.");
        }
        Command::Revoke { at, by, account, public_key } => {
            let archive = at.open()?;
            archive.revoke_key(account, public_key, keeper(&archive, &by)?, &now())?;
            printer.line(format!("That key of {account} signs nothing more."))?;
        }
        Command::Close { at, by, account } => {
            let archive = at.open()?;
            archive.close_account(account, keeper(&archive, &by)?, &now())?;
            printer.line(format!("{account} is closed."))?;
        }
    }
    Ok(Outcome::Done)
}

/// Who changes accounts. As soon as there is an administrator, nobody else does.
fn keeper(archive: &Archive, by: &KeyAt) -> anyhow::Result<Option<AccountId>> {
    let signer = by.signer(archive)?.map(|signer| signer.account);
    match signer {
        Some(account) if account.keeps_accounts() => Ok(Some(account.id)),
        Some(_) => anyhow::bail!("this account does not keep accounts: an administrator does"),
        None if archive.accounts()?.iter().any(Account::keeps_accounts) => {
            Err(WrongUse("this archive has an administrator: give their key with --key".to_owned()).into())
        }
        None => Ok(None),
    }
}

fn enrol(add: Add, printer: &mut Printer) -> anyhow::Result<()> {
    let archive = add.at.open_or_create(printer)?;
    let by = keeper(&archive, &add.by)?;
    let mut lines = std::io::stdin().lock().lines();
    printer.remark("Name, on one line; then their own family names and those of near kin, one a line, to the end.");
    let name = lines.next().transpose()?.unwrap_or_default();
    let families = lines.collect::<Result<Vec<_>, _>>().context("reading names")?;
    let gazetteer = crate::places::of(&archive)?;
    let mut places = Vec::new();
    for place in &add.places {
        let known = gazetteer.find(place).with_context(|| format!("no place is known by the name {place}"))?;
        places.push(known.id.as_str().to_owned());
    }
    let families = families.iter().map(|family| family.trim()).filter(|family| !family.is_empty());
    let profile = Profile {
        name: Private::from(name.trim()),
        roles: add.roles.into_iter().collect(),
        teams: add.teams.into_iter().collect(),
        is_cleared: add.cleared,
        families: families.map(Private::from).collect(),
        places,
        ..Profile::default()
    };
    let account = archive.enrol(profile, add.public_key, by, &now())?;
    printer.line(account.to_string())?;
    if add.public_key.is_none() {
        printer.remark("Without a key this account signs nothing: its decisions count for no human.");
    }
    Ok(())
}

fn list(archive: &Archive, json: bool, printer: &mut Printer) -> anyhow::Result<()> {
    let lines: Vec<Line> = archive
        .accounts()?
        .into_iter()
        .map(|account| Line {
            account: account.id.to_string(),
            name: account.profile.name.reveal().to_owned(),
            roles: account.profile.roles.iter().map(|role| role.as_str()).collect(),
            teams: account.profile.teams.into_iter().collect(),
            cleared: account.profile.is_cleared,
            keys: account.keys.iter().map(ToString::to_string).collect(),
            closed: account.is_closed,
        })
        .collect();
    if json {
        return printer.json(&lines);
    }
    for line in lines {
        let state = if line.closed { "closed" } else { "" };
        printer.line(format!(
            "{:<6} {:<24} {} {} {state}",
            line.account,
            line.name,
            line.roles.join(" "),
            line.teams.join(" ")
        ))?;
        for key in line.keys {
            printer.line(format!("       {key}"))?;
        }
    }
    Ok(())
}
