//! The pipeline: arguments and signature are read, judged together, and turned into tokens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    arguments::Arguments, errors::Errors, generate::generate, signature::RecordFn, validate::validate,
};

/// What the attribute expands to. On any error of ours that is the item as it was, and the errors: callers of the
/// function, and the user's editor, still find it.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let arguments = Arguments::read(arguments, &mut errors);
    let Some(function) = errors.keep(RecordFn::read(item.clone())) else {
        let errors = errors.to_compile_error();
        return quote!(#item #errors);
    };
    let record = validate(&function, &mut errors);
    match (record, errors.to_compile_error()) {
        (Some(record), None) => generate(&arguments, &function, &record),
        (_, errors) => quote!(#function #errors),
    }
}
