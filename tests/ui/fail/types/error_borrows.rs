use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[derive(Debug)]
struct Borrowed<'n>(&'n str);

impl std::fmt::Display for Borrowed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Borrowed<'_> {}

#[checkpointed_stream_handler]
async fn handle<'n>(record: kinesis::Record<'_, Json<u8>>, name: &'n str) -> Result<(), Borrowed<'n>> {
    let _ = record;
    Err(Borrowed(name))
}

fn main() {}
