use checkpointed::stream_response;

fn main() {
    let failures: Result<Vec<String>, std::fmt::Error> = Err(std::fmt::Error);
    let _response = stream_response!({ "batchItemFailures": failures.iter().flatten() });
}
