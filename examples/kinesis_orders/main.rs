//! Books the orders of a Kinesis data stream.

use std::{
    collections::{HashMap, hash_map::Entry},
    error::Error,
    fmt,
    sync::{Mutex, PoisonError},
};

use checkpointed::{Json, checkpointed_stream_handler, kinesis};
use serde::Deserialize;
use tracing::info;

/// An order as the shops put it on the stream. It borrows from the record's data.
#[derive(Debug, Deserialize)]
struct Order<'a> {
    id: &'a str,
    customer: &'a str,
    cents: u64,
}

#[checkpointed_stream_handler]
async fn handle(order: kinesis::Record<'_, Json<Order<'_>>>, ledger: &Ledger) -> Result<(), LedgerError> {
    // Delivery is at least once: after a failure, a timeout or a lost response, Lambda delivers booked records again. The order's
    // id identifies what is booked already, and not the record, because a producer that retries puts two records.
    let booking = ledger.book(&order.data).await?;
    info!(order = order.data.id, ?booking, "booked");
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    let ledger = Ledger::default();
    checkpointed::run(|event| handle(event, &ledger)).await
}

/// The booked orders, in place of a table, where `book` would be a `PutItem` with the condition
/// `attribute_not_exists(id)`. Memory lasts as long as one execution environment, and the others don't share it.
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
    /// Books an order once, however often it is called with the same order.
    async fn book(&self, order: &Order<'_>) -> Result<Booking, LedgerError> {
        let entered = Entered { customer: order.customer.to_owned(), cents: order.cents };
        // Even after a panic no entry is half made.
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

/// Why an order is not booked.
#[derive(Debug, PartialEq, Eq)]
enum LedgerError {
    /// The id belongs to another order. Retries do not help, and when they run out, the record goes to the on-failure
    /// destination.
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

#[cfg(test)]
mod tests {
    use checkpointed::Batch;

    use super::*;

    /// The orders o-1001, o-1002 and o-1003, as Lambda delivers them.
    const EVENT: &str = include_str!("event.json");
    /// The data of o-1002 in the event.
    const SECOND_DATA: &str =
        "eyJpZCI6Im8tMTAwMiIsImN1c3RvbWVyIjoiQWRhIFwiVGhlIENvdW50ZXNzXCIgTC4iLCJjZW50cyI6NDIwMH0=";
    const SECOND_FAILED: &str = concat!(
        r#"{"batchItemFailures":["#,
        r#"{"itemIdentifier":"49590338271490256608559692540925702759324208523137515522"}]}"#
    );

    /// The JSON that Lambda gets as the response to an event.
    async fn response(event: &str, ledger: &Ledger) -> Result<String, checkpointed::Error> {
        let response = handle(Batch::from_json(event.as_bytes())?.into(), ledger).await?;
        Ok(serde_json::to_string(&response)?)
    }

    fn order(id: &str, cents: u64) -> Order<'_> {
        Order { id, customer: "Grace", cents }
    }

    fn booked(ledger: &Ledger) -> Vec<String> {
        let mut ids: Vec<_> = ledger.booked.lock().unwrap().keys().cloned().collect();
        ids.sort();
        ids
    }

    #[tokio::test]
    async fn a_batch_is_booked() -> Result<(), checkpointed::Error> {
        let ledger = Ledger::default();
        assert_eq!(response(EVENT, &ledger).await?, r#"{"batchItemFailures":[]}"#);
        assert_eq!(booked(&ledger), ["o-1001", "o-1002", "o-1003"]);
        Ok(())
    }

    #[tokio::test]
    async fn a_batch_that_is_delivered_again_changes_nothing() -> Result<(), checkpointed::Error> {
        let ledger = Ledger::default();
        response(EVENT, &ledger).await?;
        assert_eq!(response(EVENT, &ledger).await?, r#"{"batchItemFailures":[]}"#);
        assert_eq!(booked(&ledger).len(), 3);
        Ok(())
    }

    #[tokio::test]
    async fn an_order_that_cannot_be_booked_is_reported() -> Result<(), checkpointed::Error> {
        let ledger = Ledger::default();
        ledger.book(&order("o-1002", 1)).await?;
        assert_eq!(response(EVENT, &ledger).await?, SECOND_FAILED);
        assert_eq!(booked(&ledger), ["o-1001", "o-1002"], "nothing after the failure is booked");
        Ok(())
    }

    #[tokio::test]
    async fn an_order_that_cannot_be_decoded_is_reported() -> Result<(), checkpointed::Error> {
        let ledger = Ledger::default();
        let event = EVENT.replace(SECOND_DATA, "bm90IEpTT04=");
        assert_ne!(event, EVENT);
        assert_eq!(response(&event, &ledger).await?, SECOND_FAILED);
        assert_eq!(booked(&ledger), ["o-1001"]);
        Ok(())
    }

    #[tokio::test]
    async fn an_id_belongs_to_one_order() {
        let ledger = Ledger::default();
        assert_eq!(ledger.book(&order("o-1", 100)).await, Ok(Booking::New));
        assert_eq!(ledger.book(&order("o-1", 100)).await, Ok(Booking::Repeated));
        let other = ledger.book(&order("o-1", 200)).await.unwrap_err();
        assert_eq!(other.to_string(), "another order is booked as `o-1`");
    }
}
