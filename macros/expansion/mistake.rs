pub async fn handle(
    _: ::checkpointed::__private::LambdaEvent<::checkpointed::__private::Batch<()>>,
) -> ::core::result::Result<
    ::checkpointed::__private::StreamsEventResponse,
    ::checkpointed::__private::Error,
> {
    async fn handle(record: &kinesis::Record<'_, &str>) -> Result<(), Error> {
        Ok(())
    }
    ::checkpointed::__private::no_response()
}
::core::compile_error! {
    "unknown argument `retries`: expected `concurrency`, `run_ahead`, `deadline_margin`, `dead_letters`, `batch`, `event_source_mapping`, `resource`, `no_progress`, `panic` or `crate`\n\nsee https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#arguments"
}
::core::compile_error! {
    "the record is taken by value: remove the `&` from its type\n\nsee https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
}
