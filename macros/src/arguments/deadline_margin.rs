//! `deadline_margin = "500ms"`: how long before Lambda's deadline to stop.

use syn::{Result, parse::ParseStream};

use super::argument::Argument;
use crate::errors::Section;

pub(crate) enum DeadlineMargin {
    Off,
    Milliseconds(u64),
}

impl DeadlineMargin {
    pub(super) fn read(argument: &Argument, input: ParseStream<'_>) -> Result<Self> {
        let text = argument.text(input)?;
        let value = text.value();
        let milliseconds = match (value.as_str(), value.strip_suffix("ms"), value.strip_suffix('s')) {
            ("none", ..) => return Ok(DeadlineMargin::Off),
            (_, Some(milliseconds), _) => milliseconds.parse().ok(),
            (_, _, Some(seconds)) => {
                seconds.parse::<u64>().ok().and_then(|seconds| seconds.checked_mul(1_000))
            }
            _ => None,
        };
        match milliseconds {
            Some(0) => Err(Section::Arguments.error_at(
                text.span(),
                "a margin of 0 leaves no time to send the answer: write a longer one, such as `\"500ms\"`, or `\"none\"` to \
                 ignore the deadline",
            )),
            Some(milliseconds) => Ok(DeadlineMargin::Milliseconds(milliseconds)),
            None => Err(argument.wrong_value(text.span())),
        }
    }
}
