//! What the desk asks of pictures: decoding, cutting and proposing are elsewhere, and the binary brings them.

use record::Cut;
use store::{Archive, Picture, PictureLine};

/// Pictures, for the pages.
pub trait Picturing: Send + Sync {
    /// The pages of a file, each with how its rows lie, as PNG.
    fn pages(&self, bytes: &[u8]) -> Result<Vec<(Cut, Vec<u8>)>, NoPicture>;

    /// A page turned by quarters to the right, with its rows found again.
    fn turned(&self, page: &[u8], quarters: u8) -> Result<(Cut, Vec<u8>), NoPicture>;

    /// The strips of a page, row by row, as PNG.
    fn strips(&self, cut: &Cut, page: &[u8]) -> Result<Vec<Vec<u8>>, NoPicture>;

    /// What a machine proposes that a strip says; nothing where there is none, or it cannot tell.
    fn propose(&self, strip: &[u8]) -> Option<String>;

    /// Makes an import of lines, under the headers of their columns; gives its number. Lines that are no entry are left out.
    fn import(
        &self,
        archive: &Archive,
        picture: &Picture,
        headers: &[String],
        lines: &[PictureLine],
        by: store::AccountId,
        time: &str,
    ) -> anyhow::Result<store::ImportNumber>;
}

/// Why a file is no picture of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// Neither JPEG nor PNG nor PDF.
    OtherKind,
    /// It cannot be decoded.
    Damaged,
    /// Too many bytes, pixels or pages.
    TooLarge,
    /// The program that draws pages of a PDF is not installed.
    MissingTool,
    /// Drawing took too long.
    Late,
}

impl NoPicture {
    /// The message that says so, and what to do.
    pub(crate) fn message(self) -> &'static str {
        match self {
            NoPicture::OtherKind => "pictures-other-kind",
            NoPicture::Damaged => "pictures-damaged",
            NoPicture::TooLarge => "pictures-too-large",
            NoPicture::MissingTool => "pictures-missing-tool",
            NoPicture::Late => "pictures-late",
        }
    }
}
