//! Snapshots of the expansion in the folder `expansion`, one for each shape.
//!
//! Bless with `UPDATE_EXPECT=1 cargo test -p checkpointed-macros`, and read what changed.

use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;

use super::expand;

fn check(arguments: &str, item: &str, expected: &ExpectFile) {
    let tokens = |text: &str| text.parse::<TokenStream>().unwrap();
    let expanded = expand(tokens(arguments), &tokens(item));
    let file = syn::parse2(expanded.clone()).unwrap_or_else(|error| panic!("{error}: {expanded}"));
    expected.assert_eq(&prettyplease::unparse(&file));
}

#[test]
fn function() {
    check(
        "",
        "/// Handles an order.
        #[inline]
        pub async fn handle(order: kinesis::Record<'_, Json<Order<'_>>>, db: &Db) -> Result<(), DbError> {
            db.insert(order.data.id, order.data.customer).await
        }",
        &expect_file!["../../expansion/function.rs"],
    );
}

#[test]
fn plain_function() {
    check(
        "no_progress = \"error\", panic = \"abort\", crate = crate::runtime",
        "fn handle(record: Record<'_>) {}",
        &expect_file!["../../expansion/plain_function.rs"],
    );
}

#[test]
fn side_by_side() {
    check(
        "concurrency = limits.records, run_ahead = 100, deadline_margin = \"2s\", dead_letters = &*_queue",
        "async fn handle(&self, record: Record<'_>, limits: &Limits, _queue: Arc<Queue>) -> Result<(), Failure> {
            self.handle_one(record).await
        }",
        &expect_file!["../../expansion/side_by_side.rs"],
    );
}

#[test]
fn every_kind_of_parameter() {
    check(
        "",
        "async fn handle<'a, D: Database, const N: usize>(
            record: kinesis::Record<'a, Json<Order<'a>>>,
            db: &'a D,
            seen: &mut Vec<u64>,
            mut copied: u8,
            (one, two): (u8, impl Clone),
        ) -> Result<(), impl Error>
        where
            D: 'static,
        {
            Ok(())
        }",
        &expect_file!["../../expansion/every_kind_of_parameter.rs"],
    );
}

#[test]
fn method() {
    // A method stands in an `impl` block, which the attribute does not see.
    let item = "#[allow(unused, reason = \"an example\")]
        #[must_use]
        pub(crate) async fn handle(&self, record: kinesis::Record<'_, &str>) {
            self.count(record.data);
        }";
    let expanded = expand(TokenStream::new(), &item.parse().unwrap());
    let file = syn::parse2(quote::quote!(impl App { #expanded })).unwrap();
    expect_file!["../../expansion/method.rs"].assert_eq(&prettyplease::unparse(&file));
}

/// The function survives a mistake, so that its callers and the user's editor still find it.
#[test]
fn mistake() {
    check(
        "retries = 3",
        "pub async fn handle(record: &kinesis::Record<'_, &str>) -> Result<(), Error> { Ok(()) }",
        &expect_file!["../../expansion/mistake.rs"],
    );
}

/// A function that is being typed survives too, because its body isn't parsed.
#[test]
fn half_a_body() {
    let item = "async fn handle(record: kinesis::Record<'_, &str>) { record. }";
    for arguments in ["", "retries = 3"] {
        let expanded = expand(arguments.parse().unwrap(), &item.parse().unwrap()).to_string();
        assert!(expanded.contains("{ record . }"), "{expanded}");
    }
}
