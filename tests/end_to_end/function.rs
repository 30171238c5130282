//! A Lambda function: a process of its own, in Lambda's environment.

use std::{
    io::Read,
    process::{Child, Command, Stdio},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{exchange::Answer, runtime_api::RuntimeApi};

/// How long a test waits for an answer before it fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running function. Dropping it ends it.
pub(crate) struct Function {
    api: RuntimeApi,
    process: Child,
    stdout: Output,
    stderr: Output,
}

impl Function {
    /// Starts a function's binary.
    pub(crate) fn start(binary: &str) -> Self {
        Self::start_with(binary, &[])
    }

    /// Starts a function's binary with further environment variables.
    pub(crate) fn start_with(binary: &str, environment: &[(&str, &str)]) -> Self {
        let api = RuntimeApi::start();
        let mut process = Command::new(binary)
            // Lambda has none of the variables that a developer sets (`RUST_LOG`, `AWS_..`).
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", api.address())
            .env("AWS_LAMBDA_FUNCTION_NAME", "end-to-end")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/end-to-end")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "2025/11/14/[$LATEST]0123456789abcdef0123456789abcdef")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the function's binary starts");
        let stdout = Output::collect(process.stdout.take().expect("stdout is piped"));
        let stderr = Output::collect(process.stderr.take().expect("stderr is piped"));
        Function { api, process, stdout, stderr }
    }

    /// Delivers an event and waits for the answer.
    pub(crate) fn invoke(&mut self, event: impl Into<Vec<u8>>) -> Answer {
        let request_id = self.deliver(event);
        self.answer(&request_id)
    }

    /// Delivers an event, and gives its request id.
    pub(crate) fn deliver(&self, event: impl Into<Vec<u8>>) -> String {
        self.api.exchange().deliver(event.into())
    }

    /// Waits for the answer to an event that was delivered.
    pub(crate) fn answer(&mut self, request_id: &str) -> Answer {
        let waiting_since = Instant::now();
        loop {
            let answer = self.api.exchange().answer(request_id, Duration::from_millis(50));
            let refused = self.api.exchange().refused();
            if !refused.is_empty() {
                self.fail(&format!("the function breaks the protocol: {}", refused.join("; ")));
            }
            if let Some(answer) = answer {
                return answer;
            }
            if let Ok(Some(status)) = self.process.try_wait() {
                self.fail(&format!("the function ended ({status}) without an answer to {request_id}"));
            }
            if waiting_since.elapsed() > PATIENCE {
                self.fail(&format!("no answer to {request_id} within {PATIENCE:?}"));
            }
        }
    }

    /// The most invocations that the function had at a time.
    pub(crate) fn most_in_flight(&self) -> usize {
        self.api.exchange().most_in_flight()
    }

    /// Ends the function, and gives everything that it wrote.
    pub(crate) fn stop(mut self) -> Log {
        self.end();
        Log { stdout: self.stdout.complete(), stderr: self.stderr.complete() }
    }

    fn end(&mut self) {
        // Both fail only where the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    fn fail(&mut self, why: &str) -> ! {
        self.end();
        let (stdout, stderr) = (self.stdout.complete(), self.stderr.complete());
        panic!("{why}\n--- the function's stdout ---\n{stdout}\n--- the function's stderr ---\n{stderr}");
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        self.end();
    }
}

/// Everything that a function wrote. Lambda logs both streams.
pub(crate) struct Log {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Log {
    /// The lines of standard output that contain `text`.
    pub(crate) fn lines_with(&self, text: &str) -> Vec<&str> {
        self.stdout.lines().filter(|line| line.contains(text)).collect()
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        self.stdout.contains(text) || self.stderr.contains(text)
    }
}

/// One of the function's output streams. It is read all the time, because a full pipe would stop the function.
struct Output(Option<JoinHandle<Vec<u8>>>);

impl Output {
    fn collect(mut stream: impl Read + Send + 'static) -> Self {
        Output(Some(thread::spawn(move || {
            let mut bytes = Vec::new();
            // An error keeps the bytes that were read before.
            let _ = stream.read_to_end(&mut bytes);
            bytes
        })))
    }

    /// Everything that was written. Waits for the end of the stream, which comes with that of the process.
    fn complete(&mut self) -> String {
        let bytes = self.0.take().map(JoinHandle::join).and_then(Result::ok).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
