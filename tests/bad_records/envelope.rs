//! Events with an odd envelope. One that cannot be read is an error, so that Lambda delivers the batch again. An empty answer
//! would acknowledge it.

use checkpointed::{Batch, Error, LambdaEvent, checkpointed_stream_handler, kinesis, sqs};
use serde_json::{Value, from_value, json, to_value};

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
        (
            &b"{}"[..],
            "missing field `Records`: this is not an event of Kinesis, DynamoDB Streams, SQS or Kafka at line 1 column 2",
        ),
        (br#"{"record":[]}"#, "missing field `Records`, and there is `record`: did you mean `Records`?"),
        (br#"{"secret":[]}"#, "missing field `Records`: this is not an event of"),
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
        (b"{\"Records\":[],\"note\":\"\xff\"}", "invalid unicode"),
        (b"{\"note\":{\"a\":[\"\xc3\"]},\"Records\":[]}", "invalid unicode"),
        (b"{\"records\":{},\"note\":{\"\xff\":1}}", "invalid unicode"),
        (b"{\"Records\":[],\"\xff\":1}", "invalid unicode"),
        (b"{\"Records\":[]}\xff", "trailing characters"),
        (b"", "EOF while parsing"),
        (&garbage, "expected value"),
        (deep.as_bytes(), "expected the event of a stream"),
    ] {
        let error = Batch::<()>::from_json(event).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

/// The error of an event, without its position. It names only keys that cannot be data.
fn error(event: &Value) -> String {
    let by_text = Batch::<()>::from_json(event.to_string().as_bytes()).unwrap_err().to_string();
    let by_value = from_value::<Batch<()>>(event.clone()).unwrap_err().to_string();
    assert!(by_text.starts_with(&by_value), "{by_text}, {by_value}");
    assert!(!by_text.contains("secret"), "{by_text}");
    by_value
}

/// It is never taken for an empty batch, whoever calls the function.
#[test]
fn an_event_without_records_is_an_error() {
    let warmers: Vec<Value> = serde_json::from_str(include_str!("events/warmers.json")).unwrap();
    let keys = ["`warmup`", "`source`", "`detail`, `detail-type`, `source`"];
    assert_eq!(warmers.len(), keys.len());
    for (event, keys) in warmers.iter().zip(keys) {
        let expected =
            format!("missing field `Records`, and there is {keys}: if others than its event source call");
        assert!(error(event).starts_with(&expected), "{}", error(event));
        assert!(error(event).ends_with("/guide/other_events/index.html"), "{}", error(event));
    }
    for event in [json!({ "source": "secret", "secret": 1 }), json!({ "httpMethod": "secret", "body": "{}" })]
    {
        assert!(error(&event).starts_with("missing field `Records`, and there is"), "{}", error(&event));
    }
}

#[test]
fn a_list_under_records_in_lower_case_is_an_error() {
    let in_lower_case: Value =
        serde_json::from_str(include_str!("events/records_in_lower_case.json")).unwrap();
    for event in [
        in_lower_case,
        json!({ "records": [] }),
        json!({ "records": ["secret"], "eventSource": "aws:kafka" }),
    ] {
        let expected = "a list under `records`, expected the partitions of Kafka, an object with a list of records for each: did \
                        you mean `Records`";
        assert!(error(&event).starts_with(expected), "{}", error(&event));
    }
}

#[test]
fn the_list_of_a_pipe_is_an_error() {
    for event in [json!([]), json!([{ "messageId": "secret" }]), json!([[["secret"]]])] {
        assert!(
            error(&event).starts_with("the event is a list, as a pipe of EventBridge delivers it"),
            "{}",
            error(&event)
        );
    }
}

#[test]
fn other_keys_of_the_envelope_do_not_matter() {
    let batch =
        Batch::<()>::from_json(br#"{"window":{"start":1},"Records":[1,"x",null],"state":{},"state":{}}"#);
    assert_eq!(batch.unwrap().len(), 3);
}

/// The router of the guide, over a warmer's events and those of two sources.
#[tokio::test]
async fn a_router_answers_each_source_in_its_own_form() {
    #[checkpointed_stream_handler]
    async fn rides(_ride: kinesis::Record<'_, &str>) -> Result<(), &'static str> {
        Err("the bus is full")
    }

    #[checkpointed_stream_handler]
    async fn parcels(_parcel: sqs::Message<'_, &str>) -> Result<(), &'static str> {
        Err("nobody is at home")
    }

    async fn route(event: LambdaEvent<Value>) -> Result<Value, Error> {
        let (event, context) = event.into_parts();
        if event["warmup"] == true
            || event["source"] == "serverless-plugin-warmup"
            || event["source"] == "aws.events"
        {
            return Ok(json!("warm"));
        }
        match event["Records"][0]["eventSource"].as_str() {
            Some("aws:kinesis") => Ok(to_value(rides(LambdaEvent::new(from_value(event)?, context)).await?)?),
            Some("aws:sqs") => Ok(to_value(parcels(LambdaEvent::new(from_value(event)?, context)).await?)?),
            _ => Err("an event that this function does not know".into()),
        }
    }

    let answer = async |event: &Value| route(LambdaEvent::new(event.clone(), Default::default())).await;
    let warmers: Vec<Value> = serde_json::from_str(include_str!("events/warmers.json")).unwrap();
    for warmer in &warmers {
        assert_eq!(answer(warmer).await.unwrap(), json!("warm"));
    }
    let events: Vec<Value> = serde_json::from_str(include_str!("events/several_sources.json")).unwrap();
    let identifiers =
        ["49661000000000000000000000000000000000000000000000000001", "00000000-0000-4000-a000-000000000001"];
    assert_eq!(events.len(), identifiers.len());
    for (event, identifier) in events.iter().zip(identifiers) {
        let expected = json!({ "batchItemFailures": [{ "itemIdentifier": identifier }] });
        assert_eq!(answer(event).await.unwrap(), expected);
    }
}

#[test]
fn a_batch_can_be_made_of_a_json_value() {
    let event = json!({ "Records": [{ "kinesis": { "data": "aGk=" } }] });
    assert_eq!(from_value::<Batch<()>>(event).unwrap().cast::<u8>().len(), 1);

    /// Documented: serde buffers the content of an untagged enum, which loses the JSON.
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Event {
        Batch(#[expect(dead_code, reason = "never matches")] Batch<()>),
        Other(serde::de::IgnoredAny),
    }
    assert!(matches!(serde_json::from_str(r#"{"Records":[]}"#), Ok(Event::Batch(_))));
    assert!(matches!(serde_json::from_str(r#"{"Records":[{}]}"#), Ok(Event::Other(_))));
}
