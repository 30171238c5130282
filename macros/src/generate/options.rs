//! The options that the generated code passes to the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{arguments::deadline_margin::DeadlineMargin, validated_function::ValidatedFunction};

pub(super) fn options(private: &TokenStream, function: &ValidatedFunction<'_>) -> TokenStream {
    let mut changed = Vec::new();
    if function.no_progress_is_error() {
        changed.push(quote!(no_progress: #private::NoProgress::Error));
    }
    match function.deadline_margin() {
        Some(DeadlineMargin::Off) => changed.push(quote!(deadline_margin: #private::DeadlineMargin::Off)),
        Some(DeadlineMargin::Milliseconds(margin)) => changed.push(quote! {
            deadline_margin: #private::DeadlineMargin::Custom(#private::Duration::from_millis(#margin))
        }),
        None => {}
    }
    if function.parsed().takes_mutable_reference() {
        changed.push(quote!(mutable_state: true));
    }
    if changed.is_empty() {
        quote!(#private::Options::DEFAULT)
    } else {
        quote!(#private::Options { #(#changed,)* ..#private::Options::DEFAULT })
    }
}
