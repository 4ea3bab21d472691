//! The hospital list: a spreadsheet from right to left, in Arabic with Eastern digits, titles above the header, wards merged over their rows.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::arabic::WARD;
use super::calendar::eastern;
use super::fate::{OPENED, Outcome};
use super::kinds::ErrorKind;
use super::pen::{Pen, Row};
use super::people::Person;
use super::rates;

/// Column of the ward, whose cells are merged.
const WARD_COLUMN: u16 = 4;

/// One sheet: its name, the titles above the header, the header, the rows with their wards.
struct Sheet {
    name: &'static str,
    titles: &'static [&'static str],
    header: [&'static str; 9],
    wards: &'static [&'static str],
}

const SHEETS: [Sheet; 2] = [
    Sheet {
        name: "الطابق الأول",
        titles: &["مشفى المجتهد - دمشق", "قائمة بأسماء الواصلين من السجون", "حتى مساء ١٧ كانون الأول ٢٠٢٤"],
        header: ["م", "الاسم الكامل", "العمر", "من", "الجناح", "اسم الأم", "السجن", "تاريخ الدخول", "ملاحظات"],
        wards: &["الإسعاف", "الجراحة العامة", "الداخلية ١", "الداخلية ٢"],
    },
    Sheet {
        name: "الطابق الثاني",
        titles: &["مشفى المجتهد - تتمة القائمة", "الطابق الثاني"],
        header: [
            "الرقم",
            "الاسم والكنية",
            "العمر",
            "المحافظة / البلدة",
            "القسم",
            "اسم الأم",
            "مكان الاحتجاز",
            "تاريخ الدخول",
            "الحالة",
        ],
        wards: &["العصبية", "العظمية", "العناية", "النفسية"],
    },
];

/// What the list becomes: the workbook's bytes, and each row with its sheet and its place in it, counted from 1.
pub(super) struct Placed {
    pub(super) bytes: Vec<u8>,
    pub(super) rows: Vec<(&'static str, u32, Row)>,
}

/// Rows about these people.
pub(super) fn rows(pen: &mut Pen, people: &[Person], listed: &[usize]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(listed.len());
    for (place, &number) in listed.iter().enumerate() {
        let cells = cells(pen, &people[number], place + 1);
        rows.push(pen.row(cells, number, people));
    }
    rows
}

fn cells(pen: &mut Pen, person: &Person, number: usize) -> Vec<String> {
    let came = match person.outcome {
        Outcome::Freed(day) => day.plus(pen.random.between(0, 3)),
        _ => OPENED.plus(pen.random.between(0, 4)),
    };
    let years = ["", "", "", " سنة", " عاماً"];
    let (name, mother) = names(pen, person);
    let prison = person.stays.last().map_or(String::new(), |stay| pen.arabic_facility(stay.facility));
    let conditions = ["", "", "", "سوء تغذية", "كسور", "التهاب رئوي", "لا يتكلم", "جرب", "ضعف نظر", "سكري"];
    let condition = (*pen.random.pick(&conditions)).to_owned();
    let row = [
        number.to_string(),
        name,
        pen.unless_missing(0.05, |pen| format!("{}{}", pen.age(person.born, came), pen.random.pick(&years))),
        pen.unless_missing(0.07, |pen| pen.arabic_place(&WARD, person.home)),
        String::new(),
        mother,
        pen.unless_missing(0.25, |_| prison),
        came.slashed(),
        condition,
    ];
    row.iter().map(|cell| eastern(cell)).collect()
}

fn names(pen: &mut Pen, person: &Person) -> (String, String) {
    let given = pen.arabic(&WARD, person.given);
    let family = pen.arabic_family(&WARD, person.family);
    if pen.is_given_family_only(rates::given_family_only::HOSPITAL) {
        return (format!("{given} {family}"), String::new());
    }
    let father = pen.arabic(&WARD, person.father);
    let mother = pen.unless_missing(0.35, |pen| {
        let mother = pen.arabic(&WARD, person.mother);
        if pen.random.chance(0.2) {
            format!("{mother} {}", pen.arabic_family(&WARD, person.mother_family))
        } else {
            mother
        }
    });
    let name = match pen.random.below(100) {
        0..=6 => {
            pen.mark(ErrorKind::FamilyFirst);
            format!("{family} {given} {father}")
        }
        7..=16 => format!("{given} {} {father} {family}", if person.is_woman { "بنت" } else { "بن" }),
        17..=22 => {
            let grandfather = pen.arabic(&WARD, person.grandfather);
            format!("{given} {father} {grandfather} {family}")
        }
        23..=25 if !person.is_woman => {
            pen.mark(ErrorKind::Honorific);
            format!("{} {given} {father} {family}", pen.random.pick(&["الحاج", "الشيخ", "د.", "الأستاذ"]))
        }
        _ => format!("{given} {father} {family}"),
    };
    (name, mother)
}

/// Lays the rows out on two sheets.
///
/// # Errors
/// Only what the writer itself reports; the layout is fixed.
pub(super) fn workbook(pen: &mut Pen, rows: Vec<Row>) -> Result<Placed, XlsxError> {
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new();
    // Without this the file would carry the time at which it was made, and no two runs would agree.
    properties = properties.set_creation_datetime(&ExcelDateTime::from_ymd(2024, 12, 17)?);
    workbook.set_properties(&properties);
    let first_half = rows.len() * 3 / 5;
    let mut rest = rows;
    let second = rest.split_off(first_half);
    let mut placed = Vec::new();
    for (sheet, rows) in SHEETS.iter().zip([rest, second]) {
        fill(pen, workbook.add_worksheet(), sheet, rows, &mut placed)?;
    }
    Ok(Placed { bytes: workbook.save_to_buffer()?, rows: placed })
}

fn fill(
    pen: &mut Pen,
    page: &mut Worksheet,
    sheet: &Sheet,
    rows: Vec<Row>,
    placed: &mut Vec<(&'static str, u32, Row)>,
) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?.set_right_to_left(true);
    let title = Format::new().set_bold().set_font_size(14).set_align(FormatAlign::Center);
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let merged = Format::new()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    let mut line = 0;
    for text in sheet.titles {
        page.merge_range(line, 0, line, sheet.header.len() as u16 - 1, text, &title)?;
        line += 1;
    }
    for (column, text) in (0u16..).zip(sheet.header) {
        page.write_with_format(line, column, text, &head)?
            .set_column_width(column, if column == 1 { 28.0 } else { 14.0 })?;
    }
    line += 1;
    let mut beds = 0;
    let mut ward = 0;
    let mut left = rows.len() as i32;
    for row in rows {
        if beds == 0 {
            beds = pen.random.between(5, 16).min(left);
            let text = eastern(sheet.wards[ward % sheet.wards.len()]);
            ward += 1;
            if beds > 1 {
                page.merge_range(line, WARD_COLUMN, line + beds as u32 - 1, WARD_COLUMN, &text, &merged)?;
            } else {
                page.write_with_format(line, WARD_COLUMN, &text, &merged)?;
            }
        }
        beds -= 1;
        left -= 1;
        for (column, text) in
            (0u16..).zip(&row.cells).filter(|(column, text)| *column != WARD_COLUMN && !text.is_empty())
        {
            page.write(line, column, text.as_str())?;
        }
        line += 1;
        placed.push((sheet.name, line, row));
    }
    Ok(())
}
