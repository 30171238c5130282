//! The function that callers see: it takes the event and returns the answer.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Generics, Receiver};

use super::attribute_target::Target;
use crate::parsed_function::ParsedFunction;

/// The handler with a body. Generated code and the placeholder after a mistake both have one.
pub(super) fn handler(
    private: &TokenStream,
    function: &ParsedFunction,
    generics: &Generics,
    parameters: &[TokenStream],
    body: &TokenStream,
) -> TokenStream {
    let ParsedFunction { attributes, visibility, signature, .. } = function;
    let attributes = attributes.iter().filter(|attribute| Target::of(attribute) != Target::UserFunction);
    let (ident, where_clause) = (&signature.ident, &generics.where_clause);
    let receiver = function.receiver().cloned().map(|receiver| {
        let receiver = Receiver { mutability: None, ..receiver }; // `mut self` is for the user's function only
        quote!(#receiver,)
    });
    // rustc reports mistakes about the whole function at these tokens, so they carry a span of the user's.
    let async_fn = quote_spanned!(signature.fn_token.span=> async fn);
    quote! {
        #(#attributes)*
        #visibility #async_fn #ident #generics (
            #receiver #(#parameters),*
        ) -> ::core::result::Result<#private::StreamsEventResponse, #private::Error> #where_clause {
            #body
        }
    }
}
