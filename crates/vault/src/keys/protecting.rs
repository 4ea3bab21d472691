//! Who opens the file: setting and changing passphrases, and changing the roots.
//!
//! Whoever copied the file while a root could be had from it keeps what they have. So whoever opens the file by something
//! new gets a new root, and what is made from then on is safe from the copy.

use super::cost::check_new;
use super::ring::open_team;
use super::slot::{Roots, Slot};
use super::{KeyError, Keyring, Result};

impl Keyring {
    /// Protects an open file with a passphrase. The roots that lay in it in clear are changed, and with the team's root
    /// its pair of keys.
    pub fn protect(&self, passphrase: &str, now: i64) -> Result<()> {
        check_new(passphrase)?;
        let cost = self.cost();
        self.rewrite(|next| {
            let (open, others): (Vec<_>, Vec<_>) = next.header.slots.drain(..).partition(Slot::is_open);
            if open.is_empty() {
                return Err(KeyError::Refused("these keys are protected already: change the passphrase instead"));
            }
            next.header.slots = others;
            let with_team = open.iter().any(|slot| slot.parts().team.is_some());
            next.hand_out_anew(passphrase, cost, with_team, now)
        })
    }

    /// Another passphrase for those who work with the archive; the old one opens the file no longer.
    pub fn change_passphrase(&self, passphrase: &str, now: i64) -> Result<()> {
        check_new(passphrase)?;
        let cost = self.cost();
        self.rewrite(|next| {
            if next.header.slots.iter().any(Slot::is_open) {
                return Err(KeyError::Refused("these keys have no passphrase yet: protect them first"));
            }
            let (old, others): (Vec<_>, Vec<_>) =
                next.header.slots.drain(..).partition(|slot| slot.is_passphrase() && slot.parts().working.is_some());
            next.header.slots = others;
            let with_team = old.iter().any(|slot| slot.parts().team.is_some());
            next.hand_out_anew(passphrase, cost, with_team, now)
        })
    }

    /// Takes the team's secrets out of everybody's hands but those of the keyholders, who have a passphrase of their own.
    /// Called again it changes that passphrase. The team's secrets must be unlocked.
    pub fn protect_sealed(&self, passphrase: &str, now: i64) -> Result<()> {
        check_new(passphrase)?;
        let cost = self.cost();
        self.rewrite(|next| {
            next.renew_team(now)?;
            next.header.slots.retain(|slot| slot.is_shares() || slot.parts().working.is_some());
            for slot in next.header.slots.iter_mut().filter(|slot| !slot.is_shares()) {
                slot.parts_mut().team = None;
            }
            next.refuse_shared(passphrase)?;
            let roots = Roots { working: None, ..next.roots() };
            next.header.slots.push(Slot::passphrase(passphrase, cost, &next.header.archive, &roots)?);
            Ok(())
        })
    }

    /// Unlocks the team's secrets in this process, until it ends or [`Keyring::lock_sealed`].
    pub fn unlock_sealed(&self, passphrase: &str) -> Result<()> {
        self.look_again()?;
        let header = self.state().header.clone();
        for slot in header.slots.iter().filter(|slot| slot.parts().team.is_some()) {
            let opened = slot.with_passphrase(passphrase, &self.archive)?;
            if let Some(root) = opened.and_then(|roots| roots.team) {
                let team = open_team(root, &header)?;
                self.state_mut().team = Some(team);
                return Ok(());
            }
        }
        Err(KeyError::WrongPassphrase)
    }

    /// Drops the team's secrets from memory.
    pub fn lock_sealed(&self) {
        self.state_mut().team = None;
    }

    /// Marks the archive as one that is kept encrypted on a laptop.
    pub fn set_laptop(&self, laptop: bool) -> Result<()> {
        self.rewrite(|next| {
            next.header.laptop = laptop;
            Ok(())
        })
    }

    /// A new working root: all working keys are wrapped anew, and a copy of the file that somebody took before opens
    /// nothing that is made from now on. The passphrase stays, and must be given when there is one.
    pub fn rotate_working(&self, passphrase: Option<&str>) -> Result<()> {
        self.rewrite(|next| {
            next.change_working_root()?;
            let (root, archive) = (next.working.root.clone(), next.header.archive);
            for slot in next.header.slots.iter_mut().filter(|slot| slot.parts().working.is_some()) {
                slot.change_working(&root, passphrase, &archive)?;
            }
            Ok(())
        })
    }

    /// A new pair of keys of the team: what is sealed from now on is sealed to it. Says its number.
    pub fn rotate_team(&self, now: i64, rewrap: bool) -> Result<u32> {
        self.rewrite(|next| {
            let number = next.add_team_key(now)?;
            if rewrap {
                next.rewrap_sealing()?;
            }
            Ok(number)
        })
    }

    /// Seals no more to a key of the team, and seals anew to another what was sealed to it. Says how many keys that were.
    /// When it was the last one, a new pair is made.
    pub fn revoke_team(&self, number: u32, now: i64) -> Result<u64> {
        self.rewrite(|next| {
            let key = next.header.team_keys.iter_mut().find(|key| key.number == number);
            let key = key.ok_or(KeyError::Refused("there is no team key of that number"))?;
            if key.revoked.is_some() {
                return Err(KeyError::Refused("this team key was revoked before"));
            }
            key.revoked = Some(now);
            if next.header.team_key().is_err() {
                next.add_team_key(now)?;
            }
            next.rewrap_from(number)
        })
    }
}
