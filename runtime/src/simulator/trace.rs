//! The steps that a handler announces while it runs: which records of the batch it starts, and which it finishes.

use std::{
    collections::HashSet,
    fmt,
    future::{Future, poll_fn},
    pin::pin,
    time::Duration,
};

use crate::probe::{self, Announcement, Event};

/// Announces that the handler starts a record, given by its position in the batch, counted from 0. In an event of Kafka the
/// positions run through all partitions.
///
/// A handler written by hand calls this. One of [`checkpointed_stream_handler`](crate::checkpointed_stream_handler) announces its
/// steps by itself. From the announcements a [`Report`](super::Report) knows what was really done, whatever the answer claims,
/// and finds swallowed errors. A handler that announces one record must announce every record, with this function and with
/// [`done`], even those that need no work.
///
/// Outside of the simulator, and in a task or thread that the handler spawns, this does nothing. A record that is announced
/// several times in one invocation counts once.
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
    probe::started(position);
}

/// Announces that a record is done, or that there is nothing to do for it. For handlers that are written by hand, like
/// [`started`], which this implies.
pub fn done(position: usize) {
    probe::done(position);
}

/// Announces the error of a record, given by its position in the batch. The message of a failed assertion shows it. This does
/// not imply [`started`].
pub fn failed(position: usize, error: impl fmt::Display) {
    probe::failed(position, error);
}

/// Announces that the handler is called. Before that no record can have been tried.
pub(super) fn handler_is_called() {
    probe::announce(|| Event::Called);
}

/// What one invocation announced.
#[derive(Debug, Default)]
pub(super) struct Trace {
    announced: Vec<Announcement>,
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
    /// Polls an invocation to its end and records what it announces.
    pub(super) async fn follow<F: Future>(&mut self, invocation: F) -> F::Output {
        let mut invocation = pin!(invocation);
        poll_fn(|context| probe::record(&mut self.announced, || invocation.as_mut().poll(context))).await
    }

    /// Whether the handler was called at all.
    pub(super) fn handler_called(&self) -> bool {
        self.announced.iter().any(|announcement| announcement.event == Event::Called)
    }

    /// The steps, and the errors by position in the batch, in the order in which they were announced. A step that is announced
    /// several times counts once.
    pub(super) fn into_parts(self) -> (Vec<Step>, Vec<(usize, String)>) {
        let (mut steps, mut errors) = (Vec::new(), Vec::new());
        let (mut started, mut done) = (HashSet::new(), HashSet::new());
        for Announcement { event, at } in self.announced {
            let (position, is_done) = match event {
                Event::Called => continue,
                Event::Failed(position, error) => {
                    errors.push((position, error));
                    continue;
                }
                Event::Started(position) => (position, false),
                Event::Done(position) => (position, true),
            };
            if started.insert(position) {
                steps.push(Step { position, stage: Stage::Started, at });
            }
            if is_done && done.insert(position) {
                steps.push(Step { position, stage: Stage::Done, at });
            }
        }
        (steps, errors)
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
