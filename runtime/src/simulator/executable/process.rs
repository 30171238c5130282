//! A process of an executable.

use std::{
    collections::VecDeque,
    fs::File,
    io,
    process::Stdio,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tokio::{
    process::{Child, Command},
    sync::oneshot,
    time,
};

use super::{
    Executable, environment,
    runtime_api::{Event, Request, RuntimeApi},
};
use crate::simulator::invocation::Answer;

/// How long a process may take until it asks for its first event
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html)).
const INIT_LIMIT: Duration = Duration::from_secs(10);
/// How long after a process has ended its last request can arrive.
const LAST_REQUEST_DELAY: Duration = Duration::from_millis(100);

/// A process with a Runtime API of its own, which no request of an earlier process can reach. Dropping this kills the process.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    api: RuntimeApi,
    /// The open requests for an event. A runtime that takes several invocations at once makes several.
    event_requests: VecDeque<oneshot::Sender<Event>>,
    was_invoked: bool,
}

impl Process {
    pub(super) async fn start(executable: &Executable) -> io::Result<Self> {
        let api = RuntimeApi::start().await?;
        let mut command = Command::new(&executable.program);
        command
            .args(&executable.arguments)
            // The variables of the developer (`RUST_LOG`, `AWS_..`) do not exist on Lambda.
            .env_clear()
            .envs(environment::function_variables(api.address))
            .envs(executable.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if let Some(log) = &executable.log {
            let log = File::options().create(true).append(true).open(log)?;
            command.stdout(log.try_clone()?).stderr(log);
        }
        let child = command.spawn()?;
        Ok(Process { child, api, event_requests: VecDeque::new(), was_invoked: false })
    }

    /// Whether it has been given an event.
    pub(super) fn was_invoked(&self) -> bool {
        self.was_invoked
    }

    /// Waits until it asks for an event.
    ///
    /// # Errors
    /// If it never does. The error says why.
    pub(super) async fn ready(&mut self) -> Result<(), String> {
        if self.was_invoked
            && let Ok(Some(status)) = self.child.try_wait()
        {
            return Err(exit_error(&status.to_string()));
        }
        let asks = async {
            while self.event_requests.is_empty() {
                match self.request().await? {
                    Request::Next(reply) => self.event_requests.push_back(reply),
                    Request::InitError(error) => return Err(error),
                    // An answer that comes too late: dropping `accepted` refuses it.
                    Request::Answer { .. } => {}
                }
            }
            Ok(())
        };
        let late = || Err(format!("the process did not ask for an event within {} s", INIT_LIMIT.as_secs()));
        time::timeout(INIT_LIMIT, asks).await.unwrap_or_else(|_| late())
    }

    /// Gives it an event with a deadline `timeout` from now, and waits for its answer.
    ///
    /// # Errors
    /// If there is no answer. The error says why. The process must be started again.
    pub(super) async fn invoke(
        &mut self,
        request_id: String,
        event: &str,
        timeout: Duration,
    ) -> Result<Answer, String> {
        self.was_invoked = true;
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let deadline = (since_1970 + timeout).as_millis();
        if let Some(reply) = self.event_requests.pop_front() {
            // Fails only if the connection broke. Then the process has ended or never answers.
            let _ = reply.send(Event { request_id: request_id.clone(), deadline, body: event.to_owned() });
        }
        loop {
            match self.request().await? {
                Request::Next(reply) => self.event_requests.push_back(reply),
                Request::InitError(error) => return Err(error),
                Request::Answer { request_id: of, answer, accepted } if of == request_id => {
                    let _ = accepted.send(());
                    return Ok(answer);
                }
                Request::Answer { .. } => {}
            }
        }
    }

    /// Waits for its next request.
    ///
    /// # Errors
    /// If the process has ended.
    async fn request(&mut self) -> Result<Request, String> {
        let status = tokio::select! {
            biased;
            Some(request) = self.api.requests.recv() => return Ok(request),
            status = self.child.wait() => status,
        };
        if let Ok(Some(request)) = time::timeout(LAST_REQUEST_DELAY, self.api.requests.recv()).await {
            return Ok(request);
        }
        let how = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        Err(exit_error(&how))
    }

    /// Kills the process, and waits until it has ended.
    pub(super) async fn kill(mut self) {
        // Fails only if it has ended already.
        let _ = self.child.kill().await;
    }
}

fn exit_error(how: &str) -> String {
    format!("Runtime.ExitError: the process ended: {how}")
}
