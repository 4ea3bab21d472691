//! How long the server waits for whoever sends or reads slowly, and how many it lets in at once. Without limits, one machine that begins
//! requests and never ends them holds every place there is, and nobody else comes in.
//!
//! What is deliberately absent: a limit on how long a whole request may take. Lists are sent over links that carry some kilobytes a second;
//! one may take an hour, as long as it goes on. Forms are short, and have a minute.

use crate::pace::Pace;
use axum_server::Server;
use axum_server::accept::Accept;
use socket2::SockRef;
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::io::{self, ErrorKind, IoSlice};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
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
    /// How long nothing may come of a body that is being sent.
    stall: Duration,
    /// How long nothing may be taken of an answer.
    taken: Duration,
    /// How long a form may take, from its first byte to its last.
    form: Duration,
    /// From when on a file comes at its least rate ([`FILE_BYTES_PER_SECOND_MIN`]).
    file: Duration,
    /// Connections at one time.
    connections: usize,
    /// Of one peer that is not this machine.
    share: usize,
}

/// A file that comes slower than that takes hours, and somebody's turn with it.
const FILE_BYTES_PER_SECOND_MIN: u64 = 4 << 10;
/// What of an answer lies between the server and its network. The system says that something was taken when a third of it is free: of the
/// megabytes that it would grow to, whoever reads 30 kB a second takes none in a minute. Linux doubles the number.
const SENT_AHEAD_BYTES: usize = 128 << 10;

impl Patience {
    /// The desk's. Browsers open six connections each: so many are for eighty people who all click within the same twenty seconds, and
    /// leave the database half of the 1,024 files that a process may commonly have open. An office behind one address has an eighth.
    pub(crate) const OF_THE_DESK: Patience = Patience {
        head: Duration::from_secs(20),
        stall: Duration::from_secs(30),
        taken: Duration::from_mins(1),
        form: Duration::from_mins(1),
        file: Duration::from_mins(1),
        connections: 512,
        share: 64,
    };
    /// The same where a proxy asks for everybody, from this machine or another: who has how many is for the proxy to say.
    pub(crate) const BEHIND_A_PROXY: Patience =
        Patience { share: Patience::OF_THE_DESK.connections, ..Patience::OF_THE_DESK };

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

    /// How fast a form comes.
    pub(crate) const fn of_forms(self) -> Pace {
        Pace::Whole(self.form)
    }

    /// How fast a file comes.
    pub(crate) const fn of_files(self) -> Pace {
        Pace::GoesOn { after: self.file, bytes_per_second: FILE_BYTES_PER_SECOND_MIN }
    }

    /// What lets connections in.
    pub(crate) fn door(self) -> Door {
        let places = Arc::new(Semaphore::new(self.connections));
        Door { places, peers: Peers::default(), share: self.share, taken: self.taken }
    }
}

/// Lets so many connections in at one time, and of one peer a share of them. Whoever comes while it is full is sent away at once: waiting
/// would take what is scarce.
#[derive(Clone)]
pub(crate) struct Door {
    places: Arc<Semaphore>,
    peers: Peers,
    share: usize,
    taken: Duration,
}

impl Door {
    fn let_in(&self, stream: TcpStream) -> io::Result<Held> {
        let full = || io::Error::from(ErrorKind::ConnectionRefused);
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| full())?;
        let peer = self.peers.let_in(stream.peer_addr()?.ip(), self.share).ok_or_else(full)?;
        // Where the system refuses, slow readers are let go sooner: they come in all the same.
        let _ = SockRef::from(&stream).set_send_buffer_size(SENT_AHEAD_BYTES);
        Ok(Held { stream, taken: self.taken, late: None, _place: place, _peer: peer })
    }
}

impl<Service> Accept<TcpStream, Service> for Door {
    type Stream = Held;
    type Service = Service;
    type Future = Ready<io::Result<(Held, Service)>>;

    fn accept(&self, stream: TcpStream, service: Service) -> Self::Future {
        ready(self.let_in(stream).map(|held| (held, service)))
    }
}

/// How many connections each peer has.
#[derive(Clone, Default)]
struct Peers(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A connection of a peer, counted until it is dropped. This machine's are not: there is a proxy, which asks for everybody.
struct Peer {
    peers: Peers,
    address: Option<IpAddr>,
}

impl Peers {
    /// Counts a connection of a peer that has less than its share.
    fn let_in(&self, address: IpAddr, share: usize) -> Option<Peer> {
        let address = address.to_canonical();
        if address.is_loopback() {
            return Some(Peer { peers: self.clone(), address: None });
        }
        let address = one_household(address);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.get(&address).copied().unwrap_or(0);
        if count >= share {
            return None;
        }
        counts.insert(address, count + 1);
        Some(Peer { peers: self.clone(), address: Some(address) })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut counts = self.peers.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = counts.get(&address).copied().unwrap_or(0).saturating_sub(1);
        if left == 0 {
            counts.remove(&address);
        } else {
            counts.insert(address, left);
        }
    }
}

/// An address, of IPv6 the network that one line has (RFC 6177): whoever has it has all of its addresses.
fn one_household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// A connection that has a place. It fails when what is written to it is not taken for too long.
pub(crate) struct Held {
    stream: TcpStream,
    taken: Duration,
    /// When it is too long, while something waits to be taken.
    late: Option<Pin<Box<Sleep>>>,
    _place: OwnedSemaphorePermit,
    _peer: Peer,
}

impl Held {
    fn in_time<T>(&mut self, context: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.late = None;
            return done;
        }
        let taken = self.taken;
        let late = self.late.get_or_insert_with(|| Box::pin(sleep(taken)));
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
    use super::{Door, Patience, Peers};
    use crate::pace;
    use axum::body::Bytes;
    use axum::routing::{get, post};
    use axum::{Router, middleware};
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

    /// Waits for everything.
    const PATIENT: Patience =
        Patience { head: LONG, stall: LONG, taken: LONG, form: LONG, file: LONG, connections: 20, share: 20 };

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
                .route("/body", post(length))
                .layer(middleware::from_fn_with_state(patience.of_forms(), pace::keep))
                .merge(
                    Router::new()
                        .route("/file", post(length))
                        .layer(middleware::from_fn_with_state(patience.of_files(), pace::keep)),
                )
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

    async fn length(body: Bytes) -> String {
        body.len().to_string()
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
        let here = Here::with(Patience { head: SHORT, ..PATIENT });
        for half in HALF_HEADS {
            assert_eq!(let_go(&mut here.sends(half)), "", "{half}");
            // The same on a connection that was used before: an idle one is the first of them.
            let told = let_go(&mut here.sends(&format!("{REQUEST}{half}")));
            assert!(told.starts_with("HTTP/1.1 200") && told.ends_with("here"), "{half}: {told}");
        }
        here.has_free(20);
        // Without the limit it would be.
        let here = Here::with(Patience { stall: SHORT, ..PATIENT });
        for half in HALF_HEADS {
            let mut stream = here.sends(half);
            stream.set_read_timeout(Some(SHORT * 2)).unwrap();
            let kind = stream.read(&mut [0]).unwrap_err().kind();
            assert!(matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{half}: {kind}");
        }
    }

    #[test]
    fn a_body_that_stands_still_is_not_waited_for_and_a_slow_one_is() {
        let here = Here::with(Patience { stall: SHORT, ..PATIENT });
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

    /// Sends letters for some seconds at most, until the server lets go; what it said.
    fn dripped(here: &Here, path: &str) -> String {
        let head = format!("POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n");
        let mut stream = here.sends(&head);
        stream.set_read_timeout(Some(SHORT / 4)).unwrap();
        let (mut told, since) = (Vec::new(), Instant::now());
        while since.elapsed() < SHORT * 12 {
            let mut bytes = [0; 1024];
            match stream.read(&mut bytes) {
                Ok(0) => break,
                Ok(count) => told.extend_from_slice(&bytes[..count]),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(_) => break,
            }
            let _ = stream.write_all(b"x");
        }
        String::from_utf8_lossy(&told).into_owned()
    }

    #[test]
    fn a_form_that_drips_is_not_waited_for() {
        // None of them stands still.
        let here = Here::with(Patience { form: SHORT * 2, stall: SHORT * 10, ..PATIENT });
        let told = dripped(&here, "/body");
        assert!(told.starts_with("HTTP/1.1 4"), "{told}");
        here.has_free(20);
        assert_eq!(dripped(&here, "/file"), "", "a file may take longer");
    }

    #[test]
    fn a_file_that_comes_too_slowly_is_not_waited_for() {
        let here = Here::with(Patience { file: SHORT * 4, stall: SHORT * 10, ..PATIENT });
        let told = dripped(&here, "/file");
        assert!(told.starts_with("HTTP/1.1 4"), "{told}");
        here.has_free(20);
        // Twice the least rate, for twice that time.
        let (size, steps) = (4 << 10, 8);
        let head = format!("POST /file HTTP/1.1\r\nHost: here\r\nContent-Length: {}\r\n\r\n", size * steps);
        let mut stream = here.sends(&head);
        for _ in 0..steps {
            stream.write_all(&vec![b'x'; size]).unwrap();
            std::thread::sleep(SHORT);
        }
        let mut told = [0; 12];
        stream.read_exact(&mut told).unwrap();
        assert_eq!(&told, b"HTTP/1.1 200");
    }

    #[test]
    fn one_peer_has_a_share_of_the_places() {
        let peers = Peers::default();
        let comes = |address: &str| peers.let_in(address.parse().unwrap(), 2);
        let both = [comes("192.0.2.1").unwrap(), comes("192.0.2.1").unwrap()];
        assert!(comes("192.0.2.1").is_none() && comes("::ffff:192.0.2.1").is_none());
        assert!(comes("192.0.2.2").is_some(), "another has its own");
        let line = [comes("2001:db8::1").unwrap(), comes("2001:db8::2").unwrap()];
        assert!(comes("2001:db8::3").is_none() && comes("2001:db8:0:1::3").is_some());
        let own: Vec<_> = (0..9).map(|_| comes("127.0.0.1")).chain([comes("::1")]).collect();
        assert!(own.iter().all(Option::is_some), "a proxy asks for everybody");
        drop((both, line));
        assert!(comes("192.0.2.1").is_some() && comes("2001:db8::3").is_some());
        assert!(peers.0.lock().unwrap().is_empty(), "nobody is remembered who has gone");
    }

    #[test]
    fn a_slow_reader_gets_everything() {
        let here = Here::with(Patience { taken: SHORT * 4, ..PATIENT });
        let mut stream = here.sends("GET /much HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
        let (mut got, since) = (0, Instant::now());
        let mut bytes = vec![0; 32 << 10];
        // Five times as long as nothing may be taken, a little at a time: what lies in the system's buffers does not last so long.
        while since.elapsed() < SHORT * 20 {
            got += stream.read(&mut bytes).unwrap();
            std::thread::sleep(SHORT / 4);
        }
        assert!(got < MUCH / 2, "{got} bytes: it was slow");
        loop {
            match stream.read(&mut bytes).unwrap() {
                0 => break,
                count => got += count,
            }
        }
        assert!(got > MUCH, "{got} bytes");
    }

    #[test]
    fn an_answer_that_nobody_takes_holds_no_place() {
        let here = Here::with(Patience { taken: SHORT, ..PATIENT });
        let _unread = here.sends("GET /much HTTP/1.1\r\nHost: here\r\n\r\n");
        here.has_free(19);
        here.has_free(20);
    }

    #[test]
    fn no_more_come_in_than_there_are_places() {
        let here = Here::with(Patience { connections: 2, ..PATIENT });
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
