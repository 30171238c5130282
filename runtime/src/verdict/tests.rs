//! Responses to batches of streams.

use proptest::prelude::*;

use super::{remaining::Remaining, *};
use crate::response::{StreamsEventResponse, identifier::ItemIdentifier};

const BATCH: [Option<&str>; 6] = [Some("9"), Some("10"), None, Some("11"), Some("12"), Some("12")];

#[test]
fn every_kind_of_response() {
    use Acknowledged::{All, Before, Nothing};
    use Basis::{Documented, Inferred, Observed, Recorded, Unknown};

    let failure =
        |identifier: &str| format!(r#"{{"batchItemFailures":[{{"itemIdentifier":{identifier}}}]}}"#);
    let rows: [(&str, Acknowledged, Basis); 41] = [
        (r#"{"batchItemFailures":[]}"#, All, Recorded),
        (r#"{"batchItemFailures":null}"#, All, Recorded),
        ("{}", All, Recorded),
        ("null", All, Recorded),
        ("[]", All, Recorded),
        ("", All, Recorded),
        (&failure(r#""9""#), Before(0), Recorded),
        (&failure(r#""10""#), Before(1), Recorded),
        // 9 < 10 as numbers, but not as text
        (r#"{"batchItemFailures":[{"itemIdentifier":"10"},{"itemIdentifier":"9"}]}"#, Before(0), Documented),
        (r#"{"batchItemFailures":[{"itemIdentifier":"11"},{"itemIdentifier":"11"}]}"#, Before(3), Inferred),
        // two records share this one
        (&failure(r#""12""#), Before(4), Inferred),
        (r#"{"batchItemFailures":[{"itemIdentifier":"10","more":1}],"other":{}}"#, Before(1), Recorded),
        (&failure(r#""""#), Nothing, Recorded),
        (&failure("null"), Nothing, Recorded),
        (&failure(r#""13""#), Nothing, Inferred),
        (&failure(r#"" 10""#), Nothing, Inferred),
        (&failure("123"), Nothing, Recorded),
        (&failure("10"), Nothing, Unknown),
        (&failure("10.0"), Nothing, Unknown),
        (&failure("{}"), Nothing, Unknown),
        (r#"{"batchItemFailures":[{"foo":123}]}"#, Nothing, Recorded),
        (r#"{"batchItemFailures":[{"foo":null}]}"#, Nothing, Recorded),
        (r#"{"batchItemFailures":["10"]}"#, Nothing, Unknown),
        (r#"{"batchItemFailures":[null]}"#, Nothing, Unknown),
        (r#"{"batchItemFailures":[{"itemIdentifier":"10"},{"itemIdentifier":""}]}"#, Nothing, Inferred),
        (r#"{"batchItemFailures":[{"itemIdentifier":"10"},7]}"#, Nothing, Unknown),
        (r#"{"batchItemFailures":[{"itemIdentifier":"10"}],"batchItemFailures":[]}"#, Nothing, Unknown),
        (r#"{"batchItemFailures":[{"itemIdentifier":"11","itemIdentifier":"10"}]}"#, Nothing, Unknown),
        (r#"{"batchItemFailures":[],"a":[{"b":1,"\u0062":1.5}]}"#, Nothing, Unknown),
        (r#"{"batchItemFailures":"10"}"#, Nothing, Unknown),
        (r#"{"BatchItemFailures":[{"itemIdentifier":"10"}]}"#, All, Inferred),
        (r#"{"statusCode":200,"body":"{}"}"#, All, Observed),
        (
            r#"{"statusCode":200,"body":"{\"batchItemFailures\":[{\"itemIdentifier\":\"10\"}]}"}"#,
            All,
            Observed,
        ),
        (r#"{"statusCode":500}"#, All, Observed),
        // A report beside `statusCode` is read.
        (r#"{"statusCode":200,"batchItemFailures":[{"itemIdentifier":"10"}]}"#, Before(1), Recorded),
        (r#""Delivered 3 records""#, All, Observed),
        ("true", All, Unknown),
        ("7", All, Unknown),
        (r#"[{"itemIdentifier":"10"}]"#, All, Unknown),
        (r#"{"batchItemFailures":["#, Nothing, Unknown),
        ("Delivered 3 records", Nothing, Unknown),
    ];
    for (response, acknowledged, basis) in rows {
        let verdict = Verdict::read(response.as_bytes(), &BATCH);
        assert_eq!((verdict.acknowledged(), verdict.basis()), (acknowledged, basis), "{response}");
    }
}

/// Streams and queues read an entry alike, and the basis is unknown for both or for neither.
#[test]
fn an_entry_is_judged_by_one_rule() {
    let batch = [Some("1"), Some("2")];
    let entries = [
        r#"{"itemIdentifier":2}"#,
        r#"{"itemIdentifier":2.5}"#,
        r#"{"itemIdentifier":true}"#,
        r#"{"itemIdentifier":["2"]}"#,
        r#""2""#,
        "null",
        "7",
        "[]",
    ];
    for entry in entries {
        for list in [entry.to_owned(), format!(r#"{{"itemIdentifier":"1"}},{entry}"#)] {
            let response = format!(r#"{{"batchItemFailures":[{list}]}}"#);
            let stream = Verdict::read(response.as_bytes(), &batch);
            let queue = Remaining::of_queue(response.as_bytes(), &batch);
            assert_eq!((stream.acknowledged(), stream.basis()), (Acknowledged::Nothing, Basis::Unknown));
            assert_eq!((queue.is_failure(), queue.basis()), (true, Basis::Unknown), "{response}");
            assert_eq!(stream.reason(), queue.reason());
        }
    }
    for (entry, of_stream) in [
        ("{}", Basis::Recorded),
        (r#"{"itemIdentifier":null}"#, Basis::Recorded),
        (r#"{"itemIdentifier":""}"#, Basis::Recorded),
        (r#"{"itemIdentifier":3}"#, Basis::Recorded),
        (r#"{"itemIdentifier":"3"}"#, Basis::Inferred),
    ] {
        let response = format!(r#"{{"batchItemFailures":[{entry}]}}"#);
        let queue = Remaining::of_queue(response.as_bytes(), &batch);
        assert_eq!(Verdict::read(response.as_bytes(), &batch).basis(), of_stream, "{response}");
        assert_eq!((queue.is_failure(), queue.basis()), (true, Basis::Documented), "{response}");
    }
}

#[test]
fn an_answer_for_api_gateway_is_named() {
    let response = br#"{"statusCode":200,"body":"{\"batchItemFailures\":[{\"itemIdentifier\":\"9\"}]}"}"#;
    let queue = Remaining::of_queue(response, &BATCH);
    assert_eq!((queue.positions(), queue.basis()), (&[][..], Basis::Observed));
    let kafka = Remaining::of_kafka(response, &[Some(("t-0", 1))]);
    for reason in [Verdict::read(response, &BATCH).reason(), queue.reason(), kafka.reason()] {
        assert!(reason.contains("`statusCode`"), "{reason}");
    }
}

proptest! {
    #[test]
    fn anything_can_be_read(response: Vec<u8>, text: String) {
        Verdict::read(&response, &BATCH);
        Verdict::read(text.as_bytes(), &BATCH);
    }

    #[test]
    fn our_answers_are_read_as_intended(numbers in prop::collection::vec(0_u8..20, 1..20), at: prop::sample::Index) {
        let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let batch: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_str())).collect();
        let success = serde_json::to_vec(&StreamsEventResponse::success()).unwrap();
        prop_assert_eq!(Verdict::read(&success, &batch).acknowledged(), Acknowledged::All);

        let reported = at.get(&texts);
        let first = texts.iter().position(|text| text == reported).unwrap();
        let checkpoint = StreamsEventResponse::checkpoint(ItemIdentifier::new(reported).unwrap());
        let verdict = Verdict::read(&serde_json::to_vec(&checkpoint).unwrap(), &batch);
        prop_assert_eq!(verdict.acknowledged(), Acknowledged::Before(first));
    }
}
