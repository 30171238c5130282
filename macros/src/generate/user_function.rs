//! Where the user's function goes, and which of its attributes go with it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, GenericParam, Signature};

use crate::parsed_function::ParsedFunction;

/// Where the user's function goes, and how it is called.
pub(super) struct Placed {
    pub(super) inside: Option<TokenStream>,
    pub(super) beside: Option<TokenStream>,
    pub(super) callee: Callee,
}

/// What is called: a path, or a method of the receiver.
pub(super) enum Callee {
    Function(TokenStream),
    Method(TokenStream),
}

pub(super) fn place(function: &ParsedFunction) -> Placed {
    let ParsedFunction { attributes, signature, body, .. } = function;
    let mut signature = signature.clone();
    let type_arguments = type_arguments(&signature);
    let by_value = signature.asyncness.is_none().then(
        || quote!(#[allow(clippy::needless_pass_by_value, reason = "a record is always taken by value")]),
    );
    if !function.is_associated() {
        let ident = &signature.ident;
        let attributes =
            attributes.iter().filter(|attribute| matches!(Concern::of(attribute), Concern::Function));
        return Placed {
            callee: Callee::Function(quote!(#ident #type_arguments)),
            inside: Some(quote!(#(#attributes)* #by_value #signature #body)),
            beside: None,
        };
    }
    signature.ident = format_ident!("__checkpointed_{}", signature.ident);
    let ident = &signature.ident;
    let callee = match function.receiver() {
        // Not `Self::`, which rustc would complain of as well where a `self` has no `impl` around it.
        Some(_) => Callee::Method(quote!(#ident #type_arguments)),
        None => Callee::Function(quote!(Self::#ident #type_arguments)),
    };
    let attributes =
        attributes.iter().filter(|attribute| !matches!(Concern::of(attribute), Concern::Handler));
    Placed { callee, inside: None, beside: Some(quote!(#(#attributes)* #by_value #signature #body)) }
}

/// What the attributes of a function are about.
pub(super) enum Concern {
    /// The function that others see.
    Handler,
    /// What is in the body too: lint levels and conditions. A function inside of the handler is under the handler's.
    Both,
    /// The function for one record: what another macro makes of it, and lints that are expected of it.
    Function,
}

impl Concern {
    pub(super) fn of(attribute: &Attribute) -> Self {
        const HANDLER: [&str; 9] = [
            "doc",
            "deprecated",
            "must_use",
            "inline",
            "cold",
            "track_caller",
            "cfg_attr",
            "automatically_derived",
            "rustfmt",
        ];
        const BOTH: [&str; 5] = ["allow", "warn", "deny", "forbid", "cfg"];
        let is_one_of = |names: &[&str]| names.iter().any(|name| attribute.path().is_ident(name));
        if is_one_of(&BOTH) {
            Concern::Both
        } else if is_one_of(&HANDLER) {
            Concern::Handler
        } else {
            Concern::Function
        }
    }
}

/// `::<T, N>`: what the call could not infer where a parameter's type does not name it.
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
