pub async fn handle(record: &kinesis::Record<'_, &str>) -> Result<(), Error> {
    Ok(())
}
::core::compile_error! {
    "unknown argument `retries`. The arguments are `concurrency`, `run_ahead`, `deadline_margin`, `dead_letters`, `batch`, `event_source_mapping`, `resource`, `no_progress`, `panic`, `crate`\n\nsee https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#arguments"
}
::core::compile_error! {
    "take the record itself, not a reference to it\n\nsee https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
}
