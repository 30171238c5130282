//! The records of a batch handled one after the other.

use proc_macro2::TokenStream;
use quote::quote;

use super::{call::Call, one_record, variable::variable};
use crate::validated_function::OneRecord;

/// The loop over the records. It ends when no more of them may be started.
pub(super) fn body(call: &Call<'_>, options: &TokenStream, record: &OneRecord<'_>) -> TokenStream {
    let private = call.private;
    let [event, run, outcome] = ["event", "run", "outcome"].map(variable);
    let (raw, guarded) = (one_record::raw_record(record.ty), guarded(call, record));
    let destination = record.dead_letters.map(|destination| quote!(|| #destination)).unwrap_or_default();
    let send_to_dead_letters = one_record::send_to_dead_letters(
        call,
        record,
        &destination,
        &quote!(&#raw),
        &quote!(#run.stop_time()),
    );
    quote! {
        let mut #run = #private::BatchRun::open(#event, #options);
        while let ::core::option::Option::Some(#raw) = #run.next().await {
            let #outcome = { #guarded };
            #send_to_dead_letters
            #run.settle(&#raw, &#outcome);
        }
        #run.finish()
    }
}

/// The outcome of one record. All of the user's code runs under the guard, which catches panics.
fn guarded(call: &Call<'_>, record: &OneRecord<'_>) -> TokenStream {
    let [run, settled] = ["run", "outcome"].map(variable);
    let (raw, raw_reference) = (one_record::raw_record(record.ty), one_record::raw_reference(record.ty));
    let (result, place) = (one_record::result(call, record), one_record::pinned_place());
    let lend = &call.parameters.lend;
    let guarded = quote!(#run.guard(#place, move || async move { #result }).await);
    let guarded = match one_record::clones(call) {
        None => guarded,
        Some((clones, names)) => quote! {
            match #clones {
                ::core::result::Result::Ok(#names) => #guarded,
                ::core::result::Result::Err(#settled) => #settled,
            }
        },
    };
    quote! {
        #(#lend)*
        let #raw = #raw_reference;
        #guarded
    }
}
