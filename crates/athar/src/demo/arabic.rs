//! How people write Arabic names: the letters that are left out, joined or taken for each other without being wrong.
//!
//! These are habits, not slips: half of all repeated names differ only in them (`anchors/linkage.md`, the Gaza lists).

use super::random::Random;

/// How often a scribe departs from the papers' spelling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scribe {
    /// أحمد as احمد.
    pub(super) hamza_dropped: f64,
    /// فاطمة as فاطمه.
    pub(super) marbuta_as_haa: f64,
    /// مصطفى as مصطفي, or علي as على.
    pub(super) final_yaa_confused: f64,
    /// عبد الرحمن as عبدالرحمن, أبو زيد as ابوزيد.
    pub(super) compound_joined: f64,
    /// الأحمد as الاحمد is hamza; this is الأحمد as أحمد.
    pub(super) article_dropped: f64,
}

/// A phone: nobody looks for the hamza.
pub(super) const PHONE: Scribe = Scribe {
    hamza_dropped: 0.75,
    marbuta_as_haa: 0.35,
    final_yaa_confused: 0.20,
    compound_joined: 0.45,
    article_dropped: 0.05,
};
/// A clerk at a typewriter or an old computer.
pub(super) const CLERK: Scribe = Scribe {
    hamza_dropped: 0.40,
    marbuta_as_haa: 0.12,
    final_yaa_confused: 0.10,
    compound_joined: 0.35,
    article_dropped: 0.02,
};
/// A nurse with a spreadsheet.
pub(super) const WARD: Scribe = Scribe {
    hamza_dropped: 0.50,
    marbuta_as_haa: 0.20,
    final_yaa_confused: 0.12,
    compound_joined: 0.30,
    article_dropped: 0.04,
};
/// A family, or the association that writes for it.
pub(super) const FAMILY: Scribe = Scribe {
    hamza_dropped: 0.35,
    marbuta_as_haa: 0.15,
    final_yaa_confused: 0.10,
    compound_joined: 0.30,
    article_dropped: 0.03,
};

impl Scribe {
    /// The name or place as this scribe writes it this time.
    pub(super) fn write(&self, random: &mut Random, papers: &str) -> String {
        let mut written = papers.to_owned();
        if random.chance(self.compound_joined) {
            written = written.replace("عبد ال", "عبدال").replace("أبو ", "أبو").replace(" الدين", "الدين");
        }
        if random.chance(self.hamza_dropped) {
            written = written.replace(['أ', 'إ', 'آ'], "ا");
        }
        if written.ends_with('ة') && random.chance(self.marbuta_as_haa) {
            written.pop();
            written.push('ه');
        }
        if written.ends_with(['ى', 'ي']) && random.chance(self.final_yaa_confused) {
            let last = if written.pop() == Some('ى') { 'ي' } else { 'ى' };
            written.push(last);
        }
        written
    }

    /// A family name, whose article may be left out.
    pub(super) fn write_family(&self, random: &mut Random, papers: &str) -> String {
        let bare = papers.strip_prefix("ال").filter(|rest| rest.chars().count() > 3);
        let written = bare.filter(|_| random.chance(self.article_dropped)).unwrap_or(papers);
        self.write(random, written)
    }
}
