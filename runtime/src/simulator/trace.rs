//! The steps that a handler announces while it runs: which records of the batch it starts, and which it finishes.

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

/// Announces that the work on a record begins. The record is named by its position in the batch, from 0. In an event of Kafka
/// positions count through all partitions.
///
/// For handlers that are written by hand; those of
/// [`checkpointed_stream_handler`](crate::checkpointed_stream_handler) announce their steps by themselves. A
/// [`Report`](super::Report) then knows what was really done, whatever the answer claims, and finds swallowed errors. A handler
/// that announces one record must announce every record, with this function and with [`done`], even if it has nothing to do
/// for it.
///
/// Outside of the simulator, and in a task or thread that the handler spawns, this does nothing. If a record is announced
/// several times in one invocation, it counts once.
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

/// Announces that a record is done, or that there is nothing to do for it. This implies [`started`].
pub fn done(position: usize) {
    running(|trace| trace.finish(position));
}

/// Announces why a record failed, for the message of a failed assertion. For handlers that are written by hand. This does not
/// imply [`started`].
pub fn failed(position: usize, error: impl fmt::Display) {
    running(|trace| trace.errors.push((position, error.to_string())));
}

/// Announces that the handler is called. Before that no record can have been tried.
pub(super) fn reaches_the_handler() {
    running(|trace| trace.reached = true);
}

fn running(f: impl FnOnce(&mut Trace)) {
    RUNNING.with_borrow_mut(|trace| trace.as_mut().map(f));
}

/// The steps of one invocation.
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
    /// The position of the record in the batch; in a report, in the shard.
    pub(super) position: usize,
    pub(super) stage: Stage,
    /// The time of the handler's clock, since the epoch; in a report, since the simulation began.
    pub(super) at: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Started,
    Done,
}

impl Trace {
    /// Polls an invocation to its end and notes its steps.
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

    /// The steps, and the errors by position, in the order in which they were announced.
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

    fn steps(trace: Trace) -> Vec<(usize, Stage)> {
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
        assert_eq!(steps(trace), [(1, Stage::Started), (0, Stage::Started), (0, Stage::Done)]);
    }

    #[tokio::test]
    async fn an_error_is_not_a_step() {
        let mut trace = Trace::default();
        trace.follow(async { failed(3, "why") }).await;
        assert_eq!(trace.into_parts(), (vec![], vec![(3, String::from("why"))]));
    }

    #[tokio::test]
    async fn invocations_have_separate_traces() {
        started(7);
        let (mut outer, mut inner) = (Trace::default(), Trace::default());
        outer
            .follow(async {
                inner.follow(async { started(1) }).await;
                started(2);
            })
            .await;
        done(7);
        assert_eq!((steps(outer), steps(inner)), (vec![(2, Stage::Started)], vec![(1, Stage::Started)]));
    }

    /// The steps of a handler before it was cut off are kept.
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
        assert_eq!(steps(trace), [(0, Stage::Started)]);
    }
}
