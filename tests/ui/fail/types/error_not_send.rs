use std::{fmt, rc::Rc};

use checkpointed::{checkpointed_stream_handler, kinesis};

#[derive(Debug)]
struct NotFound(Rc<str>);

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotFound {}

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), NotFound> {
    let _ = record;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
