//! Free functions: `async` and plain, with every kind of parameter.

use std::{cell::Cell, sync::Arc};

use aws_lambda_events::kinesis::KinesisEventRecord;
use checkpointed::{
    DecodeError, Error, FromRecord, Json, Kinesis, RawRecord, checkpointed_stream_handler, kinesis,
};
use lambda_runtime::{run, run_concurrent, service_fn};

use crate::orders::{Database, DatabaseError, Memory, Order, orders, reported};

#[checkpointed_stream_handler]
async fn shared(record: kinesis::Record<'_, Json<Order<'_>>>, db: &Memory) -> Result<(), DatabaseError> {
    assert_eq!(record.data.id + 1, record.sequence_number.parse::<u64>().unwrap());
    db.insert(record.data.customer).await
}

#[checkpointed_stream_handler]
fn plain(record: kinesis::Record<'_, Json<Order<'_>>>, _db: &Memory) {
    assert_ne!(record.data.customer, "panic");
}

#[checkpointed_stream_handler]
async fn generic<D: Database>(
    record: kinesis::Record<'_, Json<Order<'_>>>,
    db: &D,
) -> Result<(), DatabaseError> {
    db.insert(record.data.customer).await
}

#[checkpointed_stream_handler]
async fn with_where_clause<D>(
    record: kinesis::Record<'_, Json<Order<'_>>>,
    db: &D,
) -> Result<(), DatabaseError>
where
    D: Database,
{
    db.insert(record.data.customer).await
}

/// Only the call determines `T` and `N`.
#[checkpointed_stream_handler]
async fn generics_of_the_caller<T: Default + Into<u64>, const N: usize>(
    record: kinesis::Record<'_, Json<Order<'_>>>,
) {
    let sum: u64 = T::default().into() + N as u64;
    assert!(record.data.id < sum);
}

#[checkpointed_stream_handler]
async fn named_lifetime<'a>(
    record: kinesis::Record<'a, Json<Order<'a>>>,
    db: &'a Memory,
) -> Result<(), DatabaseError> {
    db.insert(record.data.customer).await
}

#[checkpointed_stream_handler]
async fn other_lifetimes<'d, D: Database>(
    record: kinesis::Record<'_, Json<Order<'_>>>,
    db: &'d D,
    _table: &'d str,
) -> Result<(), DatabaseError> {
    db.insert(record.data.customer).await
}

#[checkpointed_stream_handler]
async fn exclusive(
    record: kinesis::Record<'_, Json<Order<'_>>>,
    db: &Memory,
    seen: &mut Vec<String>,
) -> Result<(), DatabaseError> {
    seen.push(record.data.customer.to_owned());
    db.insert(record.data.customer).await?;
    seen.push(String::from("done"));
    Ok(())
}

#[checkpointed_stream_handler]
async fn any_database(
    record: kinesis::Record<'_, Json<Order<'_>>>,
    db: &impl Database,
    other: impl Database + Clone,
) -> Result<(), DatabaseError> {
    other.insert("").await?;
    db.insert(record.data.customer).await
}

#[checkpointed_stream_handler]
async fn owned(
    record: kinesis::Record<'_, Json<Order<'_>>>,
    db: Arc<Memory>,
    mut seen: Vec<u8>,
    (one, two): (u8, u8),
) -> anyhow::Result<()> {
    seen.push(one + two);
    assert_eq!(seen, [3], "each record gets its own clone");
    db.insert(record.data.customer).await?;
    Ok(())
}

/// `Cell` is `Send` and not `Sync`.
#[checkpointed_stream_handler]
async fn not_sync(record: kinesis::Record<'_, &str>, cell: Cell<u8>) -> Result<(), DatabaseError> {
    cell.set(1);
    Memory.insert(record.data).await
}

#[checkpointed_stream_handler]
async fn destructured(
    kinesis::Record { data, sequence_number, .. }: kinesis::Record<'_, Vec<u8>>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    if data.is_empty() {
        return Err(sequence_number.into_owned().into());
    }
    Ok(())
}

#[checkpointed_stream_handler]
async fn upstream(record: KinesisEventRecord, db: &Memory) -> Result<(), DatabaseError> {
    db.insert(&record.kinesis.partition_key).await
}

#[checkpointed_stream_handler]
async fn hidden_error(
    record: kinesis::Record<'_, String>,
) -> Result<(), impl std::error::Error + Send + Sync + 'static + use<>> {
    Memory.insert(&record.data).await
}

#[checkpointed_stream_handler(no_progress = "error", crate = ::checkpointed)]
async fn with_arguments(record: kinesis::Record<'_, Json<Order<'_>>>) -> Result<(), DatabaseError> {
    Memory.insert(record.data.customer).await
}

#[checkpointed_stream_handler]
async fn with_other_items(record: kinesis::Record<'_, &[u8]>) {
    struct Length(usize);
    impl Length {
        fn of(bytes: &[u8]) -> Self {
            Self(bytes.len())
        }
    }
    struct Sized2<const N: usize>;
    impl Sized2<{ 1 + 1 }> {
        fn new() -> Self {
            Self
        }
    }
    let Sized2 = Sized2::<2>::new();
    trait Twice: Sized {
        fn twice(self) -> Self;
    }
    impl Twice for Length {
        fn twice(self) -> Self {
            Self(self.0 * 2)
        }
    }
    assert!(Length::of(record.data).twice().0 > 0);
}

/// A type with `'static` inside owns its text.
#[checkpointed_stream_handler]
async fn owned_text(
    record: kinesis::Record<'_, Json<serde_json::Map<String, serde_json::Value>>>,
    _text: &'static str,
) {
    assert!(!record.data.is_empty());
}

#[derive(serde::Deserialize)]
struct Named {
    #[expect(dead_code, reason = "only decoded")]
    customer: std::borrow::Cow<'static, str>,
}

#[checkpointed_stream_handler]
async fn static_inside(record: kinesis::Record<'_, Json<(std::borrow::Cow<'static, str>, Option<Named>)>>) {
    let _ = record;
}

/// An attribute below ours applies to the function for one record.
#[checkpointed_stream_handler]
#[tracing::instrument(skip_all, fields(id = %record.sequence_number))]
#[expect(unused_variables, reason = "an expectation of the body")]
async fn instrumented(
    record: kinesis::Record<'_, &[u8]>,
    #[expect(unused_variables, reason = "here too")] db: &Memory,
) {
    let unused = 1;
}

/// A record type of the user's own, which borrows from the event.
struct Raw<'r> {
    json: &'r str,
}

impl<'r> FromRecord<'r> for Raw<'r> {
    type Source = Kinesis;

    fn from_record(raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        Ok(Raw { json: raw.json() })
    }
}

#[checkpointed_stream_handler]
async fn own_record(record: Raw<'_>, db: &Memory) -> Result<(), DatabaseError> {
    db.insert(record.json).await
}

#[expect(dead_code, reason = "only has to compile")]
async fn handlers_are_services() -> Result<(), Error> {
    macro_rules! with_database {
        ($($handler:expr),*) => { $(
            run(service_fn(|event| $handler(event, &Memory))).await?;
            run_concurrent(service_fn(move |event| async move { $handler(event, &Memory).await })).await?;
            checkpointed::run(|event| $handler(event, &Memory)).await?;
        )* };
    }
    with_database!(shared, plain, generic, with_where_clause, named_lifetime, upstream, own_record);
    macro_rules! alone {
        ($($handler:expr),*) => { $(
            run(service_fn($handler)).await?;
            run_concurrent(service_fn($handler)).await?;
            checkpointed::run($handler).await?;
        )* };
    }
    alone!(destructured, hidden_error, with_arguments, with_other_items, generics_of_the_caller::<u32, 9>);
    run(service_fn(|event| other_lifetimes(event, &Memory, "table"))).await?;
    run_concurrent(service_fn(move |event| async move {
        other_lifetimes(event, &Memory, &String::from("table")).await
    }))
    .await?;
    run(service_fn(|event| async move { exclusive(event, &Memory, &mut vec![]).await })).await?;
    run_concurrent(service_fn(move |event| async move { exclusive(event, &Memory, &mut vec![]).await }))
        .await?;
    run_concurrent(service_fn(move |event| async move { any_database(event, &Memory, Memory).await }))
        .await?;
    run_concurrent(service_fn(move |event| owned(event, Arc::new(Memory), vec![], (1, 2)))).await?;
    run_concurrent(service_fn(move |event| not_sync(event, Cell::new(0)))).await?;
    Ok(())
}

#[tokio::test]
async fn each_shape_reports_the_first_record_that_fails() {
    const CUSTOMERS: &[&str] = &["ann", "bad", "bob"];
    let db = &Memory;
    assert_eq!(reported(shared(orders(CUSTOMERS), db).await), ["2"]);
    assert_eq!(reported(generic(orders(CUSTOMERS), db).await), ["2"]);
    assert_eq!(reported(with_where_clause(orders(CUSTOMERS), db).await), ["2"]);
    assert_eq!(reported(named_lifetime(orders(CUSTOMERS), db).await), ["2"]);
    assert_eq!(reported(other_lifetimes(orders(CUSTOMERS), db, "table").await), ["2"]);
    assert_eq!(reported(any_database(orders(CUSTOMERS), db, Memory).await), ["2"]);
    assert_eq!(reported(with_arguments(orders(CUSTOMERS)).await), ["2"]);
    assert_eq!(reported(plain(orders(&["ann", "panic"]), db).await), ["2"]);
    assert_eq!(
        reported(owned(orders(&["ann", "bob", "bad"]), Arc::new(Memory), vec![], (1, 2)).await),
        ["3"]
    );
    assert_eq!(reported(generics_of_the_caller::<u32, 2>(orders(CUSTOMERS)).await), ["3"]);
    assert!(reported(not_sync(orders(CUSTOMERS), Cell::new(0)).await).is_empty());
    assert!(reported(destructured(orders(CUSTOMERS)).await).is_empty());
    assert!(reported(upstream(orders(CUSTOMERS), db).await).is_empty());
    assert!(reported(hidden_error(orders(CUSTOMERS)).await).is_empty());
    assert!(reported(with_other_items(orders(CUSTOMERS)).await).is_empty());
    assert!(reported(own_record(orders(CUSTOMERS), db).await).is_empty());
    assert!(reported(owned_text(orders(CUSTOMERS), "text").await).is_empty());
    assert_eq!(reported(static_inside(orders(CUSTOMERS)).await), ["1"]);
    assert!(reported(instrumented(orders(CUSTOMERS), db).await).is_empty());
}

#[tokio::test]
async fn state_that_is_lent_mutably_passes_from_record_to_record() {
    let mut seen = Vec::new();
    let response = exclusive(orders(&["ann", "panic", "bob"]), &Memory, &mut seen).await;
    assert_eq!(reported(response), ["2"]);
    assert_eq!(seen, ["ann", "done", "panic"], "nothing is started after the failure");
}
