//! Errors: how each is made, and the collector that reports all mistakes of one use of a macro at once.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Error;

use crate::spans::ends;

/// A section of the guide's chapter on what the compiler checks. Every error links to the one that explains it.
#[derive(Clone, Copy)]
pub(crate) enum Section {
    Function,
    Arguments,
    Record,
    Payload,
    Output,
    SideBySide,
    OtherParameters,
    WholeBatch,
    AnswersByHand,
}

impl Section {
    /// An error at one token.
    pub(crate) fn error_at(self, span: Span, message: impl Display) -> Error {
        Error::new(span, explained(self.anchor(), message))
    }

    /// An error that underlines all of some tokens.
    pub(crate) fn error_over(self, tokens: &impl ToTokens, message: impl Display) -> Error {
        let (start, end) = ends(tokens);
        // `new_spanned` takes the spans of the first and the last token. If that is an invisible group, its span is of no use.
        let place: TokenStream =
            [start, end].map(|span| TokenTree::from(Ident::new("_place", span))).into_iter().collect();
        Error::new_spanned(place, explained(self.anchor(), message))
    }

    fn anchor(self) -> &'static str {
        match self {
            Section::Function => "the-function",
            Section::Arguments => "arguments",
            Section::Record => "the-record",
            Section::Payload => "the-payload",
            Section::Output => "what-it-returns",
            Section::SideBySide => "side-by-side",
            Section::OtherParameters => "the-other-parameters",
            Section::WholeBatch => "a-whole-batch",
            Section::AnswersByHand => "answers-by-hand",
        }
    }
}

/// A message with a link to the section that explains it.
pub(crate) fn explained(anchor: &str, message: impl Display) -> String {
    format!(
        "{message}\n\nsee https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#{anchor}"
    )
}

/// Collects errors.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    /// Adds an error.
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// Adds the error of a result, or gives its value.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The errors as code that does not compile; `None` if there are none.
    pub(crate) fn to_compile_error(&self) -> Option<TokenStream> {
        self.0.as_ref().map(Error::to_compile_error)
    }
}
