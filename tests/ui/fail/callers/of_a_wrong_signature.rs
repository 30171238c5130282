use checkpointed::{Json, checkpointed_stream_handler, kinesis};

struct App;

impl App {
    #[checkpointed_stream_handler]
    async fn handle(&self, record: &kinesis::Record<'_, Json<u8>>) {
        let _ = record;
    }
}

async fn start() {
    let record = kinesis::Record::new("1", "key", Json(7));
    App.handle(&record).await;
}

fn main() {}
