//! How fast the body of a request must come. Without it, somebody who sends a letter now and then keeps a connection for as long as
//! they like, and needs no login for that.

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http_body::{Frame, SizeHint};
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// What is asked of a body.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pace {
    /// All of it is here within so long: a form is short.
    Whole(Duration),
    /// It may take as long as it goes on. From so long after its beginning on, so many bytes a second came on the average.
    GoesOn { after: Duration, bytes_per_second: u64 },
}

/// Holds the body of a request to its pace.
pub(crate) async fn keep(State(pace): State<Pace>, request: Request, next: Next) -> Response {
    next.run(request.map(|body| Body::new(Paced { body, pace, came: 0, began: None }))).await
}

/// A body, its bytes that came, and from when on it is looked at. The time begins when somebody first asks for the body: until then
/// its sender may wait for a turn.
struct Paced {
    body: Body,
    pace: Pace,
    came: u64,
    began: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Paced {
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let pace = self.pace;
        let (Pace::Whole(time) | Pace::GoesOn { after: time, .. }) = pace;
        let (began, time) = self.began.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(time))));
        if time.as_mut().poll(context).is_pending() {
            return false;
        }
        match pace {
            Pace::Whole(_) => true,
            Pace::GoesOn { bytes_per_second, .. } => self.came < bytes_per_second * began.elapsed().as_secs(),
        }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.is_late(context) {
            return Poll::Ready(Some(Err(io::Error::from(ErrorKind::TimedOut).into())));
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(bytes) = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()) {
            self.came += bytes.len() as u64;
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
