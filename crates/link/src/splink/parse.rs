//! SQL text into a `Node`. Limits come first: a hostile text is refused, whatever its shape, before anything recurses.

use sqlparser::ast::{
    BinaryOperator, CeilFloorKind, DataType, DateTimeField, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArguments, Ident, InTarget, TrimWhereField, UnaryOperator, Value,
};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

use super::node::{Comparator, Node, Operator, Record, Type};
use super::{Dialect, Refusal, limits};

/// How columns say which record they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// `first_name_l`, as in a comparison's levels.
    Suffix,
    /// `l.first_name`, as in a blocking rule.
    Table,
}

/// Reads one expression.
pub(super) fn parse(sql: &str, dialect: Dialect, naming: Naming) -> Result<Node, Refusal> {
    if sql.len() > limits::SQL_BYTES_MAX {
        return Err(Refusal::new(format!("it is longer than {} bytes", limits::SQL_BYTES_MAX)));
    }
    let grammar = dialect.grammar();
    let tokens = Tokenizer::new(grammar.as_ref(), sql).tokenize().map_err(|error| Refusal::new(error.to_string()))?;
    if tokens.iter().filter(|token| !matches!(token, Token::Whitespace(_))).count() > limits::SQL_TOKENS_MAX {
        return Err(Refusal::new(format!("it has more than {} words and signs", limits::SQL_TOKENS_MAX)));
    }
    let mut parser = Parser::new(grammar.as_ref()).with_recursion_limit(limits::SQL_DEPTH_MAX).with_tokens(tokens);
    let expression = parser.parse_expr().map_err(|error| Refusal::new(format!("it is not read as SQL: {error}")))?;
    if parser.peek_token().token != Token::EOF {
        return Err(Refusal::new("it is more than one condition".to_owned()));
    }
    Reduction { naming }.node(&expression, 0)
}

struct Reduction {
    naming: Naming,
}

impl Reduction {
    fn node(&self, expression: &Expr, depth: usize) -> Result<Node, Refusal> {
        if depth > limits::SQL_DEPTH_MAX {
            return Err(Refusal::new(format!("it is nested more than {} deep", limits::SQL_DEPTH_MAX)));
        }
        let inner = |expression: &Expr| self.node(expression, depth + 1);
        Ok(match expression {
            Expr::Nested(nested) => inner(nested)?,
            Expr::Identifier(name) => self.column(std::slice::from_ref(name))?,
            Expr::CompoundIdentifier(names) => self.column(names)?,
            Expr::Value(value) => constant(&value.value)?,
            Expr::TypedString(typed) => Node::Cast(type_of(&typed.data_type)?, Box::new(constant(&typed.value.value)?)),
            Expr::IsNull(tested) => Node::IsNull(Box::new(inner(tested)?)),
            Expr::IsNotNull(tested) => Node::Not(Box::new(Node::IsNull(Box::new(inner(tested)?)))),
            Expr::BinaryOp { op: op @ (BinaryOperator::And | BinaryOperator::Or), .. } => {
                let terms = terms(expression, op).into_iter().map(inner).collect::<Result<Vec<Node>, Refusal>>()?;
                if *op == BinaryOperator::And { Node::All(terms) } else { Node::Any(terms) }
            }
            Expr::BinaryOp { left, op, right } => binary(op, inner(left)?, inner(right)?)?,
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => Node::Not(Box::new(inner(expr)?)),
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match inner(expr)? {
                Node::Number(_, text) => Node::number(&format!("-{text}")).ok_or_else(|| unknown(expression))?,
                _ => return Err(unknown(expression)),
            },
            Expr::In { expr, target: InTarget::List(values), negated, .. } => {
                let tested = inner(expr)?;
                let equals = |value| Ok(Node::compare(Comparator::Equal, tested.clone(), inner(value)?));
                let any = Node::Any(values.iter().map(equals).collect::<Result<Vec<Node>, Refusal>>()?);
                negated_if(*negated, any)
            }
            Expr::Between { expr, negated, low, high } => {
                let tested = inner(expr)?;
                let above = Node::compare(Comparator::GreaterOrEqual, tested.clone(), inner(low)?);
                let below = Node::compare(Comparator::LessOrEqual, tested, inner(high)?);
                negated_if(*negated, Node::All(vec![above, below]))
            }
            Expr::Cast { expr, data_type, format: None, .. } => Node::Cast(type_of(data_type)?, Box::new(inner(expr)?)),
            Expr::Extract { field: DateTimeField::Epoch, expr, .. } => Node::call("epoch", vec![inner(expr)?]),
            Expr::Floor { expr, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
                Node::call("floor", vec![inner(expr)?])
            }
            Expr::Substring { expr, substring_from: Some(from), substring_for, .. } => {
                let mut arguments = vec![inner(expr)?, inner(from)?];
                if let Some(length) = substring_for {
                    arguments.push(inner(length)?);
                }
                Node::Call("substr".to_owned(), arguments)
            }
            Expr::Trim {
                trim_where: None | Some(TrimWhereField::Both),
                trim_what: None,
                expr,
                trim_characters: None,
            } => Node::call("trim", vec![inner(expr)?]),
            Expr::Case { operand: None, conditions, else_result, .. } => {
                let when = |when: &sqlparser::ast::CaseWhen| Ok((inner(&when.condition)?, inner(&when.result)?));
                let choices = conditions.iter().map(when).collect::<Result<Vec<_>, Refusal>>()?;
                let otherwise = else_result.as_deref().map(inner).transpose()?;
                Node::Choice(choices, otherwise.map(Box::new))
            }
            Expr::Function(function) => self.call(function, depth)?,
            _ => return Err(unknown(expression)),
        })
    }

    fn call(&self, function: &Function, depth: usize) -> Result<Node, Refusal> {
        let name = canonical_name(&function.name.to_string().to_lowercase());
        let plain = function.over.is_none() && function.filter.is_none() && function.within_group.is_empty();
        let FunctionArguments::List(list) = &function.args else {
            return Err(Refusal::function(&name));
        };
        if super::is_of_lists(&name) || !plain || !list.clauses.is_empty() || list.duplicate_treatment.is_some() {
            return Err(Refusal::function(&name));
        }
        let argument = |argument: &FunctionArg| match argument {
            // A function that works on lists says more by its name than by its first lambda.
            FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Lambda(_) | Expr::Array(_))) => {
                Err(Refusal::function(&name))
            }
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => self.node(expression, depth + 1),
            _ => Err(Refusal::function(&name)),
        };
        let arguments = list.args.iter().map(argument).collect::<Result<Vec<Node>, Refusal>>()?;
        Ok(Node::Call(name.clone(), arguments))
    }

    fn column(&self, names: &[Ident]) -> Result<Node, Refusal> {
        match (self.naming, names) {
            (Naming::Suffix, [name]) => {
                let text = &name.value;
                let cut = text.len().checked_sub(2).filter(|&cut| cut > 0 && text.is_char_boundary(cut));
                let (stem, suffix) = cut.map_or(("", ""), |cut| text.split_at(cut));
                record_of(suffix.strip_prefix('_').unwrap_or_default(), stem)
                    .ok_or_else(|| Refusal::new(format!("`{text}` ends neither in `_l` nor in `_r`")))
            }
            (Naming::Table, [table, name]) => record_of(&table.value, &name.value)
                .ok_or_else(|| Refusal::new(format!("`{}` is neither `l` nor `r`", table.value))),
            (Naming::Table, [name]) => {
                Err(Refusal::new(format!("`{name}` does not say whose column it is; write `l.{name}` or `r.{name}`")))
            }
            _ => Err(Refusal::new(
                "a part of a structured column is named; give it a column of its own in the table".to_owned(),
            )),
        }
    }
}

fn record_of(letter: &str, column: &str) -> Option<Node> {
    match letter {
        "l" | "L" => Some(Node::Column(Record::Left, column.to_owned())),
        "r" | "R" => Some(Node::Column(Record::Right, column.to_owned())),
        _ => None,
    }
}

/// The terms of a chain of ANDs or ORs, without recursing along it: it leans to the left, however long it is.
fn terms<'e>(expression: &'e Expr, operator: &BinaryOperator) -> Vec<&'e Expr> {
    let mut terms = Vec::new();
    let mut rest = expression;
    while let Expr::BinaryOp { left, op, right } = rest
        && op == operator
    {
        terms.push(right.as_ref());
        rest = left;
    }
    terms.push(rest);
    terms.reverse();
    terms
}

fn binary(operator: &BinaryOperator, left: Node, right: Node) -> Result<Node, Refusal> {
    let compare = |comparator, left, right| Ok(Node::compare(comparator, left, right));
    let arithmetic = |operator, left, right| Ok(Node::arithmetic(operator, left, right));
    match operator {
        BinaryOperator::Eq => compare(Comparator::Equal, left, right),
        BinaryOperator::NotEq => compare(Comparator::NotEqual, left, right),
        BinaryOperator::Lt => compare(Comparator::Less, left, right),
        BinaryOperator::LtEq => compare(Comparator::LessOrEqual, left, right),
        BinaryOperator::Gt => compare(Comparator::Greater, left, right),
        BinaryOperator::GtEq => compare(Comparator::GreaterOrEqual, left, right),
        BinaryOperator::Plus => arithmetic(Operator::Plus, left, right),
        BinaryOperator::Minus => arithmetic(Operator::Minus, left, right),
        BinaryOperator::Multiply => arithmetic(Operator::Times, left, right),
        BinaryOperator::Divide => arithmetic(Operator::Divide, left, right),
        BinaryOperator::StringConcat => arithmetic(Operator::Concatenate, left, right),
        other => Err(Refusal::new(format!("the operator `{other}` is not known"))),
    }
}

fn constant(value: &Value) -> Result<Node, Refusal> {
    match value {
        Value::SingleQuotedString(text) | Value::EscapedStringLiteral(text) => Ok(Node::Text(text.clone())),
        Value::Number(text, _) => {
            Node::number(text).ok_or_else(|| Refusal::new(format!("`{text}` is not a number that can be compared")))
        }
        other => Err(Refusal::new(format!("the constant `{other}` is not known"))),
    }
}

fn negated_if(negated: bool, node: Node) -> Node {
    if negated { Node::Not(Box::new(node)) } else { node }
}

fn type_of(data_type: &DataType) -> Result<Type, Refusal> {
    let written = data_type.to_string().to_lowercase();
    match written.split(['(', ' ']).next().unwrap_or_default() {
        "text" | "varchar" | "string" | "char" | "character" | "bpchar" | "nvarchar" => Ok(Type::Text),
        "int" | "integer" | "bigint" | "smallint" | "tinyint" | "hugeint" | "int2" | "int4" | "int8" => {
            Ok(Type::Integer)
        }
        "float" | "real" | "double" | "decimal" | "numeric" | "float4" | "float8" => Ok(Type::Real),
        "date" => Ok(Type::Date),
        "timestamp" | "datetime" | "timestamptz" => Ok(Type::Time),
        _ => Err(Refusal::new(format!("the type `{data_type}` is not known"))),
    }
}

/// One name for each function, whatever the dialect calls it.
fn canonical_name(name: &str) -> String {
    match name {
        "substring" => "substr",
        "lcase" => "lower",
        "ucase" => "upper",
        "editdist3" => "levenshtein",
        "mismatches" => "hamming",
        "jaro_sim" => "jaro_similarity",
        "jaro_winkler" => "jaro_winkler_similarity",
        "unix_timestamp" | "time_to_unix" => "epoch",
        same => same,
    }
    .to_owned()
}

fn unknown(expression: &Expr) -> Refusal {
    let written = super::shortened(&expression.to_string());
    Refusal::new(format!("`{written}` has no counterpart here; prepare it as a column of the table"))
}
