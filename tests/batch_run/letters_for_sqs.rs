//! SQS refuses some characters that JSON may hold unescaped. A letter with one of them could never be sent, and its record would
//! stay for ever.

use checkpointed::{
    Batch, DeadLetter, DeadLetters, Error, Failure, LambdaEvent, checkpointed_stream_handler, kafka, kinesis,
};
use serde_json::{Value, json};

use crate::events::{Diary, reported};

/// Refuses what SQS refuses
/// ([SendMessage](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html)).
#[derive(Default)]
struct Queue(Diary);

impl DeadLetters for Queue {
    async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
        for body in [serde_json::to_string(&letter)?, serde_json::to_string_pretty(&letter)?] {
            let is_accepted = |character| matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
            if !body.chars().all(is_accepted) {
                return Err("InvalidMessageContents".into());
            }
            self.0.note(body);
        }
        Ok(())
    }
}

impl Queue {
    fn letters(&self) -> Vec<Value> {
        self.0.read().iter().map(|body| serde_json::from_str(body).unwrap()).collect()
    }
}

const HOSTILE: &str = "\u{ffff}\u{0}\u{b}\u{7f}\u{85}\u{fffe}\u{fffd}\u{1fffe}\\\u{ffff}\"\u{d7ff}";

#[checkpointed_stream_handler(dead_letters = queue)]
async fn of_kinesis(record: kinesis::Record<'_, &str>, queue: &Queue) -> Result<(), Failure> {
    let _ = queue;
    Err(Failure::permanent(record.partition_key.as_ref()))
}

#[checkpointed_stream_handler(dead_letters = queue)]
async fn of_kafka(record: kafka::Record<'_, &str>, queue: &Queue) -> Result<(), Failure> {
    let _ = queue;
    Err(Failure::permanent(record.value))
}

fn event<R>(json: &Value) -> LambdaEvent<Batch<R>> {
    Batch::from_json(json.to_string().as_bytes()).unwrap().into()
}

#[tokio::test]
async fn sqs_accepts_the_letter_of_a_stream() {
    let queue = Queue::default();
    let record = json!({
        "kinesis": { "partitionKey": HOSTILE, "sequenceNumber": HOSTILE, "data": "aGk=" },
        "eventSourceARN": HOSTILE,
        "eventID": format!("{HOSTILE}:1"),
        HOSTILE: [HOSTILE],
    });
    let response = of_kinesis(event(&json!({ "Records": [record] })), &queue).await;
    assert_eq!(reported(response), [""; 0]);
    let letters = queue.letters();
    let [letter, pretty] = &letters[..] else { panic!("one letter, twice") };
    assert_eq!(letter, pretty);
    for field in ["eventSourceArn", "shard", "itemIdentifier", "error"] {
        assert_eq!(letter[field], HOSTILE, "{field}");
    }
    assert_eq!(letter["record"], record);
}

#[tokio::test]
async fn sqs_accepts_the_letter_of_a_topic() {
    let queue = Queue::default();
    let record = json!({ "offset": 1, "value": "aGk=", "topic": HOSTILE });
    let response = of_kafka(event(&json!({ "records": { HOSTILE: [record] } })), &queue).await;
    assert_eq!(reported(response), [""; 0]);
    let letters = queue.letters();
    let [letter, pretty] = &letters[..] else { panic!("one letter, twice") };
    assert_eq!(letter, pretty);
    assert_eq!(letter["itemIdentifier"], json!({ "partition": HOSTILE, "offset": 1 }));
    assert_eq!((&letter["shard"], &letter["record"]), (&json!(HOSTILE), &record));
}
