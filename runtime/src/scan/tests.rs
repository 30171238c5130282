use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;
use crate::{
    lookup,
    source::{DynamoDb, Kafka, Kinesis, Sqs, sealed::Sealed},
};

fn scan(list: &str, fields: &'static [KeyPath]) -> Option<Scan> {
    Scan::of_lists(list, std::slice::from_ref(&(0..list.len())), fields, |_| ())
}

/// Compares the scan with `serde_json`: the same records, and of each the same fields, or none.
fn assert_same(list: &str, fields: &'static [KeyPath]) {
    let records: Vec<&RawValue> = serde_json::from_str(list).unwrap();
    let scan = scan(list, fields).unwrap();
    assert_eq!(scan.len(), records.len(), "{list}");
    for (position, expected) in records.iter().enumerate() {
        let (json, noted) = scan.record(list, position).unwrap();
        assert_eq!(json, expected.get(), "{list}");
        for field in fields {
            if let Some(noted) = noted {
                assert_eq!(noted.json(*field), lookup::json_at(json, *field), "{}: {json}", field.dotted);
            }
        }
    }
}

const SOURCES: [&[KeyPath]; 4] =
    [Kinesis::PATHS.fields, DynamoDb::PATHS.fields, Sqs::PATHS.fields, Kafka::PATHS.fields];

fn has_fields(record: &str, fields: &'static [KeyPath]) -> bool {
    let list = format!("[{record}]");
    assert_same(&list, fields);
    scan(&list, fields).unwrap().record(&list, 0).unwrap().1.is_some()
}

#[test]
fn each_field_has_its_place_in_the_table() {
    for fields in SOURCES {
        let inner: Vec<_> =
            fields.iter().filter(|field| field.keys.len() > 1).map(|field| field.keys[0]).collect();
        assert!(inner.iter().all(|key| *key == inner[0]), "one object only: {inner:?}");
        for (place, field) in fields.iter().enumerate() {
            assert_eq!(field.slot, place, "{}", field.dotted);
        }
    }
}

#[test]
fn fields_are_noted_whatever_the_order_and_the_space() {
    for record in [
        r#"{"kinesis":{"partitionKey":"k","sequenceNumber":"7","data":"aGk="},"eventID":"s:7"}"#,
        "{ \"eventID\"\t:\n\"s:7\" , \"x\":[{\"]\":\"}\\\"\"}], \"kinesis\" : { \"data\" : \"\\\\\" , \"y\":{} , \"sequenceNumber\":7 } }",
        r#"{"kinesis":null,"eventID":{}}"#,
        r#"{"kinesis":[{"data":"x"}],"data":"x","y":-1.5e3}"#,
        r#"{"x":1,"x":2,"kinesis":{"x":1,"x":2}}"#,
        "{}",
    ] {
        assert!(has_fields(record, Kinesis::PATHS.fields), "{record}");
    }
}

#[test]
fn no_fields_are_noted_of_a_record_whose_meaning_is_not_plain() {
    for record in [
        "[]",
        "5",
        r#""kinesis""#,
        r#"{"eventID":"a","eventID":"b"}"#,
        r#"{"kinesis":{"data":"a","data":"a"}}"#,
        r#"{"kinesis":{"data":"a"},"kinesis":5}"#,
        r#"{"kinesis":5,"kinesis":{"data":"a"}}"#,
        r#"{"\u006binesis":{"data":"a"}}"#,
        r#"{"kinesis":{"\u0064ata":"a"}}"#,
        r#"{"\ud800":1}"#,
    ] {
        assert!(!has_fields(record, Kinesis::PATHS.fields), "{record}");
    }
}

#[test]
fn a_list_that_is_not_sound_is_not_cut() {
    for list in ["", "{}", "[", "[1", "[1,", r#"["a]"#, r#"[{"a":1]"#, r#"[{"a"]"#, "[[}"] {
        assert!(scan(list, Kinesis::PATHS.fields).is_none(), "{list}");
    }
}

/// Otherwise each event would be scanned twice.
#[test]
fn the_source_is_recognized_by_the_keys_of_the_first_record() {
    for (event, expected) in [
        (
            r#"{"Records":[{"kinesis":{"data":"x"},"eventID":"s:7","eventName":"n","awsRegion":"r","eventSourceARN":"a"}]}"#,
            Kinesis::PATHS,
        ),
        (r#"{"Records":[{"eventID":"7","eventName":"INSERT","dynamodb":{}}]}"#, DynamoDb::PATHS),
        (r#"{"x":1,"Records":[{"messageId":"7","body":"{}","attributes":{}}]}"#, Sqs::PATHS),
        (r#"{"eventSource":"aws:kafka","records":{"t-0":[{"topic":"t","partition":0}]}}"#, Kafka::PATHS),
    ] {
        let found = EventLists::find(event, &SOURCES).unwrap();
        assert!(std::ptr::eq(found.fields, expected.fields), "{event}");
        assert_eq!((found.scan.len(), found.ends), (1, vec![1]));
    }
}

/// Otherwise the template would never save anything.
#[test]
fn records_that_are_alike_are_scanned_only_until_the_template_is_learned() {
    let record = |number: u32| {
        format!(
            r#"{{"kinesis":{{"partitionKey":"k{}","sequenceNumber":"{number}","data":"aGk="}},"eventID":"s:{number}","awsRegion":"r"}}"#,
            number % 7
        )
    };
    let list = format!("[{}]", (0..1_000).map(record).collect::<Vec<_>>().join(","));
    let mut cursor = Cursor::new(&list, 1);
    let mut notes = Notes::new(Kinesis::PATHS.fields);
    let mut spans = vec![Span::default(); Kinesis::PATHS.fields.len()];
    let mut scanned = 0;
    for _ in 0..1_000 {
        let place = cursor.at();
        if notes.template.follow(&mut cursor, &mut spans).is_none() {
            scanned += 1;
        }
        cursor.return_to(place);
        assert_eq!(notes.take(&mut cursor, &mut spans), Some(true));
        cursor.take(b',');
    }
    assert!(scanned < 5, "{scanned} records were scanned");
}

#[test]
fn values_of_any_depth_are_passed_over() {
    let deep = format!(r#"[{}{}]"#, r#"{"a":["#.repeat(200_000), "]}".repeat(200_000));
    assert_eq!(scan(&deep, Kinesis::PATHS.fields).unwrap().len(), 1);
}

/// Pieces of records. Some are odd.
fn value(depth: u32) -> BoxedStrategy<String> {
    let text = r#"([a-z é\[\]{},:]|\\["\\/n]|\\u00e9|\\ud800){0,12}"#.prop_map(|text| format!("\"{text}\""));
    let scalar = prop_oneof![
        text,
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("-1.5E+3".to_owned()),
        Just("7".to_owned()),
    ];
    scalar
        .prop_recursive(depth, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4)
                    .prop_map(|items| format!("[{}]", items.join(" , "))),
                proptest::collection::vec((key(), inner), 0..6).prop_map(object),
            ]
        })
        .boxed()
}

fn key() -> BoxedStrategy<String> {
    let keys: Vec<&'static str> =
        SOURCES.iter().flat_map(|fields| fields.iter().flat_map(|field| field.keys)).copied().collect();
    prop_oneof![
        8 => proptest::sample::select(keys).prop_map(str::to_owned),
        1 => r#"([a-z"é]|\\u0064){0,9}"#.prop_map(|key| key.replace('"', "\\\"")),
    ]
    .boxed()
}

fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<_> = members.into_iter().map(|(key, value)| format!("\"{key}\" :{value}")).collect();
    format!("{{{}}}", members.join(","))
}

proptest! {
    #[test]
    fn the_scan_finds_what_serde_json_finds(
        records in proptest::collection::vec(
            prop_oneof![value(4), proptest::collection::vec((key(), value(3)), 0..8).prop_map(object)],
            0..5,
        ),
    ) {
        let list = format!("[{}]", records.join(",\n"));
        for fields in SOURCES {
            assert_same(&list, fields);
        }
    }
}
