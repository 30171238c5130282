//! Starts a handler on Lambda.

mod invocation_body;

use std::{pin::Pin, rc::Rc};

use lambda_runtime::{
    Diagnostic, Error, LambdaEvent, Runtime, layers::TracingLayer, service_fn, tower::layer::layer_fn,
};
use tokio::sync::Mutex;

use self::invocation_body::{CutEvent, CutFirst};

use crate::{Batch, StreamsEventResponse};

/// Runs a handler on Lambda: asks the Lambda Runtime API for batches and answers them, until the process ends.
///
/// With the feature `subscriber` (on by default) it also installs the log subscriber of `lambda_runtime` if the program has
/// none. So the function's log shows failed records without any set-up.
///
/// It does what [`lambda_runtime::run`] does with [`lambda_runtime::service_fn`], and cuts the event in less time; use those if
/// you need more.
///
/// ```no_run
/// use checkpointed::{checkpointed_stream_handler, kinesis};
///
/// #[checkpointed_stream_handler]
/// async fn handle(record: kinesis::Record<'_, &str>, prefix: &str) {
///     println!("{prefix}{}", record.data);
/// }
///
/// #[tokio::main(flavor = "current_thread")]
/// async fn main() -> Result<(), checkpointed::Error> {
///     let prefix = String::from("> ");
///     checkpointed::run(|event| handle(event, &prefix)).await
/// }
/// ```
///
/// Invocations run one after the other, so a handler may change the state that it borrows. The closure is then an `async` one,
/// because its future borrows from it:
///
/// ```no_run
/// use checkpointed::{checkpointed_stream_handler, kinesis};
///
/// #[checkpointed_stream_handler]
/// async fn handle(record: kinesis::Record<'_, &str>, bytes: &mut usize) {
///     *bytes += record.data.len();
/// }
///
/// #[tokio::main(flavor = "current_thread")]
/// async fn main() -> Result<(), checkpointed::Error> {
///     let mut bytes = 0;
///     checkpointed::run(async |event| handle(event, &mut bytes).await).await
/// }
/// ```
///
/// A `main` that returns `anyhow::Result` converts the error into one of `anyhow`:
///
/// ```no_run
/// # use checkpointed::{checkpointed_stream_handler, kinesis};
/// # #[checkpointed_stream_handler]
/// # async fn handle(_record: kinesis::Record<'_, &str>) {}
/// #[tokio::main(flavor = "current_thread")]
/// async fn main() -> anyhow::Result<()> {
///     checkpointed::run(handle).await.map_err(anyhow::Error::from_boxed)
/// }
/// ```
///
/// The returned future is not `Send`: await it in `main` or in `block_on`. A program that spawns it uses [`run_concurrent`].
///
/// # One thread
/// The examples write `#[tokio::main(flavor = "current_thread")]`. Invocations come one after the other here, so tokio's other
/// threads have nothing to do unless the function spawns tasks. Waking them costs as much as the rest of a small invocation: with
/// them a batch of one record takes 1.7 times the CPU.
///
/// # Errors
/// If the Runtime API cannot be reached or its answer cannot be read. An error of the handler doesn't end this function.
///
/// # Panics
/// If the environment variables of a Lambda function are missing, as `lambda_runtime::run` does.
// Boxed for the reason given at `run_concurrent`. `AsyncFnMut`, so that each invocation may borrow from the closure.
pub fn run<'h, R, F>(handler: F) -> Pin<Box<dyn Future<Output = Result<(), Error>> + 'h>>
where
    R: 'h,
    F: AsyncFnMut(LambdaEvent<Batch<R>>) -> Result<StreamsEventResponse, Error> + 'h,
{
    subscribe();
    // `lambda_runtime` takes futures that borrow nothing from the service, and awaits each before it asks for the next event.
    // So nobody ever waits for this lock.
    let handler = Rc::new(Mutex::new(handler));
    let service = service_fn(move |event| {
        let (handler, event) = (Rc::clone(&handler), batch_event(event));
        async move { (*handler.lock().await)(event).await.map_err(|error| failed_batch(&error)) }
    });
    Box::pin(
        async move { Runtime::new(service).layer(layer_fn(CutFirst)).layer(TracingLayer::new()).run().await },
    )
}

/// Runs a handler on Lambda as [`run`] does, but with several invocations side by side if Lambda asks for that
/// (`AWS_LAMBDA_MAX_CONCURRENCY`, on Lambda Managed Instances).
///
/// Each invocation may run on another thread. So the values that the handler holds across an `.await` must be `Send`, and the
/// invocations share state through an [`Arc`](std::sync::Arc):
///
/// ```no_run
/// use std::sync::Arc;
///
/// use checkpointed::{checkpointed_stream_handler, kinesis};
///
/// #[checkpointed_stream_handler]
/// async fn handle(record: kinesis::Record<'_, &str>, prefix: &str) {
///     println!("{prefix}{}", record.data);
/// }
///
/// #[tokio::main]
/// async fn main() -> Result<(), checkpointed::Error> {
///     let prefix = Arc::new(String::from("> "));
///     checkpointed::run_concurrent(move |event| {
///         let prefix = Arc::clone(&prefix);
///         async move { handle(event, &prefix).await }
///     })
///     .await
/// }
/// ```
///
/// # Errors
/// If the Runtime API cannot be reached or its answer cannot be read. An error of the handler doesn't end this function.
///
/// # Panics
/// If the environment variables of a Lambda function are missing, as `lambda_runtime::run_concurrent` does, and outside of
/// a Tokio runtime.
// Boxed, because rustc would report each unmet bound of an `async fn` twice.
pub fn run_concurrent<R, F, Fut>(handler: F) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>
where
    R: 'static,
    F: Fn(LambdaEvent<Batch<R>>) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Result<StreamsEventResponse, Error>> + Send + 'static,
{
    subscribe();
    let service = service_fn(move |event| {
        let answer = handler(batch_event(event));
        async move { answer.await.map_err(|error| failed_batch(&error)) }
    });
    Box::pin(async move {
        Runtime::new(service).layer(layer_fn(CutFirst)).layer(TracingLayer::new()).run_concurrent().await
    })
}

fn batch_event<R>(event: LambdaEvent<CutEvent<R>>) -> LambdaEvent<Batch<R>> {
    let LambdaEvent { payload: CutEvent(batch), context, .. } = event;
    LambdaEvent::new(batch, context)
}

/// The error that Lambda gets for a batch that failed as a whole. `lambda_runtime` would show the type name of the error's box.
fn failed_batch(error: &Error) -> Diagnostic {
    Diagnostic { error_type: String::from("checkpointed::FailedBatch"), error_message: error.to_string() }
}

/// Installs a log subscriber if there is none.
fn subscribe() {
    #[cfg(feature = "subscriber")]
    if !tracing::dispatcher::has_been_set() {
        lambda_runtime::tracing::init_default_subscriber();
    }
}
