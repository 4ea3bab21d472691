//! Pictures behind the pages: decoding, cutting and proposing of `exchange`, and the road of any list into the archive.

use crate::places;
use exchange::picture::{self, Gray, PictureError};
use exchange::{Item, TypedLine};
use link::person::search_keys;
use record::{Cut, Position};
use std::ops::ControlFlow;
use store::{AccountId, Archive, ImportMeta, ImportNumber, Picture, PictureLine};
use web::{NoPicture, Picturing};

/// What the desk asks of pictures.
pub(crate) struct DeskPictures;

fn why(error: PictureError) -> NoPicture {
    match error {
        PictureError::OtherKind => NoPicture::OtherKind,
        PictureError::Damaged => NoPicture::Damaged,
        PictureError::TooLarge => NoPicture::TooLarge,
        PictureError::MissingTool => NoPicture::MissingTool,
        PictureError::Late => NoPicture::Late,
    }
}

fn kept(page: &picture::Page) -> Result<(Cut, Vec<u8>), NoPicture> {
    Ok((page.cut.clone(), picture::to_png(&page.image).map_err(why)?))
}

impl Picturing for DeskPictures {
    fn pages(&self, bytes: &[u8]) -> Result<Vec<(Cut, Vec<u8>)>, NoPicture> {
        picture::pages(bytes).map_err(why)?.iter().map(kept).collect()
    }

    fn turned(&self, page: &[u8], quarters: u8) -> Result<(Cut, Vec<u8>), NoPicture> {
        let page: Gray = picture::from_png(page).map_err(why)?;
        kept(&picture::page(&page.turned(quarters, false)))
    }

    fn strips(&self, cut: &Cut, page: &[u8]) -> Result<Vec<Vec<u8>>, NoPicture> {
        let page = picture::from_png(page).map_err(why)?;
        let strips = cut.rows.iter().map(|row| picture::to_png(&picture::strip(cut, &page, *row)).map_err(why));
        strips.collect()
    }

    fn propose(&self, strip: &[u8]) -> Option<String> {
        picture::propose(&picture::from_png(strip).ok()?)
    }

    fn import(
        &self,
        archive: &Archive,
        picture: &Picture,
        headers: &[String],
        lines: &[PictureLine],
        by: AccountId,
        time: &str,
    ) -> anyhow::Result<ImportNumber> {
        let meta = &picture.meta;
        let as_of = Some(meta.as_of.clone()).filter(|as_of| !as_of.is_empty());
        let mapping = exchange::typed_mapping(&meta.columns, headers, meta.kind.default_role(), as_of);
        let typed = lines.iter().filter_map(|line| {
            let text = line.agreed.as_ref().filter(|text| !text.is_no_entry)?;
            let position = Position {
                page: Some(line.id.page),
                row: u64::from(line.id.line),
                area: Some(line.area),
                ..Position::default()
            };
            Some(TypedLine { position, cells: text.cells.clone() })
        });
        let typed: Vec<TypedLine> = typed.collect();
        let mut writer = archive.begin_import(ImportMeta {
            source: meta.source.clone(),
            kind: meta.kind,
            original: Some(meta.original.clone()),
            mapping: mapping.to_toml()?,
            as_of: meta.as_of.clone(),
            one_row_per_person: false,
            by: Some(by),
        })?;
        let mut failure = None;
        exchange::read_typed(typed, &mapping, places::of(archive)?, &mut |item| {
            let pushed = match item {
                Item::Record(record, problems) => {
                    let keys = if record.role.is_matched() { search_keys(&record.claims) } else { Vec::new() };
                    writer.push(record, problems, &keys).map(drop)
                }
                Item::Problem(problem) => writer.problem(&problem),
            };
            failure = pushed.err();
            if failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match failure {
            Some(error) => Err(error.into()),
            None => Ok(writer.accept(time)?.number),
        }
    }
}
