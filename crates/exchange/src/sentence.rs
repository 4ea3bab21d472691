//! One line of text about one person, as people write it on a phone:
//! «(اسم) (كنية) بن (أب) والدته (أم) تولد 1985 من (بلد)», with or without numbers and signs before it.
//!
//! A line is cut at the words that announce a part; what stands before the first of them is the name. What the
//! cut cannot place is left alone: the record keeps the line as it is.

use crate::content::is_blank;
use crate::fold::{ascii_digits, fold};
use crate::labelled::labelled;
use crate::phrases::{Field, phrases};
use record::{Gazetteer, PartialDate, Property};

/// What a line says of a person: properties with their words.
pub(crate) type Said = Vec<(Property, String)>;

/// Longest line that is taken for a sentence about one person.
const LINE_CHARS: usize = 600;

/// True when many lines of the text are sentences about people.
pub(crate) fn speaks(text: &str) -> bool {
    // Whether people are spoken of does not depend on where they are from.
    let nowhere = Gazetteer::default();
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(80);
    let (mut all, mut spoken) = (0, 0);
    for line in lines {
        all += 1;
        spoken += usize::from(announces(line) && parse(line, false, &nowhere).is_some());
    }
    spoken * 3 >= all && all > 0
}

/// True when a word of the line announces a parent, a birth or an age.
fn announces(line: &str) -> bool {
    let (text, _) = without_bullet(line);
    let tokens = tokens(&text);
    let words: Vec<&str> = tokens.iter().map(|token| token.folded.as_str()).collect();
    labelled(&text).is_some()
        || (1..words.len()).any(|at| {
            let telling =
                |field| matches!(field, Field::Father | Field::Daughter | Field::Mother | Field::Birth | Field::Age);
            let aged = || words[at - 1].parse::<u32>().is_ok_and(|years| years <= 110) && phrases().is_years(words[at]);
            aged() || phrases().marker(&words[at..]).is_some_and(|(field, _)| telling(field))
        })
}

/// Reads a line. `bare` also accepts a name without anything else, which only a list of names makes likely.
pub(crate) fn parse(line: &str, bare: bool, places: &Gazetteer) -> Option<Said> {
    if line.chars().count() > LINE_CHARS {
        return None;
    }
    let (text, numbered) = without_bullet(line);
    if let Some(said) = labelled(&text) {
        return Some(said);
    }
    let tokens = tokens(&text);
    let mut cut = Cut { parts: Vec::new(), places };
    cut.run(&tokens);
    // Only what stands before the first marker can be a greeting: أسماء is also a mother's name.
    let opening: Vec<String> = cut.opening().iter().map(|word| fold(word)).collect();
    let opening: Vec<&str> = opening.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    if opening.is_empty() || phrases().stops(&opening) {
        return None;
    }
    let said = cut.said(numbered || bare)?;
    said.iter().any(|(property, _)| matches!(property, Property::FullName | Property::Given)).then_some(said)
}

/// The line without the number or the sign before it, and whether there was one.
fn without_bullet(line: &str) -> (String, bool) {
    let shown: String =
        line.chars().filter(|character| !record::is_hidden(*character) && !is_sign(*character)).collect();
    let shown = shown.trim();
    let had_sign = line
        .trim_start()
        .chars()
        .find(|character| !record::is_hidden(*character))
        .is_some_and(|first| is_sign(first) || matches!(first, '-' | '*' | '•' | '–'));
    let rest = shown.trim_start_matches(['-', '*', '•', '–', '—', '#', '(', '[', ' ', '\t', '.']);
    let digits = ascii_digits(rest);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=6).contains(&count) {
        let after: String = rest.chars().skip(count).collect();
        let cut = after.trim_start_matches(['-', '–', '—', '.', ')', ']', 'ـ', '/', ':', '_', ' ', '\t', '،']);
        if cut.len() < after.len() && cut.starts_with(char::is_alphabetic) {
            return (cut.to_owned(), true);
        }
    }
    (if had_sign { rest } else { shown }.to_owned(), had_sign)
}

/// Pictures and marks that people put before lines.
fn is_sign(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{FE0F}' | '\u{20E3}' | '•' | '·')
}

struct Token {
    text: String,
    folded: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Open,
    Close,
    /// A comma or a stroke alone.
    Cut,
    /// A dash alone: a cut, or a part of a place ("درعا - داعل").
    Dash,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut spaced = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if matches!(character, '(' | ')' | '[' | ']' | '،' | ',' | ';' | '؛' | '|' | '«' | '»') {
            spaced.push(' ');
            spaced.push(character);
            spaced.push(' ');
        } else {
            spaced.push(character);
        }
    }
    spaced.split_whitespace().map(token).collect()
}

fn token(text: &str) -> Token {
    let kind = match text {
        "(" | "[" | "«" => Kind::Open,
        ")" | "]" | "»" => Kind::Close,
        "-" | "–" | "—" | "ـ" => Kind::Dash,
        "،" | "," | ";" | "؛" | "|" | "/" | "." | ":" => Kind::Cut,
        _ => Kind::Word,
    };
    let word = text.trim_matches(['.', ':', '!', '"', '*', '_']);
    let word = if word.ends_with(char::is_numeric) { word.trim_start_matches('-') } else { word.trim_matches('-') };
    Token { text: word.to_owned(), folded: fold(word), kind }
}

/// A part of the line between two cuts.
#[derive(Clone, Debug)]
struct Part {
    of: Of,
    words: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Name,
    Announced(Field),
    /// Between brackets.
    Bracket,
    /// Behind a comma or a dash, unannounced.
    Loose,
}

struct Cut<'a> {
    parts: Vec<Part>,
    places: &'a Gazetteer,
}

impl Cut<'_> {
    fn run(&mut self, tokens: &[Token]) {
        self.open(Of::Name);
        self.walk(tokens);
    }

    /// The words before the first marker or bracket.
    fn opening(&self) -> Vec<&String> {
        let parts = self.parts.iter().take_while(|part| matches!(part.of, Of::Name | Of::Loose));
        parts.flat_map(|part| &part.words).collect()
    }

    fn walk(&mut self, tokens: &[Token]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token.kind {
                Kind::Open => self.open(Of::Bracket),
                Kind::Close | Kind::Cut => self.open(Of::Loose),
                Kind::Dash => self.dash(tokens.get(at + 1)),
                Kind::Word => {
                    let used = self.special(&tokens[at..]);
                    if used > 0 {
                        at += used;
                        continue;
                    }
                    if let Some(part) = self.parts.last_mut() {
                        part.words.push(token.text.clone());
                    }
                }
            }
            at += 1;
        }
    }

    fn open(&mut self, of: Of) {
        self.parts.push(Part { of, words: Vec::new() });
    }

    /// A place may hold a dash; elsewhere it separates.
    fn dash(&mut self, next: Option<&Token>) {
        let digits_follow = next.is_none_or(|token| token.text.starts_with(char::is_numeric));
        let Some(last) = self.parts.last_mut() else { return };
        let holds = match last.of {
            Of::Announced(Field::Origin | Field::Facility | Field::Residence | Field::ArrestPlace) | Of::Bracket => {
                true
            }
            Of::Loose => self.places.find(&last.words.join(" ")).is_some(),
            _ => false,
        };
        if holds && !digits_follow && !last.words.is_empty() {
            last.words.push("-".to_owned());
        } else {
            self.open(Of::Loose);
        }
    }

    /// Markers, "40 years", "born 1985" and "m 1985"; the number of tokens used.
    fn special(&mut self, tokens: &[Token]) -> usize {
        let words: Vec<&str> = tokens
            .iter()
            .take(6)
            .take_while(|token| token.kind == Kind::Word)
            .map(|token| token.folded.as_str())
            .collect();
        let number = words.first().and_then(|word| word.parse::<u32>().ok());
        if let (Some(number), Some(next)) = (number, words.get(1)) {
            if number <= 110 && phrases().is_years(next) {
                self.one(Of::Announced(Field::Age), format!("{} {}", tokens[0].text, tokens[1].text));
                return 2;
            }
            if phrases().is_born_after(next) {
                self.one(Of::Announced(Field::Birth), tokens[0].text.clone());
                return 2;
            }
        }
        // "م 1985": the letter stands for مواليد before a date only.
        if words.first() == Some(&"م")
            && words.get(1).is_some_and(|next| next.starts_with(|first: char| first.is_ascii_digit()))
        {
            self.open(Of::Announced(Field::Birth));
            return 1;
        }
        let Some((field, used)) = phrases().marker(&words) else { return 0 };
        if field == Field::Phone
            && words.first() == Some(&"ت")
            && !words.get(1).is_some_and(|next| next.starts_with(|first: char| first.is_ascii_digit()))
        {
            return 0;
        }
        // "عمر" and the like are names at the start of a line.
        let at_start = self.parts.len() == 1 && self.parts[0].words.is_empty();
        if at_start && !matches!(field, Field::Father | Field::Daughter | Field::Mother) && used == 1 {
            return 0;
        }
        // "خرج من سجن حمص": the first marker says what, the second belongs to the name of the place.
        let noun = tokens.get(used - 1).filter(|token| field == Field::Facility && is_facility_noun(&token.folded));
        let goes_on =
            self.parts.last().is_some_and(|part| part.of == Of::Announced(Field::Facility) && part.words.is_empty());
        if !goes_on {
            self.open(Of::Announced(field));
        }
        if let (Some(noun), Some(part)) = (noun, self.parts.last_mut()) {
            part.words.push(noun.text.clone());
        }
        used
    }

    fn one(&mut self, of: Of, words: String) {
        self.parts.push(Part { of, words: vec![words] });
        self.open(Of::Loose);
    }

    /// What was said, when the line has a name and enough beside it.
    fn said(self, bare: bool) -> Option<Said> {
        let mut said = Said::new();
        let mut parts = self.parts.into_iter().filter(|part| !part.words.is_empty()).peekable();
        let name = parts.next().filter(|part| part.of == Of::Name && is_name(&part.words))?;
        let mut fathers = 0;
        let mut last = Field::Birth;
        let listed = Listed::of(parts.clone());
        let mut loose = 0;
        let mut rest: Vec<(Property, String)> = Vec::new();
        for part in parts {
            let text = part.words.join(" ");
            match part.of {
                Of::Name => {}
                Of::Announced(Field::Father | Field::Daughter) => {
                    if part.of == Of::Announced(Field::Daughter) && fathers == 0 {
                        rest.push((Property::Sex, "female".to_owned()));
                    }
                    fathers += 1;
                    rest.push((if fathers == 1 { Property::Father } else { Property::Grandfather }, text));
                }
                Of::Announced(Field::Dated) => {
                    let of = match last {
                        Field::Facility => Property::ExitDate,
                        Field::Arrest | Field::ArrestPlace => Property::ArrestDate,
                        _ => Property::Note,
                    };
                    rest.push((of, text));
                }
                Of::Announced(field) => {
                    last = field;
                    announced(field, &part.words, &mut rest);
                }
                Of::Bracket | Of::Loose => {
                    loose += 1;
                    unannounced(&part, loose, listed, &mut rest);
                }
            }
        }
        let short = name.words.len() < 2 && rest.is_empty();
        if short || (rest.is_empty() && !(bare && name.words.len() <= 6)) {
            return None;
        }
        push_name(&name.words, &mut rest, &mut said);
        said.extend(rest);
        Some(said)
    }
}

/// A line that only separates its parts: "name - father - mother - 1985 - place".
#[derive(Clone, Copy, PartialEq, Eq)]
struct Listed {
    parents: usize,
}

impl Listed {
    fn of(parts: impl Iterator<Item = Part>) -> Listed {
        let mut words_before_date = 0;
        let mut dated = false;
        for part in parts {
            match part.of {
                Of::Loose => {}
                _ => return Listed { parents: 0 },
            }
            let text = part.words.join(" ");
            if text.chars().any(char::is_numeric) {
                dated = true;
                break;
            }
            words_before_date += 1;
        }
        Listed { parents: if dated && words_before_date <= 2 { words_before_date } else { 0 } }
    }
}

fn is_facility_noun(folded: &str) -> bool {
    matches!(folded, "سجن" | "فرع" | "مشفي" | "prison" | "zindana" | "girtigeha")
}

/// What a cell about the circumstances of an arrest says ("اعتقل عام 2016 على حاجز القطيفة"): date and place.
pub(crate) fn arrest(text: &str, places: &Gazetteer) -> Said {
    let mut cut = Cut { parts: vec![Part { of: Of::Announced(Field::Arrest), words: Vec::new() }], places };
    cut.walk(&tokens(text));
    let mut said = Said::new();
    for part in cut.parts.iter().filter(|part| !part.words.is_empty()) {
        match part.of {
            Of::Announced(field @ (Field::Arrest | Field::ArrestPlace | Field::Facility)) => {
                announced(field, &part.words, &mut said);
            }
            Of::Name | Of::Announced(_) | Of::Bracket | Of::Loose => {
                dated(&part.words, Property::ArrestDate, Property::ArrestPlace, &mut said);
            }
        }
    }
    said
}

fn announced(field: Field, words: &[String], out: &mut Said) {
    let text = words.join(" ");
    match field {
        Field::Birth => dated(words, Property::BirthDate, Property::BirthPlace, out),
        Field::Origin => dated(words, Property::BirthDate, Property::Origin, out),
        Field::Facility => dated(words, Property::ExitDate, Property::Facility, out),
        Field::Arrest | Field::ArrestPlace => dated(words, Property::ArrestDate, Property::ArrestPlace, out),
        Field::Mother => out.push((Property::Mother, text)),
        Field::Age => out.push((Property::Age, text)),
        Field::Residence => out.push((Property::Residence, text)),
        Field::Husband => out.push((Property::Husband, text)),
        Field::AlsoCalled => out.push((Property::AlsoCalled, text)),
        Field::Phone => out.push((Property::Phone, text)),
        Field::NationalNumber => out.push((Property::NationalNumber, text)),
        Field::Status => out.push((Property::Status, text)),
        Field::Note | Field::Dated | Field::Father | Field::Daughter => out.push((Property::Note, text)),
    }
}

fn unannounced(part: &Part, nth: usize, listed: Listed, out: &mut Said) {
    let text = part.words.join(" ");
    let has = |property: Property, out: &Said| out.iter().any(|(own, _)| *own == property);
    let digits = ascii_digits(&text).chars().filter(char::is_ascii_digit).count();
    if digits >= 9 {
        out.push((Property::Phone, text));
    } else if digits > 0 {
        if !has(Property::BirthDate, out) && date_in(&part.words, Property::BirthDate).is_some() {
            dated(&part.words, Property::BirthDate, Property::Origin, out);
        }
    } else if nth <= listed.parents {
        out.push((if nth == 1 { Property::Father } else { Property::Mother }, text));
    } else if matches!(fold(part.words[0].as_str()).as_str(), "ابو" | "ام") && part.of == Of::Bracket {
        out.push((Property::Teknonym, text));
    } else if !has(Property::Origin, out) && part.words.len() <= 6 {
        out.push((Property::Origin, text));
    }
}

/// Splits "عام 1985 في حمص" into its date and its place.
fn dated(words: &[String], date: Property, place: Property, out: &mut Said) {
    if let Some((from, to)) = date_in(words, date) {
        out.push((date, words[from..to].join(" ")));
        let rest: Vec<&str> = words[..from].iter().chain(&words[to..]).map(String::as_str).collect();
        push_place(&rest, place, out);
    } else if words.iter().any(|word| word.chars().any(char::is_numeric))
        && matches!(date, Property::BirthDate | Property::ArrestDate)
        && place != Property::Origin
    {
        out.push((date, words.join(" ")));
    } else {
        push_place(&words.iter().map(String::as_str).collect::<Vec<_>>(), place, out);
    }
}

fn push_place(words: &[&str], place: Property, out: &mut Said) {
    let filler = |word: &&&str| {
        matches!(
            fold(word).as_str(),
            "" | "عام"
                | "سنه"
                | "في"
                | "بتاريخ"
                | "تاريخ"
                | "منذ"
                | "من"
                | "علي"
                | "شهر"
                | "in"
                | "on"
                | "at"
                | "since"
                | "en"
                | "le"
        )
    };
    let start = words.iter().take_while(filler).count();
    let end = words.len() - words[start..].iter().rev().take_while(filler).count();
    let text = words[start..end].join(" ");
    if !is_blank(&text) {
        out.push((place, text));
    }
}

/// Where among the words the longest date stands, without words that add nothing to it.
fn date_in(words: &[String], property: Property) -> Option<(usize, usize)> {
    // Parsing is the dear part: only runs with digits, and no longer than dates are.
    let numeric: Vec<bool> = words.iter().map(|word| word.chars().any(char::is_numeric)).collect();
    let read = |from: usize, to: usize| {
        let text = words[from..to].join(" ");
        let parsed =
            if property == Property::BirthDate { PartialDate::parse(&text) } else { PartialDate::parse_recent(&text) };
        parsed.ok().filter(|_| numeric[from..to].contains(&true)).map(PartialDate::to_edtf)
    };
    if let Some(found) = grown(words.len(), &numeric, read) {
        return Some(found);
    }
    let most = words.len().min(6);
    for length in (1..=most).rev() {
        for start in 0..=words.len() - length {
            let (mut from, mut to) = (start, start + length);
            if !numeric[from..to].contains(&true) {
                continue;
            }
            let Some(date) = read(from, to) else { continue };
            while to - from > 1 && read(from, to - 1).as_ref() == Some(&date) {
                to -= 1;
            }
            while to - from > 1 && read(from + 1, to).as_ref() == Some(&date) {
                from += 1;
            }
            return Some((from, to));
        }
    }
    None
}

/// The run from the first number to the last, and the words beside it that change what it says ("نيسان 2013").
fn grown(words: usize, numeric: &[bool], read: impl Fn(usize, usize) -> Option<String>) -> Option<(usize, usize)> {
    let (mut from, mut to) = (numeric.iter().position(|is| *is)?, numeric.iter().rposition(|is| *is)? + 1);
    if to - from > 5 {
        return None;
    }
    let mut date = read(from, to)?;
    for start in (from.saturating_sub(3)..from).rev() {
        if let Some(other) = read(start, to).filter(|other| *other != date) {
            (from, date) = (start, other);
        }
    }
    for end in to + 1..=words.min(to + 2) {
        if let Some(other) = read(from, end).filter(|other| *other != date) {
            (to, date) = (end, other);
        }
    }
    Some((from, to))
}

/// Words that can be a name: letters, not too many.
fn is_name(words: &[String]) -> bool {
    let letters = |word: &String| {
        word.chars().any(char::is_alphabetic)
            && !word
                .chars()
                .any(|character| character.is_numeric() || matches!(character, '?' | '؟' | '=' | '@' | ':' | '/'))
    };
    (1..=8).contains(&words.len()) && words.iter().all(letters)
}

/// "محمد بن أحمد الخطيب": one name before "son of" and two after it are given, father and family.
fn push_name(words: &[String], rest: &mut Said, said: &mut Said) {
    let name = units(words);
    let father = rest.iter_mut().find(|(property, _)| *property == Property::Father);
    if name.len() == 1
        && let Some((_, text)) = father
    {
        said.push((Property::Given, name[0].clone()));
        let after = units(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        if after.len() > 1 {
            said.push((Property::Family, after[1..].join(" ")));
            text.clone_from(&after[0]);
        }
    } else {
        said.push((Property::FullName, words.join(" ")));
    }
}

/// Words that are one name together: "عبد الرحمن", "أبو محمد", "علاء الدين".
fn units(words: &[String]) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut open = false;
    for word in words {
        let folded = fold(word);
        let joins_last = matches!(folded.as_str(), "الدين" | "الله" | "الاسلام" | "الزمان");
        if (open || joins_last)
            && let Some(last) = units.last_mut()
        {
            last.push(' ');
            last.push_str(word);
        } else {
            units.push(word.clone());
        }
        open = matches!(
            folded.as_str(),
            "عبد"
                | "ابو"
                | "ام"
                | "ال"
                | "abd"
                | "abdul"
                | "abu"
                | "umm"
                | "الحاج"
                | "الشيخ"
                | "الدكتور"
                | "المهندس"
                | "الاستاذ"
                | "hajj"
                | "sheikh"
                | "dr"
        );
    }
    units
}
