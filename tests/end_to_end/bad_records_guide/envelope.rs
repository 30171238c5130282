//! Rows about the envelope of the records.

use serde_json::json;

use super::{DYNAMODB, KAFKA, KINESIS, SQS, error, text};
use crate::{
    events::{event, order, sequence_number},
    exchange::Answer,
    function::Function,
};

rows! {
    empty: "`Records` is empty" => {
        assert_eq!(Function::start(KINESIS).invoke(r#"{"Records":[]}"#), Answer::success());
        assert_eq!(Function::start(KAFKA).invoke(r#"{"records":{"customers-0":[]}}"#), Answer::success());
    }

    no_records: "`Records` (of Kafka `records`) is missing, `null`, not a list (of Kafka an object of lists), or there twice; the event is no object, or no JSON" => {
        let mut function = Function::start(KINESIS);
        let record = order(1, "Ada");
        for (event, expected) in [
            ("{}".to_owned(), "missing field `Records`"),
            (r#"{"Records":null}"#.into(), "invalid type: null"),
            (r#"{"Records":{}}"#.into(), "invalid type: map"),
            (format!(r#"{{"Records":[{record}],"Records":[]}}"#), "duplicate field `Records`"),
            (format!(r#"{{"Records":[],"Records":[{record}]}}"#), "duplicate field `Records`"),
            (format!(r#"{{"records":[{record}]}}"#), "did you mean `Records`"),
            (r#"{"records":{"a-0":5}}"#.into(), "invalid type: integer"),
            (r#"{"records":null}"#.into(), "invalid type: null"),
            ("5".into(), "invalid type: integer"),
            ("null".into(), "invalid type: null"),
            (r#""Records""#.into(), "invalid type: string"),
            ("Records".into(), "expected value"),
            (format!(r#"{{"Records":[{record}"#), "EOF while parsing"),
            (String::new(), "EOF while parsing"),
        ] {
            let error = error(&function.invoke(event.clone()));
            assert!(error.contains(expected), "{event}: {error}");
        }
        assert_eq!(function.invoke(event([record])), Answer::success(), "the next invocation");
    }

    another_kind: "the event is of another kind: a warmer's, a schedule's, the bare list of a pipe" => {
        let schedule = json!({
            "version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events", "account": "111122223333",
            "time": "2026-10-31T08:00:00Z", "region": "eu-central-1", "detail": {},
            "resources": ["arn:aws:events:eu-central-1:111122223333:rule/warm"],
        });
        for binary in [KINESIS, DYNAMODB, SQS, KAFKA] {
            let mut function = Function::start(binary);
            for (event, expected) in [
                (json!({ "warmup": true }), "missing field `Records`, and there is `warmup`"),
                (json!({ "source": "serverless-plugin-warmup" }), "missing field `Records`, and there is `source`"),
                (schedule.clone(), "`detail-type`"),
                (json!([order(1, "Ada")]), "the event is a list, as a pipe of EventBridge delivers it"),
                (json!([]), "the event is a list, as a pipe of EventBridge delivers it"),
            ] {
                let error = error(&function.invoke(event.to_string()));
                assert!(error.contains(expected), "{event}: {error}");
            }
        }
    }

    utf_8: "text that is not UTF-8, in the records or beside them" => {
        let mut function = Function::start(KINESIS);
        let record = text(&order(1, "Ada"));
        let region = record.replace("eu-central-1\",\"eventID", "?\",\"eventID");
        assert_ne!(record, region);
        let events = [
            format!(r#"{{"Records":[{region}]}}"#),
            format!(r#"{{"note":"?","Records":[{record}]}}"#),
            format!(r#"{{"Records":[{record}],"note":{{"a":["?"]}}}}"#),
            format!(r#"{{"Records":[{record}],"?":1}}"#),
            format!(r#"{{"Records":[{record}],"note":{{"?":1}}}}"#),
        ];
        for event in events {
            let event: Vec<u8> = event.bytes().map(|byte| if byte == b'?' { 0xff } else { byte }).collect();
            let error = error(&function.invoke(event.clone()));
            assert!(error.contains("invalid unicode"), "{}: {error}", String::from_utf8_lossy(&event));
        }
        assert_eq!(function.stop().lines_with("stored order=").len(), 0);
    }

    trailing: "bytes after the JSON of the event" => {
        let mut function = Function::start(KINESIS);
        for after in [&b" "[..], b"{}", b"]", b"\xff", br#"{"Records":[]}"#] {
            let events = [&event([order(1, "Ada"), order(2, "fail")]), after].concat();
            assert_eq!(function.invoke(events.clone()), Answer::checkpoint(&sequence_number(2)));
            let refused = checkpointed::Batch::<()>::from_json(&events).is_err();
            assert_eq!(refused, after != b" ");
        }
        assert_eq!(function.stop().lines_with("stored order=").len(), 5);
    }
}
