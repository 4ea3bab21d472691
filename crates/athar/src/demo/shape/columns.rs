//! Which columns a list has, and how completely they are filled.
//!
//! The shares are from general knowledge of such lists: families know the parents, a volunteer at a gate asks for an age and a town, a register
//! has the number of the family's page. They are no figures to quote.

use super::super::random::Random;
use super::fields::{FIELDS, Field, Language, headings};
use super::style::Kind;

/// How names stand in the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The whole name in one cell.
    Whole,
    /// Given and family name in one cell, the parents in their own.
    GivenFamily,
    /// Each part in its own.
    Columns,
}

/// How a list of this sort has names.
pub(super) fn layout(random: &mut Random, kind: Kind) -> Layout {
    let (whole, given_family) = match kind {
        Kind::Requests => (35, 30),
        Kind::Association => (30, 20),
        Kind::Register => (10, 0),
        Kind::Gate => (75, 10),
        Kind::Hospital => (55, 25),
        Kind::Message => (100, 0),
    };
    match random.below(100) {
        drawn if drawn < whole => Layout::Whole,
        drawn if drawn < whole + given_family => Layout::GivenFamily,
        _ => Layout::Columns,
    }
}

/// How often lists of a sort have a field, and how often those that have it fill it, in hundredths.
fn carried(kind: Kind, field: Field) -> (usize, i32) {
    let of_sought = |requests, association, register| match kind {
        Kind::Requests => Some(requests),
        Kind::Association => Some(association),
        Kind::Register => Some(register),
        _ => None,
    };
    let of_freed = |gate, hospital, message| match kind {
        Kind::Gate => gate,
        Kind::Hospital => hospital,
        _ => message,
    };
    let either = |sought: Option<(usize, i32)>, freed| sought.unwrap_or(freed);
    match field {
        Field::Name | Field::Given | Field::Family => (100, 100),
        Field::Father => either(of_sought((95, 97), (90, 95), (100, 97)), of_freed((60, 85), (60, 85), (100, 80))),
        Field::Grandfather => either(of_sought((20, 55), (15, 50), (10, 50)), of_freed((10, 40), (0, 0), (0, 0))),
        Field::Mother => either(of_sought((90, 93), (75, 85), (95, 92)), of_freed((20, 50), (25, 60), (50, 70))),
        Field::MotherFamily => either(of_sought((45, 75), (30, 70), (70, 70)), of_freed((5, 50), (0, 0), (10, 40))),
        Field::BirthDate => either(of_sought((85, 94), (80, 88), (95, 93)), of_freed((25, 70), (25, 80), (45, 70))),
        // Which has neither gets one: `filled` sees to it.
        Field::Age => either(of_sought((15, 90), (20, 85), (0, 0)), of_freed((75, 93), (80, 94), (60, 75))),
        Field::BirthPlace => either(of_sought((60, 90), (55, 85), (85, 92)), of_freed((10, 80), (10, 80), (0, 0))),
        Field::Residence => either(of_sought((65, 92), (60, 88), (10, 70)), of_freed((80, 88), (70, 85), (80, 80))),
        Field::Facility => either(of_sought((60, 60), (55, 65), (30, 95)), of_freed((60, 80), (30, 70), (35, 60))),
        Field::ArrestDate => either(of_sought((92, 95), (90, 92), (95, 96)), of_freed((45, 60), (15, 60), (35, 60))),
        Field::Sex => either(of_sought((40, 97), (50, 97), (10, 90)), of_freed((15, 90), (55, 95), (0, 0))),
        Field::RegisterNumber => either(of_sought((12, 60), (15, 60), (60, 70)), (0, 0)),
    }
}

/// How often each field is filled; 0 where the list does not have it.
pub(super) fn filled(random: &mut Random, kind: Kind, layout: Layout) -> [f64; FIELDS] {
    let mut filled = [0.0; FIELDS];
    for field in Field::ALL {
        let (lists, cells) = carried(kind, field);
        let has_it = random.below(100) < lists;
        let share = f64::from(cells + random.between(-12, 8)).clamp(5.0, 100.0) / 100.0;
        filled[field as usize] = if has_it { share } else { 0.0 };
    }
    let (birth, age) = (Field::BirthDate as usize, Field::Age as usize);
    if filled[birth] == 0.0 && filled[age] == 0.0 {
        filled[if kind.is_of_sought() { birth } else { age }] = 0.9;
    }
    if filled[Field::BirthPlace as usize] + filled[Field::Residence as usize] == 0.0 {
        filled[Field::Residence as usize] = 0.85;
    }
    if filled[Field::Mother as usize] == 0.0 {
        filled[Field::MotherFamily as usize] = 0.0;
    }
    for name in [Field::Name, Field::Given, Field::Family] {
        let stands = (name == Field::Name) == (layout != Layout::Columns);
        filled[name as usize] = if stands { 1.0 } else { 0.0 };
    }
    filled
}

/// The columns: names first, the rest as this list has it.
pub(super) fn columns(
    random: &mut Random,
    language: Language,
    layout: Layout,
    filled: &[f64; FIELDS],
) -> Vec<(Field, &'static str)> {
    let in_name = |field: Field| layout == Layout::Whole && matches!(field, Field::Father | Field::Grandfather);
    let mut fields: Vec<Field> =
        Field::ALL.into_iter().filter(|field| filled[*field as usize] > 0.0 && !in_name(*field)).collect();
    let names = fields.iter().filter(|field| (**field as usize) < Field::BirthDate as usize).count();
    random.shuffle(&mut fields[names..]);
    if layout == Layout::Columns && random.chance(0.4) {
        // Given name and family name first, as on most Syrian forms.
        fields[..names].sort_by_key(|field| !matches!(field, Field::Given | Field::Family));
    }
    let heading = |field: Field| {
        let column = if layout == Layout::Whole && field == Field::Name { "whole_name" } else { field.column() };
        *random.pick(headings(column, language))
    };
    let headings: Vec<&'static str> = fields.iter().copied().map(heading).collect();
    fields.into_iter().zip(headings).collect()
}
