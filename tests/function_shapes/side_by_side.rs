//! Functions whose records are handled several at a time, with every kind of parameter, and with dead letters.

use std::sync::Arc;

use aws_lambda_events::kinesis::KinesisEventRecord;
use checkpointed::{DeadLetter, DeadLetters, Error, Failure, Json, checkpointed_stream_handler, kinesis};
use lambda_runtime::{run, run_concurrent, service_fn};

use crate::orders::{Database, DatabaseError, Memory, Order, orders, reported};

#[checkpointed_stream_handler(concurrency = 4)]
async fn shared(record: kinesis::Record<'_, Json<Order<'_>>>, db: &Memory) -> Result<(), DatabaseError> {
    db.insert(record.data.customer).await
}

#[checkpointed_stream_handler(concurrency = 4, run_ahead = 9)]
async fn generic<D: Database>(
    record: kinesis::Record<'_, Json<Order<'_>>>,
    db: &D,
) -> Result<(), DatabaseError> {
    db.insert(record.data.customer).await
}

#[checkpointed_stream_handler(concurrency = 4)]
async fn named_lifetime<'a>(
    record: kinesis::Record<'a, Json<Order<'a>>>,
    db: &'a Memory,
) -> Result<(), DatabaseError> {
    db.insert(record.data.customer).await
}

#[checkpointed_stream_handler(concurrency = limit)]
async fn owned(
    record: kinesis::Record<'_, Json<Order<'_>>>,
    db: Arc<Memory>,
    limit: usize,
    (one, _): (u8, u8),
    other: &impl Database,
) -> anyhow::Result<()> {
    assert_eq!((limit, one), (2, 1));
    other.insert("").await?;
    db.insert(record.data.customer).await?;
    Ok(())
}

#[checkpointed_stream_handler(concurrency = 4)]
async fn upstream(record: KinesisEventRecord, db: &Memory) -> Result<(), DatabaseError> {
    db.insert(&record.kinesis.partition_key).await
}

type OrderRecord<'a> = kinesis::Record<'a, Json<Order<'a>>>;

macro_rules! make {
    ($name:ident, $record:ty) => {
        #[checkpointed_stream_handler(concurrency = 4)]
        async fn $name(record: $record, db: &Memory) -> Result<(), DatabaseError> {
            db.insert(record.data.customer).await
        }
    };
}
make!(made, OrderRecord<'_>);

struct App<D> {
    db: D,
    queue: Queue,
}

impl<D: Database> App<D> {
    #[checkpointed_stream_handler(concurrency = 4)]
    async fn handle(&self, record: OrderRecord<'_>, _text: &str) -> Result<(), DatabaseError> {
        self.db.insert(record.data.customer).await
    }

    #[checkpointed_stream_handler(concurrency = 4, dead_letters = &self.queue)]
    async fn with_dead_letters(self: Arc<Self>, record: OrderRecord<'_>) -> Result<(), Failure> {
        Ok(self.db.insert(record.data.customer).await?)
    }
}

struct Queue;

impl DeadLetters for Queue {
    async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
        tokio::task::yield_now().await;
        assert!(letter.record.get().contains("partitionKey"));
        Ok(())
    }
}

/// Fails permanently for the customer `dead`.
async fn insert(order: &Order<'_>) -> Result<(), Failure> {
    if order.customer == "dead" {
        return Err(Failure::permanent("no such customer"));
    }
    Ok(Memory.insert(order.customer).await?)
}

#[checkpointed_stream_handler(dead_letters = queue)]
async fn dead(record: OrderRecord<'_>, queue: &Queue) -> Result<(), Failure> {
    let _ = queue;
    insert(&record.data).await
}

#[checkpointed_stream_handler(dead_letters = queue)]
async fn dead_lent(record: OrderRecord<'_>, queue: &mut Queue) -> Result<(), Failure> {
    let _ = queue;
    insert(&record.data).await
}

/// An owned destination is not moved, because there can be several letters.
#[checkpointed_stream_handler(dead_letters = queue)]
async fn dead_owned(record: OrderRecord<'_>, queue: Arc<Queue>) -> Result<(), Failure> {
    drop(queue);
    insert(&record.data).await
}

#[checkpointed_stream_handler(concurrency = 2, dead_letters = state.queue)]
async fn dead_field(record: OrderRecord<'_>, state: &State) -> Result<(), Failure> {
    let _ = state;
    insert(&record.data).await
}

/// Only the argument uses this parameter.
#[checkpointed_stream_handler(dead_letters = _queue)]
fn dead_plain(record: OrderRecord<'_>, _queue: &Queue) -> Result<(), Failure> {
    if record.data.customer == "dead" { Err(Failure::permanent("no such customer")) } else { Ok(()) }
}

/// Only a format string in the argument names this parameter.
#[checkpointed_stream_handler(dead_letters = Named(format!("dead-{_name}")))]
async fn dead_named(record: OrderRecord<'_>, _name: &str) -> Result<(), Failure> {
    insert(&record.data).await
}

struct Named(String);

impl DeadLetters for Named {
    async fn accept(&self, _letter: DeadLetter<'_>) -> Result<(), Error> {
        assert_eq!(self.0, "dead-orders");
        Ok(())
    }
}

struct State {
    queue: Queue,
    handled: usize,
}

#[checkpointed_stream_handler(dead_letters = &state.queue)]
async fn dead_exclusive(record: OrderRecord<'_>, state: &mut State) -> Result<(), Failure> {
    state.handled += 1;
    insert(&record.data).await
}

#[checkpointed_stream_handler(concurrency = 4, dead_letters = &*_queue)]
async fn dead_side_by_side(record: OrderRecord<'_>, _queue: Arc<Queue>) -> Result<(), Failure> {
    insert(&record.data).await
}

/// A function whose errors are all retried can have dead letters, for records that cannot be decoded.
#[checkpointed_stream_handler(concurrency = 4, dead_letters = Queue)]
async fn dead_undecodable(record: OrderRecord<'_>) -> Result<(), DatabaseError> {
    Memory.insert(record.data.customer).await
}

#[tokio::test]
async fn each_shape_reports_the_lowest_record_that_is_not_done() {
    let customers = ["a", "b", "bad", "c", "panic"];
    let db = Arc::new(Memory);
    let app = Arc::new(App { db: Memory, queue: Queue });
    for response in [
        shared(orders(&customers), &db).await,
        generic(orders(&customers), &*db).await,
        named_lifetime(orders(&customers), &db).await,
        owned(orders(&customers), Arc::clone(&db), 2, (1, 2), &*db).await,
        made(orders(&customers), &db).await,
        app.handle(orders(&customers), "").await,
        Arc::clone(&app).with_dead_letters(orders(&customers)).await,
        dead(orders(&customers), &Queue).await,
        dead_side_by_side(orders(&customers), Arc::new(Queue)).await,
        dead_undecodable(orders(&customers)).await,
    ] {
        assert_eq!(reported(response), ["3"]);
    }
    assert_eq!(reported(upstream(orders(&customers), &db).await), [""; 0]);
}

#[tokio::test]
async fn a_record_is_done_when_its_letter_is_accepted() {
    let customers = ["dead", "dead", "b", "bad"];
    let mut state = State { queue: Queue, handled: 0 };
    for response in [
        dead_owned(orders(&customers), Arc::new(Queue)).await,
        dead_lent(orders(&customers), &mut Queue).await,
        dead_field(orders(&customers), &state).await,
        dead(orders(&customers), &Queue).await,
        dead_exclusive(orders(&customers), &mut state).await,
        dead_side_by_side(orders(&customers), Arc::new(Queue)).await,
    ] {
        assert_eq!(reported(response), ["4"]);
    }
    assert_eq!(state.handled, 4);
    assert_eq!(reported(dead_plain(orders(&customers), &Queue).await), [""; 0]);
    assert_eq!(reported(dead_named(orders(&customers), "orders").await), ["4"]);
}

#[expect(dead_code, reason = "only has to compile")]
async fn handlers_are_services() -> Result<(), Error> {
    let db = Memory;
    let app = Arc::new(App { db: Memory, queue: Queue });
    run(service_fn(|event| shared(event, &db))).await?;
    run(service_fn(|event| dead_side_by_side(event, Arc::new(Queue)))).await?;
    checkpointed::run(|event| app.handle(event, "")).await?;
    checkpointed::run(|event| Arc::clone(&app).with_dead_letters(event)).await?;
    run_concurrent(service_fn(|event| async move { shared(event, &Memory).await })).await?;
    run_concurrent(service_fn(|event| async move { generic(event, &Memory).await })).await?;
    run_concurrent(service_fn(|event| async move { named_lifetime(event, &Memory).await })).await?;
    run_concurrent(service_fn(
        |event| async move { owned(event, Arc::new(Memory), 2, (1, 2), &Memory).await },
    ))
    .await?;
    run_concurrent(service_fn(|event| async move { upstream(event, &Memory).await })).await?;
    run_concurrent(service_fn(|event| async move { made(event, &Memory).await })).await?;
    run_concurrent(service_fn(|event| async move { dead(event, &Queue).await })).await?;
    run_concurrent(service_fn(|event| async move { dead_plain(event, &Queue).await })).await?;
    run_concurrent(service_fn(|event| async move {
        dead_exclusive(event, &mut State { queue: Queue, handled: 0 }).await
    }))
    .await?;
    run_concurrent(service_fn(|event| async move { dead_side_by_side(event, Arc::new(Queue)).await }))
        .await?;
    checkpointed::run_concurrent(dead_undecodable).await?;
    checkpointed::run_concurrent(move |event| {
        let app = Arc::clone(&app);
        async move { app.handle(event, "").await }
    })
    .await
}
