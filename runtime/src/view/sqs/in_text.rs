//! Numbers that SQS writes as text.

use crate::{
    lookup::text,
    view::metadata::{InMilliseconds, Readable},
};

/// A number whose JSON is a text; anything else is none.
pub(super) struct InText<T>(pub(super) T);

impl Readable<'_> for InText<u32> {
    fn read(json: &str) -> Option<Self> {
        text(json)?.parse().ok().map(InText)
    }
}

impl Readable<'_> for InText<InMilliseconds> {
    fn read(json: &str) -> Option<Self> {
        InMilliseconds::read(&text(json)?).map(InText)
    }
}
