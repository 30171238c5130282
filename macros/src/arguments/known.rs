//! The names of the arguments that exist, and what to say of any other.

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

/// Arguments that the type of the record makes needless.
const EVENT_SOURCE: [&str; 8] =
    ["source", "event_source", "event_source_arn", "source_type", "event_type", "stream", "queue", "topic"];

/// How an argument is written.
pub(super) fn form_of(name: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
}

/// The names of all arguments, for an error.
pub(super) fn names() -> String {
    KNOWN.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The error for a name that is not known.
pub(super) fn unknown(name: &Ident) -> Error {
    if EVENT_SOURCE.iter().any(|source| name == source) {
        return Section::Arguments.error_at(
            name.span(),
            format_args!(
                "leave `{name}` out: the type of the record, such as `kinesis::Record<'_, P>` or `sqs::Message<'_, P>`, \
                 says which event source this is a handler for"
            ),
        );
    }
    let hint = match did_you_mean(&name.to_string(), KNOWN.iter().map(|(known, _)| *known)) {
        Some(known) => format!(": did you mean `{known}`?"),
        None => String::from("."),
    };
    let message = format!("unknown argument `{name}`{hint} The arguments are {}", names());
    Section::Arguments.error_at(name.span(), message)
}
