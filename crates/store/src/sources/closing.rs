//! A full chunk of an import is closed on a thread of its own, while the next rows are read: hashes, seals, compression
//! and ciphers are a third of an import's work, and need nothing but the keys.

use crate::Result;
use crate::chunk_writer::{ClosedChunk, OpenChunk};
use crate::import_rows::{ChunkRows, SealedRows};
use std::sync::Arc;
use std::thread::JoinHandle;
use vault::keys::Keyring;

/// A chunk and its rows, ready to be written.
pub(crate) struct Closed {
    pub(crate) chunk: ClosedChunk,
    pub(crate) rows: SealedRows,
}

/// A chunk that is being closed. Dropped, it is waited for: nothing of it runs on.
pub(crate) struct Closing(Option<JoinHandle<Result<Closed>>>);

impl Closing {
    pub(crate) fn begin(keys: &Arc<Keyring>, batch: &str, chunk: OpenChunk, rows: ChunkRows) -> Closing {
        let (keys, batch) = (Arc::clone(keys), batch.to_owned());
        let thread = std::thread::spawn(move || {
            let chunk = chunk.close(&keys, &batch)?;
            let rows = rows.seal(&keys, chunk.key)?;
            Ok(Closed { chunk, rows })
        });
        Closing(Some(thread))
    }

    pub(crate) fn wait(mut self) -> Result<Closed> {
        let thread = self.0.take().expect("a chunk is waited for once");
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            let _ = thread.join();
        }
    }
}
