//! What loses no record for certain, but is worth a word: notes.

use super::{Case, known, queue, retries_end};
use crate::{file::node::Setting, source_kind::SourceKind};

/// The fewest pollers of a queue in provisioned mode.
/// <https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html>
const FEWEST_POLLERS_OF_QUEUES: i64 = 2;

impl Case<'_> {
    /// Notes about what the file says.
    pub(super) fn remarks(&self) -> Vec<String> {
        let is_wrong =
            matches!((self.kind, self.expectation.source), (Some(kind), Some(expected)) if kind != expected);
        if is_wrong || self.mapping.subscription.is_some() {
            return Vec::new();
        }
        let mut remarks: Vec<String> = self.is_disabled().into_iter().chain(self.starts_late()).collect();
        remarks.extend(self.oversights_of_filters());
        match self.kind {
            Some(SourceKind::Sqs) => remarks.extend(
                [
                    self.waits_too_long(),
                    self.scales_twice(),
                    self.has_too_few_pollers(),
                    self.dead_letters_are_of_another_kind(),
                ]
                .into_iter()
                .flatten(),
            ),
            Some(SourceKind::Kafka) => remarks.extend(self.may_discard_untried()),
            _ => {}
        }
        remarks
    }

    fn word(&self, property: &str) -> String {
        self.dialect().property(property)
    }

    /// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html>
    fn is_disabled(&self) -> Option<String> {
        (self.mapping.is_enabled == Setting::Known(false)).then(|| {
            format!(
                "`{}` is disabled (`{}` is false): Lambda delivers nothing until it is switched on",
                self.mapping.name(),
                self.word("Enabled")
            )
        })
    }

    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html>
    fn starts_late(&self) -> Option<String> {
        (self.mapping.starting_position == Setting::Known("LATEST".to_owned())).then(|| {
            format!(
                "`{}` starts at `LATEST`: Lambda may miss records that arrive while the mapping is created or changed; \
                 `TRIM_HORIZON` misses none",
                self.mapping.name()
            )
        })
    }

    /// A message waits in Lambda for the window, and is invisible meanwhile.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
    fn waits_too_long(&self) -> Option<String> {
        let queue = self.queue().ok()?;
        let window = *known("MaximumBatchingWindowInSeconds", &self.mapping.batching_window).ok()??;
        let visibility = *known("VisibilityTimeout", &queue.visibility_timeout)
            .ok()?
            .unwrap_or(&queue::DEFAULT_VISIBILITY);
        let timeout = self.function_timeout().unwrap_or(0);
        if window <= 0 || window.saturating_add(timeout) <= visibility {
            return None;
        }
        let recommended = queue::recommended_visibility(timeout).saturating_add(window);
        Some(format!(
            "`{}` gathers messages for up to {window} s (`{}`) and `{}` hides them for {visibility} s: they may be visible \
             again before the function is done with them, and are then handled twice; AWS recommends six times the \
             function's timeout and the window, {recommended} s",
            self.mapping.name(),
            self.word("MaximumBatchingWindowInSeconds"),
            queue.name,
        ))
    }

    fn scales_twice(&self) -> Option<String> {
        let both = matches!(self.mapping.pollers, Setting::Known(()))
            && matches!(self.mapping.maximum_concurrency, Setting::Known(_));
        both.then(|| {
            format!(
                "`{}` has `{}` and `{}`: AWS refuses a queue's mapping with both",
                self.mapping.name(),
                self.word("ProvisionedPollerConfig"),
                self.word("MaximumConcurrency")
            )
        })
    }

    fn has_too_few_pollers(&self) -> Option<String> {
        let Setting::Known(pollers) = self.mapping.minimum_pollers else { return None };
        (pollers < FEWEST_POLLERS_OF_QUEUES).then(|| {
            format!(
                "`{}` has `{}` {pollers}: AWS refuses fewer than {FEWEST_POLLERS_OF_QUEUES} for a queue",
                self.mapping.name(),
                self.word("MinimumPollers")
            )
        })
    }

    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html>
    fn dead_letters_are_of_another_kind(&self) -> Option<String> {
        let queue = self.queue().ok()?;
        let dead_letters = self.dead_letter_queue(queue)?;
        let is_fifo = |fifo: &Setting<bool>| known("FifoQueue", fifo).ok().map(|fifo| fifo == Some(&true));
        let (own, other) = (is_fifo(&queue.fifo)?, is_fifo(&dead_letters.fifo)?);
        let kind = |fifo: bool| if fifo { "a FIFO queue" } else { "a standard queue" };
        (own != other).then(|| {
            format!(
                "`{}` is {} and its dead-letter queue `{}` is {}: AWS refuses that, both must be of one kind",
                queue.name,
                kind(own),
                dead_letters.name,
                kind(other)
            )
        })
    }

    /// Kafka's retries end after ten attempts where a destination is set. What is discarded then beside the failed record is
    /// not documented; streams discard the rest of the batch.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html>
    fn may_discard_untried(&self) -> Option<String> {
        if matches!(self.mapping.bisects, Setting::Known(true) | Setting::Unknown(_)) {
            return None;
        }
        let ends = retries_end(self.mapping).ok()?;
        let is_capped = !ends && self.mapping.on_failure == Setting::Known(());
        if !ends && !is_capped {
            return None;
        }
        let why = if is_capped {
            format!(
                "has an on-failure destination (`{}`), so that Lambda gives up after 10 retries",
                self.word("DestinationConfig")
            )
        } else {
            "has retries that end".to_owned()
        };
        Some(format!(
            "`{}` {why}: records after the failed one may then be discarded with it untried, as at streams; `{}` splits \
             the batch before",
            self.mapping.name(),
            self.word("BisectBatchOnFunctionError")
        ))
    }
}
