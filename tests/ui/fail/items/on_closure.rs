use checkpointed::checkpointed_stream_handler;

fn main() {
    let _handler = #[checkpointed_stream_handler]
    |record: u8| record;
}
