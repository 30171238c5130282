use checkpointed::stream_response;

fn main() {
    let numbers = [Some("49")];
    let _ = stream_response!({ "batchItemFailures": numbers });
}
