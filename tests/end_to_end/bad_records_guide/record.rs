//! Rows about the record around its payload.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    DYNAMODB, KAFKA, KINESIS, MAIL, SQS, around, fails_alone, fails_at_its_place, fails_in_its_table,
    from_offset, of_kafka, start, start_upstream, text,
};
use crate::{
    events::{
        event, kafka_event, kafka_record, message, message_id, order, sequence_number, sqs_message,
        stream_sequence_number, with,
    },
    exchange::Answer,
    function::Function,
};

rows! {
    needed_field: "a missing or `null` field that the function's record type needs" => {
        let mut function = Function::start(KINESIS);
        for bad in [text(&order(2, "Ada")).replace("\"data\"", "\"date\""), text(&with(order(2, "Ada"), "/kinesis/partitionKey", Value::Null))] {
            fails_at_its_place(&mut function, &bad);
        }
        let mut upstream = start_upstream("kinesis");
        let without_time = text(&order(2, "Ada")).replace("approximateArrivalTimestamp", "time");
        fails_at_its_place(&mut upstream, &without_time);
        fails_alone(&mut Function::start(SQS), MAIL, &text(&with(sqs_message(2, MAIL), "/body", Value::Null)));
    }

    metadata: "a field that it does not need (`awsRegion`, `eventID`, a timestamp, ..) is missing, `null`, of a wrong type, a number of any size, or text with a broken escape" => {
        let mut function = start("without_metadata");
        let kinesis = r#""partitionKey":"k","sequenceNumber":"1","data":"aGk=""#;
        let missing = format!(r#"{{"Records":[{{"kinesis":{{{kinesis}}}}}]}}"#);
        assert_eq!(function.invoke(missing), Answer::success());
        for odd in ["null", "true", "[1e400]", "1e400", "-5", r#"{"a":["\ud800"]}"#, r#""\ud800""#, "9999999999999999999999999999999"] {
            let record = format!(
                r#"{{"awsRegion":{odd},"eventID":{odd},"eventSourceARN":{odd},"eventName":{odd},"invokeIdentityArn":{odd},
                    "kinesis":{{{kinesis},"approximateArrivalTimestamp":{odd},"kinesisSchemaVersion":{odd}}}}}"#
            );
            assert_eq!(function.invoke(format!(r#"{{"Records":[{record}]}}"#)), Answer::success(), "{odd}");
        }
    }

    times: "a time in another unit (milliseconds in place of seconds, seconds in place of milliseconds, ..)" => {
        let mut function = start("time");
        for (time, nanoseconds) in [
            ("1649809356.015123456", "1649809356015123456"),
            ("1649809356015", "1649809356015000000"),
            ("1649809356015123", "1649809356015123000"),
            ("1649809356015123456", "1649809356015123456"),
            ("99999999999", "none"),
            ("1e300", "none"),
        ] {
            let record = format!(
                r#"{{"kinesis":{{"partitionKey":"k","sequenceNumber":"1","data":"{}","approximateArrivalTimestamp":{time}}}}}"#,
                STANDARD.encode(nanoseconds)
            );
            assert_eq!(function.invoke(format!(r#"{{"Records":[{record}]}}"#)), Answer::success(), "{time}");
        }
    }

    unknown_field: "an unknown field" => {
        let record = text(&order(1, "Ada")).replacen('{', r#"{"new":[{"a":1,"a":2}],"\ud800":1e400,"#, 1);
        assert_eq!(Function::start(KINESIS).invoke(format!(r#"{{"Records":[{record}]}}"#)), Answer::success());
        assert_eq!(start_upstream("kinesis").invoke(format!(r#"{{"Records":[{record}]}}"#)), Answer::success());
    }

    asked_for: "a message attribute of SQS, or a header of Kafka, cannot be read" => {
        let mut function = start("attribute");
        let attributes = json!({ "good": { "dataType": "String", "stringValue": "x" }, "bad": { "dataType": "Binary", "binaryValue": "%" } });
        let asks_for = |number, name| with(sqs_message(number, name), "/messageAttributes", attributes.clone());
        let messages = [asks_for(1, "good"), asks_for(2, "bad"), asks_for(3, "none")];
        assert_eq!(function.invoke(event(messages)), Answer::failures(&[message_id(2)]));
        let mut function = start("header");
        let headers = json!([{ "good": [104] }, { "bad": [999] }]);
        let asks_for = |offset, name| with(kafka_record(offset, Some(name)), "/headers", headers.clone());
        let records = [asks_for(1, "good"), asks_for(2, "bad"), asks_for(3, "none")];
        assert_eq!(function.invoke(kafka_event(records)), from_offset(2));
    }

    no_object: "a record that is no object (`5`, `null`, a list), or whose `kinesis` or `dynamodb` is none" => {
        // The lists are in the order of the fields of the view, and in that of the upstream type.
        let (mut view, mut upstream) = (Function::start(KINESIS), start_upstream("kinesis"));
        for bad in [
            "5",
            "null",
            "[]",
            r#"[["ORDER","5","k",1],"e","arn","r"]"#,
            r#"["r","e","n","s","arn","1.0","i",{"approximateArrivalTimestamp":1,"data":"ORDER"}]"#,
            r#"{"kinesis":null}"#,
            r#"{"kinesis":["ORDER","5","k",1]}"#,
            r#"{"kinesis":[1,"ORDER","NONE","k","5","1.0"]}"#,
        ] {
            let bad = bad.replace("ORDER", "eyJpZCI6NSwiY3VzdG9tZXIiOiJBZGEifQ==");
            for function in [&mut view, &mut upstream] {
                let events = around(&order(1, "Ada"), &bad, &order(3, "Ada"));
                assert_eq!(function.invoke(events), Answer::checkpoint(&sequence_number(1)), "{bad}");
                assert!(function.invoke(format!(r#"{{"Records":[{bad}]}}"#)).is_error(), "{bad}");
            }
        }
        let (mut view, mut upstream) = (Function::start(DYNAMODB), start_upstream("dynamodb"));
        for bad in [
            "null",
            r#"[["5",1,26,"NEW_IMAGE",KEYS,ITEM,{}],"INSERT","e","arn","r",null]"#,
            r#"["r",{"SizeBytes":1},"e","INSERT","s","1.1","arn",null,null,null]"#,
            r#"{"awsRegion":"r","eventID":"e","eventName":"INSERT","dynamodb":5}"#,
            r#"{"awsRegion":"r","eventID":"e","eventName":"INSERT","dynamodb":["5",1,26,"NEW_IMAGE",KEYS,ITEM,{}]}"#,
            r#"{"awsRegion":"r","eventID":"e","eventName":"INSERT","dynamodb":[1,KEYS,ITEM,{},"5",26,"NEW_IMAGE"]}"#,
        ] {
            let item = r#"{"Id":{"N":"5"},"Message":{"S":"hi"}}"#;
            let bad = bad.replace("KEYS", r#"{"Id":{"N":"5"}}"#).replace("ITEM", item);
            for function in [&mut view, &mut upstream] {
                let events = around(&message(1, "hi"), &bad, &message(3, "hi"));
                assert_eq!(function.invoke(events), Answer::checkpoint(&stream_sequence_number(1)), "{bad}");
            }
        }
        let mut function = Function::start(SQS);
        for bad in ["5", r#"["{\"to\":\"Ada\"}","5","h",{},{},"arn","r"]"#] {
            let answer = function.invoke(around(&sqs_message(1, MAIL), bad, &sqs_message(3, MAIL)));
            assert!(answer.is_error(), "{bad}");
        }
        let mut function = Function::start(KAFKA);
        for bad in ["5", r#"["customers",0,2,"aGk=","eyJuYW1lIjoiQWRhIn0=",1,"CREATE_TIME",[]]"#] {
            assert!(function.invoke(of_kafka(bad)).is_error(), "{bad}");
        }
    }

    inner_list: "a list in place of another object of a record (`userIdentity`, a message attribute, a header)" => {
        let identity = text(&message(2, "hi")).replacen('{', r#"{"userIdentity":["Service","dynamodb.amazonaws.com"],"#, 1);
        let events = around(&message(1, "hi"), &identity, &message(3, "hi"));
        let mut function = Function::start(DYNAMODB);
        assert_eq!(function.invoke(events), Answer::success());
        assert_eq!(function.stop().lines_with("expired=true").len(), 0);
        fails_in_its_table(&mut start_upstream("dynamodb"), &identity);

        let attributes = json!({ "a": ["String", "x"], "b": { "dataType": "String", "stringValue": "x" } });
        let asks_for = |number, name| with(sqs_message(number, name), "/messageAttributes", attributes.clone());
        let answer = start("attribute").invoke(event([asks_for(1, "b"), asks_for(2, "a")]));
        assert_eq!(answer, Answer::failures(&[message_id(2)]));
        let record = with(kafka_record(3, Some("a")), "/headers", json!([["a", [104]]]));
        assert_eq!(start("header").invoke(kafka_event([record])), from_offset(3));
    }

    identifier: "an identifier that is missing, empty, `null`, a number, or there twice" => {
        let mut function = Function::start(KINESIS);
        let bad = |customer: &str| {
            let named = text(&order(3, customer));
            let number = format!(r#""sequenceNumber":"{}""#, sequence_number(3));
            assert!(named.contains(&number));
            ["\"new\":1".to_owned(), r#""sequenceNumber":"""#.into(), r#""sequenceNumber":null"#.into(), r#""sequenceNumber":3"#.into(), format!("{number},{number}")]
                .map(|other| named.replace(&number, &other))
        };
        for bad in bad("fail") {
            let events = format!(r#"{{"Records":[{},{},{bad},{}]}}"#, order(1, "Ada"), order(2, "Ada"), order(4, "Ada"));
            assert_eq!(function.invoke(events), Answer::checkpoint(&sequence_number(2)), "{bad}");
            assert!(function.invoke(format!(r#"{{"Records":[{bad},{}]}}"#, order(4, "Ada"))).is_error(), "{bad}");
        }
        // A record that is done needs no identifier.
        let [_, empty, ..] = bad("Ada");
        assert_eq!(function.invoke(format!(r#"{{"Records":[{empty}]}}"#)), Answer::success());

        let mut function = Function::start(SQS);
        for id in [json!(null), json!(""), json!(2)] {
            let messages = [sqs_message(1, MAIL), with(sqs_message(2, r#"{"to":"fail"}"#), "/messageId", id.clone())];
            assert!(function.invoke(event(messages)).is_error(), "{id}");
        }
    }

    offset: "the offset of Kafka missing, `null`, not an integer, or there twice" => {
        let mut function = Function::start(KAFKA);
        let named = text(&kafka_record(2, Some(r#"{"name":"fail"}"#)));
        for other in ["\"new\":1", r#""offset":null"#, r#""offset":"2""#, r#""offset":2.5"#, r#""offset":2,"offset":2"#] {
            let bad = named.replace(r#""offset":2"#, other);
            assert!(function.invoke(of_kafka(&bad)).is_error(), "{bad}");
        }
        let of_another = named.replace(r#""partition":0"#, r#""partition":7"#).replace(r#""topic":"customers""#, r#""topic":"others""#);
        assert_eq!(function.invoke(of_kafka(&of_another)), from_offset(2));
    }
}
