//! A value of a deployment file: one tree for all formats, in which every expression is resolved or marked as unknown.

/// A value of a deployment file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// `null`, or `!Ref AWS::NoValue`: the property counts as missing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer, as all limits of a platform are.
    Number(i64),
    /// Any other number, as it is written. Only filter patterns have them.
    Decimal(String),
    /// A literal text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, or a block of Terraform.
    Map(Vec<(String, Node)>),
    /// Another resource, or one of its attributes.
    Reference(String),
    /// A text of several pieces, some of them unknown: `!Sub`, `!Join`, Terraform's `"${..}"`.
    Joined(Vec<Node>),
    /// A value that depends on a parameter, and the sentence that says which value of the parameter is assumed.
    Assumed(String, Box<Node>),
    /// An expression whose value the file doesn't show, and a name for it in messages.
    Unknown(String),
}

/// The key of a map that may add other keys, so that a missing property isn't certain to be missing.
pub(crate) const OPAQUE: &str = "Fn::Transform";

/// The bytes of text that count as one unit of size.
const BYTES_PER_UNIT: usize = 16;

/// A property, as rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Setting<T> {
    /// The file shows its value.
    Known(T),
    /// The file leaves it out, so it has AWS's default.
    Absent,
    /// The file doesn't show its value, and why.
    Unknown(String),
}

impl<T> Setting<T> {
    /// Goes on with a known value, like `Option::and_then`.
    pub(crate) fn and_then<U>(self, next: impl FnOnce(T) -> Setting<U>) -> Setting<U> {
        match self {
            Self::Known(value) => next(value),
            Self::Absent => Setting::Absent,
            Self::Unknown(why) => Setting::Unknown(why),
        }
    }

    /// The value, if it is known.
    pub(crate) fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown(_) => None,
        }
    }

    /// This setting, or the other one if this is absent.
    pub(crate) fn or(self, other: Self) -> Self {
        match self {
            Self::Absent => other,
            present => present,
        }
    }
}

impl Node {
    /// Joins the pieces of a text. A single piece stays what it is.
    pub(crate) fn joined(mut pieces: Vec<Self>) -> Self {
        pieces.retain(|piece| !matches!(piece, Self::Text(text) if text.is_empty()));
        if pieces.iter().all(|piece| matches!(piece, Self::Text(_))) {
            return Self::Text(pieces.iter().filter_map(Self::text).collect());
        }
        if pieces.len() == 1 { pieces.remove(0) } else { Self::Joined(pieces) }
    }

    /// The node with the assumptions that its value depends on.
    pub(crate) fn with_assumptions(self, assumptions: impl IntoIterator<Item = String>) -> Self {
        assumptions.into_iter().fold(self, |node, assumption| Self::Assumed(assumption, Box::new(node)))
    }

    /// The assumptions that the node depends on, and its value.
    pub(crate) fn split_assumptions(self) -> (Vec<String>, Self) {
        let mut assumptions = Vec::new();
        let mut node = self;
        while let Self::Assumed(assumption, value) = node {
            assumptions.push(assumption);
            node = *value;
        }
        (assumptions, node)
    }

    /// The value without the assumptions that it depends on.
    pub(crate) fn value(&self) -> &Self {
        match self {
            Self::Assumed(_, value) => value.value(),
            node => node,
        }
    }

    /// A literal text.
    pub(crate) fn text(&self) -> Option<&str> {
        match self.value() {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The rough size of the node in memory. One unit is a value, or a few bytes of text.
    pub(crate) fn size(&self) -> usize {
        1 + match self {
            Self::Text(text) | Self::Decimal(text) | Self::Reference(text) | Self::Unknown(text) => {
                text.len() / BYTES_PER_UNIT
            }
            Self::List(items) | Self::Joined(items) => items.iter().map(Self::size).sum(),
            Self::Map(entries) => {
                entries.iter().map(|(key, node)| key.len() / BYTES_PER_UNIT + node.size()).sum()
            }
            Self::Assumed(_, node) => node.size(),
            Self::Null | Self::Bool(_) | Self::Number(_) => 0,
        }
    }

    /// The value under a key; in a list, that of its first item.
    pub(crate) fn get(&self, key: &str) -> Setting<&Self> {
        match self.value() {
            Self::Map(entries) => match entry(entries, key) {
                Some(node) => node.present(),
                // `Fn::Transform` and `Fn::ForEach::<name>` add keys to those beside them.
                None => match entries.iter().find(|(other, _)| other.starts_with("Fn::")) {
                    Some((function, _)) => Setting::Unknown(format!("`{function}` may set it")),
                    None => Setting::Absent,
                },
            },
            Self::List(items) => items.first().map_or(Setting::Absent, |first| first.get(key)),
            Self::Unknown(why) => Setting::Unknown(why.clone()),
            Self::Reference(name) => Setting::Unknown(format!("`{name}`")),
            Self::Joined(_) => Setting::Unknown("a text with unknown parts".to_owned()),
            _ => Setting::Absent,
        }
    }

    /// The node, unless it is null or unknown.
    pub(crate) fn present(&self) -> Setting<&Self> {
        match self.value() {
            Self::Null => Setting::Absent,
            Self::Unknown(why) => Setting::Unknown(why.clone()),
            node => Setting::Known(node),
        }
    }

    /// An integer; CloudFormation accepts one in a text too.
    pub(crate) fn number(&self) -> Setting<i64> {
        self.scalar("an integer", |node| match node {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        })
    }

    /// A truth value; CloudFormation accepts those of YAML 1.1 too.
    pub(crate) fn boolean(&self) -> Setting<bool> {
        self.scalar("`true` or `false`", |node| match node {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        })
    }

    fn scalar<T>(&self, expected: &str, read: impl FnOnce(&Self) -> Option<T>) -> Setting<T> {
        self.present().and_then(|node| match (read(node), node) {
            (Some(value), _) => Setting::Known(value),
            (None, Self::Reference(name)) => Setting::Unknown(format!("`{name}`")),
            (None, _) => Setting::Unknown(format!("its value is not {expected}")),
        })
    }

    /// Whether a list has a text. CloudFormation treats a single text as a list of one.
    pub(crate) fn contains(&self, wanted: &str) -> Setting<bool> {
        let is_wanted =
            |node: &Self| node.text().is_some_and(|text| text.split(',').any(|one| one.trim() == wanted));
        self.present().and_then(|node| match node {
            Self::List(items) if items.iter().any(is_wanted) => Setting::Known(true),
            Self::List(items) => {
                items.iter().find_map(unresolved).map_or(Setting::Known(false), Setting::Unknown)
            }
            node if is_wanted(node) => Setting::Known(true),
            node => unresolved(node).map_or(Setting::Known(false), Setting::Unknown),
        })
    }

    /// The text, with `?` for each unknown piece.
    pub(crate) fn literal(&self) -> String {
        match self.value() {
            Self::Text(text) | Self::Decimal(text) => text.clone(),
            Self::Joined(pieces) => pieces.iter().map(Self::literal).collect(),
            _ => "?".to_owned(),
        }
    }

    /// The names of all resources to which the node refers.
    pub(crate) fn references(&self) -> Vec<&str> {
        match self.value() {
            Self::Reference(name) => vec![name],
            Self::Joined(pieces) => pieces.iter().flat_map(Self::references).collect(),
            _ => Vec::new(),
        }
    }

    /// The keys of a map, also those with unknown values.
    pub(crate) fn keys(&self) -> Vec<String> {
        match self.value() {
            Self::Map(entries) => entries.iter().map(|(name, _)| name.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// The assumptions on which these properties of a map depend.
    pub(crate) fn assumptions_of(&self, properties: &[String]) -> Vec<String> {
        match self {
            Self::Map(entries) => {
                let named = entries.iter().filter(|(name, _)| properties.contains(name));
                named.flat_map(|(_, node)| node.assumptions()).collect()
            }
            Self::Assumed(assumption, node) => {
                let mut assumptions = vec![assumption.clone()];
                assumptions.extend(node.assumptions_of(properties));
                assumptions
            }
            _ => Vec::new(),
        }
    }

    /// All assumptions on which the node depends.
    fn assumptions(&self) -> Vec<String> {
        match self {
            Self::Assumed(assumption, node) => {
                let mut assumptions = vec![assumption.clone()];
                assumptions.extend(node.assumptions());
                assumptions
            }
            Self::List(items) | Self::Joined(items) => items.iter().flat_map(Self::assumptions).collect(),
            Self::Map(entries) => entries.iter().flat_map(|(_, node)| node.assumptions()).collect(),
            _ => Vec::new(),
        }
    }
}

/// Why an item of a list, or a text, is unknown.
fn unresolved(node: &Node) -> Option<String> {
    match node.value() {
        Node::Unknown(why) => Some(why.clone()),
        Node::Reference(name) => Some(format!("`{name}`")),
        Node::Joined(_) => Some("a text with unknown parts".to_owned()),
        _ => None,
    }
}

fn entry<'a>(entries: &'a [(String, Node)], key: &str) -> Option<&'a Node> {
    entries.iter().find(|(name, _)| name == key).map(|(_, node)| node)
}
