use checkpointed::stream_response;

fn main() {
    let failures: Option<Vec<String>> = None;
    let _response = stream_response!({ "batchItemFailures": failures.iter().flatten().cloned() });
}
