//! Events that other services put into a queue, decoded from the body of a message.

use std::time::{Duration, UNIX_EPOCH};

use aws_lambda_events::{eventbridge::EventBridgeEvent, s3::S3Event};
use checkpointed::{
    Batch, FromRecord, Json, Payload, RawRecord, checkpointed_stream_handler,
    sqs::{self, MessageAttribute, Sns},
};
use serde_json::{Value, json};

use crate::reported;

/// From [S3's documentation](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
const S3: &str = r#"{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-west-2",
    "eventTime":"1970-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put",
    "userIdentity":{"principalId":"AIDAJDPLRKLG7UEXAMPLE"},"requestParameters":{"sourceIPAddress":"172.16.0.1"},
    "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810","x-amz-id-2":"FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD"},
    "s3":{"s3SchemaVersion":"1.0","configurationId":"testConfigRule","bucket":{"name":"amzn-s3-demo-bucket",
    "ownerIdentity":{"principalId":"A3NL1KOZZKExample"},"arn":"arn:aws:s3:::amzn-s3-demo-bucket"},
    "object":{"key":"HappyFace.jpg","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e",
    "versionId":"096fKKXTRTtl3on89fVO.nfljtsv6qko","sequencer":"0055AED6DCD90281E5"}}}]}"#;

/// What S3 sends once, when a bucket's notifications are set up.
const S3_TEST: &str = r#"{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z",
    "Bucket":"amzn-s3-demo-bucket","RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR"}"#;

/// From [SNS's documentation](https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html).
const SNS: &str = r#"{"Type":"Notification","MessageId":"22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    "TopicArn":"arn:aws:sns:us-west-2:123456789012:MyTopic","Subject":"My First Message","Message":"Hello world!",
    "Timestamp":"2012-05-02T00:54:06.655Z","SignatureVersion":"1","Signature":"EXAMPLEw6JRN...",
    "SigningCertURL":"https://sns.us-west-2.amazonaws.com/SimpleNotificationService.pem",
    "UnsubscribeURL":"https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe"}"#;

/// From [EventBridge's documentation](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html).
const EVENT_BRIDGE: &str = r#"{"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type":"EC2 Instance State-change Notification","source":"aws.ec2","account":"111122223333",
    "time":"2017-12-22T18:43:48Z","region":"us-west-1",
    "resources":["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
    "detail":{"instance-id":"i-1234567890abcdef0","state":"terminated"}}"#;

fn message(id: &str, body: &str) -> String {
    json!({ "messageId": id, "body": body, "eventSourceARN": "arn:aws:sqs:us-west-2:123456789012:q" })
        .to_string()
}

#[derive(serde::Serialize, serde::Deserialize)]
struct StateChange {
    state: String,
}

#[test]
fn the_event_of_each_service_is_decoded() {
    let raw = RawRecord::from_json(&message("1", S3)).unwrap();
    let created = sqs::Message::<Json<S3Event>>::from_record(&raw).unwrap();
    assert_eq!(created.body.records[0].s3.object.key.as_deref(), Some("HappyFace.jpg"));

    let raw = RawRecord::from_json(&message("1", SNS)).unwrap();
    let notification = sqs::Message::<Sns<&str>>::from_record(&raw).unwrap().body;
    assert_eq!(notification.message, "Hello world!");
    assert_eq!(notification.topic_arn.as_deref(), Some("arn:aws:sns:us-west-2:123456789012:MyTopic"));
    assert_eq!(notification.message_id.as_deref(), Some("22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"));
    assert_eq!(notification.subject.as_deref(), Some("My First Message"));
    assert_eq!(notification.timestamp, Some(UNIX_EPOCH + Duration::from_millis(1_335_920_046_655)));
    assert_eq!(notification.sequence_number, None);
    let shown = format!("{notification:?}");
    assert!(shown.contains("MyTopic") && !shown.contains("Hello") && !shown.contains("First"), "{shown}");

    let raw = RawRecord::from_json(&message("1", EVENT_BRIDGE)).unwrap();
    let event = sqs::Message::<Json<EventBridgeEvent<StateChange>>>::from_record(&raw).unwrap();
    assert_eq!(event.body.detail.state, "terminated");
}

#[tokio::test]
async fn the_test_event_of_s3_fails_its_message_only() {
    #[checkpointed_stream_handler]
    async fn index(message: sqs::Message<'_, Json<S3Event>>) {
        assert_eq!(message.body.records.len(), 1);
    }

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Notification {
        Created(S3Event),
        #[expect(dead_code, reason = "only distinguished")]
        Other(Value),
    }

    #[checkpointed_stream_handler]
    async fn careful(message: sqs::Message<'_, Json<Notification>>) {
        if let Notification::Created(event) = &*message.body {
            assert_eq!(event.records.len(), 1);
        }
    }

    let messages = format!(r#"{{"Records":[{},{}]}}"#, message("1", S3_TEST), message("2", S3));
    let batch = Batch::from_json(messages.as_bytes()).unwrap();
    assert_eq!(reported(index(batch.into()).await), Some(vec![String::from("1")]));
    let batch = Batch::from_json(messages.as_bytes()).unwrap();
    assert_eq!(reported(careful(batch.into()).await), Some(Vec::new()));
}

fn notification(envelope: &Value) -> String {
    message("1", &envelope.to_string())
}

fn refused<P: for<'r> Payload<'r>>(body: &str) -> String {
    let raw = RawRecord::from_json(&message("1", body)).unwrap();
    sqs::Message::<Sns<P>>::from_record(&raw).err().map(|error| error.to_string()).unwrap()
}

#[derive(serde::Deserialize)]
struct Parcel {
    parcel: u64,
}

/// A FIFO topic signs nothing, so `aws_lambda_events`' `SnsMessage` refuses all its notifications.
#[tokio::test]
async fn notifications_of_a_fifo_topic_are_decoded() {
    const EVENT: &str = include_str!("events/sqs_from_fifo_topic.json");

    #[checkpointed_stream_handler]
    async fn deliver(message: sqs::Message<'_, Sns<Json<Parcel>>>) {
        let Sns { message: parcel, topic_arn, sequence_number, .. } = &message.body;
        assert_eq!(topic_arn.as_deref(), Some("arn:aws:sns:eu-central-1:111122223333:parcels.fifo"));
        assert_eq!(
            sequence_number.as_deref(),
            Some(format!("1000000000000000000{}", parcel.parcel).as_str())
        );
    }

    #[checkpointed_stream_handler]
    async fn upstream(_message: sqs::Message<'_, Json<aws_lambda_events::sns::SnsMessage>>) {}

    let batch = Batch::from_json(EVENT.as_bytes()).unwrap();
    assert_eq!(reported(deliver(batch.into()).await), Some(Vec::new()));
    let batch = Batch::from_json(EVENT.as_bytes()).unwrap();
    assert_eq!(reported(upstream(batch.into()).await).map(|reported| reported.len()), Some(2));
}

#[test]
fn only_the_message_is_needed() {
    let raw = RawRecord::from_json(&notification(&json!({ "Message": "hi" }))).unwrap();
    assert_eq!(sqs::Message::<Sns<&str>>::from_record(&raw).unwrap().body.message, "hi");
    for odd in ["null", "5", "1e400", r#""\ud800""#, "[]", r#"{"a":[1e999]}"#] {
        let body = r#"{"Type":ODD,"MessageId":ODD,"TopicArn":ODD,"Subject":ODD,"Timestamp":ODD,"SequenceNumber":ODD,"Signature":ODD,
            "SignatureVersion":ODD,"SigningCertURL":ODD,"UnsubscribeURL":ODD,"MessageAttributes":ODD,"\ud800":ODD,"Message":"hi"}"#;
        let raw = RawRecord::from_json(&message("1", &body.replace("ODD", odd))).unwrap();
        let notification = sqs::Message::<Sns<&str>>::from_record(&raw).unwrap().body;
        let Sns { topic_arn, message_id, subject, timestamp, sequence_number, .. } = &notification;
        assert_eq!((notification.message, topic_arn, message_id), ("hi", &None, &None), "{odd}");
        assert_eq!((subject, timestamp, sequence_number), (&None, &None, &None), "{odd}");
    }
}

#[test]
fn a_message_in_an_envelope_may_be_borrowed_from() {
    #[derive(serde::Deserialize)]
    struct Note<'a> {
        text: &'a str,
    }

    // The body has no escapes in the event, and the message has none in the body.
    let raw = RawRecord::from_json(r#"{"messageId":"1","body":"{\u0022Message\u0022:\u0022plain\u0022}"}"#)
        .unwrap();
    assert_eq!(sqs::Message::<Sns<&str>>::from_record(&raw).unwrap().body.message, "plain");
    let raw = RawRecord::from_json(&notification(&json!({ "Message": "{\"text\":\"plain\"}" }))).unwrap();
    let note = sqs::Message::<Sns<Json<Note<'_>>>>::from_record(&raw).unwrap();
    assert_eq!(note.body.message.text, "plain");
    let raw = RawRecord::from_json(&notification(&json!({ "Message": "line\n\"\u{2764}" }))).unwrap();
    assert_eq!(
        sqs::Message::<Sns<&[u8]>>::from_record(&raw).unwrap().body.message,
        "line\n\"\u{2764}".as_bytes()
    );
    // Envelopes in envelopes: S3 notified a topic, which notified another one.
    let raw =
        RawRecord::from_json(&notification(&json!({ "Message": json!({ "Message": S3 }).to_string() })))
            .unwrap();
    let created = sqs::Message::<Sns<Sns<Json<S3Event>>>>::from_record(&raw).unwrap();
    assert_eq!(created.body.message.message.records[0].s3.object.key.as_deref(), Some("HappyFace.jpg"));
}

#[test]
fn raw_message_delivery_is_named_in_the_error() {
    let list = r#"["hi","Notification","arn"]"#;
    for body in [r#"{"parcel":1}"#, "hello", "", "5", "null", list, r#"{"message":"hi"}"#, "{\"Mess"] {
        let error = refused::<String>(body);
        assert!(error.starts_with("body: not an envelope of SNS"), "{body}: {error}");
        assert!(error.contains("raw message delivery") && error.contains("`sqs::Message<'_, P>`"), "{error}");
    }
}

#[test]
fn an_error_in_an_envelope_names_its_place() {
    for (body, expected) in [
        (
            r#"{"Message":null}"#,
            "body, at `Message`, line 1 column 15: invalid type: null, expected a string",
        ),
        (
            r#"{"Message":{"parcel":1}}"#,
            "body, at `Message`, line 1 column 11: invalid type: map, expected a string",
        ),
        (r#"{"Message":"1","Message":"2"}"#, "body, line 1 column 24: duplicate field `Message`"),
        (
            r#"{"Message":"{\"parcel\":\"secret\"}"}"#,
            "body.Message, at `parcel`, line 1 column 18: invalid type: string, expected u64",
        ),
    ] {
        assert_eq!(refused::<Json<Parcel>>(body), expected);
    }
}

/// It has a `Message` too, which asks to confirm a subscription. As a notification it would be acknowledged.
#[test]
fn a_confirmation_is_not_a_notification() {
    for kind in ["SubscriptionConfirmation", "UnsubscribeConfirmation"] {
        let message = "You have chosen to subscribe to the topic arn:..";
        let body = json!({ "Type": kind, "Message": message, "SubscribeURL": "https://sns.example/?Action=ConfirmSubscription" });
        let error = refused::<String>(&body.to_string());
        assert!(error.starts_with("body: not a notification: SNS asks to confirm"), "{error}");
    }
}

#[test]
fn attributes_of_a_notification_are_decoded_on_demand() {
    let envelope = json!({ "Message": "hi", "MessageAttributes": {
        "store": { "Type": "String", "Value": "Essen \"Mitte\"" },
        "bad": { "Type": "Binary", "Value": "%" },
    } });
    let raw = RawRecord::from_json(&notification(&envelope)).unwrap();
    let attributes = sqs::Message::<Sns<&str>>::from_record(&raw).unwrap().body.message_attributes;
    let store = attributes.get("store").unwrap();
    assert_eq!(store.as_ref().and_then(MessageAttribute::as_text), Some("Essen \"Mitte\""));
    let error = attributes.get("bad").unwrap_err().to_string();
    assert_eq!(error, "body.MessageAttributes: not base64: invalid symbol at offset 0");
}
