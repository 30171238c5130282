//! Answers written by hand.

use std::borrow::Cow;

use aws_lambda_events::streams::{KinesisEventResponse, SqsEventResponse};
use checkpointed::{Acknowledged, Error, ItemIdentifier, StreamsEventResponse, Verdict, stream_response};

fn json(response: Result<StreamsEventResponse, Error>) -> String {
    serde_json::to_string(&response.unwrap()).unwrap()
}

#[test]
fn each_form_has_its_json() {
    const ONE: &str = r#"{"batchItemFailures":[{"itemIdentifier":"49"}]}"#;
    let owned = String::from("49");
    let identifier = ItemIdentifier::new("49").unwrap();
    assert_eq!(json(stream_response!({ "batchItemFailures": [] })), r#"{"batchItemFailures":[]}"#);
    assert_eq!(json(stream_response!({ "batchItemFailures": [{ "itemIdentifier": "49" }] })), ONE);
    assert_eq!(json(stream_response!({ "batchItemFailures": [{ "itemIdentifier": &owned, },], })), ONE);
    assert_eq!(json(stream_response!({ "batchItemFailures": [{ "itemIdentifier": owned.as_str() }] })), ONE);
    assert_eq!(json(stream_response!({ "batchItemFailures": [{ "itemIdentifier": &identifier }] })), ONE);
    assert_eq!(
        json(stream_response!({ "batchItemFailures": [{ "itemIdentifier": Cow::Borrowed("49") }] })),
        ONE
    );
    assert_eq!(
        json(stream_response!({ "batchItemFailures": [{ "itemIdentifier": format!("{}{}", 4, 9) }] })),
        ONE
    );
    assert_eq!(json(stream_response!({ "batchItemFailures": std::iter::once(owned) })), ONE);
}

#[test]
fn several_and_kafka() {
    let (first, offset) = ("1", 15);
    assert_eq!(
        json(
            stream_response!({ "batchItemFailures": [{ "itemIdentifier": first }, { "itemIdentifier": "2" }] })
        ),
        r#"{"batchItemFailures":[{"itemIdentifier":"1"},{"itemIdentifier":"2"}]}"#
    );
    assert_eq!(
        json(stream_response!({
            "batchItemFailures": [{ "itemIdentifier": { "offset": offset + 1, "partition": "topic-a-0" } }]
        })),
        r#"{"batchItemFailures":[{"itemIdentifier":{"partition":"topic-a-0","offset":16}}]}"#
    );
}

#[test]
fn what_turns_out_empty_fails_closed() {
    let empty = String::new();
    let error = stream_response!({ "batchItemFailures": [{ "itemIdentifier": &empty }] }).unwrap_err();
    assert!(error.to_string().contains("an item identifier is empty"), "{error}");
    assert!(stream_response!({ "batchItemFailures": vec!["1", ""] }).is_err());
    assert!(
        stream_response!({
            "batchItemFailures": [{ "itemIdentifier": { "partition": empty, "offset": 1 } }]
        })
        .is_err()
    );
}

#[test]
fn it_is_read_as_it_is_meant() {
    let bytes =
        serde_json::to_vec(&stream_response!({ "batchItemFailures": [{ "itemIdentifier": "2" }] }).unwrap());
    let verdict = Verdict::read(&bytes.unwrap(), &[Some("1"), Some("2")]);
    assert_eq!(verdict.acknowledged(), Acknowledged::Before(1));
}

#[test]
fn upstream_types_take_text_only() {
    let text = || stream_response!({ "batchItemFailures": vec!["1", "2"] });
    let kinesis = KinesisEventResponse::try_from(text().unwrap()).unwrap();
    assert_eq!(serde_json::to_string(&kinesis).unwrap(), json(text()));
    assert!(SqsEventResponse::try_from(text().unwrap()).is_ok());
    let kafka = stream_response!({ "batchItemFailures": [{ "itemIdentifier": { "partition": "t-0", "offset": 1 } }] });
    assert!(SqsEventResponse::try_from(kafka.unwrap()).is_err());
}

#[no_implicit_prelude]
mod without_prelude {
    #[::std::prelude::v1::test]
    fn works() {
        ::std::assert!(::checkpointed::stream_response!({ "batchItemFailures": [] }).is_ok());
    }
}
