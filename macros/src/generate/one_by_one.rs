//! The records of a batch handled one after the other.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::{call::Call, one_record, variable::variable};
use crate::parsed_function::ParsedFunction;

/// The loop over the records. It ends where none may be started any more.
pub(super) fn body(call: &Call<'_>, function: &ParsedFunction, record: &Type) -> TokenStream {
    let Call { private, options, dead_letters, .. } = call;
    let [event, run, outcome] = ["event", "run", "outcome"].map(variable);
    let raw = one_record::raw(record);
    let guarded = guarded(call, function, record);
    let place = dead_letters.map(|place| quote!(|| #place)).unwrap_or_default();
    let buried = one_record::buried(call, &place, &quote!(&#raw), &quote!(#run.stop_time()));
    quote! {
        let mut #run = #private::BatchRun::open(#event, #options);
        while let ::core::option::Option::Some(#raw) = #run.next().await {
            let #outcome = { #guarded };
            #buried
            #run.settle(&#raw, &#outcome);
        }
        #run.finish()
    }
}

/// What becomes of one record, all under the guard.
fn guarded(call: &Call<'_>, function: &ParsedFunction, record: &Type) -> TokenStream {
    let passed = &call.passed;
    let [run, settled] = ["run", "outcome"].map(variable);
    let (raw, lent, lend) = (one_record::raw(record), one_record::lent(record), &passed.lend);
    let result = one_record::result(call, function, record);
    let place = one_record::place();
    let guarded = quote!(#run.guard(#place, move || async move { #result }).await);
    let guarded = match one_record::prepared(call) {
        None => guarded,
        Some((prepare, prepared)) => quote! {
            match #prepare {
                ::core::result::Result::Ok(#prepared) => #guarded,
                ::core::result::Result::Err(#settled) => #settled,
            }
        },
    };
    quote! {
        #(#lend)*
        let #raw = #lent;
        #guarded
    }
}
