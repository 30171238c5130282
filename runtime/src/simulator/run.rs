//! Runs a simulation: delivers a stream through a mapping, batch after batch, until no record waits any more.

mod answers;
mod invocation_result;
mod lane_reader;
mod lane_run;
mod queue_run;
mod simulation;

use std::fmt;

use lambda_runtime::LambdaEvent;
use serde::{Serialize, de::DeserializeOwned};

use self::{lane_run::LaneRun, queue_run::QueueRun};
use super::{
    clock::pause::ClockPause,
    invocation::{Handler, Invoke},
    mapping::EventSourceMapping,
    report::Report,
    stream::Stream,
};

impl EventSourceMapping {
    /// Delivers the stream to a handler until every record is acknowledged or discarded, or
    /// [`maximum_deliveries_without_progress`](Self::maximum_deliveries_without_progress) is reached.
    ///
    /// A handler is any function that takes an event and returns a response: one made by
    /// [`checkpointed_stream_handler`](crate::checkpointed_stream_handler), or a function written by hand for the types of
    /// `aws_lambda_events` or for JSON. As on Lambda, a panic is a function error, and so is an event that cannot be
    /// deserialized.
    ///
    /// Shards take turns, one batch each. The handler is called for one batch at a time. If it waits, invocations that Lambda
    /// would run at once overlap in the time of the simulation.
    ///
    /// The run pauses tokio's clock, and resumes it afterwards unless the test itself had paused it. See
    /// [Time](super#time).
    ///
    /// ```
    /// # use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Record, Stream}};
    /// # struct Db;
    /// # #[checkpointed_stream_handler]
    /// # async fn handle(_record: kinesis::Record<'_, &str>, _db: &Db) {}
    /// # #[checkpointed_stream_handler]
    /// # async fn count(_record: kinesis::Record<'_, &str>, records: &mut u32) { *records += 1 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let (db, mut records) = (Db, 0);
    /// # let (mapping, stream) = (EventSourceMapping::kinesis(), Stream::new().shard([Record::kinesis("key", "hello")]));
    /// mapping.run(&stream, |event| handle(event, &db)).await;
    /// // A handler with mutable state takes an async closure, which can lend it:
    /// mapping.run(&stream, async |event| count(event, &mut records).await).await;
    /// # assert_eq!(records, 1);
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the settings are not [valid](Self::validate), if the stream holds records of another event source, or if tokio's clock
    /// cannot be paused, as in every runtime with several threads. These runtimes work: `#[tokio::test]`,
    /// `#[tokio::main(flavor = "current_thread")]`, and `tokio::runtime::Builder::new_current_thread().enable_time()`.
    pub async fn run<E, F, T, Err>(&self, stream: &Stream, handler: F) -> Report
    where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
        T: Serialize,
        Err: fmt::Display,
    {
        let _paused = ClockPause::hold();
        self.run_to_end(stream, Handler::<F, E, T>::new(handler)).await
    }

    /// Like [`run`](Self::run), for a handler that returns its response as bytes, which need not be JSON.
    ///
    /// # Panics
    /// As [`run`](Self::run) does.
    pub async fn run_raw<E, F, Err>(&self, stream: &Stream, handler: F) -> Report
    where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<Vec<u8>, Err>,
        Err: fmt::Display,
    {
        let _paused = ClockPause::hold();
        self.run_to_end(stream, Handler::<F, E, Vec<u8>>::raw(handler)).await
    }

    pub(super) async fn run_to_end(&self, stream: &Stream, handler: impl Invoke) -> Report {
        let valid = self.validate();
        assert!(valid.is_ok(), "{}", valid.err().map(|error| error.to_string()).unwrap_or_default());
        let stranger = stream.event_sources().find(|other| !self.event_source().delivers(*other));
        assert!(
            stranger.is_none(),
            "the event source of the mapping is {}, but the stream holds records of {}",
            self.event_source(),
            stranger.map(|event_source| event_source.to_string()).unwrap_or_default()
        );
        assert!(
            self.event_source().has_shards()
                || (0..stream.shards().len()).all(|shard| !stream.is_parent(shard)),
            "the event source of the mapping is {}, whose shards have no parents",
            self.event_source()
        );
        if self.event_source().is_queue() {
            QueueRun::new(self, stream, handler).run_to_end().await
        } else {
            LaneRun::new(self, stream, handler).run_to_end().await
        }
    }
}
