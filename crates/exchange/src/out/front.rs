//! What stands before a list, whatever its format: purpose, recipient, dates, watermark, fields. And its fixed words.

use super::{Column, Export};
use record::Property;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// What a CSV of ours begins with; the rest are [`Column`] names. [`ROLE_COLUMN`] is there when the recipient
/// learns roles. None of these is the name of a property.
pub(crate) const CSV_COLUMNS: [&str; 5] =
    ["athar_id", "athar_status", "athar_watermark", "athar_source", "athar_as_of"];
/// The column of what each person is in their source.
pub(crate) const ROLE_COLUMN: &str = "athar_role";
/// The state of a tombstone, which begins with a word for machines.
pub(crate) const WITHDRAWN: &str = "withdrawn: delete your copy";
/// The state of any other row.
pub(super) const CURRENT: &str = "current";
/// The same in Arabic, for a workbook.
pub(super) const WITHDRAWN_ARABIC: &str = "مسحوب: احذفوا نسختكم (withdrawn: delete your copy)";
/// How a workbook of ours is known, in the comment of its properties.
pub(crate) const WORKBOOK_MARK: &str = "athar-export/1";

static LABELS: LazyLock<HashMap<Property, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/labels.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, label)| Some((Property::parse(name)?, label)))
        .collect()
});

/// The Arabic header of a column.
pub(super) fn label(column: Column) -> String {
    let mut label = LABELS.get(&column.property).copied().unwrap_or(column.property.as_str()).to_owned();
    if column.part > 0 {
        let _ = write!(label, " [{}]", u32::from(column.part) + 1);
    }
    if column.number > 0 {
        let _ = write!(label, " ({})", u32::from(column.number) + 1);
    }
    label
}

/// Lines of (word for machines, Arabic, value).
pub(super) fn lines(export: &Export) -> Vec<[String; 3]> {
    let about = &export.about;
    let withdrawn = export.rows.iter().filter(|row| row.withdrawn).count();
    let line = |word: &str, arabic: &str, value: String| [word.to_owned(), arabic.to_owned(), value];
    vec![
        line("purpose", "الغرض", about.purpose.clone()),
        line("recipient", "المستلِم", about.recipient.clone()),
        line("date", "تاريخ الإصدار", about.date.to_edtf()),
        line("expires", "صالحة حتى، ثم تُحذف", about.expires.to_edtf()),
        line("watermark", "علامة هذه النسخة", about.watermark.clone()),
        line("records", "عدد السجلات", (export.rows.len() - withdrawn).to_string()),
        line("withdrawn", "سجلات مسحوبة يجب حذفها", withdrawn.to_string()),
        line(
            "claims",
            "تنبيه",
            "كل ما في القائمة أقوال مصادرها، لا حقائق ثابتة (claims of sources, no established facts)".to_owned(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Column, label};
    use record::Property;
    use std::collections::HashSet;

    #[test]
    fn every_property_has_a_header_of_its_own() {
        let mut seen = HashSet::new();
        for &property in Property::ALL {
            for (part, number) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let label = label(Column { property, part, number });
                assert_ne!(label, property.as_str());
                assert!(seen.insert(label.clone()), "{label}");
            }
        }
    }
}
