//! Waiting for an answer of SQLite's thread, which needs no reactor: a thread sleeps until it is woken. A runtime would poll its
//! sockets at each statement, and threads that share one would wait for each other.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future to its end on this thread.
pub(super) fn wait<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Sleeper(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            // A wake that came before is not lost: parking returns at once then. The first of many rows wakes: SQLite's thread is let
            // go on with the others, or the two would take turns for each row where they share a core.
            Poll::Pending => {
                thread::park();
                thread::yield_now();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn what_another_thread_answers_arrives() {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let other = std::thread::spawn(move || sender.send(7));
        assert_eq!(wait(receiver), Ok(7));
        assert_eq!(other.join().unwrap(), Ok(()));
    }
}
