//! The pipeline: arguments and signature are read, judged together, and turned into tokens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{arguments::Arguments, errors::Errors, generate, signature::RecordFn, validate};

/// What the attribute expands to. On any error of ours that is the item as it was, and the errors: callers of the
/// function, and the user's editor, still find it.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    stages(arguments, item.clone()).unwrap_or_else(|errors| {
        let errors = errors.to_compile_error();
        quote!(#item #errors)
    })
}

fn stages(arguments: TokenStream, item: TokenStream) -> Result<TokenStream, syn::Error> {
    let mut errors = Errors::default();
    let arguments = Arguments::read(arguments, &mut errors);
    let function = errors.keep(RecordFn::read(item));
    let function = function.and_then(|function| validate::validate(function, &mut errors));
    match function {
        Some(function) => errors.finish(generate::generate(&arguments, &function)),
        None => errors.finish(TokenStream::new()),
    }
}
