//! A list is not taken for a struct, as serde would by the order of the fields.

use std::{collections::BTreeMap, fmt::Debug};

use checkpointed::{Batch, Json, checkpointed_stream_handler, sqs};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{decode, record};

#[derive(Debug, PartialEq, Deserialize)]
struct Note {
    kind: String,
    detail: serde_json::Value,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Named(Note);

#[derive(Debug, PartialEq, Deserialize)]
#[serde(transparent)]
struct Transparent {
    note: Note,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct AllOptional {
    kind: Option<String>,
    detail: Option<u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind")]
enum Tagged {
    #[serde(rename = "a")]
    A { detail: u8 },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", content = "detail")]
enum Adjacent {
    #[serde(rename = "a")]
    A(u8),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(from = "Note")]
struct Converted(String);

impl From<Note> for Converted {
    fn from(note: Note) -> Self {
        Converted(note.kind)
    }
}

/// The extended client of SQS writes this in place of a message that is too large.
const POINTER: &str =
    r#"["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"big","s3Key":"k-1"}]"#;

#[tokio::test]
async fn a_pointer_is_not_acknowledged_as_a_note() {
    #[checkpointed_stream_handler]
    async fn handle(_message: sqs::Message<'_, Json<Note>>) {}

    let message = |id: &str, body: &str| {
        let body = serde_json::to_string(body).unwrap();
        format!(
            r#"{{"messageId":"{id}","body":{body},"eventSourceARN":"arn:aws:sqs:eu-central-1:1:parcels"}}"#
        )
    };
    let [pointer, note] = [message("1", POINTER), message("2", r#"{"kind":"n","detail":7}"#)];
    let event = format!(r#"{{"Records":[{pointer},{note}]}}"#);
    let response = handle(Batch::from_json(event.as_bytes()).unwrap().into()).await.unwrap();
    assert_eq!(response.item_identifiers().map(ToString::to_string).collect::<Vec<_>>(), ["1"]);
}

fn refused<T: DeserializeOwned + Debug>(json: &str) -> String {
    assert!(serde_json::from_str::<T>(json).is_ok(), "serde takes it: {json}");
    decode::<T>(&record(json)).unwrap_err().to_string()
}

#[test]
fn a_list_is_refused_where_a_struct_is_expected() {
    let expected = "kinesis.data, line 1 column 1: invalid type: sequence, expected struct Note";
    assert_eq!(refused::<Note>(r#"["a",1]"#), expected);
    assert_eq!(refused::<Note>(POINTER), expected);
    let spaced = refused::<Note>("\n\t [\"a\", 1]");
    assert_eq!(spaced, "kinesis.data, line 2 column 3: invalid type: sequence, expected struct Note");
}

#[test]
fn a_list_is_refused_whatever_wraps_the_struct() {
    for error in [
        refused::<Named>(r#"["a",1]"#),
        refused::<Transparent>(r#"["a",1]"#),
        refused::<Box<Note>>(r#"["a",1]"#),
        refused::<Option<Note>>(r#"["a",1]"#),
        refused::<Option<Box<Named>>>(r#"["a",1]"#),
        refused::<Converted>(r#"["a",1]"#),
        refused::<AllOptional>("[]"),
        refused::<AllOptional>(r#"["a",1]"#),
        refused::<Adjacent>(r#"["a",1]"#),
        refused::<Tagged>(r#"["a",1]"#),
        refused::<Option<Tagged>>(r#"["a",1]"#),
        refused::<Box<Tagged>>(r#"["a",1]"#),
    ] {
        assert!(error.contains("invalid type: sequence, expected "), "{error}");
    }
}

#[test]
fn types_that_expect_a_list_get_it() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Pair(String, u8);

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        Many(Vec<BTreeMap<String, u8>>),
        One(BTreeMap<String, u8>),
    }

    assert_eq!(decode::<Pair>(&record(r#"["a",1]"#)).unwrap(), Pair(String::from("a"), 1));
    assert_eq!(decode::<(&str, u8)>(&record(r#"["a",1]"#)).unwrap(), ("a", 1));
    assert!(decode::<Vec<u8>>(&record("[]")).unwrap().is_empty());
    assert_eq!(decode::<[u8; 2]>(&record("[1,2]")).unwrap(), [1, 2]);
    assert_eq!(decode::<Option<Vec<u8>>>(&record(" [1]")).unwrap(), Some(vec![1]));
    assert!(decode::<serde_json::Value>(&record("[[]]")).is_ok());
    assert_eq!(decode::<OneOrMany>(&record("[]")).unwrap(), OneOrMany::Many(Vec::new()));
    assert_eq!(decode::<Vec<Tagged>>(&record(r#"[{"kind":"a","detail":1}]"#)).unwrap().len(), 1);
}

/// The documentation of `Json` says so.
#[test]
fn inside_a_type_and_among_untagged_variants_serdes_rule_holds() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Note(Note),
    }

    assert!(decode::<Vec<Note>>(&record(r#"[["a",1]]"#)).is_ok());
    assert!(decode::<BTreeMap<String, Note>>(&record(r#"{"x":["a",1]}"#)).is_ok());
    assert!(decode::<Untagged>(&record(r#"["a",1]"#)).is_ok());
}
