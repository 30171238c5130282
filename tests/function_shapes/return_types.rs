//! The types that a function may return.

use std::{error::Error as StdError, io};

use checkpointed::{checkpointed_stream_handler, kinesis};

use crate::orders::{orders, reported};

macro_rules! handler {
    ($($name:ident: $output:ty = $value:expr;)*) => { $(
        #[checkpointed_stream_handler]
        async fn $name(_record: kinesis::Record<'_, &[u8]>) -> $output {
            $value
        }
    )* };
}

handler! {
    unit: () = ();
    ok: Result<(), io::Error> = Ok(());
    std_error: Result<(), io::Error> = Err(io::Error::other("no"));
    boxed: Result<(), Box<dyn StdError + Send + Sync>> = Err("no".into());
    anyhow_error: anyhow::Result<()> = Err(anyhow::anyhow!("no"));
    anyhow_type: Result<(), anyhow::Error> = Err(anyhow::anyhow!("no"));
    text: Result<(), String> = Err(String::from("no"));
    literal: Result<(), &'static str> = Err("no");
    infallible: Result<(), std::convert::Infallible> = Ok(());
}

#[tokio::test]
async fn ok_is_done_and_an_error_of_any_type_is_reported() {
    let batch = || orders(&["ann", "bob"]);
    assert!(reported(unit(orders(&["ann", "bob"])).await).is_empty());
    assert!(reported(ok(orders(&["ann", "bob"])).await).is_empty());
    assert!(reported(infallible(orders(&["ann", "bob"])).await).is_empty());
    assert_eq!(reported(std_error(batch()).await), ["1"]);
    assert_eq!(reported(boxed(orders(&["ann"])).await), ["1"]);
    assert_eq!(reported(anyhow_error(orders(&["ann"])).await), ["1"]);
    assert_eq!(reported(anyhow_type(orders(&["ann"])).await), ["1"]);
    assert_eq!(reported(text(orders(&["ann"])).await), ["1"]);
    assert_eq!(reported(literal(orders(&["ann"])).await), ["1"]);
}
