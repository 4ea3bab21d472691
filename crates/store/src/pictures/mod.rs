//! Lists that are pictures, from the upload to the import: their pages, their rows, what people type of each line.
//!
//! A machine reads nothing here that counts. A line is done when two different people hold the same text of it; neither sees the
//! other's before their own. All of it is encrypted at rest, each line under a key of its own, so that one can be forgotten. It is
//! neither ledger nor projection: what was typed enters the ledger as an import, and until then is in no backup.

mod agreeing;
mod keeping;
mod lines;
mod session;
mod turns;

pub use agreeing::{LineText, Settled};
pub use keeping::{NewLine, NewPicture, Picture, PictureMeta, PicturePage, PictureState};
pub use lines::{LineId, PictureLine};
pub use session::{Dispute, DisputedText, LineToType};

pub(crate) use keeping::{clear, holds_original};
pub(crate) use lines::forget;
