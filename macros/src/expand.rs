//! The pipeline: arguments and function are parsed, validated together, and turned into tokens.

#[cfg(test)]
mod snapshots;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    arguments::Arguments,
    errors::Errors,
    generate::{generate, placeholder::placeholder},
    parsed_function::{ParsedFunction, has_misplaced_receiver},
    validated_function::ValidatedFunction,
};

/// Expands the attribute. After a mistake the result is the errors, the handler's signature for its callers, and the user's
/// function for the editor.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let arguments = Arguments::read(arguments, &mut errors);
    // rustc has reported a `self` that isn't the first parameter already.
    if has_misplaced_receiver(item) {
        return item.clone();
    }
    let Some(function) = errors.keep(ParsedFunction::read(item.clone())) else {
        let errors = errors.to_compile_error();
        return quote!(#item #errors);
    };
    match ValidatedFunction::validate(&function, &arguments, &mut errors) {
        Ok(function) => generate(&function),
        Err(invalid) => {
            let handler = placeholder(&invalid);
            let errors = errors.to_compile_error();
            quote!(#handler #errors)
        }
    }
}
