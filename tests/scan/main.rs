//! The records of an event, their identifiers and their views are the same whether the event is scanned or parsed.

mod comparison;
mod events;

use std::{fs, path::Path};

use proptest::{prelude::*, sample::Index};

use crate::{
    comparison::assert_same,
    events::{any_event, real_event},
};

/// What the fuzzer has found interesting (`fuzz/README.md`).
#[test]
fn the_corpus_of_the_fuzzer_is_read_in_the_same_way() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/scan");
    let events: Vec<Vec<u8>> =
        fs::read_dir(corpus).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    assert!(events.len() > 20, "{} events", events.len());
    for event in events {
        assert_same(&event);
    }
}

#[test]
fn a_record_that_differs_from_the_others_is_read_in_the_same_way() {
    let plain = r#"{"kinesis":{"partitionKey":"a","sequenceNumber":"1","data":"aGk=","approximateArrivalTimestamp":1.5},"eventID":"s:1","awsRegion":"r","eventSourceARN":"arn"}"#;
    for other in [
        plain.replace(r#""1""#, r#""2""#),
        plain.replace(r#""1""#, "2"),
        plain.replace(r#""1""#, r#""\u0032""#),
        plain.replace("1.5", "01.5"),
        plain.replace("1.5", "1.5,\"data\":\"\""),
        plain.replace("1.5", "1.5 "),
        plain.replace("1.5", "null"),
        plain.replace("1.5}", "1.5}}"),
        plain.replace("1.5}", "1.5"),
        plain.replace("eventID", "event\\u0049D"),
        plain.replace(r#""awsRegion":"r""#, r#""awsRegion":"r","awsRegion":"r""#),
        plain.replace(r#""awsRegion":"r","#, ""),
        plain.replace(r#""arn""#, "\"ar\u{7f}n\u{0}\""),
        plain.replace(r#""arn""#, "\"a\u{301}\""),
        plain.replace(r#""arn""#, r#""\ud800""#),
        plain.replace(r#""arn""#, r#""\x""#),
        "null".to_owned(),
        "[]".to_owned(),
    ] {
        // It comes when the template has been learned, and when it hasn't.
        for records in [
            format!("{plain},{other}"),
            format!("{plain},{},{},{other},{plain}", plain.replace("s:1", "s:2"), plain.replace("aGk=", "")),
        ] {
            assert_same(format!(r#"{{"Records":[{records}]}}"#).as_bytes());
            assert_same(format!(r#"{{"records":{{"t-0":[{records}],"t-1":[{other}]}}}}"#).as_bytes());
        }
    }
}

proptest! {
    #[test]
    fn real_events_are_read_in_the_same_way(event in real_event()) {
        prop_assert!(checkpointed::Batch::<()>::from_json(&event).is_ok(), "{event}");
        assert_same(event.as_bytes());
    }

    #[test]
    fn odd_events_are_read_in_the_same_way(event in any_event()) {
        assert_same(event.as_bytes());
    }

    #[test]
    fn spoilt_events_are_read_in_the_same_way(
        event in prop_oneof![real_event(), any_event()],
        spoils in proptest::collection::vec(
            (any::<Index>(), 0..4_usize, r#"[{}\[\]:,"\\a-z0-9 .eE+\-\n]{0,3}"#), 1..3,
        ),
    ) {
        let mut event = event.into_bytes();
        for (place, removed, added) in spoils {
            let place = place.index(event.len());
            let end = event.len().min(place + removed);
            event.splice(place..end, added.bytes());
        }
        assert_same(&event);
    }
}
