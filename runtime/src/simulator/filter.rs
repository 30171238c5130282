//! The filter criteria of a mapping, which decide what records are delivered.
//!
//! The check of deployment files uses the same [`Pattern`], so that both refuse the same patterns.

use checkpointed_deployment::{
    SourceKind,
    pattern::{FilteredRecord, Pattern},
};

use super::event_source::EventSource;
use crate::base64;

/// The filters of a mapping. A record is delivered if it fits one of them, or if there are none.
#[derive(Debug)]
pub(super) struct Filters {
    source: SourceKind,
    patterns: Vec<Pattern>,
}

impl Filters {
    /// # Errors
    /// If AWS refuses a pattern: which one, and why.
    pub(super) fn read(event_source: EventSource, patterns: &[String]) -> Result<Self, String> {
        let source = event_source.kind();
        let read = |(number, text): (usize, &String)| {
            Pattern::read(text, Some(source)).map_err(|why| format!("filter {}: {why}", number + 1))
        };
        let patterns = patterns.iter().enumerate().map(read).collect::<Result<_, _>>()?;
        Ok(Filters { source, patterns })
    }

    /// Lets every record pass.
    pub(super) fn none(event_source: EventSource) -> Self {
        Filters { source: event_source.kind(), patterns: Vec::new() }
    }

    /// Whether a record is delivered. `record` is its JSON in an event.
    pub(super) fn let_pass(&self, record: &str) -> bool {
        if self.patterns.is_empty() {
            return true;
        }
        let record = FilteredRecord::new(self.source, record, |data| base64::decode(data).ok());
        self.patterns.iter().any(|pattern| pattern.fits(&record))
    }
}

impl EventSource {
    fn kind(self) -> SourceKind {
        match self {
            EventSource::Kinesis => SourceKind::Kinesis,
            EventSource::DynamoDb => SourceKind::DynamoDb,
            EventSource::Sqs | EventSource::SqsFifo => SourceKind::Sqs,
            EventSource::Kafka => SourceKind::Kafka,
        }
    }
}

#[cfg(test)]
mod tests;
