//! The syntax of JSON, whose values may be expressions of Rust.

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

/// The tokens of one value: an object or a list, or an expression. (Cutting at commas would not do: `f::<A, B>()`.)
pub(super) fn value(input: ParseStream<'_>) -> Result<TokenStream> {
    if is_json(input) {
        return Ok(input.parse::<TokenTree>()?.into());
    }
    let all = input.fork();
    input.parse().map(|expression: Expr| expression.into_token_stream()).map_err(|error| {
        // Not the place in `error`: where the value ends too early, that is the whole literal.
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

/// Whether an object or a list comes. `[1, 2].map(..)` is Rust.
fn is_json(input: ParseStream<'_>) -> bool {
    let behind = input.fork();
    (input.peek(Brace) || input.peek(Bracket))
        && behind.parse::<TokenTree>().is_ok()
        && !behind.peek(Token![.])
        && !behind.peek(Token![?])
}

/// Whether the value is `null`.
pub(super) fn is_null(value: &TokenStream) -> bool {
    syn::parse2::<Ident>(value.clone()).is_ok_and(|ident| ident == "null")
}

/// The parts between commas, one behind the last is fine. A part that cannot be read is an error and `None`, and the
/// reading goes on behind the next comma.
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
