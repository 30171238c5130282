//! Sends the mails of a queue.

use checkpointed::{Json, checkpointed_stream_handler, sqs};
use lambda_runtime::tracing::info;

#[derive(serde::Deserialize)]
struct Mail<'a> {
    to: &'a str,
}

#[checkpointed_stream_handler]
async fn send(mail: sqs::Message<'_, Json<Mail<'_>>>) -> Result<(), String> {
    match mail.body.to {
        "fail" => return Err(String::from("no such mailbox")),
        "panic" => panic!("the mail server is gone"),
        to => info!(to, "sent"),
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(send).await
}
