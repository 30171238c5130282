//! `stream_response!`: an answer to Lambda as a JSON literal, checked key by key.

mod answer;
mod emit;
mod identifier;
mod json;
mod object;

use proc_macro2::TokenStream;
use syn::{
    Path, Result, Token,
    parse::{ParseStream, Parser},
};

use crate::{
    errors::{Errors, Section},
    runtime_path::{absolute_path, default_path},
};

/// Expands the literal to an expression that is the response, or to the errors.
pub(crate) fn expand(input: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let (runtime, answer) = errors.keep(split_runtime_path.parse2(input.clone())).unzip();
    let failures = answer.and_then(|answer| answer::read(&answer, &mut errors));
    let runtime = runtime.unwrap_or_else(default_path);
    match (failures, errors.to_compile_error()) {
        (Some(failures), None) => emit::response(&runtime, &failures),
        (_, errors) => emit::no_response(&runtime, errors.as_ref()),
    }
}

/// The path of the runtime crate, which `crate = path;` before the answer may give, and the answer.
fn split_runtime_path(input: ParseStream<'_>) -> Result<(Path, TokenStream)> {
    if !(input.peek(Token![crate]) && input.peek2(Token![=])) {
        return Ok((default_path(), input.parse()?));
    }
    input.parse::<Token![crate]>()?;
    input.parse::<Token![=]>()?;
    let runtime = absolute_path(input, Section::AnswersByHand, "`crate = ::path::to::checkpointed;`")?;
    input.parse::<Token![;]>().map_err(|error| {
        Section::AnswersByHand.error_at(error.span(), "expected `;` after the path of the crate")
    })?;
    Ok((runtime, input.parse()?))
}
