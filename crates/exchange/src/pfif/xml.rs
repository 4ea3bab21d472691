//! Elements of a PFIF document, as they stand. Nothing is fetched, no entity of the document's own is expanded, and
//! elements go only so deep.

use crate::draft::cut;
use crate::limits;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

/// A person or a note.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    /// From 1, among the persons and notes that stand in no other.
    pub(crate) number: u64,
    /// Fields in their order, by local name, as written.
    pub(crate) fields: Vec<(String, String)>,
    /// Notes within a person.
    pub(crate) notes: Vec<Element>,
}

impl Element {
    /// The first field of that name that says anything, without outer spaces.
    pub(crate) fn get(&self, name: &str) -> &str {
        let mut named = self.fields.iter().filter(|(own, _)| own == name).map(|(_, text)| text.trim());
        named.find(|text| !text.is_empty()).unwrap_or_default()
    }
}

/// What a document holds.
#[derive(Default)]
pub(crate) struct Document {
    pub(crate) persons: Vec<Element>,
    /// Notes that stand beside persons.
    pub(crate) notes: Vec<Element>,
    /// Where the document broke its format, and how: read so far.
    pub(crate) flaws: Vec<(u64, String)>,
}

/// Reads a document as far as it goes.
pub(crate) fn parse(text: &str) -> Document {
    let mut state = State::default();
    let mut reader = Reader::from_str(text);
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => {
                if !state.open.is_empty() {
                    state.flaw("it ends within an element".to_owned());
                }
                break;
            }
            Ok(event) => event,
            // What the parser quotes of the document must not get into a message.
            Err(_) => {
                state.flaw("it is no XML from here on".to_owned());
                break;
            }
        };
        match event {
            Event::Start(start) => {
                state.begin(start.local_name().as_ref());
                if state.open.len() > limits::XML_DEPTH {
                    state.flaw("elements go too deep".to_owned());
                    break;
                }
            }
            Event::End(_) => state.end(),
            Event::Text(words) => state.text(&words.xml10_content()),
            Event::CData(words) => state.text(&words.xml10_content()),
            Event::GeneralRef(reference) => state.reference(&reference),
            Event::DocType(_) => state.flaw("it declares a document type, which is passed over".to_owned()),
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Eof => {}
        }
    }
    state.document
}

#[derive(Default)]
struct State {
    document: Document,
    /// Local names of the open elements.
    open: Vec<String>,
    person: Option<Element>,
    note: Option<Element>,
    number: u64,
}

impl State {
    fn begin(&mut self, name: &str) {
        match name {
            "person" if self.person.is_none() && self.note.is_none() => {
                self.number += 1;
                self.person = Some(Element { number: self.number, ..Element::default() });
            }
            "note" if self.note.is_none() => {
                self.number += u64::from(self.person.is_none());
                self.note = Some(Element { number: self.number, ..Element::default() });
            }
            _ if self.is_in_record() => {
                if let Some(record) = self.note.as_mut().or(self.person.as_mut())
                    && record.fields.len() < limits::RECORD_CELLS
                {
                    record.fields.push((cut(name, 100).to_owned(), String::new()));
                }
            }
            _ => {}
        }
        self.open.push(name.to_owned());
    }

    fn end(&mut self) {
        match self.open.pop().as_deref() {
            Some("note") if !self.open.iter().any(|name| name == "note") => {
                let Some(note) = self.note.take() else { return };
                match &mut self.person {
                    Some(person) => person.notes.push(note),
                    None => self.document.notes.push(note),
                }
            }
            Some("person") if self.note.is_none() && !self.open.iter().any(|name| name == "person") => {
                self.document.persons.extend(self.person.take());
            }
            _ => {}
        }
    }

    /// Whether the innermost open element is a person or a note.
    fn is_in_record(&self) -> bool {
        self.open.last().is_some_and(|name| name == "person" || name == "note")
    }

    fn text(&mut self, words: &str) {
        if self.is_in_record() {
            return;
        }
        if let Some((_, text)) = self.note.as_mut().or(self.person.as_mut()).and_then(|record| record.fields.last_mut())
        {
            // One byte beyond the limit tells whoever keeps the cell that it is cut.
            text.push_str(cut(words, (limits::RECORD_BYTES + 1).saturating_sub(text.len())));
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            self.text(character.encode_utf8(&mut [0; 4]));
            return;
        }
        let name = reference.xml10_content();
        match name.as_ref() {
            "lt" => self.text("<"),
            "gt" => self.text(">"),
            "amp" => self.text("&"),
            "quot" => self.text("\""),
            "apos" => self.text("'"),
            other => {
                self.flaw("it uses an entity of its own, which is not expanded".to_owned());
                self.text(&format!("&{};", cut(other, 100)));
            }
        }
    }

    fn flaw(&mut self, what: String) {
        if self.document.flaws.iter().all(|(_, own)| *own != what) {
            self.document.flaws.push((self.number, what));
        }
    }
}
