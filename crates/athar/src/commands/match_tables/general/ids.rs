//! What the rows of tables are called, in one piece of memory.

/// Names of rows, by their numbers.
#[derive(Default)]
pub(super) struct Ids {
    text: String,
    ends: Vec<u32>,
}

impl Ids {
    /// Adds a name: a prefix and what follows it. Nothing when there is more text than can be addressed.
    pub(super) fn push(&mut self, prefix: &str, id: &str) -> Option<()> {
        self.text.push_str(prefix);
        self.text.push_str(id);
        self.ends.push(u32::try_from(self.text.len()).ok()?);
        Some(())
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, row: u32) -> &str {
        let at = row as usize;
        let from = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[from..self.ends[at] as usize]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|row| self.get(row))
    }
}
