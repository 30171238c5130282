//! Runs with some failures.

use std::future::Future;

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Fault, Faults, Report, Stream},
};

/// Every fifth invocation fails or is throttled, and is retried.
pub(crate) fn retried(mapping: EventSourceMapping, batch_size: usize, stream: &Stream) -> Report {
    let faults = Faults::new().at_random(7, 0.1, Fault::Error).at_random(8, 0.1, Fault::Throttle);
    super::run(&mapping.batch_size(batch_size).faults(faults), stream)
}

/// Every fifth invocation fails, and its batch is split.
pub(crate) fn bisected(mapping: EventSourceMapping, batch_size: usize, stream: &Stream) -> Report {
    let faults = Faults::new().at_random(7, 0.2, Fault::Error);
    let mapping = mapping.batch_size(batch_size).bisect_batch_on_function_error(true);
    super::run(&mapping.faults(faults), stream)
}

/// Every five-hundredth record fails when it is first tried.
pub(crate) fn checkpointed(batch_size: usize, stream: &Stream) -> Report {
    let mapping = super::kinesis().batch_size(batch_size);
    let mut tried = 0;
    finished(mapping.run(stream, async |event| fails_at_times(event, &mut tried).await))
}

#[checkpointed_stream_handler]
async fn fails_at_times(_record: kinesis::Record<'_, &str>, tried: &mut usize) -> Result<(), &'static str> {
    *tried += 1;
    if tried.is_multiple_of(500) { Err("as planned") } else { Ok(()) }
}

/// Every tenth message is reported when it is first received.
pub(crate) fn reported(mapping: &EventSourceMapping, stream: &Stream) -> Report {
    finished(mapping.run(stream, async |event: LambdaEvent<SqsEvent>| {
        let mut response = SqsBatchResponse::default();
        for message in &event.payload.records {
            let id = message.message_id.as_deref().unwrap_or_default();
            let is_first =
                message.attributes.get("ApproximateReceiveCount").is_some_and(|count| count == "1");
            if is_first && id.ends_with('7') {
                let mut failure = BatchItemFailure::default();
                id.clone_into(&mut failure.item_identifier);
                response.batch_item_failures.push(failure);
            }
        }
        Ok::<_, String>(response)
    }))
}

/// Runs a simulation to its end.
pub(crate) fn finished<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(future)
}
