//! `examples/kinesis_orders` as it would be by hand: the same ledger, without the attribute.

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
    error::Error,
    fmt,
    sync::{Mutex, PoisonError},
};

use aws_lambda_events::{kinesis::KinesisEvent, streams::KinesisEventResponse};
use lambda_runtime::{LambdaEvent, service_fn};
use serde::Deserialize;
use tracing::{error, info};

#[derive(Debug, Deserialize)]
struct Order<'a> {
    id: &'a str,
    #[serde(borrow)]
    customer: Cow<'a, str>,
    cents: u64,
}

async fn handle(
    event: LambdaEvent<KinesisEvent>,
    ledger: &Ledger,
) -> Result<KinesisEventResponse, lambda_runtime::Error> {
    let mut response = KinesisEventResponse::default();
    for record in event.payload.records {
        if let Err(failure) = handle_one(&record.kinesis.data, ledger).await {
            error!(sequence_number = record.kinesis.sequence_number, %failure, "not booked");
            response.add_failure(record.kinesis.sequence_number);
            break;
        }
    }
    Ok(response)
}

async fn handle_one(data: &[u8], ledger: &Ledger) -> Result<(), Box<dyn Error + Send + Sync>> {
    let order: Order<'_> = serde_json::from_slice(data)?;
    let booking = ledger.book(&order).await?;
    info!(order = order.id, ?booking, "booked");
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let ledger = Ledger::default();
    lambda_runtime::run(service_fn(|event| handle(event, &ledger))).await
}

#[derive(Debug, Default)]
struct Ledger {
    booked: Mutex<HashMap<String, Entered>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Entered {
    customer: String,
    cents: u64,
}

#[derive(Debug, PartialEq, Eq)]
enum Booking {
    New,
    Repeated,
}

impl Ledger {
    async fn book(&self, order: &Order<'_>) -> Result<Booking, LedgerError> {
        let entered = Entered { customer: order.customer.clone().into_owned(), cents: order.cents };
        let mut booked = self.booked.lock().unwrap_or_else(PoisonError::into_inner);
        match booked.entry(order.id.to_owned()) {
            Entry::Vacant(vacant) => {
                vacant.insert(entered);
                Ok(Booking::New)
            }
            Entry::Occupied(occupied) if *occupied.get() == entered => Ok(Booking::Repeated),
            Entry::Occupied(_) => Err(LedgerError::OtherOrder { id: order.id.to_owned() }),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum LedgerError {
    OtherOrder { id: String },
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerError::OtherOrder { id } => write!(f, "another order is booked as `{id}`"),
        }
    }
}

impl Error for LedgerError {}
