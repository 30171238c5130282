//! The user's function in the generated code: a free function goes inside of the handler, a method beside it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{GenericParam, Signature};

use super::attribute_target::Target;
use crate::parsed_function::ParsedFunction;

/// The user's function, inside of the handler or beside it, and how it is called.
pub(super) struct UserFunction {
    pub(super) inside: Option<TokenStream>,
    pub(super) beside: Option<TokenStream>,
    pub(super) callee: Callee,
}

/// What is called: a path, or a method of the receiver.
pub(super) enum Callee {
    Function(TokenStream),
    Method(TokenStream),
}

impl UserFunction {
    pub(super) fn new(function: &ParsedFunction) -> Self {
        let ParsedFunction { attributes, signature, body, .. } = function;
        let mut signature = signature.clone();
        let type_arguments = type_arguments(&signature);
        let by_value = signature.asyncness.is_none().then(
            || quote!(#[allow(clippy::needless_pass_by_value, reason = "a record is always taken by value")]),
        );
        if !function.is_associated() {
            let ident = &signature.ident;
            let attributes =
                attributes.iter().filter(|attribute| Target::of(attribute) == Target::UserFunction);
            return UserFunction {
                callee: Callee::Function(quote!(#ident #type_arguments)),
                inside: Some(quote!(#(#attributes)* #by_value #signature #body)),
                beside: None,
            };
        }
        signature.ident = format_ident!("__checkpointed_{}", signature.ident);
        let ident = &signature.ident;
        let callee = match function.receiver() {
            // `Self::` would be a second error where a `self` has no `impl` around it.
            Some(_) => Callee::Method(quote!(#ident #type_arguments)),
            None => Callee::Function(quote!(Self::#ident #type_arguments)),
        };
        let attributes = attributes.iter().filter(|attribute| Target::of(attribute) != Target::Handler);
        let beside = Some(quote!(#(#attributes)* #by_value #signature #body));
        UserFunction { callee, inside: None, beside }
    }
}

/// `::<T, N>`: the call cannot infer an argument that no parameter's type names.
fn type_arguments(signature: &Signature) -> Option<TokenStream> {
    let arguments: Vec<&Ident> = signature
        .generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
            GenericParam::Lifetime(_) => None,
        })
        .collect();
    (!arguments.is_empty()).then(|| quote!(::<#(#arguments),*>))
}
