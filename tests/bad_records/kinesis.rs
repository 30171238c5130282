//! Records of Kinesis that cannot be decoded.

use aws_lambda_events::kinesis::KinesisEventRecord;
use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::{FromRecord, Json, Kinesis, RawRecord, checkpointed_stream_handler, kinesis};

use crate::{Answer, answer, event};

#[derive(Debug, serde::Deserialize)]
struct Order {
    #[expect(dead_code, reason = "only decoded")]
    items: Vec<Item>,
}

#[derive(Debug, serde::Deserialize)]
struct Item {
    #[expect(dead_code, reason = "only decoded")]
    quantity: u32,
}

#[checkpointed_stream_handler]
async fn view(_record: kinesis::Record<'_, Json<Order>>) {}

#[checkpointed_stream_handler]
async fn upstream(_record: KinesisEventRecord) {}

const GOOD: &str = r#"{"items":[{"quantity":1}]}"#;

/// A record with this data, which must be base64 already.
fn record(sequence_number: &str, data: &str) -> String {
    format!(
        r#"{{"kinesis":{{"partitionKey":"key","sequenceNumber":"{sequence_number}","data":"{data}",
            "approximateArrivalTimestamp":1545084650.987}},"eventID":"shardId-000000000006:{sequence_number}"}}"#
    )
}

fn good(sequence_number: &str) -> String {
    record(sequence_number, &STANDARD.encode(GOOD))
}

/// Asserts that the bad record is reported if it comes between two good ones.
async fn assert_reported(bad: &str, upstream_too: bool) {
    let (before, after) = (good("1"), good("3"));
    let records = [before.as_str(), bad, &after];
    let expected = Answer::Checkpoint(String::from("2"));
    assert_eq!(answer(view(event(&records)).await), expected, "{bad:.200}");
    if upstream_too {
        assert_eq!(answer(upstream(event(&records)).await), expected, "{bad:.200}");
    }
}

fn error(record: &str) -> String {
    let raw = RawRecord::<Kinesis>::from_json(record).unwrap();
    kinesis::Record::<Json<Order>>::from_record(&raw).unwrap_err().to_string()
}

#[tokio::test]
async fn data_that_is_not_base64_is_reported() {
    let bad = record("2", "aGVs*G8=");
    assert_reported(&bad, true).await;
    assert_eq!(error(&bad), "kinesis.data: not base64: invalid symbol at offset 4");
    assert_eq!(error(&record("2", "aGVsbG8")), "kinesis.data: not base64: Invalid padding");
}

#[tokio::test]
async fn data_that_does_not_fit_its_type_is_reported_with_its_place() {
    for (data, expected) in [
        (
            &br#"{"items":[{"quan"#[..],
            "kinesis.data, at `items[0]`, line 1 column 16: EOF while parsing a string",
        ),
        (
            b"{\"items\":[{\"quantity\":1},\n{\"quantity\":\"secret\"}]}",
            "kinesis.data, at `items[1].quantity`, line 2 column 20: invalid type: string, expected u32",
        ),
        (
            br#"{"items":[{"quantity":-5}]}"#,
            "kinesis.data, at `items[0].quantity`, line 1 column 24: invalid value: integer, expected u32",
        ),
        (br#"{}"#, "kinesis.data, line 1 column 2: missing field `items`"),
        (
            br#"{"items":null}"#,
            "kinesis.data, at `items`, line 1 column 13: invalid type: null, expected a sequence",
        ),
        (
            br#"{"items":[{"quantity":1,"quantity":2}]}"#,
            "kinesis.data, at `items[0]`, line 1 column 34: duplicate field `quantity`",
        ),
        (b"", "kinesis.data: EOF while parsing a value"),
        (b"{\"items\xff\":[]}", "kinesis.data, line 1 column 8: invalid unicode code point"),
    ] {
        let bad = record("2", &STANDARD.encode(data));
        assert_reported(&bad, false).await;
        assert_eq!(error(&bad), expected);
    }
}

#[tokio::test]
async fn a_list_is_not_taken_for_a_struct() {
    for list in [r#"[[{"quantity":1}]]"#, "\n[]", r#"["a.class.Name",{"items":[]}]"#] {
        let bad = record("2", &STANDARD.encode(list));
        assert_reported(&bad, false).await;
        assert!(error(&bad).ends_with("invalid type: sequence, expected struct Order"));
    }
}

#[tokio::test]
async fn text_with_escapes_can_be_borrowed() {
    #[derive(serde::Deserialize)]
    struct Customer<'a> {
        name: &'a str,
    }

    #[checkpointed_stream_handler]
    async fn named(record: kinesis::Record<'_, Json<Customer<'_>>>) -> Result<(), String> {
        if record.data.name == "René" { Ok(()) } else { Err(String::from("another name")) }
    }

    let records =
        [r#"{"name":"René"}"#, r#"{"name":"Ren\u00e9"}"#].map(|data| record("1", &STANDARD.encode(data)));
    assert_eq!(answer(named(event(&records.each_ref().map(String::as_str))).await), Answer::AllDone);
}

#[tokio::test]
async fn data_that_is_not_utf_8_is_reported() {
    #[checkpointed_stream_handler]
    async fn text(_record: kinesis::Record<'_, &str>) {}

    let (good, bad) = (good("1"), record("2", &STANDARD.encode(b"caf\xe9")));
    let reported = answer(text(event(&[&good, &bad])).await);
    assert_eq!(reported, Answer::Checkpoint(String::from("2")));
}

#[tokio::test]
async fn a_field_of_the_wrong_shape_is_reported_with_its_place() {
    for (bad, expected) in [
        (
            r#"{"kinesis":{"partitionKey":"key","sequenceNumber":"2","approximateArrivalTimestamp":1}}"#,
            "at `kinesis`, line 1 column 86: missing field `data`",
        ),
        (
            r#"{"kinesis":{"partitionKey":"key","sequenceNumber":"2","data":null,"approximateArrivalTimestamp":1}}"#,
            "at `kinesis.data`, line 1 column 65: invalid type: null, expected a string",
        ),
        (
            r#"{"kinesis":{"partitionKey":7,"sequenceNumber":"2","data":"e30=","approximateArrivalTimestamp":1}}"#,
            "at `kinesis.partitionKey`, line 1 column 28: invalid type: integer, expected a string",
        ),
        (
            r#"{"kinesis":{"partitionKey":"key","data":"e30=","sequenceNumber":"2","data":"e30=","approximateArrivalTimestamp":1}}"#,
            "at `kinesis`, line 1 column 74: duplicate field `data`",
        ),
    ] {
        assert_reported(bad, true).await;
        assert_eq!(error(bad), expected);
    }
}

#[test]
fn metadata_that_cannot_be_read_is_left_out() {
    let record = r#"{"kinesis":{"partitionKey":"k","sequenceNumber":"2","data":"aGk=","approximateArrivalTimestamp":"x"},
        "awsRegion":5,"eventID":[{}],"eventSourceARN":{"a":[]}}"#;
    let raw = RawRecord::<Kinesis>::from_json(record).unwrap();
    let record = kinesis::Record::<&str>::from_record(&raw).unwrap();
    assert!(record.aws_region.is_none() && record.event_id.is_none() && record.event_source_arn.is_none());
    assert_eq!(record.approximate_arrival_timestamp, None);
}

#[tokio::test]
async fn fields_that_the_view_does_not_need_may_be_missing() {
    let record = r#"{"kinesis":{"partitionKey":"k","sequenceNumber":"2","data":"aGk=","new":{"a":[]}},"awsRegion":null}"#;
    let raw = RawRecord::<Kinesis>::from_json(record).unwrap();
    let record = kinesis::Record::<&str>::from_record(&raw).unwrap();
    assert_eq!(record.data, "hi");
    assert_eq!((record.aws_region.as_deref(), record.shard_id()), (None, None));
    assert_eq!(record.approximate_arrival_timestamp, None);
}

#[tokio::test]
async fn very_deep_nesting_is_reported() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bad = record("2", &STANDARD.encode(&deep));
    assert_reported(&bad, false).await;
    // It does no harm in a field that nobody reads.
    let ignored = good("2").replacen('{', &format!(r#"{{"new":{deep},"#), 1);
    let records = [good("1"), ignored];
    let records: Vec<&str> = records.iter().map(String::as_str).collect();
    assert_eq!(answer(view(event(&records)).await), Answer::AllDone);
    assert_eq!(answer(upstream(event(&records)).await), Answer::AllDone);
}

#[tokio::test]
async fn ten_megabytes_of_garbage_are_reported() {
    assert_reported(&record("2", &"%".repeat(10_000_000)), true).await;
    assert_reported(&record("2", &STANDARD.encode(vec![b'x'; 10_000_000])), false).await;
}

/// It cannot be reported itself. The nearest one before it is, and without that the invocation fails.
#[tokio::test]
async fn a_failed_record_without_an_identifier_is_covered_by_the_one_before() {
    for bad in [
        "5",
        "null",
        r#""kinesis""#,
        "[]",
        "{}",
        r#"{"kinesis":null}"#,
        r#"{"kinesis":{"partitionKey":"key","data":"%","approximateArrivalTimestamp":1}}"#,
        r#"{"kinesis":{"partitionKey":"key","sequenceNumber":"","data":"%","approximateArrivalTimestamp":1}}"#,
        r#"{"kinesis":{"partitionKey":"key","sequenceNumber":null,"data":"%","approximateArrivalTimestamp":1}}"#,
        r#"{"kinesis":{"partitionKey":"key","sequenceNumber":2,"data":"%","approximateArrivalTimestamp":1}}"#,
        r#"{"kinesis":{"sequenceNumber":"2","sequenceNumber":"2","partitionKey":"key","data":"e30="}}"#,
        r#"{"kinesis":{"sequenceNumber":"2"},"kinesis":{"sequenceNumber":"2"}}"#,
    ] {
        let good = [good("1"), good("2")];
        let [one, two] = [good[0].as_str(), &good[1]];
        for records in [&[one, two, bad][..], &[one, two, bad, bad], &[one, two, bad, one]] {
            assert_eq!(answer(view(event(records)).await), Answer::Checkpoint(String::from("2")), "{bad}");
        }
        assert_eq!(answer(view(event(&[bad, one])).await), Answer::Failed, "{bad}");
        assert_eq!(answer(view(event(&[bad])).await), Answer::Failed, "{bad}");
    }
}

#[tokio::test]
async fn a_record_that_is_done_needs_no_identifier() {
    let record = r#"{"kinesis":{"partitionKey":"key","data":"e30=","approximateArrivalTimestamp":1}}"#;
    assert_eq!(answer(upstream(event(&[record])).await), Answer::AllDone);
}
