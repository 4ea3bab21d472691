//! How the rows of a page lie: shown over the page, corrected by numbers and buttons, without a script.

use super::one::of;
use super::{Fields, must_type, picturing, png};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use record::{Cut, ROWS_PER_PAGE_MAX, Row};
use std::fmt::Write;
use std::sync::Arc;
use store::PictureState;

/// Pixels by which a button moves a side.
const STEP: u32 = 4;

/// A row, drawn over the page.
struct Drawn {
    number: usize,
    top: u32,
    bottom: u32,
    /// Corners of the strip.
    points: String,
    /// Where its number stands.
    label: i64,
}

#[derive(Template)]
#[template(path = "picture_rows.html")]
struct RowsPage {
    shell: Shell,
    back: Url,
    own: Url,
    image: Url,
    /// Which page it is, in words.
    label: String,
    width: u32,
    height: u32,
    fall: i32,
    rows: Vec<Drawn>,
    wrong: Option<&'static str>,
}

fn page(work: &Work, (picture, page): (u32, u32), cut: &Cut, wrong: Option<&'static str>) -> Page {
    let drawn = cut.rows.iter().enumerate().map(|(at, row)| {
        let (left, right) = (cut.fallen(0), cut.fallen(cut.width));
        let (top, bottom) = (i64::from(row.top), i64::from(row.bottom));
        let width = cut.width;
        let mut points = String::new();
        let _ =
            write!(points, "0,{} {width},{} {width},{} 0,{}", top + left, top + right, bottom + right, bottom + left);
        Drawn { number: at + 1, top: row.top, bottom: row.bottom, points, label: bottom + left - 8 }
    });
    let (rows, shell) = (drawn.collect(), work.shell("picture-rows-title"));
    let (width, height, fall) = (cut.width, cut.height, cut.fall_milli);
    let mut page = shown(&RowsPage {
        back: Url::Picture(picture),
        own: Url::PicturePage(picture, page),
        image: Url::PictureImage(picture, page),
        label: shell.with("picture-page", "page", &page.to_string()),
        shell,
        width,
        height,
        fall,
        rows,
        wrong,
    })?;
    if wrong.is_some() {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(page)
}

fn cut_of(work: &Work, (picture, page): &(String, String)) -> Result<(u32, u32, Cut), Failure> {
    let picture = of(work, picture)?;
    let number: u32 = page.parse().map_err(|_| Failure::NotThere)?;
    if picture.state != PictureState::Cutting {
        return Err(Failure::NotThere);
    }
    let pages = work.desk.archive.picture_pages(picture.number)?;
    let own = pages.into_iter().find(|own| own.page == number).ok_or(Failure::NotThere)?;
    Ok((picture.number, number, own.cut))
}

/// The page with its rows.
pub(crate) async fn rows(State(desk): State<Arc<Desk>>, visit: Visit, Path(at): Path<(String, String)>) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let (picture, number, cut) = cut_of(work, &at)?;
        page(work, (picture, number), &cut, None)
    })
    .await
}

/// The image of the page.
pub(crate) async fn image(State(desk): State<Arc<Desk>>, visit: Visit, Path(at): Path<(String, String)>) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let (picture, number, _) = cut_of(work, &at)?;
        png(work.session(None)?.page_image(picture, number)?)
    })
    .await
}

/// What is typed and pressed.
pub(crate) async fn cut(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(at): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    at_work(desk, visit, move |work| {
        must_type(work)?;
        let (picture, number, before) = cut_of(work, &at)?;
        let archive = &work.desk.archive;
        let act = fields.get("act").map_or("save", String::as_str);
        if act == "turn" || act == "find" {
            let image = archive.picture_page_image(picture, number)?;
            let quarters = u8::from(act == "turn");
            let turned = picturing(work)?.turned(&image, quarters).map_err(|why| Failure::Wrong(why.message()))?;
            // What the page is scaled by stays what it was.
            let cut = Cut { scale_milli: before.scale_milli, ..turned.0 };
            archive.turn_page(picture, number, &cut, &turned.1)?;
            return to(Url::PicturePage(picture, number));
        }
        let changed = typed(&before, &fields).and_then(|cut| pressed(cut, act));
        match changed.filter(Cut::is_sound) {
            Some(cut) => {
                archive.cut_page(picture, number, &cut)?;
                to(if act == "done" { Url::Picture(picture) } else { Url::PicturePage(picture, number) })
            }
            None => page(work, (picture, number), &before, Some("picture-rows-wrong")),
        }
    })
    .await
}

/// The rows as the form's numbers say; nothing where one of them is no number.
fn typed(before: &Cut, fields: &Fields) -> Option<Cut> {
    let number = |name: &str| fields.get(name)?.trim().parse::<u32>().ok();
    let mut rows = Vec::new();
    for at in 1..=ROWS_PER_PAGE_MAX {
        if !fields.contains_key(&format!("top-{at}")) {
            break;
        }
        rows.push(Row { top: number(&format!("top-{at}"))?, bottom: number(&format!("bottom-{at}"))? });
    }
    let fall_milli = match fields.get("fall") {
        Some(text) => text.trim().parse().ok()?,
        None => before.fall_milli,
    };
    let even = fields.get("even").map(|text| text.trim()).filter(|text| !text.is_empty());
    let cut = Cut { fall_milli, rows, ..before.clone() };
    match even {
        Some(text) => evenly(&cut, text.parse().ok()?),
        None => Some(cut),
    }
}

/// So many rows of one height, from the first row's upper side to the last row's lower side.
fn evenly(cut: &Cut, count: u32) -> Option<Cut> {
    let top = cut.rows.first().map_or(0, |row| row.top);
    let bottom = cut.rows.last().map_or(cut.height, |row| row.bottom);
    if count == 0 || count as usize > ROWS_PER_PAGE_MAX || bottom <= top {
        return None;
    }
    let side = |at: u32| top + (u64::from(bottom - top) * u64::from(at) / u64::from(count)) as u32;
    let rows = (0..count).map(|at| Row { top: side(at), bottom: side(at + 1) }).collect();
    Some(Cut { rows, ..cut.clone() })
}

/// What a button does to the rows: `remove-3`, `split-3`, `after-3`, `top-3-up`, `bottom-3-down`.
fn pressed(mut cut: Cut, act: &str) -> Option<Cut> {
    let mut words = act.split('-');
    let (what, number) = (words.next()?, words.next());
    let Some(number) = number else { return matches!(what, "save" | "done" | "even").then_some(cut) };
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    if what == "after" && cut.rows.is_empty() && at == 0 {
        cut.rows.push(Row { top: cut.height / 4, bottom: cut.height / 4 + 60 });
        return Some(cut);
    }
    let row = *cut.rows.get(at)?;
    let limit = |from: u32, is_up: bool| if is_up { from.saturating_sub(STEP) } else { from + STEP };
    match (what, words.next()) {
        ("remove", None) => {
            cut.rows.remove(at);
        }
        ("split", None) => {
            let middle = u32::midpoint(row.top, row.bottom);
            cut.rows[at].bottom = middle;
            cut.rows.insert(at + 1, Row { top: middle, bottom: row.bottom });
        }
        ("after", None) => {
            // As high as the one above it, as far as there is room.
            let room = cut.rows.get(at + 1).map_or(cut.height, |next| next.top);
            let bottom = (row.bottom + (row.bottom - row.top)).min(room);
            cut.rows.insert(at + 1, Row { top: row.bottom, bottom });
        }
        ("top", Some(way)) => {
            cut.rows[at].top = limit(row.top, way == "up");
            // Neighbours that touch move together.
            if let Some(above) = at.checked_sub(1).and_then(|above| cut.rows.get_mut(above)) {
                above.bottom = above.bottom.min(limit(row.top, way == "up"));
            }
        }
        ("bottom", Some(way)) => {
            let to = limit(row.bottom, way == "up").min(cut.height);
            cut.rows[at].bottom = to;
            if let Some(below) = cut.rows.get_mut(at + 1) {
                below.top = below.top.max(to);
            }
        }
        _ => return None,
    }
    Some(cut)
}

#[cfg(test)]
mod tests {
    use super::{Cut, Fields, Row, pressed, typed};

    fn cut(rows: &[(u32, u32)]) -> Cut {
        let rows = rows.iter().map(|&(top, bottom)| Row { top, bottom }).collect();
        Cut { width: 100, height: 1_000, scale_milli: 1_000, fall_milli: 5, rows }
    }

    fn sides(cut: &Cut) -> Vec<(u32, u32)> {
        cut.rows.iter().map(|row| (row.top, row.bottom)).collect()
    }

    #[test]
    fn buttons_move_split_and_remove() {
        let two = cut(&[(100, 150), (150, 200)]);
        let after = |act: &str| sides(&pressed(two.clone(), act).unwrap());
        assert_eq!(after("remove-1"), [(150, 200)]);
        assert_eq!(after("split-2"), [(100, 150), (150, 175), (175, 200)]);
        assert_eq!(after("after-2"), [(100, 150), (150, 200), (200, 250)]);
        assert_eq!(after("top-2-up"), [(100, 146), (146, 200)]);
        assert_eq!(after("bottom-1-down"), [(100, 154), (154, 200)]);
        assert_eq!(after("save"), [(100, 150), (150, 200)]);
        for wrong in ["remove-3", "split-0", "top-x-up", "burn", "top-1", "remove-1-up"] {
            assert!(pressed(two.clone(), wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_read_or_refused() {
        let fields = |pairs: &[(&str, &str)]| -> Fields {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let before = cut(&[]);
        let read = typed(&before, &fields(&[("top-1", " 10"), ("bottom-1", "20"), ("fall", "-7")])).unwrap();
        assert_eq!((sides(&read), read.fall_milli), (vec![(10, 20)], -7));
        assert!(typed(&before, &fields(&[("top-1", "ten"), ("bottom-1", "20")])).is_none());
        let even = typed(&before, &fields(&[("top-1", "100"), ("bottom-1", "200"), ("even", "4")])).unwrap();
        assert_eq!(sides(&even), [(100, 125), (125, 150), (150, 175), (175, 200)]);
        assert!(typed(&before, &fields(&[("even", "0")])).is_none());
    }
}
