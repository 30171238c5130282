//! The same events, spelt in another way: with escapes in every text, and with any JSON as metadata.

use checkpointed::Batch;
use serde_json::{Value, value::RawValue};

/// The text in each record.
pub(crate) const TEXT: &str = "a \"text\"\nwith é and 😀";
/// Its JSON.
pub(crate) const CONTENT: &str = r#"{"text":"a \"text\"\nwith \u00e9 and \ud83d\ude00"}"#;
/// The same as a list. It must not be taken for the record.
pub(crate) const LIST: &str = r#"["a \"text\"\nwith \u00e9 and \ud83d\ude00"]"#;

/// How the JSON of an event is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As AWS writes them.
    Plain,
    /// With escapes, and with odd metadata, chosen by this seed.
    Odd(usize),
}

/// Values that no AWS service writes as metadata.
const ODD: [&str; 8] = [
    "null",
    "1e400",
    r#""\ud800""#,
    r#"[[],{"a":[1]}]"#,
    r#"{"a":1,"a":2}"#,
    "-123456789012345678901234567890",
    r#""""#,
    "true",
];

/// The paths of fields that no function of these tests reads.
const UNREAD: [&[&str]; 9] = [
    &["awsRegion"],
    &["eventVersion"],
    &["somethingNew"],
    &["attributes"],
    &["messageAttributes"],
    &["headers"],
    &["timestamp"],
    &["kinesis", "approximateArrivalTimestamp"],
    &["dynamodb", "ApproximateCreationDateTime"],
];

impl Spelling {
    /// The batch of an event in this spelling.
    pub(crate) fn batch<R>(self, event: &RawValue) -> Batch<R> {
        match self {
            Spelling::Plain => Batch::from_json(event.get()),
            Spelling::Odd(seed) => Batch::from_json(odd(event, seed)),
        }
        .unwrap()
    }
}

fn odd(event: &RawValue, seed: usize) -> String {
    let mut event: Value = serde_json::from_str(event.get()).unwrap();
    let lists = if event.get("records").is_some() {
        event["records"].as_object_mut().unwrap().values_mut().collect()
    } else {
        vec![&mut event["Records"]]
    };
    let mut number = seed;
    for record in lists.into_iter().flat_map(|list| list.as_array_mut().unwrap()) {
        for path in UNREAD {
            // The attributes of a message hold its group, which is read.
            let is_read = path == ["attributes"] && record["attributes"]["MessageGroupId"].is_string();
            let (last, to) = path.split_last().unwrap();
            let object = to.iter().try_fold(&mut *record, |object, key| object.get_mut(key));
            if let Some(Value::Object(object)) = object
                && !is_read
            {
                number = number.wrapping_add(1);
                object.insert((*last).to_owned(), Value::from(format!("<{}>", number % ODD.len())));
            }
        }
    }
    // These letters occur in texts and names only, not in `true`, `null` or numbers.
    let escaped = ["d", "i", "k", "q"].iter().fold(event.to_string(), |text, letter| {
        text.replace(letter, &format!("\\u{:04x}", u32::from(letter.as_bytes()[0])))
    });
    ODD.iter().enumerate().fold(escaped, |text, (number, odd)| text.replace(&format!("\"<{number}>\""), odd))
}
