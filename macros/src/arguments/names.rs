//! The names of the arguments, and the error for any other name.

use proc_macro2::Ident;
use syn::Error;

use crate::{did_you_mean::did_you_mean, errors::Section};

/// The known arguments, each with an example of it.
const KNOWN: [(&str, &str); 10] = [
    ("concurrency", "`concurrency = 16`"),
    ("run_ahead", "`run_ahead = 64`"),
    ("deadline_margin", "`deadline_margin = \"500ms\"`, `\"2s\"` or `\"none\"`"),
    ("dead_letters", "`dead_letters = queue`"),
    ("batch", "`batch`"),
    ("event_source_mapping", "`event_source_mapping = \"template.yaml\"`"),
    ("resource", "`resource = \"NameOfTheFunction\"`"),
    ("no_progress", "`no_progress = \"error\"` or `\"report\"`"),
    ("panic", "`panic = \"abort\"`"),
    ("crate", "`crate = ::path::to::checkpointed`"),
];

/// Names that people try for the event source, which the type of the record gives already.
const EVENT_SOURCE: [&str; 8] =
    ["source", "event_source", "event_source_arn", "source_type", "event_type", "stream", "queue", "topic"];

/// How the argument with this name is written.
pub(super) fn form_of(name: &Ident) -> Option<&'static str> {
    KNOWN.iter().find(|(known, _)| name == known).map(|(_, form)| *form)
}

/// The names of all arguments, for an error.
pub(super) fn all() -> String {
    let names = KNOWN.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>();
    match names.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The error for a name that is not known.
pub(super) fn unknown(name: &Ident) -> Error {
    let advice = if EVENT_SOURCE.iter().any(|source| name == source) {
        String::from(
            "leave it out, because the type of the record, such as `kinesis::Record<'_, P>` or `sqs::Message<'_, P>`, says \
             which event source the handler is for",
        )
    } else if let Some(known) = did_you_mean(&name.to_string(), KNOWN.iter().map(|(known, _)| *known)) {
        format!("did you mean `{known}`?")
    } else {
        format!("expected {}", all())
    };
    Section::Arguments.error_at(name.span(), format_args!("unknown argument `{name}`: {advice}"))
}
