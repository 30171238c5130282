//! Nothing of a payload gets into the log or an error, even if the type that refuses it quotes it.

mod talkative_types;

use std::{collections::BTreeMap, fmt::Debug};

use aws_lambda_events::{dynamodb::EventRecord, kinesis::KinesisEventRecord, sqs::SqsMessage};
use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::{
    Batch, Error, FromRecord, Json, LambdaEvent, RawRecord, Source, StreamsEventResponse,
    checkpointed_stream_handler, kafka, kinesis, sqs,
};
use proptest::{prelude::*, sample::select};
use serde::{Deserialize, de::DeserializeOwned};

use self::talkative_types::*;
use crate::captured_log::capture_log;

/// It is part of each text and key of a payload. Its digits are part of each number.
const SECRET: &str = "Secret4111";
const DIGITS: &str = "4111";

#[checkpointed_stream_handler]
async fn of_kinesis<T: DeserializeOwned>(_record: kinesis::Record<'_, Json<T>>) {}

#[checkpointed_stream_handler]
async fn of_sqs<T: DeserializeOwned>(_message: sqs::Message<'_, Json<T>>) {}

#[checkpointed_stream_handler]
async fn of_kafka<T: DeserializeOwned>(_record: kafka::Record<'_, Json<T>>) {}

#[checkpointed_stream_handler]
async fn of_kinesis_upstream(_record: KinesisEventRecord) {}

#[checkpointed_stream_handler]
async fn of_sqs_upstream(_message: SqsMessage) {}

#[checkpointed_stream_handler]
async fn of_dynamodb_upstream(_record: EventRecord) {}

fn kinesis_record(data: &str) -> String {
    let data = STANDARD.encode(data);
    format!(r#"{{"kinesis":{{"partitionKey":"k","sequenceNumber":"1","data":"{data}"}}}}"#)
}

fn sqs_message(body: &str) -> String {
    format!(r#"{{"messageId":"m","body":{}}}"#, serde_json::to_string(body).unwrap())
}

fn kafka_record(value: &str) -> String {
    let value = STANDARD.encode(value);
    format!(r#"{{"topic":"t","partition":0,"offset":1,"value":"{value}"}}"#)
}

fn event<R>(record: &str) -> LambdaEvent<Batch<R>> {
    Batch::from_json(format!(r#"{{"Records":[{record}]}}"#).as_bytes()).unwrap().into()
}

fn event_of_kafka<R>(record: &str) -> LambdaEvent<Batch<R>> {
    Batch::from_json(format!(r#"{{"records":{{"t-0":[{record}]}}}}"#).as_bytes()).unwrap().into()
}

fn assert_silent(text: &str) {
    let base64 = STANDARD.encode(SECRET);
    assert!(!text.contains(DIGITS) && !text.contains(base64.trim_end_matches('=')), "{text}");
}

async fn assert_silent_log(handled: impl Future<Output = Result<StreamsEventResponse, Error>>) {
    let (answer, lines) = capture_log(handled).await;
    assert!(!lines.is_empty());
    for line in lines {
        assert_silent(&line);
    }
    assert_silent(&format!("{answer:?}"));
}

fn assert_silent_error<S: Source, R: for<'r> FromRecord<'r, Source = S>>(record: &str) {
    let raw = RawRecord::<S>::from_json(record).unwrap();
    let Err(error) = R::from_record(&raw) else { return };
    assert_silent(&format!("{error} {error:?} {error:#?} {} {}", error.path(), error.field()));
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        assert_silent(&format!("{error} {error:?}"));
        cause = error.source();
    }
}

/// Asserts that records of every source with this payload show nothing of it.
async fn assert_secret<T: DeserializeOwned + Debug + 'static>(json: &str) {
    let [of_k, of_s, of_t] = [kinesis_record(json), sqs_message(json), kafka_record(json)];
    let raw = RawRecord::from_json(&of_k).unwrap();
    if let Err(error) = kinesis::Record::<Json<T>>::from_record(&raw) {
        assert_silent(&format!("{error} {error:?} {}", error.path()));
    }
    assert_silent_log(of_kinesis::<T>(event(&of_k))).await;
    assert_silent_log(of_sqs::<T>(event(&of_s))).await;
    assert_silent_log(of_kafka::<T>(event_of_kafka(&of_t))).await;
}

async fn assert_secret_for_all_types(json: &str) {
    macro_rules! by_each {
        ($($type:ty),* $(,)?) => {$(assert_secret::<$type>(json).await;)*};
    }
    by_each!(
        Echo<0>, Echo<1>, Echo<2>, Echo<3>, Echo<4>, Echo<5>, Echo<6>, Echo<7>, Echo<8>, Echo<9>, Echo<10>,
        EchoOfNumber, Counted, Converted, ByFunction, Nested, Expectation, Strict, Choice, Untagged, Tagged, Adjacent,
        Flat, Bounds, BTreeMap<Echo<1>, u8>, BTreeMap<String, Echo<0>>, BTreeMap<String, u8>, Vec<Echo<4>>,
        Option<Box<Echo<5>>>, (Echo<1>, u8), std::net::IpAddr, u8, i8, f32, bool, char, [u8; 3], BTreeMap<u8, u8>,
        Note, Vec<Note>, BTreeMap<String, Note>,
    );
}

/// JSON whose every text, key and number holds the secret.
fn marked_json() -> impl Strategy<Value = String> {
    let text = select(vec![
        format!(r#""{SECRET}""#),
        format!(r#""\u0053ecret{DIGITS}\"""#),
        format!(r#""a\", expected {SECRET}""#),
        format!(r#""` at line 1 column {DIGITS}""#),
        format!(r#""unknown variant `{SECRET}`, expected `{SECRET}`""#),
        format!(r#""Invalid symbol {DIGITS}, offset 1.""#),
        format!(r#""not base64: {SECRET}""#),
        format!(r#""duplicate entry in map{SECRET}""#),
    ]);
    let number = select(vec![
        String::from(DIGITS),
        format!("-{DIGITS}"),
        format!("{DIGITS}.5"),
        format!("{DIGITS}e400"),
        format!("{DIGITS}4111411141114111411141114111411141114111"),
    ]);
    let leaf =
        prop_oneof![3 => text.clone(), 2 => number, 1 => select(vec!["null", "true"]).prop_map(String::from)];
    let whole = leaf.prop_recursive(3, 12, 3, move |inner| {
        let known = select(vec!["a", "b", "t", "c", "mail"]).prop_map(|key| format!(r#""{key}""#));
        let key = prop_oneof![2 => known, 1 => text.clone()];
        let entries = prop::collection::vec((key, inner.clone()), 0..3).prop_map(|entries| {
            let entries: Vec<String> =
                entries.into_iter().map(|(key, value)| format!("{key}:{value}")).collect();
            format!("{{{}}}", entries.join(","))
        });
        let list = prop::collection::vec(inner, 0..3).prop_map(|list| format!("[{}]", list.join(",")));
        prop_oneof![2 => entries, 1 => list]
    });
    // Some of it is cut off, or followed by garbage.
    (whole, any::<proptest::sample::Index>(), 0..8_u8).prop_map(|(json, index, cut)| match cut {
        0 if !json.is_empty() => json[..index.index(json.len())].to_owned(),
        1 => format!("{json}{SECRET}"),
        _ => json,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_payload_is_shown(json in marked_json()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(assert_secret_for_all_types(&json));
    }

    /// The record types of another crate decode themselves.
    #[test]
    fn nothing_of_a_record_is_shown(json in marked_json()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        if serde_json::from_str::<&serde_json::value::RawValue>(&json).is_err() {
            return Ok(());
        }
        for record in [
            json.clone(),
            format!(r#"{{"kinesis":{json},"body":{json},"dynamodb":{json},"messageId":{json},"eventName":{json}}}"#),
            format!(r#"{{"kinesis":{{"data":{json},"sequenceNumber":"1","partitionKey":"k","approximateArrivalTimestamp":{json}}}}}"#),
            format!(r#"{{"kinesis":{{"data":"%{SECRET}%","sequenceNumber":"1","partitionKey":"k","approximateArrivalTimestamp":1}}}}"#),
            format!(r#"{{"dynamodb":{{"SequenceNumber":"1","ApproximateCreationDateTime":{json},"NewImage":{{"a":{{"N":{json}}}}}}}}}"#),
            format!(r#"{{"dynamodb":{{"SequenceNumber":"1","NewImage":{{"a":{{"B":{json}}},"b":{{{SECRET:?}:{json}}}}}}}}}"#),
            format!(r#"{{"messageId":"1","body":"b","attributes":{json},"messageAttributes":{json}}}"#),
        ] {
            assert_silent_error::<_, KinesisEventRecord>(&record);
            assert_silent_error::<_, SqsMessage>(&record);
            assert_silent_error::<_, EventRecord>(&record);
            runtime.block_on(assert_silent_log(of_kinesis_upstream(event(&record))));
            runtime.block_on(assert_silent_log(of_dynamodb_upstream(event(&record))));
            // The id of a message is not part of its payload, and is logged.
            if !record.contains(r#""messageId":""#) || record.contains(r#""messageId":"1""#) {
                runtime.block_on(assert_silent_log(of_sqs_upstream(event(&record))));
            }
        }
    }
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Note {
    a: u8,
    b: Option<String>,
}

#[test]
fn an_error_shows_the_place_and_names_of_the_program() {
    let error = |json: &str| crate::decode::<Bounds>(&crate::record(json)).unwrap_err().to_string();
    for (json, expected) in [
        (
            r#"{"a":[1,"Secret4111"]}"#,
            "kinesis.data, at `a[1]`, line 1 column 20: invalid type: string, expected u8",
        ),
        (
            r#"{"mail":"Secret4111"}"#,
            "kinesis.data, at `mail`, line 1 column 21: refused by its type, whose own message may hold data and is not logged",
        ),
        (
            r#"{"b":{"Secret4111":4111}}"#,
            "kinesis.data, at `b.*`, line 1 column 23: invalid value: integer, expected u8",
        ),
        (
            r#"{"c":"Secret4111"}"#,
            "kinesis.data, at `c`, line 1 column 17: unknown variant, expected `A` or `B`",
        ),
        (
            r#"{"c":{"B":{"t":"Secret4111"}}}"#,
            "kinesis.data, at `c.B.t`, line 1 column 27: invalid type: string, expected u8",
        ),
        (
            r#"{"c":{"A":4111}}"#,
            "kinesis.data, at `c.A`, line 1 column 14: invalid type: integer, expected unit",
        ),
    ] {
        assert_eq!(error(json), expected, "{json}");
    }
}
