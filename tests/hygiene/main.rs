//! Generated code compiles in hostile surroundings: without a prelude, with every name that it could use taken, with lints
//! denied.

#![deny(
    warnings,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    unused_lifetimes,
    clippy::all,
    clippy::pedantic
)]
#![allow(
    clippy::unused_async,
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "true of the functions written here, which do nothing"
)]

#[no_implicit_prelude]
mod shadowed {
    //! Every item has a misleading name.
    #![expect(dead_code, unused_macros, reason = "only has to compile")]

    mod core {}
    mod std {}
    mod checkpointed {}
    struct Result;
    struct Option;
    struct Ok;
    struct Err;
    struct Some;
    struct None;
    struct Send;
    struct Sync;
    struct Clone;
    struct Future;
    struct Batch;
    struct Run;
    struct Error;
    struct LambdaEvent;
    struct Outcome;
    struct String;
    fn guard() {}
    fn record() {}
    fn outcome() {}
    fn per_record() {}
    fn prepare() {}
    macro_rules! compile_error {
        () => {};
    }
    macro_rules! panic {
        () => {};
    }
    const EVENT: u8 = 0;

    #[::checkpointed::checkpointed_stream_handler]
    async fn handle(event: ::checkpointed::kinesis::Record<'_, &str>, run: &str, raw: u8) {
        let (_, _, _) = (event, run, raw);
    }

    #[::checkpointed::checkpointed_stream_handler(no_progress = "error")]
    fn plain(
        outcome: ::checkpointed::kinesis::Record<'_, &str>,
        record: &mut u8,
    ) -> ::core::result::Result<(), ::std::io::Error> {
        let (_, _) = (outcome, record);
        ::core::result::Result::Ok(())
    }

    struct App;

    impl App {
        #[::checkpointed::checkpointed_stream_handler]
        async fn method(&self, this: ::checkpointed::kinesis::Record<'_, &[u8]>) {
            let _ = this;
        }
    }
}

/// Public functions of a public module, under lints against missing docs and needless visibility.
pub mod public {
    /// Handles a record.
    #[checkpointed::checkpointed_stream_handler]
    pub async fn handle(record: checkpointed::kinesis::Record<'_, &str>, name: &str) {
        let _ = (record.data, name);
    }

    /// An application.
    #[derive(Debug)]
    pub struct App;

    impl App {
        /// Handles a record.
        ///
        /// # Errors
        /// Never.
        #[checkpointed::checkpointed_stream_handler]
        pub async fn handle(
            &self,
            record: checkpointed::kinesis::Record<'_, &str>,
        ) -> Result<(), std::convert::Infallible> {
            let _ = record.data;
            Ok(())
        }
    }
}

mod attributes {
    //! The user's attributes stay where they belong.

    struct App;

    impl App {
        #[allow(unused_variables, reason = "tested here")]
        #[checkpointed::checkpointed_stream_handler]
        #[must_use = "tested here"]
        async fn lints(&self, record: checkpointed::kinesis::Record<'_, &str>, unused: u8) {
            let unused_too = 1;
        }

        #[cfg(any())]
        #[checkpointed::checkpointed_stream_handler]
        async fn absent(&self, record: checkpointed::kinesis::Record<'_, &str>) {
            does_not_exist();
        }
    }

    #[allow(unused_variables, reason = "tested here")]
    #[checkpointed::checkpointed_stream_handler]
    #[cfg(not(any()))]
    async fn lints(
        record: checkpointed::kinesis::Record<'_, &str>,
        #[allow(unused, reason = "tested here")] name: &str,
    ) {
        let unused_too = 1;
    }

    #[tokio::test]
    async fn attributes_stay_on_the_function() {
        let batch = || checkpointed::Batch::from_json(br#"{"Records":[]}"#).unwrap().into();
        assert!(App.lints(batch(), 1).await.unwrap().is_success());
        let batch = || checkpointed::Batch::from_json(br#"{"Records":[]}"#).unwrap().into();
        assert!(lints(batch(), "").await.unwrap().is_success());
    }
}

mod names_of_generated_code {
    //! Names inside the generated code do not clash with the user's names.

    use checkpointed::{DeadLetter, DeadLetters, Error, checkpointed_stream_handler, kinesis};

    struct Nowhere;

    impl DeadLetters for Nowhere {
        async fn accept(&self, _letter: DeadLetter<'_>) -> Result<(), Error> {
            Ok(())
        }
    }

    #[checkpointed_stream_handler(dead_letters = event)]
    async fn run(record: kinesis::Record<'_, &str>, event: &Nowhere, outcome: u8, (decoded, _): (u8, u8)) {
        let _ = (record, event, outcome, decoded);
    }

    #[checkpointed_stream_handler(concurrency = usize::from(*event), dead_letters = outcome)]
    async fn limited(record: kinesis::Record<'_, &str>, outcome: &Nowhere, event: &u8) {
        let _ = (record, outcome, event);
    }

    #[tokio::test]
    async fn parameters_may_have_names_of_the_generated_code() {
        let batch = || checkpointed::Batch::from_json(r#"{"Records":[]}"#).unwrap().into();
        assert!(run(batch(), &Nowhere, 1, (1, 1)).await.unwrap().is_success());
        let batch = || checkpointed::Batch::from_json(r#"{"Records":[]}"#).unwrap().into();
        assert!(limited(batch(), &Nowhere, &2).await.unwrap().is_success());
    }
}
