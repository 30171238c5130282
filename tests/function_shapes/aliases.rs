//! Types are not recognised by their names: aliases work.

use aws_lambda_events::kinesis::KinesisEventRecord as Upstream;
use checkpointed::{Json as Body, checkpointed_stream_handler as handler, kinesis::Record as View};

use crate::orders::{Database, DatabaseError, Memory, Order, orders, reported};

type OrderRecord<'a> = View<'a, Body<Order<'a>>>;
type Plain = Upstream;
type Outcome<T = ()> = Result<T, DatabaseError>;
type Shared<'a> = &'a Memory;

#[handler]
async fn aliased(record: OrderRecord<'_>, db: Shared<'_>) -> Outcome {
    db.insert(record.data.customer).await
}

#[handler]
async fn renamed(record: Plain) -> Outcome {
    Memory.insert(&record.kinesis.partition_key).await
}

#[tokio::test]
async fn an_aliased_type_is_as_good_as_its_own_name() {
    assert_eq!(reported(aliased(orders(&["ann", "bad"]), &Memory).await), ["2"]);
    assert!(reported(renamed(orders(&["ann", "bad"])).await).is_empty());
}
