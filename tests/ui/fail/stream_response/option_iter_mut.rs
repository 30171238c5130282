use checkpointed::stream_response;

fn main() {
    let mut first_failure: Option<String> = None;
    let _response = stream_response!({ "batchItemFailures": first_failure.iter_mut().map(|id| id.trim()) });
}
