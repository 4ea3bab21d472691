//! An SQL expression, reduced to what a model of linkage can mean by it: no spans, no quotes, no parentheses, one
//! name for each function. It does not know what a function does; that is for `condition` and `column`.

/// Which record of a pair a column is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Record {
    Left,
    Right,
}

/// A reduced expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Column(Record, String),
    Text(String),
    /// A number, and how it is written.
    Number(f64, String),
    /// A function by its name in lower case.
    Call(String, Vec<Node>),
    Compare(Comparator, Box<Node>, Box<Node>),
    Arithmetic(Operator, Box<Node>, Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    IsNull(Box<Node>),
    Cast(Type, Box<Node>),
    /// `CASE WHEN .. THEN .. ELSE .. END`.
    Choice(Vec<(Node, Node)>, Option<Box<Node>>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Plus,
    Minus,
    Times,
    Divide,
    Concatenate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Integer,
    Real,
    Date,
    Time,
}

impl Comparator {
    /// The comparator when its two sides are exchanged.
    pub(super) fn mirrored(self) -> Comparator {
        match self {
            Comparator::Less => Comparator::Greater,
            Comparator::LessOrEqual => Comparator::GreaterOrEqual,
            Comparator::Greater => Comparator::Less,
            Comparator::GreaterOrEqual => Comparator::LessOrEqual,
            same => same,
        }
    }
}

impl Node {
    pub(super) fn number(text: &str) -> Option<Node> {
        let value: f64 = text.parse().ok()?;
        value.is_finite().then(|| Node::Number(value, text.to_owned()))
    }

    pub(super) fn call(name: &str, arguments: Vec<Node>) -> Node {
        Node::Call(name.to_owned(), arguments)
    }

    pub(super) fn arithmetic(operator: Operator, left: Node, right: Node) -> Node {
        Node::Arithmetic(operator, Box::new(left), Box::new(right))
    }

    pub(super) fn compare(comparator: Comparator, left: Node, right: Node) -> Node {
        Node::Compare(comparator, Box::new(left), Box::new(right))
    }

    /// The value, where the expression is a number: written, or worked out as Spark's day bounds are.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Node::Number(value, _) => Some(*value),
            Node::Cast(Type::Integer | Type::Real, inner) => inner.as_number(),
            Node::Call(name, arguments) if name == "floor" && arguments.len() == 1 => {
                arguments[0].as_number().map(f64::floor)
            }
            Node::Arithmetic(Operator::Times, left, right) => Some(left.as_number()? * right.as_number()?),
            Node::Arithmetic(Operator::Divide, left, right) => Some(left.as_number()? / right.as_number()?),
            _ => None,
        }
        .filter(|value| value.is_finite())
    }

    /// The text, where the expression is a constant.
    pub(super) fn as_text(&self) -> Option<String> {
        match self {
            Node::Text(text) | Node::Number(_, text) => Some(text.clone()),
            Node::Cast(Type::Text | Type::Integer, inner) => inner.as_text(),
            Node::Cast(Type::Date, inner) => inner.as_text().filter(|text| is_iso_date(text)),
            _ => None,
        }
    }

    /// The whole number, where the expression is one.
    pub(super) fn as_whole(&self) -> Option<i32> {
        let value = self.as_number()?;
        (value.fract() == 0.0 && value.abs() <= f64::from(i32::MAX)).then_some(value as i32)
    }

    /// The arguments, where the expression is a call of this function with so many of them.
    pub(super) fn arguments_of<const N: usize>(&self, function: &str) -> Option<&[Node; N]> {
        match self {
            Node::Call(name, arguments) if name == function => arguments.as_slice().try_into().ok(),
            _ => None,
        }
    }
}

/// A date that says the same as a text and as a date, so that it can be compared as a text.
fn is_iso_date(text: &str) -> bool {
    let shape = text.bytes().map(|byte| if byte.is_ascii_digit() { b'9' } else { byte });
    shape.eq("9999-99-99".bytes())
}
