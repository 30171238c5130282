use checkpointed::stream_response;

fn main() {
    let first_failure: Result<String, std::fmt::Error> = Err(std::fmt::Error);
    let _response = stream_response!({ "batchItemFailures": first_failure.into_iter() });
}
