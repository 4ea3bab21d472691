//! Putting a new key file in the place of the old one: for every change of the header, and whenever keys are wrapped anew.

use super::cipher::random_secret;
use super::header::Header;
use super::lookup::{Index, unwrap_working, wrap_working};
use super::record::{Bytes, Content, Entry, Kind, Record};
use super::ring::State;
use super::roots::{Team, TeamSecrets, Working, WorkingSecrets};
use super::slot::{Roots, Slot};
use super::team::{self, TeamKey};
use super::{Cost, KeyError, Keyring, Result, limits};
use std::collections::HashSet;
use std::sync::Arc;

/// What the new file is to be; at first what the old one is.
pub(super) struct Next {
    pub(super) header: Header,
    pub(super) working: Working,
    pub(super) team: Option<Team>,
    pub(super) records: Vec<Bytes>,
}

impl Keyring {
    /// Writes a new file. Others who have the old one open find the new one by themselves.
    pub(super) fn rewrite<T>(&self, change: impl FnOnce(&mut Next) -> Result<T>) -> Result<T> {
        let _writer = self.writer();
        self.while_locked(|locked| {
            let mut next = Next::of(&self.state())?;
            let changed = change(&mut next)?;
            let header = next.header.to_bytes(&next.working)?;
            let file = Arc::new(locked.replace(&header, &next.records)?);
            let mut index = Index::default();
            index.scan(&file, &self.archive)?;
            self.state_mut().replaced(file, index, next.header, next.working, next.team);
            locked.wipe()?;
            Ok(changed)
        })
    }
}

impl Next {
    fn of(state: &State) -> Result<Next> {
        let archive = &state.header.archive;
        let mut records = Vec::with_capacity(state.index.scanned as usize);
        state.file.records(0, state.index.scanned, |_, bytes| {
            if !matches!(Entry::read(bytes, archive), Entry::Free) {
                records.push(*bytes);
            }
            Ok(())
        })?;
        Ok(Next {
            header: state.header.clone(),
            working: Working::open(state.working.root.clone(), &state.header.working_secrets, archive)?,
            team: state.team.as_ref().map(Team::copy),
            records,
        })
    }

    pub(super) fn roots(&self) -> Roots {
        Roots { working: Some(self.working.root.clone()), team: self.team.as_ref().map(|team| team.root.clone()) }
    }

    /// A new working root: all working keys are wrapped under it, and what they are and what the root opens stays. Slots
    /// still hold the old one.
    pub(super) fn change_working_root(&mut self) -> Result<()> {
        let archive = self.header.archive;
        let secrets = std::mem::replace(&mut self.working.secrets, WorkingSecrets::random()?);
        let next = Working::new(random_secret()?, secrets);
        self.each_living(Kind::Working, |now, record| {
            let Content::Living { wrapped, .. } = &mut record.content else { return Ok(()) };
            let key = unwrap_working(&now.working, &archive, record.id, &*wrapped)?;
            *wrapped = wrap_working(&next, &archive, record.id, &key)?;
            Ok(())
        })?;
        self.header.working_secrets = next.secrets.seal(&next.cipher, &archive)?;
        self.working = next;
        Ok(())
    }

    /// A new team root. Slots other than shares still hold the old one.
    fn change_team_root(&mut self) -> Result<()> {
        let team = self.team.as_mut().ok_or(KeyError::SealedLocked)?;
        team.root = random_secret()?;
        self.header.team_secrets = Team::seal(&team.root, &team.secrets, &self.header.archive)?;
        Ok(())
    }

    /// A new pair of keys of the team, to which everything is sealed from now on.
    pub(super) fn add_team_key(&mut self, now: i64) -> Result<u32> {
        self.make_room_for_team_key()?;
        let team = self.team.as_mut().ok_or(KeyError::SealedLocked)?;
        let number = self.header.team_keys.iter().map(|key| key.number).max().unwrap_or(0) + 1;
        let (secret, public) = team::new_pair()?;
        team.secrets.insert(number, secret);
        self.header.team_keys.push(TeamKey { number, public, created: now, revoked: None });
        self.header.team_secrets = Team::seal(&team.root, &team.secrets, &self.header.archive)?;
        Ok(number)
    }

    /// Forgets the oldest revoked pair when there are too many, unless something is still sealed to it.
    fn make_room_for_team_key(&mut self) -> Result<()> {
        if self.header.team_keys.len() < limits::TEAM_KEYS_MAX {
            return Ok(());
        }
        let mut used = HashSet::new();
        self.each_living(Kind::Sealing, |_, record| {
            if let Content::Living { team, .. } = record.content {
                used.insert(team);
            }
            Ok(())
        })?;
        let idle = |key: &TeamKey| key.revoked.is_some() && !used.contains(&key.number);
        let limit = limits::TEAM_KEYS_MAX as u64;
        let oldest = self.header.team_keys.iter().position(idle);
        let key = self.header.team_keys.remove(oldest.ok_or(KeyError::Limit { what: "team keys in use", limit })?);
        if let Some(team) = &mut self.team {
            team.secrets.remove(&key.number);
        }
        Ok(())
    }

    /// A new slot with a new passphrase for those who work with the archive, and new roots in it.
    pub(super) fn hand_out_anew(&mut self, passphrase: &str, cost: Cost, with_team: bool, now: i64) -> Result<()> {
        self.refuse_shared(passphrase)?;
        self.change_working_root()?;
        if with_team {
            self.renew_team(now)?;
        }
        let (root, archive) = (self.working.root.clone(), self.header.archive);
        for slot in self.header.slots.iter_mut().filter(|slot| slot.is_shares()) {
            slot.change_working(&root, None, &archive)?;
        }
        let Roots { working, team } = self.roots();
        let roots = Roots { working, team: team.filter(|_| with_team) };
        self.header.slots.push(Slot::passphrase(passphrase, cost, &archive, &roots)?);
        Ok(())
    }

    /// Two passphrases that are one protect nothing from each other.
    pub(super) fn refuse_shared(&self, passphrase: &str) -> Result<()> {
        for slot in &self.header.slots {
            if slot.with_passphrase(passphrase, &self.header.archive)?.is_some() {
                return Err(KeyError::Refused(
                    "keyholders need another passphrase than those who work with the archive",
                ));
            }
        }
        Ok(())
    }

    /// Makes everything of the team anew, as when somebody else may have its secrets: its root, its pair of keys, and
    /// the wrapping of all that was sealed to it. The old secrets stay, for old copies that are merged.
    pub(super) fn renew_team(&mut self, now: i64) -> Result<()> {
        self.change_team_root()?;
        self.add_team_key(now)?;
        let latest = self.header.team_key()?.number;
        for key in self.header.team_keys.iter_mut().filter(|key| key.number != latest) {
            key.revoked.get_or_insert(now);
        }
        self.rewrap_sealing()?;
        let (roots, archive) = (self.roots(), self.header.archive);
        for slot in self.header.slots.iter_mut().filter(|slot| slot.is_shares()) {
            slot.change_team(&roots, &archive)?;
        }
        Ok(())
    }

    /// Wraps every sealing key to the team's present key.
    pub(super) fn rewrap_sealing(&mut self) -> Result<u64> {
        self.rewrap(|_| true)
    }

    /// Wraps what was sealed to one key of the team to the present one.
    pub(super) fn rewrap_from(&mut self, number: u32) -> Result<u64> {
        self.rewrap(|of| of == number)
    }

    fn rewrap(&mut self, which: impl Fn(u32) -> bool) -> Result<u64> {
        let archive = self.header.archive;
        let target = self.header.team_key()?.clone();
        let mut rewrapped = 0;
        self.each_living(Kind::Sealing, |now, record| {
            let Content::Living { team: number, encapsulated, wrapped } = &mut record.content else { return Ok(()) };
            if *number == target.number || !which(*number) {
                return Ok(());
            }
            let secrets = &now.team.as_ref().ok_or(KeyError::SealedLocked)?.secrets;
            let secret = secrets.get(number).ok_or(KeyError::Damaged("a team secret is missing"))?;
            let key = team::unwrap(secret, *number, &archive, record.id, encapsulated, wrapped)?;
            (*encapsulated, *wrapped) = team::wrap(&target, &archive, record.id, &key)?;
            *number = target.number;
            rewrapped += 1;
            Ok(())
        })?;
        Ok(rewrapped)
    }

    /// Changes living keys of one kind. One that does not open stays as it is: it is lost already, and the others are not.
    fn each_living(&mut self, kind: Kind, mut change: impl FnMut(&Next, &mut Record) -> Result<()>) -> Result<()> {
        let mut records = std::mem::take(&mut self.records);
        let archive = self.header.archive;
        for bytes in &mut records {
            let Entry::Key(mut record) = Entry::read(bytes, &archive) else { continue };
            if record.kind != kind || record.is_destroyed() {
                continue;
            }
            match change(self, &mut record) {
                Ok(()) => *bytes = record.to_bytes(&archive),
                Err(KeyError::NotOurs) => {}
                Err(error) => return Err(error),
            }
        }
        self.records = records;
        Ok(())
    }
}

impl Team {
    fn copy(&self) -> Team {
        let secrets: TeamSecrets = self.secrets.iter().map(|(&number, secret)| (number, secret.clone())).collect();
        Team { root: self.root.clone(), secrets }
    }
}
