//! Rows about the payload of a record.

use serde_json::json;

use super::{
    CUSTOMER, DYNAMODB, KAFKA, KINESIS, around, data, fails_alone, fails_at_its_place, fails_in_its_table,
    from_offset, of_kafka, start, start_upstream, text,
};
use crate::{
    events::{kafka_record, message, order, sqs_message, with},
    exchange::Answer,
    function::Function,
};

rows! {
    base64: "invalid base64 in `data`, in the value or key of Kafka, or in a `B` attribute that is asked for" => {
        let bad = text(&with(order(2, "Ada"), "/kinesis/data", json!("aGVs*G8=")));
        fails_at_its_place(&mut Function::start(KINESIS), &bad);
        let bad = text(&with(message(2, "hi"), "/dynamodb/NewImage/Message", json!({ "B": "*" })));
        fails_in_its_table(&mut Function::start(DYNAMODB), &bad);
        let mut kafka = Function::start(KAFKA);
        for place in ["/value", "/key"] {
            let bad = with(kafka_record(2, Some(CUSTOMER)), place, json!("aGVs*G8="));
            assert_eq!(kafka.invoke(of_kafka(&text(&bad))), from_offset(2), "{place}");
        }
    }

    shape: "truncated JSON, JSON of another shape, a wrong type, a number out of range in the payload" => {
        let mut function = Function::start(KINESIS);
        let too_large = r#"{"id":18446744073709551616,"customer":"Ada"}"#;
        for bad in [r#"{"id":2,"cust"#, r#"["id"]"#, r#"{"id":"2","customer":"Ada"}"#, r#"{"id":-2,"customer":"Ada"}"#, too_large, ""] {
            fails_at_its_place(&mut function, &data(2, bad));
        }
    }

    utf_8_in_payload: "a payload that is not UTF-8, where the function takes `&str`, `String` or `Json<T>`" => {
        fails_at_its_place(&mut Function::start(KINESIS), &data(2, b"{\"id\":2,\"customer\":\"\xff\"}"));
        fails_at_its_place(&mut Function::start(env!("CARGO_BIN_EXE_plain_function")), &data(2, b"caf\xe9"));
    }

    attribute_type: "an unknown attribute type in a DynamoDB item (`{\"X\": \"1\"}`), or none (`{}`), in an attribute that the function's type asks for" => {
        let mut function = Function::start(DYNAMODB);
        for attribute in [json!({ "X": "1" }), json!({})] {
            let bad = text(&with(message(2, "hi"), "/dynamodb/NewImage/Message", attribute.clone()));
            fails_in_its_table(&mut function, &bad);
            fails_in_its_table(&mut start_upstream("dynamodb"), &bad);
            let mut harmless = message(2, "hi");
            harmless["dynamodb"]["NewImage"]["NotAskedFor"] = attribute;
            let events = around(&message(1, "hi"), &text(&harmless), &message(3, "hi"));
            assert_eq!(function.invoke(events), Answer::success());
        }
    }

    item_as_a_list: "an item of DynamoDB, or its keys, as a list" => {
        let bad = text(&with(message(2, "hi"), "/dynamodb/NewImage", json!([{ "S": "hi" }, { "N": "1" }])));
        fails_in_its_table(&mut Function::start(DYNAMODB), &bad);
    }

    event_name: "an unknown `eventName`" => {
        let odd = text(&with(message(2, "hi"), "/eventName", json!("TRUNCATE")));
        fails_in_its_table(&mut Function::start(DYNAMODB), &odd);
        let events = around(&message(1, "hi"), &odd, &message(3, "hi"));
        assert_eq!(start_upstream("dynamodb").invoke(events), Answer::success());
    }

    key_twice: "a key twice, of a field that is read, or of an attribute in an item or in a map that is read" => {
        let mut function = Function::start(KINESIS);
        fails_at_its_place(&mut function, &text(&order(2, "Ada")).replacen('{', r#"{"awsRegion":"r","#, 1));
        fails_at_its_place(&mut function, &data(2, r#"{"id":2,"id":2,"customer":"Ada"}"#));
        let bad = text(&message(2, "hi")).replacen(r#""Message":{"#, r#""Message":{"S":"hi"},"Message":{"#, 1);
        fails_in_its_table(&mut Function::start(DYNAMODB), &bad);
    }

    nesting: "nesting deeper than 128 levels in the payload" => {
        let mut function = Function::start(KINESIS);
        let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
        fails_at_its_place(&mut function, &data(2, format!(r#"{{"id":{deep},"customer":"Ada"}}"#)));
        let harmless = text(&order(1, "Ada")).replacen('{', &format!(r#"{{"new":{deep},"#), 1);
        assert_eq!(function.invoke(format!(r#"{{"Records":[{harmless}]}}"#)), Answer::success());
    }

    escapes: "text with escapes (`\"Ren\\u00e9\"`) where the payload's type has a `&str`" => {
        let escaped = data(2, r#"{"id":2,"customer":"Ren\u00e9 \"the\" first"}"#);
        let events = around(&order(1, "Ada"), &escaped, &order(3, "Ada"));
        assert_eq!(Function::start(KINESIS).invoke(events), Answer::success());
    }

    list: "a payload that is a list where `Json<T>` expects a struct with named fields or an enum with a `tag`" => {
        fails_at_its_place(&mut Function::start(KINESIS), &data(2, r#"[2,"Ada"]"#));
    }

    garbage: "megabytes of garbage in `data`" => {
        let mut function = Function::start(KINESIS);
        fails_at_its_place(&mut function, &data(2, vec![b'x'; 4_000_000]));
        let not_base64 = with(order(2, "Ada"), "/kinesis/data", json!("%".repeat(5_000_000)));
        fails_at_its_place(&mut function, &text(&not_base64));
    }

    tombstone: "a record of Kafka without a value, or with `null` (a tombstone)" => {
        let missing = text(&kafka_record(2, None)).replace("\"value\"", "\"nothing\"");
        let tombstones = [text(&kafka_record(2, None)), missing];
        let (mut optional, mut other) = (Function::start(KAFKA), start("header"));
        for tombstone in &tombstones {
            assert_eq!(optional.invoke(of_kafka(tombstone)), Answer::success(), "{tombstone}");
            assert_eq!(other.invoke(of_kafka(tombstone)), from_offset(2), "{tombstone}");
        }
        assert_eq!(optional.stop().lines_with("deleted").len(), 2);
        assert_eq!(other.stop().lines_with("so take an `Option`").len(), 2);
    }

    sns: "a body without the envelope of SNS (raw message delivery), or that asks to confirm a subscription, for `sqs::Sns<P>`" => {
        let mut function = start("notification");
        let good = r#"{"Type":"Notification","Message":"7"}"#;
        for bad in ["7", r#"{"parcel":7}"#, r#"["Notification","7"]"#, r#"{"Type":"SubscriptionConfirmation","Message":"7"}"#] {
            fails_alone(&mut function, good, &text(&sqs_message(2, bad)));
        }
        let log = function.stop();
        assert_eq!(log.lines_with("raw message delivery").len(), 3);
        assert_eq!(log.lines_with("asks to confirm").len(), 1);
    }

    view_type: "an image that the stream's view type does not include" => {
        let mut bad = with(message(2, "hi"), "/dynamodb/StreamViewType", json!("KEYS_ONLY"));
        bad["dynamodb"].as_object_mut().unwrap().remove("NewImage");
        let mut function = Function::start(DYNAMODB);
        fails_in_its_table(&mut function, &text(&bad));
        assert_eq!(function.stop().lines_with("the stream's StreamViewType is KEYS_ONLY").len(), 1);
    }
}
