//! Records of DynamoDB Streams that cannot be decoded.

use aws_lambda_events::dynamodb::EventRecord;
use checkpointed::{
    DynamoDb, FromRecord, RawRecord, checkpointed_stream_handler,
    dynamodb::{self, Change, EventName, Keys, NewImage, OldImage},
};

use crate::{Answer, answer, event};

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Account {
    id: String,
    balance: i64,
}

#[checkpointed_stream_handler]
async fn view(_record: dynamodb::Record<'_, NewImage<Account>>) {}

#[checkpointed_stream_handler]
async fn upstream(_record: EventRecord) {}

fn record(sequence_number: &str, event_name: &str, dynamodb: &str) -> String {
    format!(
        r#"{{"eventID":"e","eventName":"{event_name}","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"r",
            "dynamodb":{{"SequenceNumber":"{sequence_number}","SizeBytes":26,"Keys":{{"id":{{"S":"a"}}}},{dynamodb},
            "StreamViewType":"NEW_AND_OLD_IMAGES"}}}}"#
    )
}

const IMAGE: &str = r#""NewImage":{"id":{"S":"a"},"balance":{"N":"7"}}"#;

async fn assert_reported(bad: &str, upstream_too: bool) {
    let (before, after) = (record("1", "INSERT", IMAGE), record("3", "INSERT", IMAGE));
    let records = [before.as_str(), bad, &after];
    let expected = Answer::Checkpoint(String::from("2"));
    assert_eq!(answer(view(event(&records)).await), expected, "{bad}");
    if upstream_too {
        assert_eq!(answer(upstream(event(&records)).await), expected, "{bad}");
    }
}

fn error<P: for<'r> dynamodb::Payload<'r>>(record: &str) -> String {
    let raw = RawRecord::<DynamoDb>::from_json(record).unwrap();
    dynamodb::Record::<P>::from_record(&raw).unwrap_err().to_string()
}

/// Bad images, whether the upstream type refuses them too, and the error of the view.
const BAD_IMAGES: [(&str, bool, &str); 13] = [
    (
        r#""NewImage":{"id":{"S":"a"},"balance":{"X":"7"}}"#,
        true,
        "dynamodb.NewImage, at `balance`: unknown attribute type, expected one of `S`, `N`, `BOOL`, `NULL`, `M`, \
             `L`, `SS`, `NS`, `B`, `BS`",
    ),
    (
        r#""NewImage":{"id":{"S":"a"},"balance":{}}"#,
        true,
        "dynamodb.NewImage, at `balance`: the attribute has no type",
    ),
    (
        r#""NewImage":{"id":{"S":"a"},"balance":{"N":"7","S":"7"}}"#,
        true,
        "dynamodb.NewImage, at `balance`: the attribute has more than one type",
    ),
    (
        r#""NewImage":{"id":{"S":"a"},"balance":7}"#,
        true,
        "dynamodb.NewImage, at `balance`: invalid type: JSON number, expected an attribute, which is an object \
             with one key that names its type",
    ),
    (
        r#""NewImage":{"id":{"S":"a"},"balance":{"N":7}}"#,
        true,
        "dynamodb.NewImage, at `balance`: invalid type: JSON number, expected a JSON string",
    ),
    (
        r#""NewImage":{"id":{"S":"a"},"balance":{"S":"secret"}}"#,
        false,
        "dynamodb.NewImage, at `balance`: invalid type: attribute of type `S`, expected `N`",
    ),
    (
        r#""NewImage":{"id":{"S":"a"},"balance":{"N":"secret"}}"#,
        false,
        "dynamodb.NewImage, at `balance`: not a number",
    ),
    (
        r#""NewImage":{"id":{"S":"a"},"balance":{"N":"7.5"}}"#,
        false,
        "dynamodb.NewImage, at `balance`: the number doesn't fit into `i64`",
    ),
    (r#""NewImage":{"id":{"S":"a"}}"#, false, "dynamodb.NewImage: missing field `balance`"),
    (
        r#""NewImage":{"id":{"S":"a"},"id":{"S":"b"},"balance":{"N":"7"}}"#,
        false,
        "dynamodb.NewImage: the attribute `id` is there twice",
    ),
    (
        r#""NewImage":{"id":{"S":"a"},"x":{"S":"b"},"x":{"S":"b"},"balance":{"N":"7"}}"#,
        false,
        "dynamodb.NewImage: an attribute is there twice",
    ),
    (
        r#""NewImage":[{"S":"a"},{"N":"7"}]"#,
        true,
        "dynamodb.NewImage: invalid type: JSON array, expected an object of attributes",
    ),
    (r#""NewImage":null"#, false, "dynamodb.NewImage: missing"),
];

#[tokio::test]
async fn an_image_of_the_wrong_shape_is_reported_with_its_place() {
    for (image, upstream_too, expected) in BAD_IMAGES {
        let bad = record("2", "INSERT", image);
        assert_reported(&bad, upstream_too).await;
        assert_eq!(error::<NewImage<Account>>(&bad), expected);
    }
}

/// Serde alone would take a list for a struct, by position.
#[test]
fn keys_that_are_a_list_are_an_error() {
    let json =
        record("2", "INSERT", IMAGE).replace(r#"{"id":{"S":"a"}},"NewImage"#, r#"[{"S":"a"}],"NewImage"#);
    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Key {
        id: String,
    }
    assert_eq!(
        error::<Keys<Key>>(&json),
        "dynamodb.Keys: invalid type: JSON array, expected an object of attributes"
    );
}

/// DynamoDB Local 3 writes an empty map as `{}`, for example.
#[tokio::test]
async fn a_bad_attribute_that_the_type_does_not_ask_for_does_no_harm() {
    for odd in ["{}", r#"{"X":1}"#, r#"{"S":"a","N":"1"}"#, r#"{"M":{"a":{},"a":{}}}"#, "null", "5", "[]"] {
        let image = IMAGE.replace(r#"{"id""#, &format!(r#"{{"notes":{odd},"id""#));
        let odd = record("2", "INSERT", &image);
        assert_eq!(answer(view(event(&[&odd])).await), Answer::AllDone, "{odd}");
    }
}

#[tokio::test]
async fn an_unknown_event_name_is_reported() {
    let bad = record("2", "TRUNCATE", IMAGE);
    assert_reported(&bad, false).await;
    assert_eq!(
        error::<NewImage<Account>>(&bad),
        "at `eventName`, line 1 column 37: unknown variant, expected one of `INSERT`, `MODIFY`, `REMOVE`"
    );
}

#[tokio::test]
async fn a_record_without_an_identifier_is_covered_by_the_one_before() {
    let bad = record("2", "INSERT", r#""NewImage":{},"SequenceNumber":"2""#);
    let good = record("1", "INSERT", IMAGE);
    assert_eq!(answer(view(event(&[&good, &bad])).await), Answer::Checkpoint(String::from("1")));
    assert_eq!(answer(view(event(&[&bad, &good])).await), Answer::Failed);
}

/// Decoded as "no image", it would say that the item is gone.
#[test]
fn an_image_that_the_stream_does_not_carry_is_an_error() {
    let record = record("2", "MODIFY", r#""x":0"#).replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY");
    for error in [
        error::<NewImage<Account>>(&record),
        error::<OldImage<Account>>(&record),
        error::<Change<Account>>(&record),
    ] {
        assert!(
            error.contains("the stream's StreamViewType is KEYS_ONLY, and this function needs"),
            "{error}"
        );
    }
}

#[test]
fn each_payload_reads_what_the_change_has() {
    let old = IMAGE.replace("NewImage", "OldImage").replace('7', "5");
    let (new, old_account) = (Account { id: "a".into(), balance: 7 }, Account { id: "a".into(), balance: 5 });
    let read = |event_name: &str, images: &str| {
        let json = record("2", event_name, images);
        let raw = RawRecord::<DynamoDb>::from_json(&json).unwrap();
        type All = (
            (Change<Account>, Keys<std::collections::HashMap<String, String>>),
            (NewImage<Account>, OldImage<Account>),
        );
        let ((change, keys), images) = dynamodb::Record::<All>::from_record(&raw).unwrap().data;
        assert_eq!(keys.0["id"], "a");
        (change, images.0.0.is_some(), images.1.0.is_some())
    };
    let both = format!("{IMAGE},{old}");
    assert_eq!(
        read("INSERT", IMAGE),
        (Change::Insert { new: Account { id: "a".into(), balance: 7 } }, true, false)
    );
    assert_eq!(
        read("MODIFY", &both),
        (Change::Modify { old: Account { id: "a".into(), balance: 5 }, new }, true, true)
    );
    assert_eq!(read("REMOVE", &old), (Change::Remove { old: old_account }, false, true));
}

#[test]
fn a_deletion_by_time_to_live_is_distinguished_from_others() {
    let deleted = |identity: &str| {
        let old = IMAGE.replace("NewImage", "OldImage");
        let json = record("2", "REMOVE", &old).replacen('{', &format!("{{{identity}"), 1);
        let raw = RawRecord::<DynamoDb>::from_json(&json).unwrap();
        let record = dynamodb::Record::<OldImage<Account>>::from_record(&raw).unwrap();
        assert_eq!(record.event_name, EventName::Remove);
        record.is_ttl_deletion()
    };
    assert!(deleted(r#""userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"#));
    assert!(!deleted(
        r#""userIdentity":{"type":"Service","principalId":"replication.dynamodb.amazonaws.com"},"#
    ));
    assert!(!deleted(r#""userIdentity":null,"#));
    assert!(!deleted(""));
}

#[test]
fn metadata_that_cannot_be_read_is_left_out() {
    for odd in [
        r#""awsRegion":5,"#,
        r#""userIdentity":{},"#,
        r#""userIdentity":"x","#,
        r#""userIdentity":{"type":"Service"},"#,
        r#""eventSourceARN":[],"#,
    ] {
        let json = record("2", "INSERT", IMAGE).replace(r#""awsRegion":"r","#, "").replacen(
            '{',
            &format!("{{{odd}"),
            1,
        );
        let json = json.replace(r#""SizeBytes":26"#, r#""SizeBytes":-1.5"#);
        let raw = RawRecord::<DynamoDb>::from_json(&json).unwrap();
        let record = dynamodb::Record::<NewImage<Account>>::from_record(&raw).unwrap();
        assert_eq!((record.size_bytes, record.is_ttl_deletion()), (None, false), "{odd}");
    }
}
