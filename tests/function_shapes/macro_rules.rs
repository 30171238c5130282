//! Functions that `macro_rules!` generate, each with the attribute.

use checkpointed::{Json, checkpointed_stream_handler, kinesis};

use crate::orders::{Database, DatabaseError, Memory, Order, orders, reported};

macro_rules! handler {
    ($name:ident, $record:ty, $parameter:ty) => {
        #[checkpointed_stream_handler]
        async fn $name(record: $record, db: $parameter) -> Result<(), DatabaseError> {
            db.insert(record.data.customer).await
        }
    };
}

handler!(all_given, kinesis::Record<'_, Json<Order<'_>>>, &Memory);
handler!(all_given_owned, kinesis::Record<'_, Json<Order<'_>>>, Memory);

macro_rules! handler_with_lifetime {
    ($name:ident) => {
        #[checkpointed_stream_handler]
        async fn $name<'a>(
            record: kinesis::Record<'a, Json<Order<'a>>>,
            db: &'a Memory,
        ) -> Result<(), DatabaseError> {
            db.insert(record.data.customer).await
        }
    };
}

handler_with_lifetime!(named_inside);

macro_rules! handler_with_body {
    ($name:ident, $record:ident, $body:block, $check:expr) => {
        #[checkpointed_stream_handler]
        fn $name($record: kinesis::Record<'_, Json<Order<'_>>>) -> Result<(), String> {
            $check?;
            $body
        }
    };
}

handler_with_body!(body_given, order, { Err(order.data.customer.to_owned()) }, Ok::<(), String>(()));

macro_rules! handler_with_block {
    ($name:ident $body:block) => {
        #[checkpointed_stream_handler]
        async fn $name(_record: kinesis::Record<'_, &[u8]>) -> Result<(), String> $body
    };
}

handler_with_block!(block_given {
    Err(String::from("given"))
});

struct App;

macro_rules! method {
    ($name:ident, $this:ident) => {
        impl App {
            #[checkpointed_stream_handler]
            async fn $name(&$this, record: kinesis::Record<'_, Json<Order<'_>>>) -> Result<(), DatabaseError> {
                Memory.insert(record.data.customer).await
            }
        }
    };
}

method!(method, self);

#[tokio::test]
async fn generated_functions_report_as_written_ones_do() {
    const CUSTOMERS: &[&str] = &["ann", "bad"];
    assert_eq!(reported(all_given(orders(CUSTOMERS), &Memory).await), ["2"]);
    assert_eq!(reported(all_given_owned(orders(CUSTOMERS), Memory).await), ["2"]);
    assert_eq!(reported(named_inside(orders(CUSTOMERS), &Memory).await), ["2"]);
    assert_eq!(reported(body_given(orders(CUSTOMERS)).await), ["1"]);
    assert_eq!(reported(block_given(orders(CUSTOMERS)).await), ["1"]);
    assert_eq!(reported(App.method(orders(CUSTOMERS)).await), ["2"]);
}
