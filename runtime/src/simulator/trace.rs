//! What a handler tells of its work while it runs: which records of the batch it started, and which it has done.

use std::{
    cell::RefCell,
    collections::HashSet,
    fmt,
    future::{Future, poll_fn},
    mem,
    pin::pin,
    time::{Duration, SystemTime},
};

use super::clock;

thread_local! {
    /// The trace of the invocation that is being polled on this thread.
    static RUNNING: RefCell<Option<Trace>> = const { RefCell::new(None) };
}

/// Says that the work on a record begins, named by its position in the batch from 0. Of Kafka the positions go through the
/// event, partition after partition.
///
/// For handlers that are written by hand; those of
/// [`checkpointed_stream_handler`](crate::checkpointed_stream_handler) say it themselves. With it a
/// [`Report`](super::Report) knows what was really done, whatever the answer claims, and finds records that a handler
/// swallows. A handler that says it of one record says it, and [`done`], of all: also of those that it has nothing to do
/// for.
///
/// Outside of the simulator it does nothing; neither does it in a task or thread that the handler spawns. Where the same
/// record is named again in one invocation, it counts once.
///
/// ```
/// # use checkpointed::{LambdaEvent, simulator::{self, EventSourceMapping, Record, Stream}};
/// # use serde_json::Value;
/// async fn swallows(event: LambdaEvent<Value>) -> Result<(), String> {
///     for (position, record) in event.payload["Records"].as_array().into_iter().flatten().enumerate() {
///         simulator::started(position);
///         if book(record).is_ok() {
///             simulator::done(position);
///         }
///     }
///     Ok(())
/// }
/// # fn book(record: &Value) -> Result<(), ()> { if record["kinesis"]["partitionKey"] == "b" { Err(()) } else { Ok(()) } }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let stream = Stream::new().shard(["a", "b", "c"].map(|key| Record::kinesis(key, "")));
/// let report = EventSourceMapping::kinesis().run(&stream, swallows).await;
/// assert_eq!(report.lost()[0].records, [1]);
/// # }
/// ```
pub fn started(position: usize) {
    running(|trace| trace.start(position));
}

/// Says that a record is done, or that there is nothing to do for it; see [`started`], which it implies.
pub fn done(position: usize) {
    running(|trace| trace.finish(position));
}

/// Says why a record failed, so that an assertion that fails can tell. For handlers that are written by hand; see
/// [`started`], which it does not imply.
pub fn failed(position: usize, error: impl fmt::Display) {
    running(|trace| trace.errors.push((position, error.to_string())));
}

/// The handler is called now: until then nothing can have been tried.
pub(super) fn reaches_the_handler() {
    running(|trace| trace.reached = true);
}

fn running(f: impl FnOnce(&mut Trace)) {
    RUNNING.with_borrow_mut(|trace| trace.as_mut().map(f));
}

/// What one invocation told.
#[derive(Debug, Default)]
pub(super) struct Trace {
    /// Whether the handler was called at all.
    pub(super) reached: bool,
    steps: Vec<Step>,
    /// By position in the batch.
    errors: Vec<(usize, String)>,
    started: HashSet<usize>,
    done: HashSet<usize>,
}

/// A record started or done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// In the batch; then, where it goes into a report, in the shard.
    pub(super) position: usize,
    pub(super) stage: Stage,
    /// As the handler's clock had it, since the epoch; then, in a report, since the simulation began.
    pub(super) at: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Started,
    Done,
}

impl Trace {
    /// Polls an invocation to its end and notes what it tells.
    pub(super) async fn follow<F: Future>(&mut self, invocation: F) -> F::Output {
        let mut invocation = pin!(invocation);
        poll_fn(|context| {
            let outer = RUNNING.replace(Some(mem::take(self)));
            let polled = invocation.as_mut().poll(context);
            *self = RUNNING.replace(outer).unwrap_or_default();
            polled
        })
        .await
    }

    /// In the order in which it was told: the steps, and why records failed.
    pub(super) fn into_parts(self) -> (Vec<Step>, Vec<(usize, String)>) {
        (self.steps, self.errors)
    }

    fn start(&mut self, position: usize) {
        if self.started.insert(position) {
            self.note(position, Stage::Started);
        }
    }

    fn finish(&mut self, position: usize) {
        self.start(position);
        if self.done.insert(position) {
            self.note(position, Stage::Done);
        }
    }

    fn note(&mut self, position: usize, stage: Stage) {
        let at = clock::now().and_then(|now| now.duration_since(SystemTime::UNIX_EPOCH).ok());
        self.steps.push(Step { position, stage, at: at.unwrap_or_default() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(trace: Trace) -> Vec<(usize, Stage)> {
        trace.into_parts().0.into_iter().map(|step| (step.position, step.stage)).collect()
    }

    #[tokio::test]
    async fn a_step_counts_once_and_done_implies_started() {
        let mut trace = Trace::default();
        trace
            .follow(async {
                started(1);
                tokio::task::yield_now().await;
                started(1);
                done(0);
                done(0);
            })
            .await;
        assert_eq!(told(trace), [(1, Stage::Started), (0, Stage::Started), (0, Stage::Done)]);
    }

    #[tokio::test]
    async fn an_error_is_no_step() {
        let mut trace = Trace::default();
        trace.follow(async { failed(3, "why") }).await;
        assert_eq!(trace.into_parts(), (vec![], vec![(3, String::from("why"))]));
    }

    #[tokio::test]
    async fn invocations_do_not_hear_each_other() {
        started(7);
        let (mut outer, mut inner) = (Trace::default(), Trace::default());
        outer
            .follow(async {
                inner.follow(async { started(1) }).await;
                started(2);
            })
            .await;
        done(7);
        assert_eq!((told(outer), told(inner)), (vec![(2, Stage::Started)], vec![(1, Stage::Started)]));
    }

    /// What a handler did before it was cut off is known all the same.
    #[tokio::test]
    async fn a_dropped_handler_leaves_its_trace() {
        let mut trace = Trace::default();
        let cut_off = async {
            let mut handler = pin!(async {
                started(0);
                std::future::pending::<()>().await;
            });
            poll_fn(|context| {
                let _ = handler.as_mut().poll(context);
                std::task::Poll::Ready(())
            })
            .await;
        };
        trace.follow(cut_off).await;
        assert_eq!(told(trace), [(0, Stage::Started)]);
    }
}
