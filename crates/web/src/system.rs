//! How a system tells a server to end. The one place of this crate that calls what only one system has.

/// Waits until the process is told to end: Ctrl-C, and where there are such signals SIGTERM, and SIGHUP, which comes when the
/// window is closed that it was started in.
pub(crate) async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = came(signal(SignalKind::terminate())) => {}
            () = came(signal(SignalKind::hangup())) => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

/// Waits for a signal; for ever where nobody may listen to it.
#[cfg(unix)]
async fn came(signal: std::io::Result<tokio::signal::unix::Signal>) {
    match signal {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}
