//! Ceremonies with an authenticator that have begun and not ended (`WebAuthn`, section 7): the challenge waits here, is used
//! once, and for a few minutes.

use crate::desk::seconds;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::AccountId;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration};

const CEREMONY_SECONDS: i64 = 5 * 60;
const CEREMONIES_MAX: usize = 20_000;

/// What waits for the answer of an authenticator.
pub(crate) enum Ceremony {
    /// Somebody logs in; who is not known yet.
    Login(DiscoverableAuthentication),
    /// An account gets a passkey.
    Enrolment(AccountId, PasskeyRegistration),
}

/// All that wait.
#[derive(Default)]
pub(crate) struct Ceremonies(Mutex<HashMap<String, (i64, Ceremony)>>);

impl Ceremonies {
    /// Keeps one under a name that the browser gives back.
    pub(crate) fn begin(&self, name: String, ceremony: Ceremony) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = seconds();
        waiting.retain(|_, (began, _)| *began > now - CEREMONY_SECONDS);
        if waiting.len() >= CEREMONIES_MAX {
            let oldest = waiting.iter().min_by_key(|(_, (began, _))| *began).map(|(name, _)| name.clone());
            oldest.map(|name| waiting.remove(&name));
        }
        waiting.insert(name, (now, ceremony));
    }

    /// Takes one out: it ends, however it ends.
    pub(crate) fn end(&self, name: &str) -> Option<Ceremony> {
        let (began, ceremony) = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name)?;
        (began > seconds() - CEREMONY_SECONDS).then_some(ceremony)
    }
}
