//! JSON that a file holds as a text, such as a redrive policy: `"{\"maxReceiveCount\": 4}"`, a heredoc, `!Sub '{..}'`.

use serde_json::Value;

use super::node::Node;

/// Marks the place of a piece that isn't literal text. No deployment file contains this character.
const MARK: char = '\u{E000}';

/// The value of a text in JSON; `None` if the text isn't JSON.
pub(crate) fn read(text: &Node) -> Option<Node> {
    let pieces = match text.value() {
        Node::Joined(pieces) => pieces.as_slice(),
        text @ Node::Text(_) => std::slice::from_ref(text),
        _ => return None,
    };
    let mut json = String::new();
    let mut is_in_text = false;
    for (index, piece) in pieces.iter().enumerate() {
        match piece.value() {
            Node::Text(text) => {
                is_in_text = ends_in_text(text, is_in_text);
                json.push_str(text);
            }
            Node::Number(number) => json.push_str(&number.to_string()),
            Node::Bool(value) => json.push_str(&value.to_string()),
            _ if is_in_text => json.push_str(&mark(index)),
            _ => json.push_str(&format!("\"{}\"", mark(index))),
        }
    }
    serde_json::from_str(&json).ok().map(|value| node(value, pieces))
}

fn mark(index: usize) -> String {
    format!("{MARK}{index}{MARK}")
}

/// Whether a piece of JSON ends within a text, given whether it begins within one.
fn ends_in_text(text: &str, mut is_in_text: bool) -> bool {
    let mut is_escaped = false;
    for letter in text.chars() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_in_text = !is_in_text,
            _ => {}
        }
    }
    is_in_text
}

fn node(value: Value, pieces: &[Node]) -> Node {
    match value {
        Value::Null => Node::Null,
        Value::Bool(value) => Node::Bool(value),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| Node::Decimal(number.to_string()), Node::Number)
        }
        Value::String(text) => with_pieces(&text, pieces),
        Value::Array(items) => Node::List(items.into_iter().map(|item| node(item, pieces)).collect()),
        Value::Object(entries) => {
            Node::Map(entries.into_iter().map(|(key, value)| (key, node(value, pieces))).collect())
        }
    }
}

/// A text with the pieces in the places of their marks.
fn with_pieces(text: &str, pieces: &[Node]) -> Node {
    // Every second part is the index of a piece.
    let parts = text.split(MARK).enumerate().map(|(at, part)| {
        let piece = part.parse().ok().and_then(|index: usize| pieces.get(index));
        match piece {
            Some(piece) if at % 2 == 1 => piece.clone(),
            _ => Node::Text(part.to_owned()),
        }
    });
    Node::joined(parts.collect())
}
