//! The server: every route in one table, over TCP or TLS, until it is told to stop.

use crate::desk::Desk;
use crate::login::{self, join, own, passkey, passphrase};
use crate::pages::{
    accounts, audit, awaiting, calendar, case, corrections, decision, exports, imports, pair, person, pictures, queue,
    requests, search, tokens,
};
use crate::pages::{company, facilities, facility, list, lists, manual, map, overview};
use crate::patience::Patience;
use crate::uploads::FILE_BYTES_MAX;
use crate::visit::Visit;
use crate::work::at_work;
use crate::{assets, guard, pace};
use anyhow::Context;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Router, middleware};
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

/// A form is never longer.
const FORM_BYTES_MAX: usize = 256 * 1024;
/// How long requests that have begun may take when the server is told to stop.
const STOPPING: Duration = Duration::from_secs(10);

/// What speaks TLS.
#[derive(Clone, Debug)]
pub enum Tls {
    /// Nothing does: for this machine alone, or behind a proxy that does.
    None,
    /// A certificate chain and its key, as PEM files.
    Files {
        /// The chain.
        certificate: PathBuf,
        /// The key.
        key: PathBuf,
    },
    /// A certificate that this program makes for the name in its origin. Browsers ask whether to trust it.
    SelfMade,
}

/// Where a server will be heard.
pub struct Bound {
    listener: TcpListener,
    /// The same port of `::1`, where browsers know the desk as localhost: they may ask there first, and whoever else listened
    /// there would be handed what is meant for the desk.
    beside: Option<TcpListener>,
    tls: Tls,
}

impl Bound {
    /// The address.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Whether nothing of it is encrypted.
    pub fn is_plain(&self) -> bool {
        matches!(self.tls, Tls::None)
    }
}

/// A server that listens and does not serve yet.
pub struct Serving {
    bound: Bound,
    desk: Arc<Desk>,
    /// The second since 1970 at which it ends by itself.
    ends: Option<i64>,
}

impl Serving {
    /// Listens, so that the address is known before anybody is told of it. What browsers know as localhost is two addresses: both
    /// are taken, or neither.
    pub fn listen(address: SocketAddr, tls: Tls, is_localhost: bool) -> anyhow::Result<Bound> {
        let cannot = |address| move || format!("cannot listen on {address}");
        let listener = TcpListener::bind(address).with_context(cannot(address))?;
        let mut beside = None;
        if is_localhost && address.ip() == Ipv4Addr::LOCALHOST {
            let other = SocketAddr::from((Ipv6Addr::LOCALHOST, listener.local_addr()?.port()));
            match TcpListener::bind(other) {
                Ok(listener) => beside = Some(listener),
                Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                    return Err(error).with_context(cannot(other));
                }
                // A machine without IPv6 has nobody there.
                Err(_) => {}
            }
        }
        Ok(Bound { listener, beside, tls })
    }

    /// A server of a desk.
    pub fn new(bound: Bound, desk: Desk) -> Serving {
        Serving { bound, desk: Arc::new(desk), ends: None }
    }

    /// The same, which ends by itself at that second since 1970.
    #[must_use]
    pub fn until(self, ends: i64) -> Serving {
        Serving { ends: Some(ends), ..self }
    }

    /// Serves until the process is told to stop (SIGINT, SIGTERM or SIGHUP), or its time is over.
    pub fn run(self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(32)
            .enable_all()
            .build()?;
        runtime.block_on(self.serve())
    }

    async fn serve(self) -> anyhow::Result<()> {
        let (handle, other) = (Handle::new(), Handle::new());
        tokio::spawn(stop([handle.clone(), other.clone()], self.ends));
        tokio::spawn(crate::queue::keep_fresh(Arc::clone(&self.desk)));
        tokio::spawn(crate::counting::keep_fresh(Arc::clone(&self.desk)));
        let Bound { listener, beside, tls } = self.bound;
        listener.set_nonblocking(true)?;
        let host = self.desk.settings.origin.clone();
        let service = routes(self.desk).into_make_service_with_connect_info::<SocketAddr>();
        let patience = if matches!(tls, Tls::None) { Patience::BEHIND_A_PROXY } else { Patience::OF_THE_DESK };
        let door = patience.door();
        let config = match tls {
            Tls::None => {
                let own = patience.tell(axum_server::from_tcp(listener)?).acceptor(door.clone());
                let own = own.handle(handle).serve(service.clone());
                let Some(beside) = beside else { return Ok(own.await?) };
                beside.set_nonblocking(true)?;
                let beside = patience.tell(axum_server::from_tcp(beside)?).acceptor(door);
                tokio::try_join!(own, beside.handle(other).serve(service))?;
                return Ok(());
            }
            Tls::Files { certificate, key } => {
                install_ring();
                RustlsConfig::from_pem_file(certificate, key)
                    .await
                    .context("the certificate or its key cannot be read")?
            }
            Tls::SelfMade => {
                install_ring();
                let name = host.trim_start_matches("https://").split(':').next().unwrap_or("localhost").to_owned();
                let made = rcgen::generate_simple_self_signed(vec![name])?;
                let (chain, key) = (made.cert.pem().into_bytes(), made.signing_key.serialize_pem().into_bytes());
                RustlsConfig::from_pem(chain, key).await?
            }
        };
        one_version(&config);
        let acceptor = RustlsAcceptor::new(config).acceptor(door);
        let own = patience.tell(axum_server::from_tcp(listener)?).acceptor(acceptor);
        own.handle(handle).serve(service).await?;
        Ok(())
    }
}

fn install_ring() {
    // Somebody else in this process may have been first; it is the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Offers browsers the version of HTTP that the server speaks, and no other (RFC 7301).
fn one_version(config: &RustlsConfig) {
    let mut own = rustls::ServerConfig::clone(&config.get_inner());
    own.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.reload_from_config(Arc::new(own));
}

/// How often a server that is to end at a time of day looks at the clock: a machine that slept must not make it late.
const CLOCK_EVERY: Duration = Duration::from_secs(1);

async fn stop(handles: [Handle<SocketAddr>; 2], ends: Option<i64>) {
    tokio::select! {
        () = crate::system::told_to_end() => {}
        () = clock_says(ends) => {}
    }
    for handle in handles {
        handle.graceful_shutdown(Some(STOPPING));
    }
}

/// Waits until that second since 1970; for ever where there is none.
async fn clock_says(ends: Option<i64>) {
    let Some(ends) = ends else { return std::future::pending().await };
    while crate::desk::seconds() < ends {
        tokio::time::sleep(CLOCK_EVERY).await;
    }
}

/// Addresses for anybody who reaches the desk.
fn for_anybody() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(home))
        .route("/healthy", get(async || "ok"))
        .route("/assets/{hash}/{name}", get(assets::serve))
        .route("/login", get(login::page))
        .route("/login/passkey/begin", post(passkey::begin))
        .route("/login/passkey/finish", post(passkey::finish))
        .route("/login/passphrase", post(passphrase::log_in))
        .route("/join/{token}", get(join::page))
        .route("/join/{token}/passphrase", post(join::choose_passphrase))
        .route("/join/{token}/code", post(join::first_code))
        .route("/join/passkey/begin", post(passkey::begin_enrolment))
        .route("/join/passkey/finish", post(passkey::finish_enrolment))
        .route("/demo/{token}", get(join::demonstration))
        .route("/choose", post(login::choose))
        .route("/manual", get(manual::contents))
        .route("/manual/{chapter}", get(manual::chapter))
}

/// Every address and who serves it. Which role has which page is asked in the page, of the archive's access function.
fn routes(desk: Arc<Desk>) -> Router {
    for_anybody()
        // Whoever is logged in.
        .route("/logout", post(login::out))
        .route("/own", get(own::show))
        .route("/own/passphrase", post(own::change))
        .route("/own/end", post(own::end))
        .route("/own/here", post(own::here))
        .route("/queue", get(queue::show))
        .route("/queue/next", get(queue::next).post(queue::next))
        .route("/pair/{one}/{other}", get(pair::show).post(pair::decide))
        .route("/pair/{one}/{other}/release", post(pair::release))
        .route("/pair/{one}/{other}/recuse", post(pair::recuse))
        .route("/awaiting", get(awaiting::show))
        .route("/decision/{decision}", get(decision::show))
        .route("/decision/{decision}/confirm", post(decision::confirm))
        .route("/decision/{decision}/undo", post(decision::undo))
        .route("/record/{record}", get(person::of_record))
        .route("/person/{person}", get(person::show))
        .route("/person/{person}/file", get(person::file))
        .route("/requests", get(requests::show))
        .route("/requests/new", get(requests::new).post(requests::take))
        .route("/requests/form", get(requests::form))
        .route("/case/{case}", get(case::show))
        .route("/case/{case}/asker", post(case::add_asker))
        .route("/case/{case}/vet/{asker}", post(case::vet))
        .route("/case/{case}/consent", post(case::consent))
        .route("/case/{case}/renew", post(case::renew))
        .route("/case/{case}/assign", post(case::assign))
        .route("/case/{case}/contact/{asker}", post(case::contact))
        .route("/case/{case}/called/{asker}", post(case::called))
        .route("/case/{case}/appoint", post(case::appoint))
        .route("/case/{case}/join", post(case::join))
        .route("/case/{case}/part", post(case::part))
        .route("/case/{case}/close", post(case::close))
        .route("/case/{case}/reopen", post(case::reopen))
        .route("/case/{case}/wish", post(case::wish))
        .route("/case/{case}/answer/{asker}", get(case::answer).post(case::told))
        .route("/case/{case}/search", get(search::show).post(search::search))
        .route("/calendar", get(calendar::show))
        .route("/exports", get(exports::show).post(exports::ask))
        .route("/export/{export}", get(exports::show_one))
        .route("/export/{export}/approve", post(exports::approve))
        .route("/export/{export}/stop", post(exports::stop))
        .route("/export/{export}/copy", post(exports::copy))
        .route("/export/{export}/follow", post(exports::follow))
        .route("/imports/waiting/{token}", get(imports::show_waiting).post(imports::choose))
        .route("/imports/waiting/{token}/bring-in", post(imports::bring_in))
        .route("/imports/waiting/{token}/throw-away", post(imports::throw_away))
        .route("/import/{import}", get(imports::show_one))
        .route("/import/{import}/undo", post(imports::undo))
        .route("/corrections", get(corrections::show))
        .route("/corrections/{cause}/{consequence}", post(corrections::done))
        .route("/accounts", get(accounts::show).post(accounts::enrol))
        .route("/accounts/{account}/invite", post(accounts::invite))
        .route("/accounts/{account}/end-sessions", post(accounts::end_sessions))
        .route("/accounts/{account}/close", post(accounts::close))
        .route("/audit", get(audit::show))
        .route("/audit/entry/{entry}", get(audit::entry))
        .route("/overview", get(overview::show))
        .route("/lists", get(lists::show))
        .route("/list/{import}", get(list::show))
        .route("/list/{import}/rows", get(list::rows::show))
        .route("/list/{import}/agreement", post(list::agreement::record))
        .route("/list/{import}/agreement/confirm", post(list::agreement::confirm))
        .route("/list/{import}/agreement/end", post(list::agreement::end))
        .route("/facilities", get(facilities::show))
        .route("/facility/{place}", get(facility::show))
        .route("/map", get(map::show))
        .route("/case/{case}/company/search", get(company::show).post(company::search))
        .route("/pictures", get(pictures::show))
        .route("/pictures/next", get(pictures::next))
        .route("/pictures/differences", get(pictures::differences))
        .route("/pictures/{picture}", get(pictures::picture))
        .route("/pictures/{picture}/open", post(pictures::open))
        .route("/pictures/{picture}/close", post(pictures::close))
        .route("/pictures/{picture}/finish", post(pictures::finish))
        .route("/pictures/{picture}/drop", post(pictures::leave))
        .route("/pictures/{picture}/{page}", get(pictures::rows).post(pictures::cut))
        .route("/pictures/{picture}/{page}/image", get(pictures::image))
        .route("/pictures/{picture}/{page}/{line}", get(pictures::type_one).post(pictures::keep))
        .route("/pictures/{picture}/{page}/{line}/strip", get(pictures::strip))
        .route("/pictures/{picture}/{page}/{line}/difference", get(pictures::difference).post(pictures::settle))
        .route("/record/{record}/strip", get(pictures::evidence::show))
        .fallback(nothing)
        .layer(RequestBodyLimitLayer::new(FORM_BYTES_MAX))
        .merge(programs())
        .layer(middleware::from_fn_with_state(Patience::OF_THE_DESK.of_forms(), pace::keep))
        // Photographs and lists are longer than forms: limits of their own, for those who may bring one in.
        .merge(
            Router::new()
                .merge(pictures::bringing())
                .merge(files())
                .layer(middleware::from_fn_with_state(Patience::OF_THE_DESK.of_files(), pace::keep)),
        )
        .layer(CompressionLayer::new())
        .layer(Patience::OF_THE_DESK.of_bodies())
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard::guard))
        .with_state(desk)
}

/// What programs ask, by tokens alone, with limits and refusals of its own; and the page on which tokens are made.
fn programs() -> Router<Arc<Desk>> {
    Router::new()
        .route("/tokens", get(tokens::show).post(tokens::make))
        .route("/tokens/{account}/{token}/revoke", post(tokens::revoke))
        .layer(RequestBodyLimitLayer::new(FORM_BYTES_MAX))
        .merge(crate::api::router())
}

/// Where files are sent, which are longer than forms.
fn files() -> Router<Arc<Desk>> {
    Router::new()
        .route("/imports", get(imports::show).post(imports::send))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(FILE_BYTES_MAX + FORM_BYTES_MAX))
}

/// To the first page that the account has.
async fn home(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        let shell = work.shell("nav-queue");
        crate::work::to(shell.places.first().map_or(crate::urls::Url::Audit, |place| place.url))
    })
    .await
}

async fn nothing(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |_| Err(crate::failure::Failure::NotThere)).await
}
