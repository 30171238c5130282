//! The notes about a mapping: assumptions, values that the file doesn't show, and settings that may do harm.

use super::{
    context::{Context, THE_QUEUE, retries_end},
    draft_finding::{UnknownProperty, known},
    filters, visibility_timeout,
};
use crate::{
    file::node::{Node, Setting},
    model::queue::Queue,
    source_kind::SourceKind,
};

/// The fewest pollers of a queue in provisioned mode.
/// <https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html>
const FEWEST_POLLERS_OF_QUEUES: i64 = 2;

/// The parameters whose defaults were assumed.
pub(super) fn assumptions(context: &Context<'_>) -> Vec<String> {
    let mut assumptions: Vec<&String> = context.mapping.assumptions.iter().collect();
    if context.kind == Some(SourceKind::Sqs) {
        let function = match &context.mapping.function {
            Setting::Known(name) => context.deployment.functions.named(name),
            _ => None,
        };
        assumptions.extend(function.iter().flat_map(|function| &function.assumptions));
        assumptions.extend(context.queue().ok().iter().flat_map(|queue| &queue.assumptions));
    }
    assumptions.iter().map(|assumption| format!("{assumption}; a deployment may set another value")).collect()
}

/// A note about a property that no rule could judge.
pub(super) fn not_checked(
    context: &Context<'_>,
    UnknownProperty { property, why }: &UnknownProperty,
) -> String {
    let property = match *property {
        THE_QUEUE => THE_QUEUE.to_owned(),
        property => format!("`{}`", context.dialect().property(property)),
    };
    format!("{property} of `{}` is not known here ({why}): not checked", context.mapping.name())
}

/// Notes about settings that may do harm.
pub(super) fn harmful_settings(context: &Context<'_>) -> Vec<String> {
    let is_wrong = matches!((context.kind, context.expectation.source), (Some(kind), Some(expected)) if kind != expected);
    if is_wrong || context.mapping.subscription.is_some() {
        return Vec::new();
    }
    let mut harmful_settings: Vec<String> =
        context.is_disabled().into_iter().chain(context.starts_late()).collect();
    harmful_settings.extend(filters::oversights(context));
    match context.kind {
        Some(SourceKind::Sqs) => harmful_settings.extend(
            [
                context.waits_too_long(),
                context.scales_twice(),
                context.has_too_few_pollers(),
                context.dead_letters_are_of_another_kind(),
            ]
            .into_iter()
            .flatten(),
        ),
        Some(SourceKind::Kafka) => harmful_settings.extend(context.may_discard_untried()),
        _ => {}
    }
    harmful_settings
}

impl Context<'_> {
    /// A property in the words of the file.
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

    /// A message waits in Lambda until its batch is full or the window ends, and is invisible meanwhile.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
    fn waits_too_long(&self) -> Option<String> {
        let queue = self.queue().ok()?;
        let window = *known("MaximumBatchingWindowInSeconds", &self.mapping.batching_window).ok()??;
        let visibility = *known("VisibilityTimeout", &queue.visibility_timeout)
            .ok()?
            .unwrap_or(&visibility_timeout::DEFAULT_VISIBILITY);
        let timeout = self.function_timeout().unwrap_or(0);
        if window <= 0 || window.saturating_add(timeout) <= visibility {
            return None;
        }
        let recommended = visibility_timeout::recommended_visibility(timeout).saturating_add(window);
        Some(format!(
            "`{}` gathers messages for up to {window} s (`{}`) and `{}` hides them for {visibility} s: they may be visible \
             again before the function has finished, and are then handled twice; AWS recommends six times the \
             function's timeout plus the window, {recommended} s",
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
                "`{}` is {} and its dead-letter queue `{}` is {}: AWS refuses that, since both must be of one kind",
                queue.name,
                kind(own),
                dead_letters.name,
                kind(other)
            )
        })
    }

    /// Kafka's retries end after ten attempts if there is a destination. AWS doesn't document whether Lambda then discards only
    /// the failed record; for streams it discards the rest of the batch.
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
            "`{}` {why}: records after the failed one may then be discarded untried, as they are for streams; `{}` splits \
             the batch first",
            self.mapping.name(),
            self.word("BisectBatchOnFunctionError")
        ))
    }

    /// The dead-letter queue, if the file declares it.
    fn dead_letter_queue(&self, queue: &Queue) -> Option<&Queue> {
        let Setting::Known(Node::Reference(name)) = &queue.dead_letters else { return None };
        self.deployment.queues.named(name)
    }
}
