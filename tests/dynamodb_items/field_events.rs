//! Events from the field that other libraries failed on, and what we answer.

use aws_lambda_events::dynamodb::EventRecord;
use checkpointed::{
    Batch, LambdaEvent, StreamsEventResponse, checkpointed_stream_handler,
    dynamodb::{Change, Keys, NewImage, Record},
};
use serde::Deserialize;
use serde_bytes::ByteBuf;

fn event<R>(images: &[&str]) -> LambdaEvent<Batch<R>> {
    let records: Vec<String> = (1..).zip(images).map(|(number, image)| record(number, image)).collect();
    Batch::from_json(format!(r#"{{"Records":[{}]}}"#, records.join(",")).as_bytes()).unwrap().into()
}

fn record(number: usize, image: &str) -> String {
    format!(
        r#"{{"eventID":"{number}","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",
        "awsRegion":"eu-central-1","dynamodb":{{"ApproximateCreationDateTime":1793606401.0,"Keys":{{"pk":{{"S":"a"}}}},
        "SequenceNumber":"70000000000000000000000{number}","SizeBytes":64,"StreamViewType":"NEW_AND_OLD_IMAGES",
        "NewImage":{image}}}}}"#
    )
}

/// The number of the record that is reported; `None` if all are done.
fn reported(response: Result<StreamsEventResponse, checkpointed::Error>) -> Option<u32> {
    let response = response.unwrap();
    let identifier = response.item_identifiers().next()?.to_string();
    identifier.strip_prefix("70000000000000000000000")?.parse().ok()
}

macro_rules! handlers {
    ($($name:ident: $record:ty;)*) => { $(
        #[checkpointed_stream_handler]
        async fn $name(_record: $record) {}
    )* };
}

#[derive(Deserialize)]
struct Member {
    #[serde(rename = "pk")]
    _pk: String,
}

#[derive(Deserialize)]
struct Noted {
    #[serde(rename = "notes")]
    _notes: std::collections::BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Total<T> {
    #[serde(rename = "total")]
    _total: T,
}

#[derive(Deserialize)]
struct Blob<B> {
    #[serde(rename = "blob")]
    _blob: B,
}

handlers! {
    member: Record<'_, NewImage<Member>>;
    changed_member: Record<'_, Change<Member>>;
    key: Record<'_, Keys<Member>>;
    upstream: EventRecord;
    noted: Record<'_, NewImage<Noted>>;
    small: Record<'_, NewImage<Total<u64>>>;
    large: Record<'_, NewImage<Total<u128>>>;
    signed: Record<'_, NewImage<Total<i128>>>;
    float: Record<'_, NewImage<Total<f64>>>;
    list: Record<'_, NewImage<Blob<Vec<u8>>>>;
    buffer: Record<'_, NewImage<Blob<ByteBuf>>>;
    borrowed: Record<'_, NewImage<Blob<&[u8]>>>;
    value: Record<'_, NewImage<serde_json::Value>>;
    values: Record<'_, NewImage<serde_dynamo::Item>>;
    map: Record<'_, NewImage<std::collections::HashMap<String, serde_dynamo::AttributeValue>>>;
}

/// DynamoDB Local 3 loses the types of empty maps and lists.
#[tokio::test]
async fn a_map_without_its_type_fails_only_those_that_ask_for_it() {
    let images = [r#"{"pk":{"S":"a"},"notes":{}}"#, r#"{"pk":{"S":"b"}}"#];
    assert_eq!(reported(member(event(&images)).await), None);
    assert_eq!(reported(changed_member(event(&images)).await), None);
    assert_eq!(reported(key(event(&images)).await), None);
    assert_eq!(reported(upstream(event(&images)).await), Some(1));
    assert_eq!(reported(noted(event(&images)).await), Some(1));
    assert_eq!(reported(value(event(&images)).await), Some(1));
}

#[tokio::test]
async fn a_number_of_39_digits_fits_128_bits() {
    let images = [
        r#"{"pk":{"S":"a"},"total":{"N":"110111111111111110000000000000000000000"}}"#,
        r#"{"pk":{"S":"b"},"total":{"N":"1.5E+3"}}"#,
        r#"{"pk":{"S":"c"},"total":{"N":"3"}}"#,
    ];
    assert_eq!(reported(large(event(&images)).await), None);
    assert_eq!(reported(signed(event(&images)).await), None);
    assert_eq!(reported(float(event(&images)).await), None);
    assert_eq!(reported(member(event(&images)).await), None);
    assert_eq!(reported(small(event(&images)).await), Some(1));
    assert_eq!(reported(small(event(&images[1..])).await), None);
}

#[tokio::test]
async fn a_binary_that_is_not_base64_fails_only_those_that_ask_for_it() {
    let images = [
        r#"{"pk":{"S":"a"},"blob":{"B":"AAEC/w=="},"set":{"BS":["eA==","eXo="]}}"#,
        r#"{"pk":{"S":"b"},"blob":{"B":"not base64!"}}"#,
        r#"{"pk":{"S":"c"},"blob":{"B":""}}"#,
    ];
    assert_eq!(reported(list(event(&images)).await), Some(2));
    assert_eq!(reported(buffer(event(&images)).await), Some(2));
    assert_eq!(reported(borrowed(event(&images)).await), Some(2));
    assert_eq!(reported(member(event(&images)).await), None);
}

#[tokio::test]
async fn items_can_be_taken_as_values() {
    let images =
        [r#"{"k":{"S":"x"},"n":{"N":"1"}}"#, r#"{"k":{"S":"x"},"b":{"B":"AAE="},"s":{"BS":["AAE="]}}"#];
    assert_eq!(reported(value(event(&images)).await), None);
    assert_eq!(reported(values(event(&images)).await), None);
    assert_eq!(reported(map(event(&images)).await), None);
    assert_eq!(reported(upstream(event(&images)).await), None);
}
