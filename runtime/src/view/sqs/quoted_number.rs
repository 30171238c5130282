//! Numbers that SQS writes in quotes.

use crate::{
    lookup::text,
    view::optional_metadata::{FromJson, InMilliseconds},
};

/// A number whose JSON is a string. Anything else is `None`.
pub(super) struct QuotedNumber<T>(pub(super) T);

impl FromJson<'_> for QuotedNumber<u32> {
    fn from_json(json: &str) -> Option<Self> {
        text(json)?.parse().ok().map(QuotedNumber)
    }
}

impl FromJson<'_> for QuotedNumber<InMilliseconds> {
    fn from_json(json: &str) -> Option<Self> {
        InMilliseconds::from_json(&text(json)?).map(QuotedNumber)
    }
}
