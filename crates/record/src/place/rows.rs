//! Rows of a CSV text (RFC 4180), each with the line that it begins on.
//!
//! A reader of its own because an error must name the very line that somebody has to correct, remarks, empty lines and
//! cells over several lines included. It knows nothing of places.

/// One row: cells without the white space around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// From 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// A quote that nothing closes, or that text follows; the line of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OpenQuote(pub(super) u64);

/// Rows with something in them; those whose first cell begins with `#` are remarks.
pub(super) fn rows(text: &str) -> impl Iterator<Item = Result<Row, OpenQuote>> + '_ {
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut line = 1;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            if rest.starts_with('#') {
                // A remark is no cell: quotes in it mean nothing.
                rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
                line += 1;
                continue;
            }
            let first = line;
            let Some((cells, after)) = row(rest) else {
                rest = "";
                return Some(Err(OpenQuote(first)));
            };
            line += rest[..rest.len() - after.len()].matches('\n').count() as u64;
            rest = after;
            let is_remark = cells.first().is_some_and(|cell| cell.starts_with('#'));
            if !is_remark && cells.iter().any(|cell| !cell.is_empty()) {
                return Some(Ok(Row { line: first, cells }));
            }
        }
        None
    })
}

/// The cells of the first row and what stands after it.
fn row(text: &str) -> Option<(Vec<String>, &str)> {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = cell(rest)?;
        cells.push(cell.trim().to_owned());
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return Some((cells, after.strip_prefix('\r').unwrap_or(after).strip_prefix('\n').unwrap_or(""))),
        }
    }
}

/// One cell and what stands after it, from a comma or an end of line on.
fn cell(text: &str) -> Option<(String, &str)> {
    let Some(mut rest) = text.trim_start_matches(' ').strip_prefix('"') else {
        let end = text.find([',', '\n']).unwrap_or(text.len());
        let end = if text[..end].ends_with('\r') { end - 1 } else { end };
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut cell = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        if let Some(more) = after.strip_prefix('"') {
            cell.push('"');
            rest = more;
            continue;
        }
        let after = after.trim_start_matches(' ');
        let ends = after.is_empty() || after.starts_with([',', '\n']) || after.starts_with("\r\n");
        return ends.then_some((cell, after));
    }
}

/// A cell as it is written: between quotes where it must.
pub(super) fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) || cell.starts_with('#') {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{OpenQuote, quoted, rows};

    fn read(text: &str) -> Vec<(u64, Vec<String>)> {
        rows(text).map(|row| row.map(|row| (row.line, row.cells)).unwrap()).collect()
    }

    #[test]
    fn rows_know_their_lines() {
        let text = "\u{FEFF}a,b\r\n# it's \"so\n\n,\n\"c\nd\", \"e\"\"f\" ,\ng";
        let expected = [(1, vec!["a", "b"]), (5, vec!["c\nd", "e\"f", ""]), (7, vec!["g"])];
        assert_eq!(read(text), expected.map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect())));
        assert!(read("").is_empty() && read("\n \n\"# quoted\",\n").is_empty());
    }

    #[test]
    fn open_quotes_are_told() {
        for text in ["a\n\"b", "a\n\"b\"c,d"] {
            assert_eq!(rows(text).nth(1), Some(Err(OpenQuote(2))), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for cell in ["", "a", "a,b", "a\"b", "\"", "a\nb", "#a"] {
            let text = format!("x,{},y\n", quoted(cell));
            assert_eq!(read(&text)[0].1[1], cell);
        }
    }
}
