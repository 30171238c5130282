//! All mistakes of one use of the attribute, told at once.

use std::fmt::Display;

use proc_macro2::TokenStream;

/// A message, and where the documentation explains it: a section of the chapter on what the compiler checks.
pub(crate) fn explained(section: &str, message: impl Display) -> String {
    format!(
        "{message}\n\nsee https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#{section}"
    )
}

/// Collects errors.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    /// Adds an error.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// Adds the error of a result, or gives its value.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// The errors as code that does not compile; `None` if there are none.
    pub(crate) fn to_compile_error(&self) -> Option<TokenStream> {
        self.0.as_ref().map(syn::Error::to_compile_error)
    }
}
