//! What other services put into a queue: their events, decoded from a message's body.

use aws_lambda_events::{eventbridge::EventBridgeEvent, s3::S3Event, sns::SnsMessage};
use checkpointed::{Batch, FromRecord, Json, RawRecord, checkpointed_stream_handler, sqs};
use serde_json::json;

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
fn each_envelope_is_decoded() {
    let raw = RawRecord::from_json(&message("1", S3)).unwrap();
    let created = sqs::Message::<Json<S3Event>>::from_record(&raw).unwrap();
    assert_eq!(created.body.records[0].s3.object.key.as_deref(), Some("HappyFace.jpg"));

    let raw = RawRecord::from_json(&message("1", SNS)).unwrap();
    let notification = sqs::Message::<Json<SnsMessage>>::from_record(&raw).unwrap();
    assert_eq!(notification.body.message, "Hello world!");

    let raw = RawRecord::from_json(&message("1", EVENT_BRIDGE)).unwrap();
    let event = sqs::Message::<Json<EventBridgeEvent<StateChange>>>::from_record(&raw).unwrap();
    assert_eq!(event.body.detail.state, "terminated");
}

#[tokio::test]
async fn the_test_event_of_s3_is_the_failure_of_its_message() {
    #[checkpointed_stream_handler]
    async fn index(message: sqs::Message<'_, Json<S3Event>>) {
        assert_eq!(message.body.records.len(), 1);
    }

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Notification {
        Created(S3Event),
        #[expect(dead_code, reason = "only told apart")]
        Other(serde_json::Value),
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
