//! A type that borrows its texts is decoded to the same as the type that owns them, whatever the JSON is.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    fmt::Debug,
};

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{decode, random_json, record};

#[derive(Debug, Serialize, Deserialize)]
struct Plain<T> {
    text: T,
    name: Option<T>,
    #[serde(default = "Vec::new")]
    list: Vec<T>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Nested<T> {
    inner: Box<Plain<T>>,
    more: Option<Plain<T>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Flat<T> {
    number: Option<u128>,
    #[serde(flatten)]
    inner: Option<Plain<T>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Rest<T: Ord> {
    text: T,
    #[serde(flatten)]
    rest: BTreeMap<T, T>,
}

#[derive(Debug, Serialize, Deserialize)]
enum External<T> {
    A,
    Unit,
    Text(T),
    Pair(T, T),
    B { text: T },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "t")]
enum Internal<T> {
    A { text: T },
    B(Plain<T>),
    Unit,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent<T> {
    A { text: T },
    Text(T),
    Pair(T, T),
    Unit,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    Text(T),
    Plain(Plain<T>),
    Number(i128),
    Name { name: T },
    List(Vec<T>),
    Other(serde_json::Value),
}

#[derive(Debug, Serialize, Deserialize)]
struct All<T: Ord, R> {
    plain: Plain<T>,
    nested: Nested<T>,
    flat: Flat<T>,
    rest: Rest<T>,
    external: External<T>,
    internal: Internal<T>,
    adjacent: Adjacent<T>,
    untagged: Untagged<T>,
    map: BTreeMap<T, T>,
    pair: (T, u8),
    raw: R,
    big: u128,
    small: i128,
    value: serde_json::Value,
}

#[derive(Debug, Serialize, Deserialize)]
struct Copied<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    name: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Bytes<T> {
    text: T,
}

/// The value as JSON, so that two types can be compared; `None` if it was refused.
fn written<T: Serialize, E: Debug>(decoded: Result<T, E>) -> Option<String> {
    Some(serde_json::to_string(&decoded.ok()?).expect("what was read can be written"))
}

/// Asserts that the types agree, unless the borrowing one refuses a list.
macro_rules! assert_agreement {
    ($json:expr, $($borrowed:ty = $owned:ty),+ $(,)?) => {$({
        let record = record($json);
        let borrowed = written(decode::<$borrowed>(&record));
        let owned = written(serde_json::from_str::<$owned>($json));
        if !(borrowed.is_none() && $json.trim_start().starts_with('[')) {
            prop_assert_eq!(borrowed, owned, "{} of {}", stringify!($borrowed), $json);
        }
    })+};
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn for_any_json(json in random_json::any_json()) {
        let json = json.as_str();
        assert_agreement!(
            json,
            &str = String,
            Option<&str> = Option<String>,
            Plain<&str> = Plain<String>,
            Nested<&str> = Nested<String>,
            Flat<&str> = Flat<String>,
            Rest<&str> = Rest<String>,
            External<&str> = External<String>,
            Internal<&str> = Internal<String>,
            Adjacent<&str> = Adjacent<String>,
            Untagged<&str> = Untagged<String>,
            BTreeMap<&str, &str> = BTreeMap<String, String>,
            BTreeMap<&str, Untagged<&str>> = BTreeMap<String, Untagged<String>>,
            &RawValue = Box<RawValue>,
            Copied<'_> = Copied<'_>,
            serde_json::Value = serde_json::Value,
        );
    }

    /// A type that takes a list gets it.
    #[test]
    fn for_lists(elements in prop::collection::vec(random_json::any_json(), 0..3)) {
        let json = format!("[{}]", elements.join(","));
        let record = record(&json);
        macro_rules! assert_same {
            ($($borrowed:ty = $owned:ty),+ $(,)?) => {$(
                prop_assert_eq!(
                    written(decode::<$borrowed>(&record)),
                    written(serde_json::from_str::<$owned>(&json)),
                    "{} of {}", stringify!($borrowed), json
                );
            )+};
        }
        assert_same!(
            Vec<&str> = Vec<String>,
            (&str, u8) = (String, u8),
            Vec<Plain<&str>> = Vec<Plain<String>>,
            Vec<Untagged<&str>> = Vec<Untagged<String>>,
            Untagged<&str> = Untagged<String>,
            &RawValue = Box<RawValue>,
            serde_json::Value = serde_json::Value,
        );
    }

    /// This JSON has every shape of a type, so that decoding succeeds.
    #[test]
    fn for_every_shape_at_once(
        texts in prop::collection::vec(random_json::text(), 24),
        keys in prop::collection::hash_set("[a-d]{2}", 3),
        any in random_json::any_json(),
        big in any::<u128>(),
        small in any::<i128>(),
    ) {
        let mut texts = texts.into_iter();
        let mut text = || texts.next().unwrap_or_else(|| String::from(r#""\u0061""#));
        let entries: Vec<String> = keys.iter().map(|key| format!(r#""\u0065{key}":{}"#, text())).collect();
        let entries = entries.join(",");
        let plain = format!(r#"{{"text":{},"n\u0061me":{},"list":[{},{}]}}"#, text(), text(), text(), text());
        let json = format!(
            r#"{{"plain":{plain},"nested":{{"inner":{plain},"more":null}},"flat":{{"number":7,"text":{},"list":[{}]}},
                "rest":{{{entries},"text":{}}},"external":{{"P\u0061ir":[{},{}]}},"internal":{{"text":{},"t":"\u0041"}},
                "adjacent":{{"c":[{},{}],"t":"Pair"}},"untagged":{{"text":{}}},"map":{{{entries}}},"pair":[{},1],
                "raw":{any},"big":{big},"small":{small},"value":{any},"skipped":{any}}}"#,
            text(), text(), text(), text(), text(), text(), text(), text(), text(), text(),
        );
        let record = record(&json);
        let borrowed = decode::<All<&str, &RawValue>>(&record);
        prop_assert!(borrowed.is_ok(), "{json}: {}", borrowed.unwrap_err());
        let owned = serde_json::from_str::<All<String, Box<RawValue>>>(&json);
        prop_assert_eq!(written(borrowed), written(owned));
    }

    #[test]
    fn for_maps_and_bytes(key in random_json::text(), text in random_json::text()) {
        let json = format!(r#"{{{key}:{text}}}"#);
        let record_of_map = record(&json);
        let borrowed: HashMap<&str, &str> = decode(&record_of_map).unwrap();
        let owned: HashMap<String, String> = serde_json::from_str(&json).unwrap();
        let copied: HashMap<String, String> =
            borrowed.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
        prop_assert_eq!(copied, owned);

        let json = format!(r#"{{"text":{text}}}"#);
        let record = record(&json);
        let borrowed: Bytes<&[u8]> = decode(&record).unwrap();
        let owned: Bytes<String> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(borrowed.text, owned.text.as_bytes());
    }
}
