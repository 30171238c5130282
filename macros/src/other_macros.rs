//! Attribute macros of other crates that do not go together with ours: as they are written, and by what they make of a
//! function before ours sees it.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{Attribute, GenericParam};

use crate::parsed_function::ParsedFunction;

/// Whether this is `#[tokio::main]`, `#[test]` or the like: an attribute for a function that starts a runtime, or is run by
/// a test harness.
pub(crate) fn starts_a_runtime(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|last| ["main", "test", "bench"].iter().any(|name| last.ident == name))
}

impl ParsedFunction {
    /// Whether there is a `block_on` that the user has not written: `#[tokio::main]` above our attribute has made a plain
    /// function of an `async` one.
    pub(crate) fn has_foreign_block_on(&self) -> bool {
        fn search(tokens: TokenStream) -> bool {
            tokens.into_iter().any(|token| match token {
                TokenTree::Group(group) => search(group.stream()),
                TokenTree::Ident(ident) => ident == "block_on" && !is_written(&ident),
                _ => false,
            })
        }
        self.signature.asyncness.is_none() && search(self.body.clone().into())
    }

    /// Whether `#[async_trait]` has made this: a method of a trait.
    pub(crate) fn is_of_async_trait(&self) -> bool {
        self.signature.generics.params.iter().any(|parameter| {
            matches!(parameter, GenericParam::Lifetime(lifetime) if lifetime.lifetime.ident == "async_trait")
        })
    }
}

/// Whether a name stands in the source at its own place. One that a macro made has the place of something else.
fn is_written(ident: &Ident) -> bool {
    ident.span().source_text().is_none_or(|text| ident == &text)
}
