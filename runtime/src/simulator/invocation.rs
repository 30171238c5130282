//! One invocation: the event as bytes, the handler called, its answer as bytes.

use std::fmt;

use lambda_runtime::{Context, LambdaEvent};
use serde::{Serialize, de::DeserializeOwned};

use super::stream::StreamRecord;
use crate::guard;

/// What a function sent back.
#[derive(Debug)]
pub(super) enum Answer {
    Response(Vec<u8>),
    FunctionError(String),
}

/// Calls the handler with an event of these records.
pub(super) async fn invoke<E, F, T, Err>(request: usize, records: &[StreamRecord], handler: &mut F) -> Answer
where
    E: DeserializeOwned,
    F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
    T: Serialize,
    Err: fmt::Display,
{
    let payload = match serde_json::from_slice(&event(records)) {
        Ok(payload) => payload,
        Err(error) => return Answer::FunctionError(format!("the event cannot be deserialized: {error}")),
    };
    let event = LambdaEvent::new(payload, context(request));
    // A panic is caught by `lambda_runtime` too, and is a function error.
    let returned = guard::catch(async { handler(event).await.map_err(|error| error.to_string()) }).await;
    match returned {
        Err(panic) => Answer::FunctionError(panic.message().to_owned()),
        Ok(Err(error)) => Answer::FunctionError(error),
        Ok(Ok(response)) => match serde_json::to_vec(&response) {
            Ok(response) => Answer::Response(response),
            Err(error) => Answer::FunctionError(format!("the response cannot be serialized: {error}")),
        },
    }
}

fn event(records: &[StreamRecord]) -> Vec<u8> {
    let records: Vec<&str> = records.iter().map(|record| record.json.as_str()).collect();
    format!(r#"{{"Records":[{}]}}"#, records.join(",")).into_bytes()
}

/// The context of an invocation. Its deadline is 0, which means none.
fn context(request: usize) -> Context {
    let mut context = Context::default();
    context.request_id = format!("00000000-0000-4000-8000-{request:012}");
    context.invoked_function_arn =
        String::from("arn:aws:lambda:eu-central-1:123456789012:function:simulated");
    context
}
