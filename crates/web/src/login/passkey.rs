//! Passkeys: a key in somebody's telephone or on a stick, opened by their finger or a number, for this address only
//! (`WebAuthn` level 3). No name is typed: the passkey says whose it is.

use super::ceremonies::Ceremony;
use super::{door, join, new_token, open, with_cookie};
use crate::desk::{Desk, seconds};
use crate::failure::{Failure, log};
use crate::taken::Json;
use crate::visit::Visit;
use crate::work::{Page, for_anybody};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{AccountId, Hash, Login, LoginKind, Reading};
use webauthn_rs::prelude::{
    DiscoverableKey, Passkey, PublicKeyCredential, RegisterPublicKeyCredential, Uuid, WebauthnError,
};

/// What the page's script hands to the browser.
#[derive(Serialize)]
struct Begun<T> {
    ceremony: String,
    options: T,
}

/// Where the script goes next.
#[derive(Serialize)]
struct Done {
    to: String,
}

/// An authenticator's answer.
#[derive(Deserialize)]
pub(crate) struct Answered<T> {
    ceremony: String,
    credential: T,
}

/// Asks for the beginning of an enrolment: the token of an invitation.
#[derive(Deserialize)]
pub(crate) struct Invited {
    token: String,
}

/// An account as authenticators know it: nothing that tells who it is.
fn handle_of(account: AccountId) -> Uuid {
    Uuid::from_u64_pair(0x6174_6861_7200_8000, account.0)
}

/// Begins to log in.
pub(crate) async fn begin(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    for_anybody(desk, visit, |desk, _| {
        let (mut options, state) = desk.webauthn.start_discoverable_authentication().map_err(refused)?;
        // Asked for by a button, not offered in a field.
        options.mediation = None;
        let ceremony = new_token()?;
        desk.ceremonies.begin(ceremony.clone(), Ceremony::Login(state));
        Ok(axum::Json(Begun { ceremony, options }).into_response())
    })
    .await
}

/// Ends it.
pub(crate) async fn finish(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Json(answered): Json<Answered<PublicKeyCredential>>,
) -> Response {
    for_anybody(desk, visit, move |desk, visit| finish_login(desk, visit, &answered)).await
}

fn finish_login(desk: &Desk, visit: &Visit, answered: &Answered<PublicKeyCredential>) -> Page {
    let Some(Ceremony::Login(state)) = desk.ceremonies.end(&answered.ceremony) else {
        return Err(Failure::Wrong("login-too-late"));
    };
    let (_, id) = desk.webauthn.identify_discoverable_authentication(&answered.credential).map_err(refused)?;
    let name = Hash::of(id);
    let Some(login) = desk.archive.login(name)?.filter(|login| login.kind == LoginKind::Passkey) else {
        return Err(Failure::Wrong("login-unknown"));
    };
    let mut passkey: Passkey =
        serde_json::from_slice(&login.content).map_err(|_| Failure::broken("a passkey is not understood"))?;
    let known = DiscoverableKey::from(&passkey);
    let result = desk.webauthn.finish_discoverable_authentication_v2(&answered.credential, state, &known);
    let result = result.map_err(|error| {
        door::log(desk, login.account, Reading::WrongLogin);
        refused(error)
    })?;
    // A counter that went back says that the key was copied.
    passkey.update_credential(&result);
    let content = serde_json::to_vec(&passkey).map_err(|_| Failure::broken("a passkey is no JSON"))?;
    if !desk.archive.use_login(&login, &content, seconds())? {
        return Err(Failure::Wrong("login-unknown"));
    }
    let cookie = open(desk, visit, login.account, LoginKind::Passkey)?;
    with_cookie(axum::Json(Done { to: "/".to_owned() }).into_response(), &cookie)
}

/// Begins to give an invited account a passkey.
pub(crate) async fn begin_enrolment(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Json(invited): Json<Invited>,
) -> Response {
    for_anybody(desk, visit, move |desk, _| {
        let login = join::invitation(desk, &invited.token)?;
        let account = desk.archive.account(login.account)?;
        let known = desk.archive.logins_of(account.id)?.into_iter().filter(|login| login.kind == LoginKind::Passkey);
        let known = known.filter_map(|login| serde_json::from_slice::<Passkey>(&login.content).ok());
        let known = known.map(|passkey| passkey.cred_id().clone()).collect();
        // What the authenticator shows to its owner when several are there.
        let called = account.profile.name.reveal();
        let started = desk.webauthn.start_passkey_registration(handle_of(account.id), called, called, Some(known));
        let (mut options, state) = started.map_err(refused)?;
        if let Some(selection) = &mut options.public_key.authenticator_selection {
            // Otherwise the passkey could not say whose it is.
            selection.resident_key = Some(webauthn_rs_proto::ResidentKeyRequirement::Required);
            selection.require_resident_key = true;
        }
        let ceremony = new_token()?;
        desk.ceremonies.begin(ceremony.clone(), Ceremony::Enrolment(account.id, state));
        Ok(axum::Json(Begun { ceremony, options }).into_response())
    })
    .await
}

/// An authenticator's answer to an invitation.
#[derive(Deserialize)]
pub(crate) struct Enrolling {
    token: String,
    #[serde(flatten)]
    answered: Answered<RegisterPublicKeyCredential>,
}

/// Ends it: the invitation is used up, and its owner is at work.
pub(crate) async fn finish_enrolment(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Json(enrolling): Json<Enrolling>,
) -> Response {
    for_anybody(desk, visit, move |desk, visit| {
        let Enrolling { token, answered } = &enrolling;
        let Some(Ceremony::Enrolment(account, state)) = desk.ceremonies.end(&answered.ceremony) else {
            return Err(Failure::Wrong("login-too-late"));
        };
        let invitation = join::invitation(desk, token)?;
        if invitation.account != account {
            return Err(Failure::Wrong("login-unknown"));
        }
        let passkey = desk.webauthn.finish_passkey_registration(&answered.credential, &state).map_err(refused)?;
        join::use_up(desk, &invitation)?;
        desk.archive.keep_login(&login_of(account, &passkey)?)?;
        let cookie = open(desk, visit, account, LoginKind::Passkey)?;
        with_cookie(axum::Json(Done { to: "/".to_owned() }).into_response(), &cookie)
    })
    .await
}

fn login_of(account: AccountId, passkey: &Passkey) -> Result<Login, Failure> {
    let content = serde_json::to_vec(passkey).map_err(|_| Failure::broken("a passkey is no JSON"))?;
    let name = Hash::of(passkey.cred_id().as_ref());
    Ok(Login { name, account, kind: LoginKind::Passkey, content, created: seconds(), used: 0, uses: 0 })
}

/// What an authenticator said is not right: the reader learns that and no more.
#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
fn refused(error: WebauthnError) -> Failure {
    log(&line_of(&error));
    Failure::Wrong("login-unknown")
}

/// A line of the log: one of the library's own sentences. What is inside of an error may quote what a stranger sent.
fn line_of(error: &WebauthnError) -> String {
    format!("a passkey was refused: {error}")
}

#[cfg(test)]
mod tests {
    use super::line_of;
    use webauthn_rs::prelude::WebauthnError;

    #[test]
    fn no_line_quotes_what_was_sent() {
        let sent = serde_json::from_str::<u8>("\"Samer\"").unwrap_err();
        let error = WebauthnError::from(sent);
        assert!(format!("{error:?}").contains("Samer"), "it is inside");
        assert_eq!(line_of(&error), "a passkey was refused: A JSON parser failure has occurred");
    }
}
