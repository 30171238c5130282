//! Types that borrow from the record, including text with escapes, in every shape of function.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use checkpointed::{
    Batch, DecodeError, DynamoDb, FromRecord, LambdaEvent, Outcome, RawRecord, checkpointed_stream_handler,
    dynamodb::{Change, Keys, NewImage, OldImage, Record},
};
use lambda_runtime::{Error, run, run_concurrent, service_fn};
use serde::Deserialize;

use crate::{borrowed, inserted, raw};

#[derive(Debug, PartialEq, Deserialize)]
struct Order<'a> {
    id: &'a str,
    #[serde(borrow)]
    customer: Customer<'a>,
    #[serde(borrow, default)]
    tags: Vec<&'a str>,
    #[serde(default)]
    signature: &'a [u8],
    #[serde(borrow, default)]
    note: Cow<'a, str>,
    #[serde(borrow, default)]
    prices: BTreeMap<&'a str, u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Customer<'a>(&'a str);

const ORDER: &str = r#"{"id":{"S":"7"},"customer":{"S":"Ren\u00e9 \"the\" \\ \ud83d\ude00"},"tags":{"SS":["a","\n"]},
    "signature":{"B":"AP8="},"note":{"S":"\t"},"prices":{"M":{"caf\u00e9":{"N":"3"},"tea":{"N":"2"}}}}"#;

fn order() -> Order<'static> {
    Order {
        id: "7",
        customer: Customer("René \"the\" \\ 😀"),
        tags: vec!["a", "\n"],
        signature: &[0, 255],
        note: "\t".into(),
        prices: BTreeMap::from([("café", 3), ("tea", 2)]),
    }
}

#[test]
fn text_with_escapes_can_be_borrowed() {
    let raw = raw(ORDER);
    let order_of_the_record: Order<'_> = borrowed(&raw).unwrap();
    assert_eq!(order_of_the_record, order());
    // Text without escapes is not copied.
    assert!(raw.json().as_bytes().as_ptr_range().contains(&order_of_the_record.id.as_ptr()));
}

#[test]
fn types_that_serde_buffers_can_borrow_too() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer<'a> {
        #[serde(borrow, flatten)]
        inner: Inner<'a>,
        #[serde(borrow, flatten)]
        rest: HashMap<&'a str, Either<'a>>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner<'a> {
        id: &'a str,
        blob: &'a [u8],
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Either<'a> {
        Number(u64),
        Text(&'a str),
        Bytes(&'a [u8]),
    }
    let raw = raw(
        r#"{"id":{"S":"\u0041"},"blob":{"B":"AP8="},"\u0042":{"S":"\u0043"},"c":{"B":"AP8="},"d":{"N":"1"}}"#,
    );
    let expected = Outer {
        inner: Inner { id: "A", blob: &[0, 255] },
        rest: HashMap::from([
            ("B", Either::Text("C")),
            ("c", Either::Bytes(&[0, 255])),
            ("d", Either::Number(1)),
        ]),
    };
    assert_eq!(borrowed(&raw), Ok(expected));
}

#[test]
fn images_are_borrowed_on_demand() {
    let raw = raw(ORDER);
    let record = Record::<Keys<()>>::from_record(&raw);
    assert!(record.is_err(), "the record has no keys");
    let record = Record::<NewImage<serde::de::IgnoredAny>>::from_record(&raw).unwrap();
    let images = record.images.clone();
    drop(record);
    let first = images.new_image::<Order<'_>>().unwrap();
    let second: Option<Order<'_>> = images.new_image().unwrap();
    drop(images);
    assert_eq!((first, second), (Some(order()), Some(order())));
}

#[test]
fn very_many_texts_with_escapes_can_be_borrowed() {
    let texts: Vec<String> = (0..100_000).map(|number| format!(r#""\u0041{number}""#)).collect();
    let raw = raw(&format!(r#"{{"a":{{"SS":[{}]}}}}"#, texts.join(",")));
    let all: HashMap<&str, Vec<&str>> = borrowed(&raw).unwrap();
    assert_eq!((all["a"].len(), all["a"][99_999]), (100_000, "A99999"));
}

fn check(given: &Order<'_>) -> Result<(), String> {
    if *given == order() { Ok(()) } else { Err(String::from("another order")) }
}

#[checkpointed_stream_handler]
async fn new(record: Record<'_, NewImage<Order<'_>>>) -> Result<(), String> {
    tokio::task::yield_now().await;
    check(record.data.0.as_ref().ok_or("removed")?)
}

#[checkpointed_stream_handler]
async fn change(record: Record<'_, Change<Order<'_>>>, seen: &mut Vec<String>) -> Result<(), String> {
    tokio::task::yield_now().await;
    seen.push(record.sequence_number.to_string());
    match record.data {
        Change::Insert { new } => check(&new),
        Change::Modify { .. } | Change::Remove { .. } => Err(String::from("another change")),
    }
}

#[checkpointed_stream_handler]
fn plain(record: Record<'_, (Keys<Key<'_>>, OldImage<Order<'_>>)>) -> Result<(), String> {
    if record.data.0.0.id == "\n" && record.data.1.0.is_none() {
        Ok(())
    } else {
        Err(String::from("another"))
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Key<'a> {
    id: &'a str,
}

#[checkpointed_stream_handler(concurrency = 4)]
async fn side_by_side<'a>(record: Record<'a, NewImage<Order<'a>>>) -> Result<(), String> {
    tokio::task::yield_now().await;
    check(record.data.0.as_ref().ok_or("removed")?)
}

#[checkpointed_stream_handler(batch)]
async fn whole(records: &[Result<Record<'_, Change<Order<'_>>>, DecodeError>]) -> Vec<Outcome> {
    tokio::task::yield_now().await;
    records.iter().map(|record| if record.is_ok() { Outcome::Done } else { Outcome::failed("no") }).collect()
}

struct Service;

impl Service {
    #[checkpointed_stream_handler]
    async fn method(&self, record: Record<'_, NewImage<Order<'_>>>) -> Result<(), String> {
        tokio::task::yield_now().await;
        check(record.data.0.as_ref().ok_or("removed")?)
    }
}

fn event<R>() -> LambdaEvent<Batch<R>> {
    let record = inserted(ORDER).replace("NEW_IMAGE", "NEW_AND_OLD_IMAGES");
    let first = record.replace(r#""SequenceNumber""#, r#""Keys":{"id":{"S":"\n"}},"SequenceNumber""#);
    let second = first.replace(r#""SequenceNumber":"1""#, r#""SequenceNumber":"2""#);
    Batch::from_json(format!(r#"{{"Records":[{first},{second}]}}"#).as_bytes()).unwrap().into()
}

#[tokio::test]
async fn every_shape_of_function_can_borrow() {
    let mut seen = Vec::new();
    for response in [
        new(event()).await,
        change(event(), &mut seen).await,
        plain(event()).await,
        side_by_side(event()).await,
        whole(event()).await,
        Service.method(event()).await,
    ] {
        assert_eq!(response.unwrap().item_identifiers().count(), 0);
    }
    assert_eq!(seen, ["1", "2"]);
}

#[expect(dead_code, reason = "only has to compile")]
async fn handlers_are_services() -> Result<(), Error> {
    macro_rules! each {
        ($($handler:expr),*) => { $(
            run(service_fn($handler)).await?;
            run_concurrent(service_fn($handler)).await?;
            checkpointed::run($handler).await?;
        )* };
    }
    each!(new, plain, side_by_side, whole);
    run_concurrent(service_fn(|event| Service.method(event))).await
}

/// A user's own type that borrows text from the record.
struct Name<'r>(&'r str);

impl<'r> FromRecord<'r> for Name<'r> {
    type Source = DynamoDb;

    fn from_record(raw: &'r RawRecord<DynamoDb>) -> Result<Self, DecodeError> {
        let Keys(Key { id }) = Record::<Keys<Key<'r>>>::from_record(raw)?.data;
        Ok(Name(id))
    }
}

#[checkpointed_stream_handler]
async fn own_record(name: Name<'_>) {
    tokio::task::yield_now().await;
    assert_eq!(name.0, "\n");
}

#[tokio::test]
async fn a_record_of_the_users_own_can_borrow_from_an_item() {
    assert_eq!(own_record(event()).await.unwrap().item_identifiers().count(), 0);
}
