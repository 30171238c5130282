//! Functions that are executables: processes that get their events over the Lambda Runtime API.

mod environment;
mod process;
pub(super) mod running_executable;
mod runtime_api;
pub(super) mod start_error;

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// An executable that speaks the Lambda Runtime API
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html)), such as a compiled `bootstrap`.
///
/// [`start`](Self::start) starts it, and [`EventSourceMapping::run_executable`](super::EventSourceMapping::run_executable)
/// delivers a stream to it:
///
/// ```no_run
/// use checkpointed::simulator::{EventSourceMapping, Executable, Record, Stream};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut function = Executable::new("target/debug/bootstrap").env("TABLE", "orders").start().await?;
///
/// let stream = Stream::new().shard((1..=10).map(|number| Record::kinesis("key", format!("r{number}"))));
/// let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
/// let report = mapping.run_executable(&stream, &mut function).await;
///
/// report.assert_nothing_lost();
/// # Ok(())
/// # }
/// ```
///
/// In an integration test of the package that builds the binary, its path is `env!("CARGO_BIN_EXE_bootstrap")`
/// ([Cargo's documentation](https://doc.rust-lang.org/cargo/reference/environment-variables.html)).
///
/// # Environment
/// The process gets the variables that Lambda sets
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)) and those of
/// [`env`](Self::env). From the test's own environment it gets only `PATH`, so no credentials and no `RUST_LOG`. Its working
/// directory is the test's. This is not a sandbox: the process can reach whatever the test can.
#[derive(Debug, Clone)]
#[must_use]
pub struct Executable {
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    log: Option<PathBuf>,
}

impl Executable {
    /// The executable at this path.
    pub fn new(program: impl AsRef<Path>) -> Self {
        Executable {
            program: program.as_ref().to_owned(),
            arguments: Vec::new(),
            environment: Vec::new(),
            log: None,
        }
    }

    /// Adds an argument, such as a script for an interpreter. Lambda passes no arguments to a `bootstrap`.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// Sets an environment variable of the function, even one that Lambda sets.
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Appends the standard output and standard error of the process to this file. By default they go to those of the test, which
    /// `cargo test` shows even if the test passes.
    pub fn log_to(mut self, file: impl AsRef<Path>) -> Self {
        self.log = Some(file.as_ref().to_owned());
        self
    }
}
