//! Types whose errors quote the value that they refuse.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, Unexpected, Visitor},
};

/// The value as text.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// Refuses everything, in one of many ways.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Echo<const WAY: u8>;

impl<'de, const WAY: u8> Deserialize<'de> for Echo<WAY> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = given(deserializer)?;
        Err(match WAY {
            0 => D::Error::custom(format!("Expected number or string for size, got: {given:?}")),
            1 => D::Error::custom(format!("Not a mail address: {given}")),
            2 => D::Error::custom(format!("invalid type: string {given:?}, expected {given}")),
            3 => D::Error::custom(format!("missing field `{given}`")),
            4 => D::Error::custom(format!("unknown variant `a`, expected `{given}`")),
            5 => D::Error::custom(format!("the attribute `{given}` is there twice at line 1 column 1")),
            6 => D::Error::invalid_value(
                Unexpected::Str(&given),
                &format!("the check digit of {given}").as_str(),
            ),
            7 => D::Error::invalid_type(Unexpected::Other(&given), &given.as_str()),
            8 => D::Error::unknown_variant(&given, &["a", "b"]),
            9 => D::Error::unknown_field(&given, &[]),
            _ => match serde_json::from_str::<BTreeMap<u8, u8>>(&given) {
                Err(error) => D::Error::custom(format_args!("Failed to parse '{given}' as JSON: {error}")),
                Ok(_) => D::Error::custom(format_args!("Invalid padding of {given}")),
            },
        })
    }
}

#[derive(Debug)]
pub(super) struct EchoOfNumber;

impl<'de> Deserialize<'de> for EchoOfNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Err(D::Error::invalid_value(Unexpected::Float(number), &format!("other than {number}").as_str()))
    }
}

/// Says in its error that it expects the number that it was given.
#[derive(Debug)]
pub(super) struct Counted;

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let length = u64::deserialize(deserializer)?;
        let expected = format!("Counted with {length} elements");
        Err(D::Error::invalid_length(usize::try_from(length).unwrap_or(4111), &expected.as_str()))
    }
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "serde_json::Value")]
pub(super) struct Converted;

impl TryFrom<serde_json::Value> for Converted {
    type Error = String;

    fn try_from(value: serde_json::Value) -> Result<Self, String> {
        Err(format!("Expected another than {value}"))
    }
}

fn by_function<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let given = given(deserializer)?;
    given.parse().map_err(|error| D::Error::custom(format!("Failed to parse '{given}' as u8: {error}")))
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
pub(super) struct ByFunction {
    #[serde(deserialize_with = "by_function")]
    a: u8,
}

/// Puts an error with the value into another error with the value.
#[derive(Debug)]
pub(super) struct Nested;

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let inner = serde_json::from_value::<BTreeMap<String, Echo<3>>>(value.clone())
            .map_err(D::Error::custom)
            .map(|_| ());
        inner.and(Err(D::Error::custom(value)))
    }
}

/// Says in its error that it expects the first entry of an object as the second value.
#[derive(Debug)]
pub(super) struct Expectation;

struct First;
struct Second(String);

impl<'de> Deserialize<'de> for Expectation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(First)
    }
}

impl<'de> Visitor<'de> for First {
    type Value = Expectation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("two values that are the same")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Expectation, A::Error> {
        let Some((key, value)) = map.next_entry::<String, serde_json::Value>()? else {
            return Err(A::Error::missing_field("a"));
        };
        map.next_key::<String>()?;
        map.next_value_seed(Second(format!("{key} {value}")))
    }
}

impl<'de> DeserializeSeed<'de> for Second {
    type Value = Expectation;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Expectation, D::Error> {
        deserializer.deserialize_u8(self)
    }
}

impl Visitor<'_> for Second {
    type Value = Expectation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only decoded")]
pub(super) struct Strict {
    a: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
pub(super) enum Choice {
    A,
    B { t: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only decoded")]
pub(super) enum Untagged {
    A(Echo<0>),
    B { b: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(tag = "t")]
#[expect(dead_code, reason = "only decoded")]
pub(super) enum Tagged {
    A { a: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(tag = "t", content = "c")]
pub(super) enum Adjacent {
    A(Echo<2>),
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
pub(super) struct Flat {
    #[serde(flatten)]
    rest: BTreeMap<String, Echo<6>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Bounds {
    a: Vec<u8>,
    b: BTreeMap<String, u8>,
    c: Option<Choice>,
    mail: Option<Echo<1>>,
}
