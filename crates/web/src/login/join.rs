//! An invitation: the first login of an account. An administrator hands it over, by hand or by telephone; it opens once, within
//! a week. The first one of an archive is printed where the server starts, or lies in a file where a journal would keep what is printed.

use super::{new_token, open, passphrase, picture, show, signing, with_cookie};
use crate::desk::{Desk, Mark, seconds};
use crate::failure::Failure;
use crate::shell::Shell;
use crate::taken::{Form, Path};
use crate::visit::Visit;
use crate::work::{Page, for_anybody, shown};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::path;
use std::sync::Arc;
use store::{AccountId, Archive, Hash, Login, LoginKind};

const INVITATION_SECONDS: i64 = 7 * 86_400;
/// The file in an archive's folder that holds the link of the first invitation, where there was no console to show it on.
pub const FIRST_LINK: &str = "first-invitation";
/// Opens a demonstration or a drill as often as it is clicked.
const DEMONSTRATION: &[u8] = b"demonstration";

/// Invites an account, and gives the path that opens it. For a demonstration or a drill it opens at once, and again.
pub fn invite(archive: &Archive, account: AccountId, by: Option<AccountId>, is_demo: bool) -> anyhow::Result<String> {
    let token = new_token().map_err(|_| anyhow::anyhow!("the system gives no random numbers"))?;
    signing::make(archive, account, by)?;
    archive.keep_login(&Login {
        name: Hash::of(token.as_bytes()),
        account,
        kind: LoginKind::Invitation,
        content: if is_demo { DEMONSTRATION.to_vec() } else { Vec::new() },
        created: seconds(),
        used: 0,
        uses: 0,
    })?;
    Ok(format!("/{}/{token}", if is_demo { "demo" } else { "join" }))
}

/// The invitation of a token, if it still opens.
pub(crate) fn invitation(desk: &Desk, token: &str) -> Result<Login, Failure> {
    let login = desk.archive.login(Hash::of(token.as_bytes()))?;
    let login = login.filter(|login| login.kind == LoginKind::Invitation && login.content.is_empty());
    let login = login.filter(|login| login.used == 0 && login.created > seconds() - INVITATION_SECONDS);
    let login = login.ok_or(Failure::Wrong("join-over"))?;
    if desk.archive.account(login.account)?.is_closed {
        return Err(Failure::Wrong("join-over"));
    }
    Ok(login)
}

/// Nobody else opens it any more, and what opened the account before opens it no more: who is invited again has lost that.
pub(crate) fn use_up(desk: &Desk, invitation: &Login) -> Result<(), Failure> {
    if !desk.archive.use_login(invitation, b"", seconds())? {
        return Err(Failure::Wrong("join-over"));
    }
    forget_first_link(desk.archive.dir(), invitation.name);
    for login in desk.archive.logins_of(invitation.account)? {
        if login.kind != LoginKind::SigningKey {
            desk.archive.drop_login(login.name)?;
        }
    }
    desk.archive.close_desks_of(invitation.account)?;
    Ok(())
}

/// Removes the file with the first invitation when it is that one which was used up: it opens nothing any more.
fn forget_first_link(folder: &path::Path, used: Hash) {
    let file = folder.join(FIRST_LINK);
    let link = std::fs::read_to_string(&file).unwrap_or_default();
    let token = link.trim_end().rsplit('/').next().unwrap_or_default();
    if Hash::of(token.as_bytes()) == used {
        let _ = std::fs::remove_file(file);
    }
}

#[derive(Template)]
#[template(path = "join.html")]
struct JoinPage {
    shell: Shell,
    token: String,
    called: String,
    /// What they log in as, where they have no passkey.
    account: AccountId,
    /// What was not right.
    wrong: &'static str,
    /// Whether a passphrase was chosen, and its first code is asked for.
    asks_code: bool,
    /// The secret of the codes, and the same as a picture: shown once.
    code_secret: Option<String>,
    code_picture: Option<String>,
}

/// The page of an invitation.
pub(crate) async fn page(State(desk): State<Arc<Desk>>, visit: Visit, Path(token): Path<String>) -> Response {
    for_anybody(desk, visit, move |desk, visit| join_page(desk, visit, token, "", Asking::Way)).await
}

/// What the page asks for.
enum Asking {
    /// How somebody wants to log in.
    Way,
    /// The first code; its secret where it is shown for the first time.
    Code(Option<String>),
}

fn join_page(desk: &Desk, visit: &Visit, token: String, wrong: &'static str, asking: Asking) -> Page {
    let account = desk.archive.account(invitation(desk, &token)?.account)?;
    let called = account.profile.name.reveal().to_owned();
    let shell = Shell::plain(visit, desk.settings.mark, "join-title");
    let (asks_code, code_secret) = match asking {
        Asking::Way => (false, None),
        Asking::Code(secret) => (true, secret),
    };
    let label = shell.say("join-code-picture");
    let code_picture = code_secret.as_ref().and_then(|secret| picture::svg(account.id, secret, &label));
    shown(&JoinPage { shell, token, called, account: account.id, wrong, asks_code, code_secret, code_picture })
}

/// A passphrase of one's own choice.
#[derive(Deserialize)]
pub(crate) struct Passphrase {
    passphrase: String,
    again: String,
}

/// Keeps the passphrase, and shows the secret of the code.
pub(crate) async fn choose_passphrase(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(token): Path<String>,
    Form(chosen): Form<Passphrase>,
) -> Response {
    for_anybody(desk, visit, move |desk, visit| {
        let name = invitation(desk, &token)?.name;
        if let Some(wrong) = passphrase::wrong(&chosen.passphrase, &chosen.again) {
            return join_page(desk, visit, token, wrong, Asking::Way);
        }
        let secret = desk.pending.begin(name, &chosen.passphrase)?;
        join_page(desk, visit, token, "", Asking::Code(Some(secret)))
    })
    .await
}

/// The first code.
#[derive(Deserialize)]
pub(crate) struct FirstCode {
    code: String,
}

/// Ends the invitation when the code is right: only now anything opens.
pub(crate) async fn first_code(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(token): Path<String>,
    Form(first): Form<FirstCode>,
) -> Response {
    for_anybody(desk, visit, move |desk, visit| {
        let invitation = invitation(desk, &token)?;
        let account = invitation.account;
        if !desk.attempts.may_try(account.0) {
            return Err(Failure::TooMuch);
        }
        let Some((chosen, step)) = desk.pending.finish(invitation.name, &first.code) else {
            desk.attempts.was_wrong(account.0);
            return join_page(desk, visit, token, "join-wrong-code", Asking::Code(None));
        };
        use_up(desk, &invitation)?;
        passphrase::keep_both(desk, account, &chosen, step)?;
        let cookie = open(desk, visit, account, LoginKind::Passphrase)?;
        with_cookie(Redirect::to("/").into_response(), &cookie)
    })
    .await
}

/// Opens a demonstration or a drill.
pub(crate) async fn demonstration(State(desk): State<Arc<Desk>>, visit: Visit, Path(token): Path<String>) -> Response {
    for_anybody(desk, visit, move |desk, visit| {
        let login = desk.archive.login(Hash::of(token.as_bytes()))?;
        match login.filter(|login| login.content == DEMONSTRATION && desk.settings.mark != Mark::None) {
            Some(login) => {
                let cookie = open(desk, visit, login.account, LoginKind::Invitation)?;
                with_cookie(Redirect::to("/").into_response(), &cookie)
            }
            None => show(desk, visit, "join-over"),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::{FIRST_LINK, forget_first_link};
    use store::Hash;

    #[test]
    fn the_first_link_goes_with_its_invitation_and_with_no_other() {
        let folder = std::env::temp_dir().join(format!("athar-first-link-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let file = folder.join(FIRST_LINK);
        forget_first_link(&folder, Hash::of(b"00ff"));
        std::fs::write(&file, "https://desk.example/join/00ff\n").unwrap();
        forget_first_link(&folder, Hash::of(b"00fe"));
        let stays = file.exists();
        forget_first_link(&folder, Hash::of(b"00ff"));
        let is_gone = !file.exists();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(stays && is_gone);
    }
}
