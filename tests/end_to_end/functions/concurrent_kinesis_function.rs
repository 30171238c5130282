//! Handles the orders of several invocations of a Kinesis data stream at once, with state that they share.

use std::{sync::Arc, time::Duration};

use checkpointed::{Json, checkpointed_stream_handler, kinesis};
use lambda_runtime::{run_concurrent, service_fn, tracing};
use tokio::{sync::Barrier, time::timeout};

#[derive(serde::Deserialize)]
struct Order<'a> {
    customer: &'a str,
}

/// Lets invocations that run at the same time meet.
struct Meeting(Barrier);

#[checkpointed_stream_handler]
async fn handle(
    order: kinesis::Record<'_, Json<Order<'_>>>,
    meeting: Arc<Meeting>,
) -> Result<(), &'static str> {
    match order.data.customer {
        // Invocations that run one after the other would wait for each other in vain.
        "meet" => match timeout(Duration::from_secs(5), meeting.0.wait()).await {
            Ok(_) => Ok(()),
            Err(_) => Err("nobody else came"),
        },
        "fail" => Err("the order is refused"),
        "panic" => panic!("the kitchen burns"),
        _ => Ok(()),
    }
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    tracing::init_default_subscriber();
    let meeting = Arc::new(Meeting(Barrier::new(4)));
    run_concurrent(service_fn(move |event| handle(event, Arc::clone(&meeting)))).await
}
