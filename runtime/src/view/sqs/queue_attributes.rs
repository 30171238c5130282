//! The attributes that the queue itself gives a message.

use std::borrow::Cow;

use serde::Deserialize;

use super::quoted_number::QuotedNumber;
use crate::{
    decode::DecodeError,
    scan::Fields,
    source::sqs::{
        DEAD_LETTER_SOURCE, DEDUPLICATION_ID, FIRST_RECEIVE_TIME, GROUP, RECEIVE_COUNT, SENDER, SENT_TIME,
        SEQUENCE_NUMBER, TRACE_HEADER,
    },
    view::{
        objects_only,
        optional_metadata::{InMilliseconds, Optional},
        unread::Unread,
    },
};

/// The attributes that the queue itself gives the message.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct QueueAttributes<'r> {
    pub(super) approximate_receive_count: Optional<QuotedNumber<u32>>,
    pub(super) sent_timestamp: Optional<QuotedNumber<InMilliseconds>>,
    pub(super) approximate_first_receive_timestamp: Optional<QuotedNumber<InMilliseconds>>,
    #[serde(borrow)]
    pub(super) sender_id: Optional<Cow<'r, str>>,
    #[serde(borrow)]
    pub(super) message_group_id: Optional<Cow<'r, str>>,
    #[serde(borrow)]
    pub(super) message_deduplication_id: Optional<Cow<'r, str>>,
    #[serde(borrow)]
    pub(super) sequence_number: Optional<Cow<'r, str>>,
    #[serde(borrow, rename = "AWSTraceHeader")]
    pub(super) aws_trace_header: Optional<Cow<'r, str>>,
    #[serde(borrow)]
    pub(super) dead_letter_queue_source_arn: Optional<Cow<'r, str>>,
}

impl<'r> QueueAttributes<'r> {
    /// They are empty if they aren't an object. One that is there twice is an error, as anywhere.
    pub(super) fn read(json: Option<Unread<'r>>) -> Result<Self, DecodeError> {
        match json {
            Some(Unread(json)) if json.starts_with('{') => {
                objects_only::decode(json).map_err(|error| error.within("attributes"))
            }
            _ => Ok(QueueAttributes::default()),
        }
    }

    pub(super) fn of_fields(fields: Fields<'r>) -> Self {
        QueueAttributes {
            approximate_receive_count: Optional::read(fields.json(RECEIVE_COUNT)),
            sent_timestamp: Optional::read(fields.json(SENT_TIME)),
            approximate_first_receive_timestamp: Optional::read(fields.json(FIRST_RECEIVE_TIME)),
            sender_id: Optional::read(fields.json(SENDER)),
            message_group_id: Optional::read(fields.json(GROUP)),
            message_deduplication_id: Optional::read(fields.json(DEDUPLICATION_ID)),
            sequence_number: Optional::read(fields.json(SEQUENCE_NUMBER)),
            aws_trace_header: Optional::read(fields.json(TRACE_HEADER)),
            dead_letter_queue_source_arn: Optional::read(fields.json(DEAD_LETTER_SOURCE)),
        }
    }
}
