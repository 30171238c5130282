//! Advice on what to change, in the words of the event source.

use crate::{simulator::event_source::EventSource, verdict::shape::WRAPPED};

impl EventSource {
    /// What to change so that every record is tried before it is given up.
    pub(super) fn advice_for_untried(self) -> &'static str {
        match self {
            EventSource::SqsFifo => {
                "a message that fails holds back those after it in its group, but all of them are received, so that no \
                 `max_receive_count` saves them: hand messages that can never succeed to `dead_letters`, or receive one \
                 message at a time with `batch_size(1)` here and `BatchSize: 1` in the deployment"
            }
            EventSource::Sqs => {
                "SQS counts each receive of a message, even if the handler did not try it: make batches so small that the \
                 function can try all of one before its timeout (`batch_size`, `timeout`), and raise `max_receive_count`"
            }
            _ => {
                "when its retries are used up, Lambda gives up the record that fails and all after it in its batch: switch on \
                 `bisect_batch_on_function_error(true)` here and `BisectBatchOnFunctionError` in the deployment, so that the \
                 record is alone by then, or hand records that can never succeed to `dead_letters`"
            }
        }
    }

    /// What to change so that no record is given up.
    pub(super) fn advice_for_given_up(self) -> &'static str {
        if self.is_queue() {
            "find out why these messages fail; let them be received more often (`max_receive_count`), hand messages that \
             can never succeed to `dead_letters`, or accept them in the dead-letter queue"
        } else {
            "find out why these records fail; give them more attempts (`maximum_retry_attempts`, \
             `maximum_record_age_in_seconds`), or hand records that can never succeed to `dead_letters`"
        }
    }

    /// What to change so that the handler keeps the order.
    pub(super) fn advice_for_order(self) -> &'static str {
        match self {
            EventSource::Kinesis => {
                "after a failure start nothing more of the same partition key, and report the record that failed: Lambda \
                 delivers all after it again; a handler of `#[checkpointed_stream_handler]` does"
            }
            EventSource::DynamoDb => {
                "after a failure start nothing more of the same item, and report the record that failed: Lambda delivers \
                 all after it again; a handler of `#[checkpointed_stream_handler]` does"
            }
            EventSource::Kafka => {
                "after a failure start nothing more of the same partition, and report it and all after it there; a handler \
                 of `#[checkpointed_stream_handler]` does"
            }
            EventSource::Sqs | EventSource::SqsFifo => {
                "after a failure start nothing more of the same message group, and report it and all after it there; a \
                 handler of `#[checkpointed_stream_handler]` does"
            }
        }
    }
}

/// What to change so that Lambda reads the answer as a report.
pub(super) fn advice_for_unclear(why: &str) -> &'static str {
    if why == WRAPPED {
        "answer the report itself, `{\"batchItemFailures\": [..]}`, without `statusCode` and `body` around it"
    } else {
        "answer `{\"batchItemFailures\": [..]}`, as `stream_response!` writes it"
    }
}
