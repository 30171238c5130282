//! The pipeline: arguments and signature are read, judged together, and turned into tokens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    arguments::Arguments,
    deployment,
    errors::Errors,
    generate::generate,
    signature::{self, RecordFn},
    validate::validate,
};

/// What the attribute expands to. On any error of ours that is the item as it was, and the errors: callers of the
/// function, and the user's editor, still find it.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let arguments = Arguments::read(arguments, &mut errors);
    // rustc has complained already of a `self` that is not the first parameter.
    if signature::has_misplaced_receiver(item) {
        return item.clone();
    }
    let Some(function) = errors.keep(RecordFn::read(item.clone())) else {
        let errors = errors.to_compile_error();
        return quote!(#item #errors);
    };
    let takes = validate(&function, &arguments, &mut errors);
    let deployed = deployment::check(&arguments, &mut errors);
    match (takes, errors.to_compile_error()) {
        (Some(takes), None) => generate(&arguments, &function, &takes, &deployed),
        (_, errors) => quote!(#function #errors),
    }
}
