//! Text with escapes, such as producers write that use ASCII only, can be borrowed.

use std::borrow::Cow;

use checkpointed::{
    Batch, FromRecord, Json, Kafka, RawRecord, Sqs, checkpointed_stream_handler, kafka, kinesis,
    simulator::{EventSourceMapping, Record, Stream},
    sqs,
};
use serde::Deserialize;

use crate::{decode, record};

#[derive(Debug, PartialEq, Deserialize)]
struct Order<'a> {
    id: u64,
    customer: &'a str,
}

/// As `json.dumps` of Python writes it.
const ESCAPED: &str = r#"{"id":2,"customer":"Ren\u00e9 \"R.\" \ud83d\ude00"}"#;
const CUSTOMER: &str = "René \"R.\" 😀";

#[tokio::test]
async fn text_with_escapes_does_not_block_a_shard() {
    #[checkpointed_stream_handler]
    async fn handle(order: kinesis::Record<'_, Json<Order<'_>>>) -> Result<(), String> {
        match order.data.customer {
            "" => Err(String::from("no customer")),
            _ => Ok(()),
        }
    }

    let data = [r#"{"id":1,"customer":"Ann"}"#, ESCAPED, r#"{"id":3,"customer":"Bob"}"#];
    let stream = Stream::new().shard(data.map(|data| Record::kinesis("key", data)));
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(3);
    let report = mapping.run(&stream, handle).await;
    report.assert_nothing_discarded();
    report.assert_each_done_once();
}

#[test]
fn text_with_escapes_can_be_borrowed_from_every_source() {
    let order = Order { id: 2, customer: CUSTOMER };
    assert_eq!(decode::<Order<'_>>(&record(ESCAPED)).unwrap(), order);

    let body = serde_json::to_string(ESCAPED).unwrap();
    let raw = RawRecord::<Sqs>::from_json(&format!(r#"{{"messageId":"m","body":{body}}}"#)).unwrap();
    assert_eq!(sqs::Message::<Json<Order<'_>>>::from_record(&raw).unwrap().body.0, order);

    let value = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, ESCAPED);
    let raw = RawRecord::<Kafka>::from_json(&format!(
        r#"{{"topic":"t","partition":0,"offset":1,"value":"{value}"}}"#
    ))
    .unwrap();
    assert_eq!(kafka::Record::<Option<Json<Order<'_>>>>::from_record(&raw).unwrap().value.unwrap().0, order);
}

#[test]
fn text_with_and_without_escapes_can_be_mixed() {
    let raw = RawRecord::<Sqs>::from_json(r#"{"messageId":"m","body":"[\"\\u0061\",\"plain\"]"}"#).unwrap();
    let message = sqs::Message::<&str>::from_record(&raw).unwrap();
    assert_eq!(message.body, r#"["\u0061","plain"]"#);

    let record = record(r#"["\u0061","plain","\u0062"]"#);
    let [a, plain, b] = decode::<[Cow<'_, str>; 3]>(&record).unwrap();
    assert_eq!((a.as_ref(), plain.as_ref(), b.as_ref()), ("a", "plain", "b"));
}

/// If text with escapes could not be borrowed, another variant would fit, and fields would be dropped.
#[test]
fn escapes_do_not_change_which_variant_fits() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Flat<'a> {
        #[serde(flatten, borrow)]
        order: Option<Order<'a>>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Event<'a> {
        Order {
            #[serde(borrow)]
            customer: &'a str,
        },
        Other {
            id: u64,
        },
    }

    let record = record(ESCAPED);
    let order = Order { id: 2, customer: CUSTOMER };
    assert_eq!(decode::<Flat<'_>>(&record).unwrap().order, Some(order));
    assert_eq!(decode::<Event<'_>>(&record).unwrap(), Event::Order { customer: CUSTOMER });
    assert!(matches!(decode(&crate::record(r#"{"id":1}"#)).unwrap(), Event::Other { id: 1 }));
}

/// As many texts as fit into a record. Keeping one must not take longer the more are kept already.
#[test]
fn a_million_texts_can_be_borrowed() {
    let json = format!("[{}]", vec![r#""\n""#; 1_000_000].join(","));
    let record = record(&json);
    let texts: Vec<&str> = decode(&record).unwrap();
    assert!(texts.len() == 1_000_000 && texts.iter().all(|text| *text == "\n"));
}

#[tokio::test]
async fn nesting_may_be_as_deep_as_serde_json_allows() {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Deep<'a>(#[serde(borrow)] Vec<Node<'a>>);

    #[derive(Deserialize)]
    enum Node<'a> {
        Inner(#[serde(borrow)] Box<Deep<'a>>),
        Text(&'a str),
    }

    fn depth(deep: &Deep<'_>) -> usize {
        match deep.0.first() {
            Some(Node::Inner(inner)) => 1 + depth(inner),
            Some(Node::Text("é")) => 1,
            _ => 0,
        }
    }

    // A list and an object are one level each.
    let json = |levels| {
        let open = r#"[{"Inner":"#.repeat(levels);
        format!(r#"{open}[{{"Text":"\u00e9"}}]{}"#, "}]".repeat(levels))
    };
    let record = record(&json(62));
    assert_eq!(depth(&decode(&record).unwrap()), 63);
    let error = decode::<Deep<'_>>(&crate::record(&json(63))).map(|_| ()).unwrap_err();
    assert!(error.to_string().ends_with("recursion limit exceeded"), "{error}");

    #[checkpointed_stream_handler]
    async fn handle(_order: kinesis::Record<'_, Json<Deep<'_>>>) {}
    let event = format!(r#"{{"Records":[{}]}}"#, record.json());
    let response = handle(Batch::from_json(event.as_bytes()).unwrap().into()).await.unwrap();
    assert!(response.is_success());
}
