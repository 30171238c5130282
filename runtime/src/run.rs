//! Starting the function.

use std::future::Future;

use lambda_runtime::{Error, LambdaEvent, service_fn};

use crate::{Batch, StreamsEventResponse};

/// Runs a handler on Lambda: asks the Lambda Runtime API for batches and answers them, until the process ends.
///
/// With the feature `subscriber` (on by default) it also installs the log subscriber of `lambda_runtime`, if the
/// program has none: a failed record is then seen in the function's log without any set-up.
///
/// It is [`lambda_runtime::run`] with [`lambda_runtime::service_fn`]; use those where you need more.
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
/// # Errors
/// If the Runtime API cannot be reached or answers nonsense. What a handler returns is no such error.
///
/// # Panics
/// If the environment variables of a Lambda function are missing, as `lambda_runtime::run` does.
pub async fn run<R, F, Fut>(handler: F) -> Result<(), Error>
where
    F: FnMut(LambdaEvent<Batch<R>>) -> Fut,
    Fut: Future<Output = Result<StreamsEventResponse, Error>>,
{
    subscribe();
    lambda_runtime::run(service_fn(handler)).await
}

/// Runs a handler on Lambda as [`run`] does, for several invocations side by side where Lambda asks for that
/// (`AWS_LAMBDA_MAX_CONCURRENCY`, on Lambda Managed Instances), else for one after the other.
///
/// Each invocation may run on another thread. So what the handler holds across an `.await` must be `Send`, and state that
/// the invocations share stands in an [`Arc`](std::sync::Arc):
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
/// If the Runtime API cannot be reached or answers nonsense. What a handler returns is no such error.
///
/// # Panics
/// If the environment variables of a Lambda function are missing, as `lambda_runtime::run_concurrent` does, and outside of
/// a Tokio runtime.
// A boxed future: an `async fn` would repeat each bound that is not met.
pub fn run_concurrent<R, F, Fut>(
    handler: F,
) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>
where
    R: 'static,
    F: Fn(LambdaEvent<Batch<R>>) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Result<StreamsEventResponse, Error>> + Send + 'static,
{
    subscribe();
    Box::pin(lambda_runtime::run_concurrent(service_fn(handler)))
}

/// Installs a log subscriber if there is none.
fn subscribe() {
    #[cfg(feature = "subscriber")]
    if !tracing::dispatcher::has_been_set() {
        lambda_runtime::tracing::init_default_subscriber();
    }
}
