//! The records of a batch handled one after the other.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::{Call, Passed, evidence::evidence, own};
use crate::{signature::RecordFn, spans::ends};

/// The loop over the records, which ends at the first that fails.
pub(super) fn body(call: &Call<'_>, function: &RecordFn, record: &Type) -> TokenStream {
    let Call { private, options, .. } = call;
    let [event, run, settled] = ["event", "run", "outcome"].map(own);
    let raw = raw(record);
    let outcome = outcome(call, function, record);
    quote! {
        let mut #run = #private::Run::open(#event, #options);
        while let ::core::option::Option::Some(#raw) = #run.next() {
            let #settled = { #outcome };
            #run.settle(&#raw, &#settled);
        }
        #run.finish()
    }
}

/// What becomes of one record: decode it, call the user's function, judge what it returns, all under the guard.
fn outcome(call: &Call<'_>, function: &RecordFn, record: &Type) -> TokenStream {
    let Call { private, passed, .. } = call;
    let (raw, [decoded, outcome]) = (raw(record), ["decoded", "outcome"].map(own));
    let lend_raw = quote_spanned!(ends(record).0=> &);
    let decode = evidence(private, "record", record);
    let judge = evidence(private, "outcome", &function.output());
    let Passed { lend, clones, .. } = passed;
    let called = call.with(&quote!(#decoded));
    // An error that borrows for too short is reported at the return type.
    let judged = quote_spanned!(ends(&function.output()).1=> #judge.judge(#called));

    let guarded = quote! {
        #private::guard(async move {
            match #decode.decode(#raw) {
                ::core::result::Result::Ok(#decoded) => {
                    #judged
                }
                ::core::result::Result::Err(#outcome) => #outcome,
            }
        })
        .await
    };
    let guarded = if clones.is_empty() {
        guarded
    } else {
        // `Clone` is the user's code and can panic too.
        let (names, values): (Vec<_>, Vec<_>) = clones.iter().cloned().unzip();
        quote! {
            match #private::prepare(|| (#(#values,)*)) {
                ::core::result::Result::Ok((#(#names,)*)) => #guarded,
                ::core::result::Result::Err(#outcome) => #outcome,
            }
        }
    };
    quote! {
        #(#lend)*
        let #raw = #lend_raw #raw;
        #guarded
    }
}

/// The raw record. It carries the span of the record's type, as does its borrow: one that lives too long is then
/// reported there, and not at the attribute.
fn raw(record: &Type) -> Ident {
    Ident::new("__checkpointed_record", ends(record).1)
}
