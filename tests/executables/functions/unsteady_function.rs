//! Fails on the fourth record of every batch. In its second invocation the process ends or hangs, as `SECOND_INVOCATION` says.

use std::{cell::Cell, env, process};

use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>, started: &mut u32) -> Result<(), String> {
    *started += 1;
    if *started == 4 { Err(format!("{} is the fourth record", record.data)) } else { Ok(()) }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    let second = env::var("SECOND_INVOCATION").unwrap_or_default();
    let invocations = Cell::new(0);
    checkpointed::run(async |event| {
        invocations.set(invocations.get() + 1);
        match (invocations.get(), second.as_str()) {
            (2, "exit") => process::exit(3),
            (2, "abort") => process::abort(),
            (2, "hang") => std::future::pending().await,
            _ => handle(event, &mut 0).await,
        }
    })
    .await
}
