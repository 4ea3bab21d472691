//! Every address of the desk. An address holds ids and never a name.

use std::fmt;
use store::{CaseNumber, DecisionId, ExportNumber, ImportNumber, LineId, PersonId, RecordId};

/// Where a link leads.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Url {
    /// The page to log in on.
    Login,
    /// One's own login.
    Own,
    /// The contents of the manual.
    Manual,
    /// A chapter of it.
    Chapter(&'static str),
    /// The queue.
    Queue,
    /// Two records side by side.
    Pair(RecordId, RecordId),
    /// A person.
    Person(PersonId),
    /// The person whom a record is about.
    Record(RecordId),
    /// The cases.
    Requests,
    /// A new request.
    NewRequest,
    /// An empty form, to print.
    BlankForm,
    /// A case.
    Case(CaseNumber),
    /// What may be said to one asker of a case, from 1.
    Answer(CaseNumber, u32),
    /// The search of a case.
    Search(CaseNumber),
    /// A decision.
    Decision(DecisionId),
    /// Decisions that wait for a second human.
    Awaiting,
    /// What is to be put right outside.
    Corrections,
    /// The calendar.
    Calendar,
    /// Accounts.
    Accounts,
    /// Tokens of programs.
    Tokens,
    /// The log of readings and decisions.
    Audit,
    /// The lists that leave.
    Exports,
    /// One of them.
    Export(ExportNumber),
    /// The lists that came in.
    Imports,
    /// One of them.
    Import(ImportNumber),
    /// Counts.
    Overview,
    /// The lists.
    Lists,
    /// One list.
    List(ImportNumber),
    /// Its rows beside ours.
    ListRows(ImportNumber),
    /// Places of detention.
    Facilities,
    /// One of them, by the id in the gazetteer.
    Facility(&'static str),
    /// The map.
    Map,
    /// Who else was in a place, from a case.
    Company(CaseNumber),
    /// Lists that are pictures.
    Pictures,
    /// The next line to type.
    PictureNext,
    /// Lines that two people read differently.
    PictureDifferences,
    /// A picture.
    Picture(u32),
    /// To open it for typing.
    PictureOpen(u32),
    /// To take it back to its rows.
    PictureClose(u32),
    /// To make an import of it.
    PictureFinish(u32),
    /// To drop it.
    PictureDrop(u32),
    /// A page of it, with its rows.
    PicturePage(u32, u32),
    /// The image of a page.
    PictureImage(u32, u32),
    /// A line to type.
    PictureLine(LineId),
    /// Its strip.
    PictureStrip(LineId),
    /// A line that two people read differently.
    PictureDifference(LineId),
    /// The strip that a record was typed from.
    Evidence(RecordId),
}

impl fmt::Display for Url {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Url::Login => formatter.write_str("/login"),
            Url::Own => formatter.write_str("/own"),
            Url::Manual => formatter.write_str("/manual"),
            Url::Chapter(name) => write!(formatter, "/manual/{name}"),
            Url::Queue => formatter.write_str("/queue"),
            Url::Pair(one, other) => write!(formatter, "/pair/{one}/{other}"),
            Url::Person(person) => write!(formatter, "/person/{person}"),
            Url::Record(record) => write!(formatter, "/record/{record}"),
            Url::Requests => formatter.write_str("/requests"),
            Url::NewRequest => formatter.write_str("/requests/new"),
            Url::BlankForm => formatter.write_str("/requests/form"),
            Url::Case(case) => write!(formatter, "/case/{case}"),
            Url::Answer(case, asker) => write!(formatter, "/case/{case}/answer/{asker}"),
            Url::Search(case) => write!(formatter, "/case/{case}/search"),
            Url::Decision(decision) => write!(formatter, "/decision/{decision}"),
            Url::Awaiting => formatter.write_str("/awaiting"),
            Url::Corrections => formatter.write_str("/corrections"),
            Url::Calendar => formatter.write_str("/calendar"),
            Url::Accounts => formatter.write_str("/accounts"),
            Url::Tokens => formatter.write_str("/tokens"),
            Url::Audit => formatter.write_str("/audit"),
            Url::Exports => formatter.write_str("/exports"),
            Url::Export(export) => write!(formatter, "/export/{export}"),
            Url::Imports => formatter.write_str("/imports"),
            Url::Import(import) => write!(formatter, "/import/{import}"),
            Url::Overview => formatter.write_str("/overview"),
            Url::Lists => formatter.write_str("/lists"),
            Url::List(import) => write!(formatter, "/list/{import}"),
            Url::ListRows(import) => write!(formatter, "/list/{import}/rows"),
            Url::Facilities => formatter.write_str("/facilities"),
            Url::Facility(place) => write!(formatter, "/facility/{place}"),
            Url::Map => formatter.write_str("/map"),
            Url::Company(case) => write!(formatter, "/case/{case}/company/search"),
            Url::Pictures => formatter.write_str("/pictures"),
            Url::PictureNext => formatter.write_str("/pictures/next"),
            Url::PictureDifferences => formatter.write_str("/pictures/differences"),
            Url::Picture(picture) => write!(formatter, "/pictures/{picture}"),
            Url::PictureOpen(picture) => write!(formatter, "/pictures/{picture}/open"),
            Url::PictureClose(picture) => write!(formatter, "/pictures/{picture}/close"),
            Url::PictureFinish(picture) => write!(formatter, "/pictures/{picture}/finish"),
            Url::PictureDrop(picture) => write!(formatter, "/pictures/{picture}/drop"),
            Url::PicturePage(picture, page) => write!(formatter, "/pictures/{picture}/{page}"),
            Url::PictureImage(picture, page) => write!(formatter, "/pictures/{picture}/{page}/image"),
            Url::PictureLine(LineId { picture, page, line }) => write!(formatter, "/pictures/{picture}/{page}/{line}"),
            Url::PictureStrip(LineId { picture, page, line }) => {
                write!(formatter, "/pictures/{picture}/{page}/{line}/strip")
            }
            Url::PictureDifference(LineId { picture, page, line }) => {
                write!(formatter, "/pictures/{picture}/{page}/{line}/difference")
            }
            Url::Evidence(record) => write!(formatter, "/record/{record}/strip"),
        }
    }
}
