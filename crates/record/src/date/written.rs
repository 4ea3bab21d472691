//! Dates as people write them: what numbers, months and marks mean together.
//!
//! Where one writing can mean two days, the habit of the field decides (day before month) and the date carries
//! `?`. Nothing is guessed from today's date.

use super::hijri::{self, HIJRI_YEARS};
use super::point::{Point, Qualifier};
use super::words::{Item, Words};
use super::{Calendar, DateError, PartialDate, YEAR_MAX, YEAR_MIN};
use crate::fold;

/// How a two-digit year is completed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Century {
    /// `30` to `99` are of the twentieth century; others could be of either.
    Unknown,
    /// The date cannot lie before 1970.
    From1970,
}

/// No written date is longer.
const CHARACTERS_MAX: usize = 200;

pub(super) fn parse(text: &str, century: Century) -> Result<PartialDate, DateError> {
    let folded = fold(text);
    if folded.is_empty() {
        return Err(DateError::Empty);
    }
    if folded.chars().count() > CHARACTERS_MAX {
        return Err(DateError::NotADate);
    }
    if let Some(date) = edtf(&folded) {
        return Ok(date);
    }
    let words = Words::of(&folded).ok_or(DateError::NotADate)?;
    let mut date = equivalents(&words.items, century)?;
    if words.approximate {
        date = date.about();
    }
    if words.uncertain {
        date = date.doubted();
    }
    Ok(date)
}

fn edtf(folded: &str) -> Option<PartialDate> {
    let is_form =
        folded.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'x' | b'-' | b'/' | b'.' | b'~' | b'?' | b'%'));
    if !is_form || folded.starts_with('/') || folded.ends_with('/') {
        return None;
    }
    PartialDate::parse_edtf(&folded.to_ascii_uppercase()).ok()
}

/// "15 رمضان 1433 الموافق 3/8/2012": the Gregorian writing needs no conversion.
fn equivalents(items: &[Item], century: Century) -> Result<PartialDate, DateError> {
    let Some(middle) = items.iter().position(|item| *item == Item::Equals) else {
        return bounded(items, century);
    };
    let (one, other) = (bounded(&items[..middle], century), bounded(&items[middle + 1..], century));
    match (one, other) {
        (Ok(one), Ok(other)) if one.calendar() == Calendar::Hijri => Ok(other),
        (Ok(date), _) | (Err(_), Ok(date)) => Ok(date),
        (Err(error), Err(_)) => Err(error),
    }
}

fn bounded(items: &[Item], century: Century) -> Result<PartialDate, DateError> {
    match items.split_first() {
        Some((Item::Before, rest)) => open(simple(rest, century)?, true),
        Some((Item::After, rest)) => open(simple(rest, century)?, false),
        _ => simple(items, century).or_else(|error| range(items, century).ok_or(error)),
    }
}

fn open(date: PartialDate, before: bool) -> Result<PartialDate, DateError> {
    let (first, last) = date.interval();
    let edge = Point::of_day(if before { last } else { first }, Qualifier::default());
    // The year alone is enough: "before 2012" does not know of days.
    let edge = if date.month_day().is_some() { edge } else { Point { month: 0, day: 0, ..edge } };
    if before { PartialDate::between(None, Some(edge)) } else { PartialDate::between(Some(edge), None) }
}

/// Two dates with something between them that joins; the first may borrow the year of the second.
fn range(items: &[Item], century: Century) -> Option<PartialDate> {
    let joints = [Item::To, Item::Dash, Item::Slash];
    for joint in joints {
        for middle in (0..items.len()).filter(|&index| items[index] == joint) {
            let (left, right) = (&items[..middle], &items[middle + 1..]);
            if let Some(date) = short_range(left, right) {
                return Some(date);
            }
            let Ok(last) = simple(right, century) else { continue };
            let first = simple(left, century).ok().or_else(|| borrowing_year(left, right, century));
            if let Some(first) = first
                && let Ok(date) = PartialDate::from_to(first, last).or_else(|_| PartialDate::from_to(last, first))
            {
                return Some(date);
            }
        }
    }
    None
}

/// `2012-13` and `2012/14`.
fn short_range(left: &[Item], right: &[Item]) -> Option<PartialDate> {
    let ([Item::Number { value: first, digits: 4 }], [Item::Number { value: last, digits: 2 }]) = (left, right) else {
        return None;
    };
    let last = first - first % 100 + last;
    let year = |value: u32| i16::try_from(value).ok().and_then(|year| PartialDate::of_year(year).ok());
    if last > *first { PartialDate::from_to(year(*first)?, year(last)?).ok() } else { None }
}

fn borrowing_year(left: &[Item], right: &[Item], century: Century) -> Option<PartialDate> {
    if !left.iter().any(|item| matches!(item, Item::Month { .. })) {
        return None;
    }
    let year = right.iter().find(|item| matches!(item, Item::Number { digits: 4, .. }))?;
    let mut left = left.to_vec();
    left.push(*year);
    simple(&left, century).ok()
}

/// What one date holds, whatever the order.
#[derive(Default)]
struct Parts {
    numbers: Vec<(u32, u8)>,
    month: Option<(Option<Calendar>, u8)>,
    mark: Option<Calendar>,
    span: Option<(i16, u8)>,
    born: bool,
    dotted: bool,
}

impl Parts {
    fn of(items: &[Item]) -> Option<Parts> {
        let mut parts = Parts::default();
        for item in items {
            match *item {
                Item::Number { value, digits } => parts.numbers.push((value, digits)),
                Item::Month { calendar, month } => match parts.month {
                    // "آذار/مارس": one month in two languages.
                    Some((_, same)) if same != month => return None,
                    _ => parts.month = Some((calendar, month)),
                },
                Item::Mark(calendar) => parts.mark = Some(calendar),
                Item::Span { first_year, unspecified } if parts.span.is_none() => {
                    parts.span = Some((first_year, unspecified));
                }
                Item::Born => parts.born = true,
                Item::Dot => parts.dotted = true,
                Item::Dash | Item::Slash => {}
                Item::To | Item::Before | Item::After | Item::Equals | Item::Span { .. } => return None,
            }
        }
        Some(parts)
    }
}

/// Year, month and day (0 when unknown), and whether another reading is as good.
struct Reading {
    year: i16,
    month: u32,
    day: u32,
    ambiguous: bool,
}

/// One date without joints.
fn simple(items: &[Item], century: Century) -> Result<PartialDate, DateError> {
    let parts = Parts::of(items).ok_or(DateError::NotADate)?;
    if let Some((first_year, unspecified)) = parts.span {
        if !parts.numbers.is_empty() || parts.month.is_some() {
            return Err(DateError::NotADate);
        }
        return Point::span(first_year, unspecified, Qualifier::default()).map(PartialDate::point);
    }
    let reading = numbers(&parts, century)?;
    let (Ok(month), Ok(day)) = (u8::try_from(reading.month), u8::try_from(reading.day)) else {
        return Err(DateError::NoSuchDay);
    };
    let qualifier = Qualifier { uncertain: reading.ambiguous, approximate: false };
    let named = parts.month.and_then(|(calendar, _)| calendar);
    let hijri_month = named == Some(Calendar::Hijri);
    let hijri_year = HIJRI_YEARS.contains(&reading.year);
    if hijri_month && !hijri_year && parts.mark != Some(Calendar::Hijri) {
        return hijri_month_of_gregorian_year(reading.year, month, day, qualifier);
    }
    let unmarked = hijri_year && parts.mark.is_none() && named != Some(Calendar::Gregorian);
    if hijri_month || parts.mark == Some(Calendar::Hijri) || unmarked {
        return hijri::to_gregorian(reading.year, month, day, qualifier);
    }
    Point::new(reading.year, month, day, qualifier).map(PartialDate::point)
}

/// "رمضان 2012": the Ramadan that began in 2012.
fn hijri_month_of_gregorian_year(
    year: i16,
    month: u8,
    day: u8,
    qualifier: Qualifier,
) -> Result<PartialDate, DateError> {
    if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
        return Err(DateError::YearOutOfRange { first: YEAR_MIN, last: YEAR_MAX });
    }
    // Thirty-three Hijri years are about thirty-two Gregorian ones.
    let near = i16::try_from((i32::from(year) - 622) * 33 / 32).map_err(|_| DateError::NotADate)?;
    let mut found = (near - 1..=near + 2).filter_map(|candidate| {
        let start = hijri::to_gregorian(candidate, month, 1, qualifier).ok()?;
        (start.year() == Some(year)).then_some(candidate)
    });
    match (found.next(), found.next()) {
        (Some(only), None) => hijri::to_gregorian(only, month, day, qualifier),
        _ => Err(DateError::NotADate),
    }
}

fn numbers(parts: &Parts, century: Century) -> Result<Reading, DateError> {
    if let ([(compact, 8)], None) = (parts.numbers.as_slice(), parts.month) {
        let year = four_digits(compact / 10_000)?;
        return Ok(Reading { year, month: compact / 100 % 100, day: compact % 100, ambiguous: false });
    }
    if parts.numbers.iter().any(|&(_, digits)| digits == 3 || digits > 4) {
        return Err(DateError::NotADate);
    }
    let (year, position, short) = year(parts, century)?;
    let others: Vec<u32> = parts
        .numbers
        .iter()
        .enumerate()
        .filter(|&(index, _)| index != position)
        .map(|(_, &(value, _))| value)
        .collect();
    let (month, day, ambiguous) = match (parts.month, others.as_slice()) {
        (None, []) => (0, 0, false),
        (None, [month]) => (*month, 0, false),
        (Some((_, month)), []) => (u32::from(month), 0, false),
        (Some((_, month)), [day]) => (u32::from(month), *day, false),
        (None, [month, day]) if position == 0 => {
            if *month > 12 && *day <= 12 {
                (*day, *month, false)
            } else {
                (*month, *day, false)
            }
        }
        (None, [day, month]) if position == 2 => day_and_month(*day, *month, parts.dotted),
        _ => return Err(DateError::NotADate),
    };
    if month > 12 || day > 31 {
        return Err(DateError::NoSuchDay);
    }
    Ok(Reading { year, month, day, ambiguous: ambiguous || short })
}

/// Day first, unless only the other order is possible. Dots are written by those who put the day first.
fn day_and_month(first: u32, second: u32, dotted: bool) -> (u32, u32, bool) {
    if second > 12 && first <= 12 {
        return (first, second, false);
    }
    let could_swap = (1..=12).contains(&first) && (1..=12).contains(&second) && first != second;
    (second, first, could_swap && !dotted)
}

/// The year, where it stands among the numbers, and whether a two-digit year could have stood elsewhere.
fn year(parts: &Parts, century: Century) -> Result<(i16, usize, bool), DateError> {
    let numbers = &parts.numbers;
    let mut long = numbers.iter().enumerate().filter(|(_, (_, digits))| *digits == 4);
    match (long.next(), long.next()) {
        (Some((position, &(value, _))), None) => return Ok((four_digits(value)?, position, false)),
        (Some(_), Some(_)) => return Err(DateError::NotADate),
        (None, _) => {}
    }
    let last = numbers.len().checked_sub(1).ok_or(DateError::NotADate)?;
    let (first_value, last_value) = (numbers[0].0, numbers[last].0);
    if numbers[0].1 != 2 && numbers[last].1 != 2 {
        return Err(DateError::NotADate);
    }
    let has_month = parts.month.is_some();
    let position = match (last, has_month) {
        (0, false) if parts.born => 0,
        (2, false) | (0, true) if first_value > 31 => 0,
        (2, false) | (1, true) => last,
        (1, false) if last_value > 31 => last,
        _ => return Err(DateError::NotADate),
    };
    let year = match (century, numbers[position]) {
        (Century::Unknown, (value @ 30..=99, 2)) | (Century::From1970, (value @ 70..=99, 2)) => 1900 + value,
        (Century::From1970, (value @ 0..=69, 2)) => 2000 + value,
        _ => return Err(DateError::NotADate),
    };
    let elsewhere = last == 2 && first_value <= 31 && last_value <= 31;
    Ok((four_digits(year)?, position, elsewhere))
}

fn four_digits(value: u32) -> Result<i16, DateError> {
    i16::try_from(value).map_err(|_| DateError::NotADate)
}
