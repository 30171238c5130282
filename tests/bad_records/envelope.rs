//! Events whose envelope is odd. What cannot be read is an error, which makes Lambda deliver the batch again; an empty
//! answer would acknowledge it.

use checkpointed::{Batch, checkpointed_stream_handler, kinesis};

use crate::{Answer, answer, event};

#[checkpointed_stream_handler]
async fn handle(_record: kinesis::Record<'_, &[u8]>) {}

#[tokio::test]
async fn an_empty_batch_is_done() {
    assert_eq!(answer(handle(event(&[])).await), Answer::AllDone);
}

#[test]
fn an_envelope_that_cannot_be_read_is_an_error() {
    let garbage = vec![b'x'; 10_000_000];
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (event, expected) in [
        (&b"{}"[..], "missing field `Records`"),
        (br#"{"record":[]}"#, "missing field `Records`"),
        (br#"{"records":[]}"#, "expected the partitions of Kafka, an object with a list of records for each"),
        (br#"{"Records":null}"#, "invalid type: null, expected a sequence"),
        (br#"{"Records":"secret"}"#, "invalid type: string, expected a sequence at line 1 column 19"),
        (br#"{"Records":{}}"#, "invalid type: map, expected a sequence"),
        (br#"{"Records":[],"Records":[{}]}"#, "duplicate field `Records`"),
        (br#"[]"#, "expected the event of a stream, an object with a list `Records`"),
        (b"null", "expected the event of a stream"),
        (br#"{"Records":[{"#, "EOF while parsing"),
        (br#"{"Records":[]} {}"#, "trailing characters"),
        (b"{\"Records\":[\"\xff\"]}", "invalid unicode"),
        (b"", "EOF while parsing"),
        (&garbage, "expected value"),
        (deep.as_bytes(), "expected the event of a stream"),
    ] {
        let error = Batch::<()>::from_json(event).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn other_keys_of_the_envelope_do_not_matter() {
    let batch =
        Batch::<()>::from_json(br#"{"window":{"start":1},"Records":[1,"x",null],"state":{},"state":{}}"#);
    assert_eq!(batch.unwrap().len(), 3);
}

#[test]
fn a_router_takes_json() {
    let event = serde_json::json!({ "Records": [{ "kinesis": { "data": "aGk=" } }] });
    assert_eq!(serde_json::from_value::<Batch<()>>(event).unwrap().cast::<u8>().len(), 1);

    /// Documented: serde's buffer for untagged enums has lost the JSON.
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Event {
        Batch(#[expect(dead_code, reason = "never matches")] Batch<()>),
        Other(serde::de::IgnoredAny),
    }
    assert!(matches!(serde_json::from_str(r#"{"Records":[]}"#), Ok(Event::Batch(_))));
    assert!(matches!(serde_json::from_str(r#"{"Records":[{}]}"#), Ok(Event::Other(_))));
}
