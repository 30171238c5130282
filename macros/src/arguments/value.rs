//! The values that several arguments may have: a string, an expression, one of a few words.

use syn::{Error, Expr, ExprLit, Ident, Lit, LitStr, Result, Token, parse::ParseStream};

use crate::errors::Section;

/// A string literal.
pub(super) fn text(input: ParseStream<'_>, form: &str) -> Result<LitStr> {
    input
        .parse()
        .map_err(|error: Error| Section::Arguments.error_at(error.span(), format_args!("expected {form}")))
}

/// One of a few string literals: its index.
pub(super) fn choice<const N: usize>(
    input: ParseStream<'_>,
    choices: [&str; N],
    form: &str,
) -> Result<usize> {
    let text = text(input, form)?;
    choices
        .iter()
        .position(|choice| text.value() == *choice)
        .ok_or_else(|| Section::Arguments.error_at(text.span(), format_args!("expected {form}")))
}

pub(super) fn expression(name: &Ident, input: ParseStream<'_>, form: &str) -> Result<Expr> {
    if input.is_empty() || input.peek(Token![,]) {
        // Nothing stands after the last argument that an error could point at.
        return Err(Section::Arguments.error_at(name.span(), format_args!("expected {form}")));
    }
    input
        .parse()
        .map_err(|error| Section::Arguments.error_at(error.span(), format_args!("expected {form}: {error}")))
}

/// An expression that is not the literal 0.
pub(super) fn positive_number(name: &Ident, input: ParseStream<'_>, form: &str) -> Result<Expr> {
    let number = expression(name, input, form)?;
    if let Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) = &number
        && literal.base10_parse::<usize>().is_ok_and(|number| number == 0)
    {
        return Err(Section::Arguments
            .error_at(literal.span(), "`concurrency = 0` would handle nothing: 1 is one record at a time"));
    }
    Ok(number)
}
