use checkpointed::stream_response;

fn main() {
    let first_failure: Option<String> = None;
    let _response = stream_response!({ "batchItemFailures": first_failure.iter() });
}
