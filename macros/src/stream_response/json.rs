//! Reads JSON in which a value may also be a Rust expression.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Result, Token,
    parse::{ParseStream, Parser},
    token::{Brace, Bracket},
};

use crate::{
    errors::{Errors, Section},
    recovery::skip_to_comma,
};

/// The tokens of one value: an object, a list or an expression. It may contain a comma, as `f::<A, B>()` does.
pub(super) fn value(input: ParseStream<'_>) -> Result<TokenStream> {
    if is_json(input) {
        return Ok(input.parse::<TokenTree>()?.into());
    }
    let all = input.fork();
    input.parse().map(|expression: Expr| expression.into_token_stream()).map_err(|error| {
        // If the value ends too early, the span in `error` is that of the whole literal.
        Section::AnswersByHand
            .error_over(&up_to_comma(&all), format_args!("this value cannot be read: {error}"))
    })
}

fn up_to_comma(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.peek(Token![,])
        && let Ok(token) = input.parse::<TokenTree>()
    {
        tokens.extend([token]);
    }
    tokens
}

/// Whether an object or a list comes next. `[1, 2].map(..)` is Rust.
fn is_json(input: ParseStream<'_>) -> bool {
    let after = input.fork();
    (input.peek(Brace) || input.peek(Bracket))
        && after.parse::<TokenTree>().is_ok()
        && !after.peek(Token![.])
        && !after.peek(Token![?])
}

/// Whether the value is `null`.
pub(super) fn is_null(value: &TokenStream) -> bool {
    syn::parse2::<Ident>(value.clone()).is_ok_and(|ident| ident == "null")
}

/// The parts between commas, with or without one after the last part. A part that cannot be read is an error and `None`, and
/// reading goes on after the next comma.
pub(super) fn comma_separated<T>(
    tokens: TokenStream,
    errors: &mut Errors,
    read_one: impl Fn(ParseStream<'_>) -> Result<T>,
) -> Vec<Option<T>> {
    let mut parts = Vec::new();
    let all = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if input.peek(Token![,]) {
                errors.push(
                    Section::AnswersByHand
                        .error_at(input.span(), "there is nothing before this `,`: remove it"),
                );
            } else {
                let part = errors.keep(read_one(input));
                if part.is_some() && !input.is_empty() && !input.peek(Token![,]) {
                    errors.push(Section::AnswersByHand.error_at(input.span(), "expected `,` before this"));
                }
                parts.push(part);
                skip_to_comma(input)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = all.parse2(tokens) {
        errors.push(error);
    }
    parts
}
