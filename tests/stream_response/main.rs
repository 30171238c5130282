//! `stream_response!` writes the JSON that it shows, and fails closed if a value turns out to be unusable.

use std::borrow::Cow;

use aws_lambda_events::streams::{DynamoDbEventResponse, KinesisEventResponse, SqsEventResponse};
use checkpointed::{
    Acknowledged, Error, ItemIdentifier, StreamsEventResponse, UnsupportedItemIdentifier, Verdict,
    stream_response,
};

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
fn the_list_may_be_computed() {
    const TWO: &str = r#"{"batchItemFailures":[{"itemIdentifier":"1"},{"itemIdentifier":"2"}]}"#;
    let texts: &[&str] = &["1", "2"];
    assert_eq!(json(stream_response!({ "batchItemFailures": texts })), TWO);
    assert_eq!(json(stream_response!({ "batchItemFailures": texts.iter().map(ToString::to_string) })), TWO);
    assert_eq!(
        json(stream_response!({ "batchItemFailures": [1, 2].map(|number| format!("{number}")) })),
        TWO
    );
    assert_eq!(
        json(
            stream_response!({ "batchItemFailures": [{ "itemIdentifier": texts[0] }, { "itemIdentifier": "2" }] })
        ),
        TWO
    );
}

#[test]
fn an_identifier_of_kafka_is_an_object() {
    let (partition, offset) = (String::from("topic-a-0"), 15);
    let one = r#"{"batchItemFailures":[{"itemIdentifier":{"partition":"topic-a-0","offset":16}}]}"#;
    assert_eq!(
        json(stream_response!({
            "batchItemFailures": [{ "itemIdentifier": { "offset": offset + 1, "partition": "topic-a-0" } }]
        })),
        one
    );
    assert_eq!(
        json(stream_response!({
            "batchItemFailures": [{ "itemIdentifier": { "partition": partition, "offset": 16, }, }],
        })),
        one
    );
    let failures = [ItemIdentifier::kafka("topic-a", 0, 16)];
    assert_eq!(json(stream_response!({ "batchItemFailures": &failures })), one);
}

#[test]
fn an_identifier_that_turns_out_empty_fails_closed() {
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

/// The macro cannot see this while compiling.
#[test]
fn identifiers_that_turn_out_to_be_of_two_sources_fail_closed() {
    let text = "1";
    let mixed = stream_response!({
        "batchItemFailures": [
            { "itemIdentifier": text },
            { "itemIdentifier": { "partition": "topic-0", "offset": 1 } },
        ]
    });
    assert!(mixed.unwrap_err().to_string().starts_with("some item identifiers are of Kafka"));
}

/// A comma, a brace and a `?` may be part of an expression.
#[test]
fn expressions_are_those_of_rust() {
    fn converted<A: Into<B>, B: ToString>(number: A) -> String {
        number.into().to_string()
    }
    fn answer(number: Option<&str>) -> Result<StreamsEventResponse, Error> {
        stream_response!({ "batchItemFailures": [{ "itemIdentifier": number.ok_or("there is no number")? }] })
    }
    let response = stream_response!({
        "batchItemFailures": [
            { "itemIdentifier": converted::<u8, u16>(1) },
            { "itemIdentifier": if true { "2" } else { "3" } },
            { "itemIdentifier": ({ let number = 3; format!("{}", number + 1) }) },
        ]
    });
    let response = response.unwrap();
    assert!(response.item_identifiers().eq(["1", "2", "4"]));
    assert_eq!(answer(None).unwrap_err().to_string(), "there is no number");
    assert!(!answer(Some("1")).unwrap().is_success());
}

#[test]
fn it_works_in_macros() {
    macro_rules! failed {
        ($key:literal, $identifier:expr) => {
            stream_response!({ "batchItemFailures": [{ $key: $identifier }] })
        };
        ($failures:tt) => {
            stream_response!({ "batchItemFailures": $failures })
        };
    }
    let number = "49";
    assert_eq!(json(failed!("itemIdentifier", number)), json(failed!([{ "itemIdentifier": "49" }])));
}

#[test]
fn the_crate_can_be_elsewhere() {
    mod elsewhere {
        pub(crate) use checkpointed as renamed;
    }
    // A path that begins with `crate` is below.
    let response = elsewhere::renamed::stream_response!(crate = ::checkpointed; { "batchItemFailures": [] });
    assert!(response.unwrap().is_success());
    let number = String::from("49");
    let response = stream_response!(crate = crate::moved; {
        "batchItemFailures": [{ "itemIdentifier": number }]
    });
    assert!(!response.unwrap().is_success());
}

mod moved {
    pub(crate) use checkpointed::__private;
}

#[test]
fn lambda_reads_the_answer_as_it_is_meant() {
    let bytes =
        serde_json::to_vec(&stream_response!({ "batchItemFailures": [{ "itemIdentifier": "2" }] }).unwrap());
    let verdict = Verdict::read(&bytes.unwrap(), &[Some("1"), Some("2")]);
    assert_eq!(verdict.acknowledged(), Acknowledged::Before(1));
}

#[test]
fn upstream_types_take_text_only() {
    let text = || stream_response!({ "batchItemFailures": vec!["1", "2"] }).unwrap();
    let bytes = serde_json::to_string(&text()).unwrap();
    let kinesis = KinesisEventResponse::try_from(text()).unwrap();
    assert_eq!(serde_json::to_string(&kinesis).unwrap(), bytes);
    let dynamodb = DynamoDbEventResponse::try_from(text()).unwrap();
    assert_eq!(serde_json::to_string(&dynamodb).unwrap(), bytes);
    let sqs = SqsEventResponse::try_from(text()).unwrap();
    assert_eq!(serde_json::to_string(&sqs).unwrap(), bytes);

    let kafka = || {
        stream_response!({ "batchItemFailures": [{ "itemIdentifier": { "partition": "t-0", "offset": 1 } }] })
            .unwrap()
    };
    assert_eq!(KinesisEventResponse::try_from(kafka()).unwrap_err(), UnsupportedItemIdentifier);
    assert_eq!(DynamoDbEventResponse::try_from(kafka()).unwrap_err(), UnsupportedItemIdentifier);
    assert_eq!(SqsEventResponse::try_from(kafka()).unwrap_err(), UnsupportedItemIdentifier);
}

/// An iterator over an `Option` or a `Result` is refused (see `ui`). An adapted list is a list.
#[test]
fn lists_may_be_adapted() {
    fn any<I: IntoIterator<Item: AsRef<str>>>(list: I) -> usize {
        let list = list.into_iter().map(|id| id.as_ref().to_owned());
        stream_response!({ "batchItemFailures": list }).unwrap().item_identifiers().count()
    }
    fn opaque(ids: &[&str]) -> impl Iterator<Item = String> {
        ids.iter().map(|id| (*id).to_owned())
    }
    let ids = ["1", "22", "333"];
    let failed = [Some("1"), None, Some("3")];
    let count = |response: Result<StreamsEventResponse, _>| response.unwrap().item_identifiers().count();
    assert_eq!(
        count(stream_response!({ "batchItemFailures": ids.iter().filter(|id| id.len() > 1).rev() })),
        2
    );
    assert_eq!(
        count(stream_response!({ "batchItemFailures": ids.iter().copied().take(1).fuse().peekable() })),
        1
    );
    assert_eq!(count(stream_response!({ "batchItemFailures": failed.into_iter().flatten() })), 2);
    assert_eq!(count(stream_response!({ "batchItemFailures": failed.iter().filter_map(|id| *id) })), 2);
    assert_eq!(count(stream_response!({ "batchItemFailures": opaque(&ids) })), 3);
    assert_eq!(any(ids), 3);
    // The type no longer shows that this may be empty.
    assert_eq!(any(failed.first().copied().flatten()), 1);
}

#[no_implicit_prelude]
mod without_prelude {
    #[::std::prelude::v1::test]
    fn works() {
        let partition = "t-0";
        let response = ::checkpointed::stream_response!({
            "batchItemFailures": [{ "itemIdentifier": { "partition": partition, "offset": 1 } }]
        });
        ::std::assert!(response.is_ok());
        ::std::assert!(::checkpointed::stream_response!({ "batchItemFailures": ["1"].iter() }).is_ok());
        ::std::assert!(::checkpointed::stream_response!({ "batchItemFailures": [] }).is_ok());
    }
}
