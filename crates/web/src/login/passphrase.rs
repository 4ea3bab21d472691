//! A passphrase and a code that changes every half minute (TOTP, RFC 6238), for those who have no passkey. The passphrase is
//! stretched by argon2id over 256 MiB, one at a time; a code opens once.

use super::{door, open, show, with_cookie};
use crate::desk::{Desk, seconds};
use crate::failure::Failure;
use crate::taken::Form;
use crate::visit::Visit;
use crate::work::for_anybody;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::{AccountId, Hash, Login, LoginKind, Reading};
use totp_rs::{Builder, Totp};
use vault::keys::{Cost, locked};
use zeroize::Zeroizing;

/// A passphrase is at least as long.
const CHARACTERS_MIN: usize = 12;
const SECRET_BYTES: usize = 20;
/// What a passphrase locks: that it opens proves the passphrase.
const LOCKED: &str = "athar-desk-passphrase";
/// Of a code, what is kept besides its secret: the last step that was used, in eight bytes.
const STEP_BYTES: usize = 8;

/// One passphrase is stretched at a time: each takes 256 MiB.
static STRETCHING: Mutex<()> = Mutex::new(());
/// How many wait for their turn, or have it.
static WAITING: AtomicUsize = AtomicUsize::new(0);
const WAITING_MAX: usize = 4;

/// What somebody logs in with.
#[derive(Deserialize)]
pub(crate) struct Typed {
    account: String,
    passphrase: String,
    code: String,
}

/// Logs in.
pub(crate) async fn log_in(State(desk): State<Arc<Desk>>, visit: Visit, Form(typed): Form<Typed>) -> Response {
    for_anybody(desk, visit, move |desk, visit| {
        let account = typed.account.trim().parse::<AccountId>().ok();
        let counted = account.map_or(0, |account| account.0);
        if !desk.attempts.may_try(counted) {
            if let Some(account) = account {
                door::log_attempt(desk, account, Reading::LockedOut);
            }
            return Err(Failure::TooMuch);
        }
        // Counted before it is looked at, so that many at once are not more than many one by one.
        desk.attempts.was_wrong(counted);
        match account {
            Some(account) if is_right(desk, Some(account), &typed)? => {
                desk.attempts.was_right(counted);
                let cookie = open(desk, visit, account, LoginKind::Passphrase)?;
                with_cookie(Redirect::to("/").into_response(), &cookie)
            }
            Some(account) => {
                door::log_attempt(desk, account, Reading::WrongLogin);
                show(desk, visit, "login-wrong")
            }
            None => {
                is_right(desk, None, &typed)?;
                show(desk, visit, "login-wrong")
            }
        }
    })
    .await
}

/// One passphrase is stretched at a time, and a few wait: pages need the same threads.
struct Stretching;

impl Stretching {
    fn take_turns<T>(work: impl FnOnce() -> T) -> Result<T, Failure> {
        let waiting = WAITING.fetch_add(1, Ordering::SeqCst);
        let done = if waiting < WAITING_MAX {
            let _one = STRETCHING.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(work())
        } else {
            Err(Failure::TooMuch)
        };
        WAITING.fetch_sub(1, Ordering::SeqCst);
        done
    }
}

/// Whether both are right. An account that is not there takes as long as one that is.
fn is_right(desk: &Desk, account: Option<AccountId>, typed: &Typed) -> Result<bool, Failure> {
    let logins = match account {
        Some(account) if desk.archive.account(account).is_ok_and(|account| !account.is_closed) => {
            desk.archive.logins_of(account)?
        }
        _ => Vec::new(),
    };
    // Of two, which a crash may leave where one took the other's place, the newer one counts.
    let kept = logins.iter().filter(|login| login.kind == LoginKind::Passphrase).max_by_key(|login| login.created);
    let is_passphrase = Stretching::take_turns(|| {
        if let Some(login) = kept {
            locked::unlock(&String::from_utf8_lossy(&login.content), &typed.passphrase).is_ok()
        } else {
            let _ = locked::lock(LOCKED, &typed.passphrase, Cost::USUAL);
            false
        }
    })?;
    match account {
        Some(account) if is_passphrase => is_code(desk, account, &typed.code),
        _ => Ok(false),
    }
}

/// What is not right of a passphrase that was chosen and typed twice.
pub(super) fn wrong(passphrase: &str, again: &str) -> Option<&'static str> {
    if passphrase != again {
        return Some("join-not-the-same");
    }
    (passphrase.chars().count() < CHARACTERS_MIN).then_some("join-too-short")
}

/// Whether somebody who is logged in proves it again, by their passphrase and a code that was not used yet. Counted like any attempt.
pub(super) fn proves(desk: &Desk, account: AccountId, passphrase: String, code: String) -> Result<bool, Failure> {
    if !desk.attempts.may_try(account.0) {
        if desk.attempts.is_first_refused(account.0) {
            door::log(desk, account, Reading::LockedOut);
        }
        return Err(Failure::TooMuch);
    }
    desk.attempts.was_wrong(account.0);
    let is_proved = is_right(desk, Some(account), &Typed { account: String::new(), passphrase, code })?;
    if is_proved {
        desk.attempts.was_right(account.0);
    } else {
        door::log(desk, account, Reading::WrongLogin);
    }
    Ok(is_proved)
}

/// Puts another passphrase in the place of the one of now, whose key is destroyed with it. The codes stay.
pub(super) fn replace(desk: &Desk, account: AccountId, passphrase: &str) -> Result<(), Failure> {
    let lock = Stretching::take_turns(|| locked::lock(LOCKED, passphrase, Cost::USUAL))?;
    let lock = Zeroizing::new(lock.map_err(|_| Failure::broken("a passphrase cannot be kept"))?);
    let before = desk.archive.logins_of(account)?;
    keep(desk, account, LoginKind::Passphrase, lock.as_bytes().to_vec())?;
    for login in before.iter().filter(|login| login.kind == LoginKind::Passphrase) {
        desk.archive.drop_login(login.name)?;
    }
    Ok(())
}

/// A passphrase that was chosen, and the secret of its codes, until the first code is right: nothing of it opens anything before.
#[derive(Clone)]
pub(crate) struct Chosen {
    lock: Zeroizing<String>,
    secret: [u8; SECRET_BYTES],
    began: i64,
}

/// Those that wait for their first code, by the hash of their invitation.
#[derive(Default)]
pub(crate) struct Pending(Mutex<HashMap<Hash, Chosen>>);

const PENDING_SECONDS: i64 = 15 * 60;
const PENDING_MAX: usize = 1_000;

impl Pending {
    /// Keeps what was chosen in place of what was before, and gives the secret as text: it is shown once.
    pub(crate) fn begin(&self, invitation: Hash, passphrase: &str) -> Result<String, Failure> {
        let lock = Stretching::take_turns(|| locked::lock(LOCKED, passphrase, Cost::USUAL))?;
        let lock = Zeroizing::new(lock.map_err(|_| Failure::broken("a passphrase cannot be kept"))?);
        let mut secret = [0; SECRET_BYTES];
        getrandom::fill(&mut secret).map_err(|_| Failure::broken("no random numbers"))?;
        let text = text_of(&secret);
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = seconds();
        pending.retain(|_, chosen| chosen.began > now - PENDING_SECONDS);
        if pending.len() >= PENDING_MAX {
            return Err(Failure::TooMuch);
        }
        pending.insert(invitation, Chosen { lock, secret, began: now });
        Ok(text)
    }

    /// What was chosen, and the step of its first code, when that is right.
    pub(crate) fn finish(&self, invitation: Hash, code: &str) -> Option<(Chosen, u64)> {
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let chosen = pending.get(&invitation).filter(|chosen| chosen.began > seconds() - PENDING_SECONDS)?.clone();
        let step = totp(&chosen.secret)?.check(&digits(code), seconds() as u64)?;
        pending.remove(&invitation);
        Some((chosen, step))
    }
}

/// Keeps a passphrase and the secret of its codes, whose first one was used.
pub(crate) fn keep_both(desk: &Desk, account: AccountId, chosen: &Chosen, step: u64) -> Result<(), Failure> {
    keep(desk, account, LoginKind::Passphrase, chosen.lock.as_bytes().to_vec())?;
    keep(desk, account, LoginKind::Totp, [&step.to_be_bytes()[..], &chosen.secret].concat())
}

fn keep(desk: &Desk, account: AccountId, kind: LoginKind, content: Vec<u8>) -> Result<(), Failure> {
    let mut name = [0; 32];
    getrandom::fill(&mut name).map_err(|_| Failure::broken("no random numbers"))?;
    let (name, created) = (Hash(name), seconds());
    Ok(desk.archive.keep_login(&Login { name, account, kind, content, created, used: 0, uses: 0 })?)
}

/// The digits of a code, in whichever letters a keyboard writes them.
fn digits(code: &str) -> String {
    let value = |letter: char| match letter {
        '\u{660}'..='\u{669}' => Some(letter as u32 - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(letter as u32 - 0x6F0),
        letter => letter.to_digit(10),
    };
    code.chars().filter_map(value).map(|digit| digit.to_string()).collect()
}

fn codes_of(desk: &Desk, account: AccountId) -> Result<Option<Login>, Failure> {
    Ok(desk.archive.logins_of(account)?.into_iter().find(|login| login.kind == LoginKind::Totp))
}

/// Whether a code is right and was not used yet; from here on it is.
fn is_code(desk: &Desk, account: AccountId, code: &str) -> Result<bool, Failure> {
    let Some(login) = codes_of(desk, account)? else { return Ok(false) };
    let Some((last, secret)) = login.content.split_first_chunk::<STEP_BYTES>() else { return Ok(false) };
    let Some(totp) = totp(secret) else { return Ok(false) };
    let Some(step) = totp.check(&digits(code), seconds() as u64) else { return Ok(false) };
    if step <= u64::from_be_bytes(*last) {
        return Ok(false);
    }
    let content = [&step.to_be_bytes()[..], secret].concat();
    Ok(desk.archive.use_login(&login, &content, seconds())?)
}

fn totp(secret: &[u8]) -> Option<Totp> {
    let secret: [u8; SECRET_BYTES] = secret.try_into().ok()?;
    Builder::new().with_secret(secret).with_skew(1).build().ok()
}

/// Bytes in base 32 (RFC 4648, section 6), as programs for codes read them.
fn text_of(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for five in bytes.chunks(5) {
        let mut word = [0_u8; 8];
        word[3..3 + five.len()].copy_from_slice(five);
        let word = u64::from_be_bytes(word);
        for letter in 0..(five.len() * 8).div_ceil(5) {
            text.push(char::from(LETTERS[(word >> (35 - 5 * letter)) as usize & 31]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{text_of, totp};

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, of eight digits the last six.
        let totp = totp(b"12345678901234567890").unwrap();
        for (time, step) in [(59, 1), (1_111_111_109, 37_037_036), (1_234_567_890, 41_152_263)] {
            let code = match time {
                59 => "287082",
                1_111_111_109 => "081804",
                _ => "005924",
            };
            assert_eq!(totp.check(code, time), Some(step));
            assert_eq!(totp.check("000000", time), None);
        }
    }

    #[test]
    fn a_secret_is_written_as_programs_read_it() {
        // RFC 4648, section 10.
        assert_eq!(text_of(b"fooba"), "MZXW6YTB");
        assert_eq!(text_of(b"12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
