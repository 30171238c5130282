//! `deadline_margin = "500ms"`: how long before Lambda's deadline to stop.

use syn::{Result, parse::ParseStream};

use super::value::text;
use crate::errors::Section;

pub(crate) enum DeadlineMargin {
    Off,
    Milliseconds(u64),
}

impl DeadlineMargin {
    pub(super) fn read(input: ParseStream<'_>, form: &str) -> Result<Self> {
        let text = text(input, form)?;
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
                "without a margin no answer goes out in time: `\"none\"` switches the guard off",
            )),
            Some(milliseconds) => Ok(DeadlineMargin::Milliseconds(milliseconds)),
            None => Err(Section::Arguments.error_at(text.span(), format_args!("expected {form}"))),
        }
    }
}
