//! One argument: its name, and its value as it is read.

use std::fmt::Display;

use proc_macro2::Span;
use syn::{Error, Expr, ExprLit, Ident, Lit, LitStr, Result, Token, parse::ParseStream};

use crate::errors::Section;

/// An argument whose value comes next.
pub(super) struct Argument {
    pub(super) name: Ident,
    /// How it is written, for errors.
    pub(super) form: &'static str,
}

impl Argument {
    /// A string literal.
    pub(super) fn text(&self, input: ParseStream<'_>) -> Result<LitStr> {
        input.parse().map_err(|error: Error| self.wrong_value(error.span()))
    }

    /// One of a few string literals: its index.
    pub(super) fn choice<const N: usize>(&self, input: ParseStream<'_>, choices: [&str; N]) -> Result<usize> {
        let text = self.text(input)?;
        let position = choices.iter().position(|choice| text.value() == *choice);
        position.ok_or_else(|| self.wrong_value(text.span()))
    }

    pub(super) fn expression(&self, input: ParseStream<'_>) -> Result<Expr> {
        let Argument { name, form } = self;
        if input.is_empty() || input.peek(Token![,]) {
            return Err(self.no_value()); // nothing stands here that an error could point at
        }
        input.parse().map_err(|error| {
            let message = format!("the value of `{name}` cannot be read: {error}; write {form}");
            Section::Arguments.error_at(error.span(), message)
        })
    }

    /// An expression that is not the literal 0.
    pub(super) fn positive_number(&self, input: ParseStream<'_>) -> Result<Expr> {
        let number = self.expression(input)?;
        if let Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) = &number
            && literal.base10_parse::<usize>().is_ok_and(|number| number == 0)
        {
            let name = &self.name;
            let message = format!(
                "`{name}` cannot be 0, which would handle no record: write 1 for one record at a time, or leave \
                 `{name}` out"
            );
            return Err(Section::Arguments.error_at(literal.span(), message));
        }
        Ok(number)
    }

    /// The error for an argument without a value.
    pub(super) fn no_value(&self) -> Error {
        let Argument { name, form } = self;
        self.error(format_args!("`{name}` needs a value: write {form}"))
    }

    /// The error for a value that this argument does not take.
    pub(super) fn wrong_value(&self, span: Span) -> Error {
        let Argument { name, form } = self;
        Section::Arguments.error_at(span, format_args!("`{name}` does not take this value: write {form}"))
    }

    /// An error at the name.
    pub(super) fn error(&self, message: impl Display) -> Error {
        Section::Arguments.error_at(self.name.span(), message)
    }
}
