//! Functions that are executables: separate processes, invoked over the Lambda Runtime API.

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
/// In an integration test of the package that has the binary, its path is `env!("CARGO_BIN_EXE_bootstrap")`
/// ([Cargo's documentation](https://doc.rust-lang.org/cargo/reference/environment-variables.html)).
///
/// # Environment
/// The process gets the variables of a Lambda function
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)), those of
/// [`env`](Self::env), and of the test's own environment `PATH` alone: no credentials and no `RUST_LOG`. Its working
/// directory is that of the test. This is not a sandbox: the process can reach whatever the test can.
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

    /// One more argument, such as the script of an interpreter. Lambda gives none to a `bootstrap`.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// An environment variable of the function. It replaces one that Lambda sets.
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Appends the standard output and standard error of the process to this file. By default the process writes to the
    /// outputs of the test, and `cargo test` shows that even for tests that pass.
    pub fn log_to(mut self, file: impl AsRef<Path>) -> Self {
        self.log = Some(file.as_ref().to_owned());
        self
    }
}
