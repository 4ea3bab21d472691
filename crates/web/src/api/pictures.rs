//! Lists that are pictures: how far each has come. Its lines are typed by people who do not see each other's, so no program is shown
//! them.

use super::sent::Sent;
use crate::failure::Failure;
use crate::pages::pictures as page;
use crate::shown::plain;
use crate::work::Work;
use serde::Serialize;
use store::Picture;
use utoipa::ToSchema;

/// Pictures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Pictures {
    /// In the order in which they came.
    pub(crate) pictures: Vec<PictureLine>,
}

/// A picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PictureLine {
    /// Its number.
    pub(crate) picture: u32,
    /// What it is called.
    pub(crate) source: String,
    /// `cutting`, `typing` or `imported`.
    pub(crate) state: &'static str,
    /// Its pages.
    pub(crate) pages: u32,
    /// Its lines, once they are typed.
    pub(crate) lines: u64,
    /// Lines of which two people hold the same text.
    pub(crate) done: u64,
    /// Lines that two people read differently.
    pub(crate) disputed: u64,
}

/// One picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OnePicture {
    /// What is known of it.
    #[serde(flatten)]
    pub(crate) line: PictureLine,
    /// What its columns mean, as stable words of properties.
    pub(crate) columns: Vec<&'static str>,
    /// Rows of each page, in order.
    pub(crate) rows: Vec<usize>,
    /// The list that was made of it.
    pub(crate) import: Option<String>,
}

impl PictureLine {
    fn of(picture: &Picture) -> PictureLine {
        PictureLine {
            picture: picture.number,
            source: plain(&picture.meta.source),
            state: page::state_word(picture.state),
            pages: picture.pages,
            lines: picture.lines,
            done: picture.done,
            disputed: picture.disputed,
        }
    }
}

pub(super) fn all(work: &Work, _: &Sent) -> Result<Pictures, Failure> {
    page::must_see(work)?;
    let pictures = work.desk.archive.pictures()?;
    Ok(Pictures { pictures: pictures.iter().map(PictureLine::of).collect() })
}

pub(super) fn one(work: &Work, sent: &Sent) -> Result<OnePicture, Failure> {
    page::must_see(work)?;
    let archive = &work.desk.archive;
    let picture = archive.picture(sent.id("picture")?)?;
    let pages = archive.picture_pages(picture.number)?;
    Ok(OnePicture {
        line: PictureLine::of(&picture),
        columns: picture.meta.columns.iter().map(|property| property.as_str()).collect(),
        rows: pages.iter().map(|page| page.cut.rows.len()).collect(),
        import: picture.meta.import.map(|import| import.to_string()),
    })
}
