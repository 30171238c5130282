//! Recognizes attribute macros of other crates that cannot be used with ours: by their names, or, if they ran before ours, by the
//! code that they made.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{Attribute, GenericParam};

use crate::parsed_function::ParsedFunction;

/// Whether this is `#[tokio::main]`, `#[test]` or the like: an attribute for a function that starts a runtime
/// or that a test harness calls.
pub(crate) fn starts_a_runtime(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|last| ["main", "test", "bench"].iter().any(|name| last.ident == name))
}

impl ParsedFunction {
    /// Whether the body contains a `block_on` that the user has not written. `#[tokio::main]` above our attribute makes a plain
    /// function with one of an `async` function.
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

    /// Whether `#[async_trait]` has rewritten this, so that it is a method of a trait.
    pub(crate) fn is_of_async_trait(&self) -> bool {
        self.signature.generics.params.iter().any(|parameter| {
            matches!(parameter, GenericParam::Lifetime(lifetime) if lifetime.lifetime.ident == "async_trait")
        })
    }
}

/// Whether the user has written this name. The span of a name that a macro made points at other text.
fn is_written(ident: &Ident) -> bool {
    ident.span().source_text().is_none_or(|text| ident == &text)
}
