//! Tumbling windows.

use std::time::Duration;

/// A tumbling window, in times since the epoch. It includes its start and excludes its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulator) struct Window {
    pub(in crate::simulator) start: Duration,
    pub(in crate::simulator) end: Duration,
}

/// How a window ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulator) enum WindowEnd {
    /// The window gets no more records.
    Final,
    /// The state is too large. The same window goes on with an empty state.
    Early,
}

/// The most bytes that the state of a window may have
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html)).
pub(in crate::simulator) const STATE_LIMIT: usize = 1_024 * 1_024;

impl Window {
    /// The window of a record that arrived at this time
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html)).
    pub(in crate::simulator) fn around(arrival: Duration, length: Duration) -> Self {
        let number = arrival.as_secs() / length.as_secs().max(1);
        let start = Duration::from_secs(number * length.as_secs());
        Window { start, end: start + length }
    }
}
