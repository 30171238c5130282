//! The body of an invocation, cut into records before `lambda_runtime` decodes it.
//!
//! `lambda_runtime` follows the path to each value that it decodes, to name it in an error. That costs two allocations for each
//! record. So a layer cuts the body first, puts the batch aside, and leaves `null` in the body's place. A body that cannot be cut
//! stays: `lambda_runtime` then makes the same error as always.
//!
//! ```text
//! CutFirst: body -> Batch (aside), null ── lambda_runtime: null -> CutEvent (the batch from aside) ── handler
//! ```
//!
//! Both happen in one call on one thread, so the batch can wait in a thread-local variable.

use std::{
    cell::Cell,
    mem,
    task::{Context, Poll},
};

use lambda_runtime::{Error, LambdaInvocation, Service};
use serde::{Deserialize, Deserializer, de::IgnoredAny};
use tracing::Level;

use crate::Batch;

thread_local! {
    /// The batch of the invocation that is being handed to `lambda_runtime` on this thread.
    static ASIDE: Cell<Option<Batch<()>>> = const { Cell::new(None) };
}

/// A service that cuts the body of each invocation before it passes the invocation on.
#[derive(Clone)]
pub(super) struct CutFirst<I>(pub(super) I);

impl<I: Service<LambdaInvocation, Response = (), Error = Error>> Service<LambdaInvocation> for CutFirst<I> {
    type Response = ();
    type Error = Error;
    type Future = I::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> I::Future {
        ASIDE.set(cut(&mut invocation));
        let answer = self.0.call(invocation);
        ASIDE.set(None); // `lambda_runtime` doesn't decode every body
        answer
    }
}

/// Takes the batch out of an invocation. `None` if the body must stay as it is.
fn cut(invocation: &mut LambdaInvocation) -> Option<Batch<()>> {
    // At this level `lambda_runtime` logs the body.
    if tracing::enabled!(target: "lambda_runtime::layers::api_response", Level::TRACE) {
        return None;
    }
    let batch = Batch::from_json(&invocation.body).ok()?;
    drop(mem::replace(&mut invocation.body, "null".into()));
    Some(batch)
}

/// The event as `lambda_runtime` decodes it: the batch that was put aside, or else the JSON.
pub(super) struct CutEvent<R>(pub(super) Batch<R>);

impl<'de, R> Deserialize<'de> for CutEvent<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match ASIDE.take() {
            Some(batch) => {
                IgnoredAny::deserialize(deserializer)?;
                Ok(CutEvent(batch.cast()))
            }
            None => Batch::deserialize(deserializer).map(CutEvent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_that_was_put_aside_is_taken_once() {
        ASIDE.set(Some(Batch::from_json(r#"{"Records":[1,2]}"#).unwrap()));
        let decode = |json| serde_json::from_str::<CutEvent<()>>(json).map(|CutEvent(batch)| batch.len());
        assert_eq!(decode("null").unwrap(), 2);
        assert!(decode("null").is_err());
        assert_eq!(decode(r#"{"Records":[1]}"#).unwrap(), 1);
    }
}
