//! Who opens the file: setting and changing passphrases.
//!
//! Whoever copied the file while a root could be had from it keeps what they have. So with every such change the root is
//! changed too, and what is made from then on is safe from the copy.

use super::cost::check_new;
use super::slot::{Roots, Slot};
use super::{KeyError, Keyring, Result};

impl Keyring {
    /// Protects an open file with a passphrase. Both roots are changed as far as they lay in the file in clear, and so is
    /// the team's pair of keys.
    pub fn protect(&self, passphrase: &str, now: i64) -> Result<()> {
        check_new(passphrase)?;
        let cost = self.cost();
        self.rewrite(|next| {
            let (open, mut slots): (Vec<_>, Vec<_>) = next.header.slots.drain(..).partition(Slot::is_open);
            if open.is_empty() {
                return Err(KeyError::Refused("these keys are protected already: change the passphrase instead"));
            }
            next.change_working_root()?;
            let mut roots = Roots { team: None, ..next.roots() };
            if open.iter().any(|slot| slot.parts().team.is_some()) {
                next.renew_team(now)?;
                roots = next.roots();
            }
            slots.push(Slot::passphrase(passphrase, cost, &next.header.archive, &roots)?);
            next.header.slots = slots;
            Ok(())
        })
    }
}
