//! Stores the orders of a Kinesis data stream, one invocation after the other.

use std::{collections::BTreeMap, error::Error, fmt, sync::Mutex};

use checkpointed::{Json, checkpointed_stream_handler, kinesis};
use lambda_runtime::tracing::info;

#[derive(serde::Deserialize)]
struct Order<'a> {
    id: u64,
    customer: &'a str,
}

#[checkpointed_stream_handler]
async fn handle(order: kinesis::Record<'_, Json<Order<'_>>>, db: &Db) -> Result<(), DbError> {
    db.insert(order.data.id, order.data.customer).await
}

#[derive(Default)]
struct Db {
    customers: Mutex<BTreeMap<u64, String>>,
}

impl Db {
    /// Stores an order, unless its customer is `fail` or `panic`.
    async fn insert(&self, id: u64, customer: &str) -> Result<(), DbError> {
        tokio::task::yield_now().await; // as a real database would
        match customer {
            "fail" => return Err(DbError),
            "panic" => panic!("the database is gone"),
            _ => {}
        }
        let mut customers = self.customers.lock().map_err(|_| DbError)?;
        customers.insert(id, customer.to_owned());
        info!(order = id, "stored");
        Ok(())
    }
}

#[derive(Debug)]
struct DbError;

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database refuses the order")
    }
}

impl Error for DbError {}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    let db = Db::default();
    checkpointed::run(|event| handle(event, &db)).await
}
