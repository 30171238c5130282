pub async fn handle(record: &kinesis::Record<'_, &str>) -> Result<(), Error> {
    Ok(())
}
::core::compile_error! {
    "unknown argument `retries`. The arguments are `no_progress`, `panic`, `crate`"
}
::core::compile_error! {
    "take the record itself, not a reference to it"
}
