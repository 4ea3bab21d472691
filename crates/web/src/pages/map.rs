//! Counts on an outline: by governorate in shades, by facility as dots where it is publicly known where one lies. The table below
//! says the same.

use crate::api::places::on_the_map;
use crate::counting::stays::PlaceAt;
use crate::counting::telling::{class_of, classes};
use crate::counting::traces::Traces;
use crate::desk::Desk;
use crate::outline::Outline;
use crate::shell::Shell;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use figures::charts::{Choropleth, Dot, Region, SHADES};
use figures::number;
use std::sync::Arc;
use store::access::{Asked, Kind};

struct Line {
    url: String,
    name: String,
    count: String,
    shade: usize,
}

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    shell: Shell,
    /// Nothing where the outline has no area.
    svg: Option<String>,
    legend: Vec<(usize, String)>,
    governorates: Vec<Line>,
    facilities: Vec<Line>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, page).await
}

fn page(work: &Work) -> Page {
    work.must(Asked::see(Kind::Counts))?;
    let shell = work.shell("map-title");
    let traces = work.desk.traces()?;
    let most = traces.governorates.values().copied().max().unwrap_or_default();
    let classes = classes(most);
    let line = |at: PlaceAt, count: u64, url: &dyn Fn(&'static str) -> String| {
        let place = traces.places.place(at)?;
        let (url, shade) = (url(place.id.as_str()), class_of(&classes, count));
        Some(Line { url, name: shell.place(place), count: shell.told(count), shade })
    };
    let [governorates, facilities] = on_the_map(&traces);
    let of_governorate = |id: &'static str| format!("{}?governorate={id}", Url::Facilities);
    let governorates = governorates.into_iter().filter_map(|(at, count)| line(at, count, &of_governorate));
    let of_facility = |id: &'static str| Url::Facility(id).to_string();
    let facilities = facilities.into_iter().filter_map(|(at, count)| line(at, count, &of_facility));
    let svg = draw(&shell, &work.desk.outline, &traces, &classes);
    let legend = legend(&shell, &classes);
    let (governorates, facilities) = (governorates.collect(), facilities.collect());
    shown(&MapPage { shell, svg, legend, governorates, facilities })
}

fn legend(shell: &Shell, classes: &[u64; SHADES]) -> Vec<(usize, String)> {
    let few = (0, shell.say("counts-few"));
    let others = classes.iter().zip(1..).map(|(begin, shade)| {
        let (from, next) = (number::count(*begin), classes.get(shade).map(|next| number::count(next - 1)));
        let told = match next {
            Some(to) => shell.tell("map-between", &[("from", (&from).into()), ("to", (&to).into())]),
            None => shell.with("map-from", "from", &from),
        };
        (shade, told)
    });
    std::iter::once(few).chain(others).collect()
}

/// What an area or a dot says when it is pointed at.
fn told(shell: &Shell, name: &str, count: u64) -> String {
    let count = shell.told(count);
    shell.tell("map-told", &[("place", name.into()), ("count", (&count).into())])
}

fn draw(shell: &Shell, outline: &Outline, traces: &Traces, classes: &[u64; SHADES]) -> Option<String> {
    let places = &traces.places;
    let areas = outline.areas.iter().filter_map(|area| {
        let at = places.at(&area.place)?;
        let place = places.place(at)?;
        // An area of a facility, or of a place that is neither, is drawn by what is said of it alone.
        let facility = traces.facilities.get(&at).map(|facility| facility.stays);
        let count = traces.governorates.get(&at).copied().or(facility).unwrap_or_default();
        let name = shell.place(place);
        let link = if traces.governorates.contains_key(&at) {
            format!("{}?governorate={}", Url::Facilities, place.id.as_str())
        } else {
            String::new()
        };
        Some((told(shell, &name, count), name, &area.rings, class_of(classes, count), link))
    });
    let areas: Vec<_> = areas.collect();
    let regions: Vec<Region<'_>> = areas
        .iter()
        .map(|(told, name, rings, shade, link)| Region { name, told, rings, shade: *shade, link })
        .collect();
    let dots = traces.facilities.iter().filter(|(_, facility)| facility.stays > 0).filter_map(|(at, facility)| {
        let place = places.place(*at)?;
        let position = place.position?;
        let told = told(shell, &shell.place(place), facility.stays);
        let link = Url::Facility(place.id.as_str()).to_string();
        Some((told, (position.longitude(), position.latitude()), class_of(classes, facility.stays), link))
    });
    let dots: Vec<_> = dots.collect();
    let dots: Vec<Dot<'_>> =
        dots.iter().map(|(told, at, shade, link)| Dot { told, at: *at, shade: *shade, link }).collect();
    let label = shell.say("map-title");
    (!regions.is_empty()).then(|| Choropleth { regions: &regions, dots: &dots, told: &label }.draw())
}
