//! What is measured between two records: letters, seconds, numbers, kilometres. The long expressions that other tools
//! write for the last two are recognised by writing them again for the columns found in them, and comparing.

use super::Refusal;
use super::column::Columns;
use super::node::{Comparator, Node, Operator, Record, Type};
use crate::model::{Bound, Measure, Test};

const SECONDS_PER_DAY: f64 = 86_400.0;

/// A quantity that can be held against a bound.
pub(super) enum Quantity {
    Letters(Measure, String, String),
    Seconds(String, String),
    /// Days between dates without a time of day.
    Days(String, String),
    Numbers(String, String),
    Shares(String, String),
    Kilometres {
        latitude: String,
        longitude: String,
    },
}

impl Quantity {
    /// How many of the test's units one of the quantity's is.
    pub(super) fn unit(&self) -> f64 {
        if matches!(self, Quantity::Days(..)) { SECONDS_PER_DAY } else { 1.0 }
    }

    pub(super) fn test(&self, bound: Bound) -> Test {
        let pair = |left: &String, right: &String| (left.clone(), right.clone());
        match self {
            Quantity::Letters(measure, left, right) => {
                Test::Measure { measure: *measure, left: left.clone(), right: right.clone(), bound }
            }
            Quantity::Seconds(left, right) | Quantity::Days(left, right) => {
                let (left, right) = pair(left, right);
                Test::SecondsApart { left, right, bound }
            }
            Quantity::Numbers(left, right) => {
                let (left, right) = pair(left, right);
                Test::NumbersApart { left, right, bound }
            }
            Quantity::Shares(left, right) => {
                let (left, right) = pair(left, right);
                Test::SharesApart { left, right, bound }
            }
            Quantity::Kilometres { latitude, longitude } => {
                Test::KilometresApart { latitude: latitude.clone(), longitude: longitude.clone(), bound }
            }
        }
    }
}

/// The quantity that an expression is, if it is one.
pub(super) fn quantity(node: &Node, columns: &mut Columns) -> Result<Option<Quantity>, Refusal> {
    Ok(match node {
        Node::Call(name, arguments) if measure_of(name).is_some() => {
            let (Some(measure), [one, other]) = (measure_of(name), arguments.as_slice()) else {
                return Err(Refusal::new(format!("`{name}` takes two columns here and nothing else")));
            };
            let (left, right) = columns.pair(one, other)?;
            Some(Quantity::Letters(measure, left, right))
        }
        Node::Call(name, arguments) if name == "abs" && arguments.len() == 1 => {
            Some(difference(&arguments[0], columns)?)
        }
        Node::Arithmetic(Operator::Divide, difference, _) => match shares(node, difference) {
            Some((one, other)) => {
                let (left, right) = columns.pair(one, other)?;
                Some(Quantity::Shares(left, right))
            }
            None => return Err(Refusal::new("only a difference by the larger of the two is divided here".to_owned())),
        },
        Node::Cast(Type::Real, distance) => match coordinates(distance) {
            Some([latitude, longitude]) => Some(kilometres(latitude, longitude, columns)?),
            None => None,
        },
        _ => coordinates(node).map(|[latitude, longitude]| kilometres(latitude, longitude, columns)).transpose()?,
    })
}

fn measure_of(function: &str) -> Option<Measure> {
    match function {
        "jaro_similarity" => Some(Measure::Jaro),
        "jaro_winkler_similarity" => Some(Measure::JaroWinkler),
        "levenshtein" => Some(Measure::Levenshtein),
        "damerau_levenshtein" => Some(Measure::DamerauLevenshtein),
        "jaccard" => Some(Measure::Jaccard),
        "hamming" => Some(Measure::Hamming),
        _ => None,
    }
}

/// What stands in `abs(..)`.
fn difference(node: &Node, columns: &mut Columns) -> Result<Quantity, Refusal> {
    if let Some((one, other)) = days(node) {
        if !columns.is_date(one)? || !columns.is_date(other)? {
            return Err(Refusal::new(
                "days are counted between columns that are not read as dates; write `epoch(..) - epoch(..)`".to_owned(),
            ));
        }
        let (left, right) = columns.pair(one, other)?;
        return Ok(Quantity::Days(left, right));
    }
    let Node::Arithmetic(Operator::Minus, one, other) = node else {
        return Err(Refusal::new("only a difference of two columns is taken without its sign here".to_owned()));
    };
    if let (Some([one]), Some([other])) = (one.arguments_of("epoch"), other.arguments_of("epoch")) {
        let (left, right) = columns.pair(one, other)?;
        return Ok(Quantity::Seconds(left, right));
    }
    let (left, right) = columns.pair(as_written(one), as_written(other))?;
    Ok(Quantity::Numbers(left, right))
}

/// A column that is made a number: numbers are read from texts here without being told to.
fn as_written(node: &Node) -> &Node {
    match node {
        Node::Cast(Type::Integer | Type::Real, inner) => inner,
        other => other,
    }
}

/// `datediff(a, b)` of Spark, `date_diff('day', a, b)` of DuckDB.
fn days(node: &Node) -> Option<(&Node, &Node)> {
    if let Some([one, other]) = node.arguments_of("datediff") {
        return Some((one, other));
    }
    let [part, one, other] = node.arguments_of("date_diff").or_else(|| node.arguments_of("datediff"))?;
    matches!(part, Node::Text(part) if part == "day").then_some((one, other))
}

/// `abs(a - b) / (case when b > a then b else a end)`: the two columns.
fn shares<'n>(whole: &Node, difference: &'n Node) -> Option<(&'n Node, &'n Node)> {
    let [Node::Arithmetic(Operator::Minus, one, other)] = difference.arguments_of("abs")? else { return None };
    let larger = |first: &Node, second: &Node| {
        let greater = Node::compare(Comparator::Greater, first.clone(), second.clone());
        Node::Choice(vec![(greater, first.clone())], Some(Box::new(second.clone())))
    };
    let by = |divisor| Node::arithmetic(Operator::Divide, difference.clone(), divisor);
    let known = *whole == by(larger(one, other)) || *whole == by(larger(other, one));
    known.then_some((one, other))
}

/// A latitude or a longitude, of two records.
type Coordinate<'n> = (&'n Node, &'n Node);

/// The law of cosines on a sphere of 6,371 km radius, as Splink writes it: the latitudes and the longitudes.
fn coordinates(node: &Node) -> Option<[Coordinate<'_>; 2]> {
    let Node::Arithmetic(Operator::Times, angle, _) = node else { return None };
    let [Node::Choice(_, Some(cosine))] = angle.arguments_of("acos")? else { return None };
    let Node::Arithmetic(Operator::Plus, sines, cosines) = cosine.as_ref() else { return None };
    let Node::Arithmetic(Operator::Times, one, other) = sines.as_ref() else { return None };
    let Node::Arithmetic(Operator::Times, _, turn) = cosines.as_ref() else { return None };
    let [sine_one] = one.arguments_of("sin")?;
    let [sine_other] = other.arguments_of("sin")?;
    let ([latitude_one], [latitude_other]) = (sine_one.arguments_of("radians")?, sine_other.arguments_of("radians")?);
    let [turned] = turn.arguments_of("cos")?;
    let [Node::Arithmetic(Operator::Minus, longitude_other, longitude_one)] = turned.arguments_of("radians")? else {
        return None;
    };
    let found = [(latitude_one, latitude_other), (longitude_one.as_ref(), longitude_other.as_ref())];
    (*node == law_of_cosines(found)).then_some(found)
}

fn law_of_cosines([(latitude_one, latitude_other), (longitude_one, longitude_other)]: [Coordinate<'_>; 2]) -> Node {
    let of = |function: &str, node: &Node| Node::call(function, vec![Node::call("radians", vec![node.clone()])]);
    let times = |one, other| Node::arithmetic(Operator::Times, one, other);
    let number = |value: f64, text: &str| Node::Number(value, text.to_owned());
    let (one, minus_one) = (number(1.0, "1"), number(-1.0, "-1"));

    let turned = Node::arithmetic(Operator::Minus, longitude_other.clone(), longitude_one.clone());
    let cosines = times(times(of("cos", latitude_one), of("cos", latitude_other)), of("cos", &turned));
    let sines = times(of("sin", latitude_one), of("sin", latitude_other));
    let cosine = Node::arithmetic(Operator::Plus, sines, cosines);
    let choices = vec![
        (Node::compare(Comparator::Greater, cosine.clone(), one.clone()), one),
        (Node::compare(Comparator::Less, cosine.clone(), minus_one.clone()), minus_one),
    ];
    let angle = Node::call("acos", vec![Node::Choice(choices, Some(Box::new(cosine)))]);
    times(angle, number(6371.0, "6371"))
}

fn kilometres(latitude: Coordinate<'_>, longitude: Coordinate<'_>, columns: &mut Columns) -> Result<Quantity, Refusal> {
    let mut same = |(one, other): Coordinate<'_>| match (columns.of(one)?, columns.of(other)?) {
        ((Record::Left, left), (Record::Right, right)) if left == right => Ok(left),
        _ => Err(Refusal::new("the two points are not read from the same columns of both records".to_owned())),
    };
    Ok(Quantity::Kilometres { latitude: same(latitude)?, longitude: same(longitude)? })
}
