//! The attribute macro of the crate `checkpointed`, which re-exports and documents it.

// If a macro panics, the user sees the panic and not the mistake.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod arguments;
mod deployment_file;
mod did_you_mean;
mod errors;
mod expand;
mod generate;
mod invisible_groups;
mod likely_record;
mod mentions;
mod other_macros;
mod parsed_function;
mod passed_by;
mod recovery;
mod runtime_path;
mod spans;
mod stream_response;
mod validate;
mod validated_function;

use proc_macro::TokenStream;

// The documentation stands on the re-export in `checkpointed`, so that its examples run as tests.
#[allow(missing_docs, reason = "see above")]
#[proc_macro_attribute]
pub fn checkpointed_stream_handler(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(arguments.into(), &item.into()).into()
}

#[allow(missing_docs, reason = "see above")]
#[proc_macro]
pub fn stream_response(answer: TokenStream) -> TokenStream {
    stream_response::expand(&answer.into()).into()
}
