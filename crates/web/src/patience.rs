//! How long the server waits for whoever sends or reads slowly, and how many it lets in at once. Without limits, one machine that begins
//! requests and never ends them holds every place there is, and nobody else comes in.
//!
//! What is deliberately absent: a limit on how long a whole request may take. Lists are sent over links that carry some kilobytes a second;
//! one may take an hour, as long as it goes on.

use axum_server::Server;
use axum_server::accept::Accept;
use std::future::{Ready, ready};
use std::io::{self, ErrorKind, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};
use tower_http::timeout::RequestBodyTimeoutLayer;

/// How long, and how many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// From where a connection is open, or an answer was sent on it, until the head of the next request is here. A connection that a
    /// browser keeps and does not use ends by this too.
    head: Duration,
    /// How long nothing may come of a body that is being sent, and how long nothing may be taken of an answer.
    stall: Duration,
    /// Connections at one time.
    connections: usize,
}

impl Patience {
    /// The desk's. Browsers open six connections each: so many are for eighty people who all click within the same twenty seconds, and
    /// leave the database half of the 1,024 files that a process may commonly have open.
    pub(crate) const OF_THE_DESK: Patience =
        Patience { head: Duration::from_secs(20), stall: Duration::from_secs(30), connections: 512 };

    /// Tells a server how long it waits for heads. It speaks HTTP/1.1 alone: connections of HTTP/2 have streams of their own, for which
    /// it has no such limit.
    pub(crate) fn tell<A>(self, mut server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
        server.http_builder().http1().header_read_timeout(self.head);
        server.http1_only().first_request_timeout(self.head)
    }

    /// What gives up a body of which nothing comes.
    pub(crate) fn of_bodies(self) -> RequestBodyTimeoutLayer {
        RequestBodyTimeoutLayer::new(self.stall)
    }

    /// What lets connections in.
    pub(crate) fn door(self) -> Door {
        Door { places: Arc::new(Semaphore::new(self.connections)), stall: self.stall }
    }
}

/// Lets so many connections in at one time. Whoever comes while it is full is sent away at once: waiting would take what is scarce.
#[derive(Clone)]
pub(crate) struct Door {
    places: Arc<Semaphore>,
    stall: Duration,
}

impl<Service> Accept<TcpStream, Service> for Door {
    type Stream = Held;
    type Service = Service;
    type Future = Ready<io::Result<(Held, Service)>>;

    fn accept(&self, stream: TcpStream, service: Service) -> Self::Future {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let held = place.map(|place| Held { stream, stall: self.stall, late: None, _place: place });
        ready(held.map(|held| (held, service)).map_err(|_| ErrorKind::ConnectionRefused.into()))
    }
}

/// A connection that has a place. It fails when what is written to it is not taken for too long.
pub(crate) struct Held {
    stream: TcpStream,
    stall: Duration,
    /// When it is too long, while something waits to be taken.
    late: Option<Pin<Box<Sleep>>>,
    _place: OwnedSemaphorePermit,
}

impl Held {
    fn in_time<T>(&mut self, context: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.late = None;
            return done;
        }
        let stall = self.stall;
        let late = self.late.get_or_insert_with(|| Box::pin(sleep(stall)));
        late.as_mut().poll(context).map(|()| Err(ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Held {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Held {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.in_time(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.in_time(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::{Door, Patience};
    use axum::Router;
    use axum::body::Bytes;
    use axum::routing::{get, post};
    use std::io::{ErrorKind, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::time::{Duration, Instant};
    use tokio::runtime::{Builder, Runtime};

    const SHORT: Duration = Duration::from_millis(400);
    const LONG: Duration = Duration::from_mins(10);
    /// Later than this, nobody has let go.
    const LATE: Duration = Duration::from_secs(20);
    /// More than what lies between two programs on its way.
    const MUCH: usize = 64 << 20;

    /// A server with the desk's limits in front of pages of few words.
    struct Here {
        port: u16,
        door: Door,
        _runtime: Runtime,
    }

    impl Here {
        fn with(patience: Patience) -> Here {
            let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
            let port = listener.local_addr().unwrap().port();
            let routes = Router::new()
                .route("/", get(|| async { "here" }))
                .route("/much", get(|| async { vec![0_u8; MUCH] }))
                .route("/body", post(|body: Bytes| async move { body.len().to_string() }))
                .layer(patience.of_bodies());
            let door = patience.door();
            {
                let _inside = runtime.enter();
                let server = patience.tell(axum_server::from_tcp(listener).unwrap()).acceptor(door.clone());
                runtime.spawn(server.serve(routes.into_make_service()));
            }
            Here { port, door, _runtime: runtime }
        }

        /// Sends something, and leaves the connection open.
        fn sends(&self, text: &str) -> TcpStream {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
            stream.set_read_timeout(Some(LATE)).unwrap();
            stream.write_all(text.as_bytes()).unwrap();
            stream
        }

        /// Waits until that many places are free.
        fn has_free(&self, places: usize) {
            let since = Instant::now();
            while self.door.places.available_permits() != places {
                assert!(since.elapsed() < LATE, "{} places are free", self.door.places.available_permits());
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }

    /// What came until the server let go of a connection.
    fn let_go(stream: &mut TcpStream) -> String {
        let mut bytes = Vec::new();
        if let Err(error) = stream.read_to_end(&mut bytes) {
            assert_eq!(error.kind(), ErrorKind::ConnectionReset, "it was not let go");
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    const REQUEST: &str = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    const HALF_HEADS: [&str; 4] = ["", "G", "GET / HT", "GET / HTTP/1.1\r\nHost: here\r\n"];
    const HALF_BODY: &str = "POST /body HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf";

    #[test]
    fn a_head_that_does_not_end_is_not_waited_for() {
        let here = Here::with(Patience { head: SHORT, stall: LONG, connections: 20 });
        for half in HALF_HEADS {
            assert_eq!(let_go(&mut here.sends(half)), "", "{half}");
            // The same on a connection that was used before: an idle one is the first of them.
            let told = let_go(&mut here.sends(&format!("{REQUEST}{half}")));
            assert!(told.starts_with("HTTP/1.1 200") && told.ends_with("here"), "{half}: {told}");
        }
        here.has_free(20);
        // Without the limit it would be.
        let here = Here::with(Patience { head: LONG, stall: SHORT, connections: 20 });
        for half in HALF_HEADS {
            let mut stream = here.sends(half);
            stream.set_read_timeout(Some(SHORT * 2)).unwrap();
            let kind = stream.read(&mut [0]).unwrap_err().kind();
            assert!(matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{half}: {kind}");
        }
    }

    #[test]
    fn a_body_that_stands_still_is_not_waited_for_and_a_slow_one_is() {
        let here = Here::with(Patience { head: LONG, stall: SHORT, connections: 20 });
        let told = let_go(&mut here.sends(HALF_BODY));
        assert!(told.starts_with("HTTP/1.1 4"), "{told}");
        here.has_free(20);
        // Three times as long as a stall, a letter at a time.
        let mut slow = here.sends(HALF_BODY);
        for letter in ["s", "l", "o", "w", "l", "y"] {
            std::thread::sleep(SHORT / 2);
            slow.write_all(letter.as_bytes()).unwrap();
        }
        let mut told = [0; 12];
        slow.read_exact(&mut told).unwrap();
        assert_eq!(&told, b"HTTP/1.1 200");
    }

    #[test]
    fn an_answer_that_nobody_takes_holds_no_place() {
        let here = Here::with(Patience { head: LONG, stall: SHORT, connections: 20 });
        let _unread = here.sends("GET /much HTTP/1.1\r\nHost: here\r\n\r\n");
        here.has_free(19);
        here.has_free(20);
    }

    #[test]
    fn no_more_come_in_than_there_are_places() {
        let here = Here::with(Patience { head: LONG, stall: LONG, connections: 2 });
        let (first, _second) = (here.sends(""), here.sends(""));
        here.has_free(0);
        let mut stream = TcpStream::connect(("127.0.0.1", here.port)).unwrap();
        stream.set_read_timeout(Some(LATE)).unwrap();
        assert_eq!(let_go(&mut stream), "", "it is full");
        drop(first);
        here.has_free(1);
        let mut told = [0; 12];
        here.sends(REQUEST).read_exact(&mut told).unwrap();
        assert_eq!(&told, b"HTTP/1.1 200");
    }
}
