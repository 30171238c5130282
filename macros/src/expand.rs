//! The pipeline: arguments and signature are read, judged together, and turned into tokens.

#[cfg(test)]
mod snapshots;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    arguments::Arguments,
    deployment,
    errors::Errors,
    generate::{generate, placeholder::placeholder},
    parsed_function::{ParsedFunction, has_misplaced_receiver},
    validate::validate,
};

/// What the attribute expands to. On any error of ours that is the errors, the handler's signature for its callers, and the
/// user's function for the editor.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let arguments = Arguments::read(arguments, &mut errors);
    // rustc has complained already of a `self` that is not the first parameter.
    if has_misplaced_receiver(item) {
        return item.clone();
    }
    let Some(function) = errors.keep(ParsedFunction::read(item.clone())) else {
        let errors = errors.to_compile_error();
        return quote!(#item #errors);
    };
    let takes = validate(&function, &arguments, &mut errors);
    let deployed = deployment::check(&arguments, &mut errors);
    match (takes, errors.to_compile_error()) {
        (Some(takes), None) => generate(&arguments, &function, &takes, &deployed),
        (_, errors) if function.is_main() || function.is_of_async_trait() => quote!(#function #errors),
        (takes, errors) => {
            let handler = placeholder(&arguments, &function, takes.as_ref());
            quote!(#handler #errors)
        }
    }
}
