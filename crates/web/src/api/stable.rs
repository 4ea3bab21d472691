//! Stable words that a program sends, as the document has them. They travel as text: what is none of them is told as not right, like
//! everything else that is sent.

use crate::pages::requests::fields::{DEATH_NEWS, SHARED_WITH};
use record::Property;
use store::{FORMATS, Verdict};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A text that is one of some words.
fn one_of(words: Vec<&'static str>, what: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).description(Some(what));
    RefOr::T(Schema::Object(object.build()))
}

/// What is said of two records.
pub(super) struct VerdictWord;

impl ToSchema for VerdictWord {}
impl PartialSchema for VerdictWord {
    fn schema() -> RefOr<Schema> {
        let words = [Verdict::Same, Verdict::Different, Verdict::Unsure].map(Verdict::as_str);
        one_of(words.to_vec(), "What is said of two records")
    }
}

/// What kind of recipient.
pub(super) struct ShareWord;

impl ToSchema for ShareWord {}
impl PartialSchema for ShareWord {
    fn schema() -> RefOr<Schema> {
        one_of(SHARED_WITH.map(|(_, word)| word).to_vec(), "What kind of recipient")
    }
}

/// How a copy is written.
pub(super) struct FormatWord;

impl ToSchema for FormatWord {}
impl PartialSchema for FormatWord {
    fn schema() -> RefOr<Schema> {
        one_of(FORMATS.to_vec(), "How a copy is written")
    }
}

/// A property that may leave the archive.
pub(super) struct LeavingWord;

impl ToSchema for LeavingWord {}
impl PartialSchema for LeavingWord {
    fn schema() -> RefOr<Schema> {
        let may = Property::ALL.iter().filter(|property| store::may_be_exported(**property));
        one_of(may.map(|property| property.as_str()).collect(), "A property that may leave the archive")
    }
}

/// How somebody wishes to hear of a death.
pub(super) struct DeathNewsWord;

impl ToSchema for DeathNewsWord {}
impl PartialSchema for DeathNewsWord {
    fn schema() -> RefOr<Schema> {
        let words = std::iter::once("").chain(DEATH_NEWS.map(|(_, word)| word));
        one_of(words.collect(), "How somebody wishes to hear of a death")
    }
}

/// What is said of somebody who is sought: properties that a request asks for, and what was said.
pub(super) struct PersonWords;

impl ToSchema for PersonWords {}
impl PartialSchema for PersonWords {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String).description(Some("As it was said, in any script"));
        let all = Property::ALL.iter().map(|property| property.as_str());
        let asked = all.filter(|word| crate::pages::requests::asks_for(word));
        let object = asked.fold(ObjectBuilder::new(), |object, word| object.property(word, text()));
        let what = "Properties that a request asks for, each with what was said";
        RefOr::T(Schema::Object(object.description(Some(what)).build()))
    }
}
