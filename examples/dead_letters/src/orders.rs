//! The orders, and the handler that books them.

use checkpointed::{DeadLetters, Failure, Json, checkpointed_stream_handler, kinesis};

/// An order.
#[derive(Debug, serde::Deserialize)]
pub struct Order {
    /// Its id, by which it is booked once, however often it comes.
    pub id: u64,
    /// The number of pieces.
    pub quantity: i64,
}

/// Books an order. A record that isn't an order goes to the dead letters, and so does an order of nothing.
#[checkpointed_stream_handler(dead_letters = letters, event_source_mapping = "template.yaml")]
pub async fn handle<L: DeadLetters + Sync>(
    order: kinesis::Record<'_, Json<Order>>,
    letters: &L,
) -> Result<(), Failure> {
    let _ = letters; // for `dead_letters` above
    if order.data.quantity <= 0 {
        return Err(Failure::permanent(format!(
            "order {} is for {} pieces",
            order.data.id, order.data.quantity
        )));
    }
    println!("booked order {}: {} pieces", order.data.id, order.data.quantity);
    Ok(())
}
