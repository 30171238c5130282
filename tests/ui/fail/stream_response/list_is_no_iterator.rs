use checkpointed::stream_response;

fn main() {
    let number = 49_u64;
    let _ = stream_response!({ "batchItemFailures": number });
}
