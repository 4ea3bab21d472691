//! Two records side by side: what each says, what agrees and what does not, why a machine set them beside each other, and what was
//! decided. And to decide, by a signature that was made elsewhere.

use super::parts::{Brief, Where};
use super::sent::Sent;
use super::stable::VerdictWord;
use crate::failure::Failure;
use crate::matching::Told;
use crate::pages::pair as page;
use crate::pages::pair::alignment::Aligned;
use crate::shown::{plain, verbatim};
use crate::work::Work;
use record::{Cell, Private};
use serde::{Deserialize, Serialize};
use store::access::{Asked, Kind};
use store::{DecisionId, NewDecision, RecordId, Signature};
use utoipa::ToSchema;

/// Weights are kept in 1/1024 bit.
const PER_BIT: f64 = 1024.0;

/// Two records.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OnePair {
    /// Both, in the order of the address.
    pub(crate) sides: [Side; 2],
    /// What they say, property beside property.
    pub(crate) columns: Vec<Column>,
    /// Why they were set beside each other; null where one of them is never matched.
    pub(crate) evidence: Option<Evidence>,
    /// What humans said of either record, as far as this account may see both records of it.
    pub(crate) earlier: Vec<EarlierLine>,
    /// Whether this account may decide about them.
    pub(crate) may_decide: bool,
    /// Whether it was decided that they are the same person, or different ones.
    pub(crate) is_decided: bool,
    /// A decision that awaits a second human, who may be this account.
    pub(crate) confirming: Option<String>,
    /// The mark of what is shown here. Who decides sends it back: what a colleague or another linkage run has changed meanwhile is
    /// not decided on.
    pub(crate) shown: String,
}

/// One of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Side {
    /// In a few words.
    #[serde(flatten)]
    pub(crate) brief: Brief,
    /// Where it stands.
    pub(crate) at: Where,
    /// The day that its list speaks of (EDTF).
    pub(crate) as_of: String,
    /// The case, where it is the request of a family.
    pub(crate) case: Option<String>,
    /// The row as its source has it.
    pub(crate) cells: Vec<CellLine>,
    /// Whether something of it was left out that this account may not see.
    pub(crate) is_partial: bool,
}

/// A cell of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CellLine {
    /// The column, as it is headed.
    pub(crate) header: String,
    /// What stands there. What cannot be seen in it is written out, such as `⟨U+202E⟩`.
    pub(crate) text: String,
}

/// What both say of a property.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Column {
    /// The property, or the comparison of parts of names, as its stable word.
    pub(crate) property: &'static str,
    /// What the first says, in words for the reader.
    pub(crate) one: Vec<String>,
    /// What the other says.
    pub(crate) other: Vec<String>,
    /// `same`, `close`, `other` or `silent`.
    pub(crate) agreement: &'static str,
}

/// Why a machine set them beside each other. The lines, `kin`, `calibration`, `rivals` and `prior` add up to `log_odds`, in bits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Evidence {
    /// A line a comparison.
    pub(crate) lines: Vec<EvidenceLine>,
    /// What kin would agree on as well.
    pub(crate) kin: f64,
    /// What such a weight is worth between these two lists.
    pub(crate) calibration: f64,
    /// What others who fit as well leave of it.
    pub(crate) rivals: f64,
    /// Before anything was compared.
    pub(crate) prior: f64,
    /// The sum without the last.
    pub(crate) weight: f64,
    /// The sum.
    pub(crate) log_odds: f64,
    /// The probability, as far as the model holds, in whole hundredths, rounded down.
    pub(crate) percent: u8,
    /// How many other records would agree as well; null where nobody has looked yet, as shortly after the server began.
    pub(crate) others_alike: Option<u32>,
    /// How sure, in words.
    pub(crate) verdict: String,
    /// What agrees and what does not, in words.
    pub(crate) reasons: String,
    /// Who else would agree, in words.
    pub(crate) others: String,
    /// What to ask the family next, in words.
    pub(crate) ask: Vec<String>,
}

/// A comparison.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceLine {
    /// What was compared.
    pub(crate) comparison: &'static str,
    /// How far it agrees.
    pub(crate) level: &'static str,
    /// Its weight, in bits.
    pub(crate) bits: f64,
}

/// A decision about either record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarlierLine {
    /// The decision.
    pub(crate) decision: String,
    /// `same`, `different` or `unsure`.
    pub(crate) verdict: &'static str,
    /// When.
    pub(crate) time: String,
    /// Whether it was taken back.
    pub(crate) is_undone: bool,
    /// How many humans stand for it.
    pub(crate) humans: u32,
    /// Whether it is about these two.
    pub(crate) is_this_pair: bool,
}

/// What is to be decided.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"verdict": "unsure", "reason": "more must be known", "shown": "the mark of the pair"}))]
pub(crate) struct Deciding {
    /// `same`, `different` or `unsure`.
    #[schema(value_type = VerdictWord)]
    pub(crate) verdict: String,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub(crate) reason: String,
    /// The mark of what was shown.
    pub(crate) shown: String,
}

/// What a human is to sign.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Packet {
    /// The hash that is signed: over everything that is decided and was shown. It changes when any of that does.
    pub(crate) packet: String,
}

/// A signature of a key that is enrolled for the account (Ed25519), as `athar sign` prints it.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signed {
    /// The public half of the key, such as `athar-key-…`.
    pub(crate) key: String,
    /// When it was signed, as the signer's machine said.
    pub(crate) time: String,
    /// The signature, in hexadecimal.
    pub(crate) signature: String,
}

/// A decision with its signature.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decided {
    /// `same`, `different` or `unsure`.
    #[schema(value_type = VerdictWord)]
    pub(crate) verdict: String,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub(crate) reason: String,
    /// The mark of what was shown.
    pub(crate) shown: String,
    /// The signature over the packet.
    pub(crate) signed: Signed,
}

/// A second word on a decision.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirming {
    /// The mark of what was shown.
    pub(crate) shown: String,
    /// The signature over the packet of the confirmation.
    pub(crate) signed: Signed,
}

/// A decision that was kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Kept {
    /// The decision, such as `D41`. It is durable.
    pub(crate) decision: String,
}

impl Side {
    fn of(work: &Work, seen: &store::RecordView) -> Result<Side, Failure> {
        let imports = work.desk.imports()?;
        let import = imports.iter().find(|import| import.number == seen.id.import());
        let case = work.desk.archive.case_of_record(seen.id)?;
        let cells = seen.record.verbatim.iter().filter(|cell| !cell.text.trim().is_empty());
        Ok(Side {
            brief: Brief::of(&imports, seen.id, &seen.record),
            at: Where::of(&seen.record.position),
            as_of: import.map(|import| import.meta.as_of.clone()).unwrap_or_default(),
            case: case.filter(|_| work.may(Asked::see(Kind::Case))).map(|case| case.to_string()),
            cells: cells.map(CellLine::of).collect(),
            is_partial: seen.is_partial,
        })
    }
}

impl CellLine {
    pub(crate) fn of(cell: &Cell) -> CellLine {
        CellLine { header: plain(&cell.header), text: verbatim(&cell.text) }
    }
}

impl Evidence {
    fn of(explanation: &link::person::Explanation, told: Option<Told>) -> Evidence {
        let bits = |weight: i32| f64::from(weight) / PER_BIT;
        let line = |line: &link::person::Line| EvidenceLine {
            comparison: line.comparison,
            level: line.level,
            bits: bits(line.weight),
        };
        let Told { verdict, reasons, others, ask } = told.unwrap_or_default();
        Evidence {
            lines: explanation.lines.iter().map(line).collect(),
            kin: bits(explanation.kin),
            calibration: bits(explanation.calibration),
            rivals: bits(explanation.rivals),
            prior: bits(explanation.prior),
            weight: bits(explanation.weight),
            log_odds: bits(explanation.log_odds),
            percent: page::percent(explanation),
            others_alike: explanation.others_alike,
            verdict,
            reasons,
            others,
            ask,
        }
    }
}

fn pair_of(sent: &Sent) -> Result<(RecordId, RecordId), Failure> {
    let (one, other) = (sent.id("one")?, sent.id("other")?);
    if one == other { Err(Failure::NotThere) } else { Ok((one, other)) }
}

pub(super) fn one(work: &Work, sent: &Sent) -> Result<OnePair, Failure> {
    work.must(Asked::see(Kind::Record))?;
    let (one, other) = pair_of(sent)?;
    let told = page::Shown::read(work, one, other)?;
    let column = |own: Aligned| Column {
        property: own.property,
        one: own.one,
        other: own.other,
        agreement: own.agreement.key(),
    };
    let earlier = |own: &page::Earlier| EarlierLine {
        decision: own.id.to_string(),
        verdict: own.verdict,
        time: own.time.clone(),
        is_undone: own.is_undone,
        humans: own.humans,
        is_this_pair: own.is_this_pair,
    };
    let columns = told.aligned(work)?.into_iter().map(column).collect();
    let shown = told.seen.mark(work, one, other);
    Ok(OnePair {
        sides: [Side::of(work, &told.left)?, Side::of(work, &told.right)?],
        columns,
        earlier: told.earlier.iter().map(earlier).collect(),
        may_decide: told.may_decide,
        is_decided: told.is_decided,
        confirming: told.confirming.map(|decision| decision.to_string()),
        shown,
        evidence: told.seen.explanation.as_ref().map(|explanation| Evidence::of(explanation, told.told)),
    })
}

/// The decision that would be kept, without its signature.
fn unsigned(work: &Work, sent: &Sent, deciding: &Deciding) -> Result<NewDecision, Failure> {
    work.must(Asked::change(Kind::Decision))?;
    let (one, other) = pair_of(sent)?;
    let (verdict, reason) = page::verdict_and_reason(&deciding.verdict, &deciding.reason)?;
    page::unsigned(work, (one, other), verdict, Private::from(reason.as_str()), &deciding.shown)
}

/// A signature as it came; whose it is and over what is asked of the archive.
fn signature(work: &Work, signed: Signed) -> Result<Signature, Failure> {
    let key = signed.key.parse().map_err(|_| Failure::Wrong("api-no-signature"))?;
    // Nobody hands in what another has signed.
    if !work.whole.keys.contains(&key) {
        return Err(Failure::Wrong("api-other-key"));
    }
    Ok(Signature { key, time: signed.time, signature: signed.signature })
}

pub(super) fn packet(work: &Work, sent: &Sent, deciding: &Deciding) -> Result<Packet, Failure> {
    Ok(Packet { packet: unsigned(work, sent, deciding)?.packet()?.to_string() })
}

pub(super) fn decide(work: &Work, sent: &Sent, decided: &Decided) -> Result<Kept, Failure> {
    let Decided { verdict, reason, shown, signed } = decided.clone();
    let mut decision = unsigned(work, sent, &Deciding { verdict, reason, shown })?;
    let signature = signature(work, signed)?;
    if !signature.is_of(decision.packet()?) {
        return Err(Failure::Wrong("api-no-signature"));
    }
    decision.signatures.push(signature);
    Ok(Kept { decision: page::keep(work, decision)?.to_string() })
}

/// The decision of an address, its packet and whether this account may give the second word.
fn awaited(work: &Work, sent: &Sent) -> Result<(DecisionId, store::Decision), Failure> {
    work.must(Asked::change(Kind::Decision))?;
    let id: DecisionId = sent.id("decision")?;
    let decision = work.session(None)?.decision(id)?;
    if !work.session(None)?.may_decide(decision.decision.left, decision.decision.right)? {
        return Err(Failure::NotThere);
    }
    Ok((id, decision))
}

pub(super) fn confirmation_packet(work: &Work, sent: &Sent) -> Result<Packet, Failure> {
    let (id, _) = awaited(work, sent)?;
    Ok(Packet { packet: work.desk.archive.confirmation_packet(id)?.to_string() })
}

pub(super) fn confirm(work: &Work, sent: &Sent, confirming: &Confirming) -> Result<Kept, Failure> {
    let (id, decision) = awaited(work, sent)?;
    let (left, right) = (decision.decision.left, decision.decision.right);
    page::mark::Seen::again(work, left, right, &confirming.shown)?;
    let signature = signature(work, confirming.signed.clone())?;
    if !signature.is_of(work.desk.archive.confirmation_packet(id)?) {
        return Err(Failure::Wrong("api-no-signature"));
    }
    work.desk.archive.confirm(id, signature, &work.time())?;
    Ok(Kept { decision: id.to_string() })
}
