//! The records of a batch handled several at a time.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, Type};

use super::{call::Call, one_record, variable::variable};
use crate::parsed_function::ParsedFunction;

/// A closure that makes the future of one record, which owns it. It cannot lend anything to change.
pub(super) fn body(
    call: &Call<'_>,
    function: &ParsedFunction,
    record: &Type,
    records: &Expr,
    run_ahead: Option<&Expr>,
) -> TokenStream {
    let Call { private, options, passed, dead_letters, .. } = call;
    let [event, place, settled] = ["event", "dead_letters", "outcome"].map(variable);
    let (raw, lent, lend) = (one_record::raw(record), one_record::lent(record), &passed.lend);
    let run_ahead = match run_ahead {
        Some(run_ahead) => quote!(::core::option::Option::Some(#run_ahead)),
        None => quote!(::core::option::Option::None),
    };
    let places = dead_letters.map(|expression| quote!(let #place = || #expression;));
    let outcome = one_record::outcome(call, function, record);
    let no_deadline = quote!(::core::option::Option::None); // all that is in flight is cut off together
    let buried = one_record::buried(call, &quote!(#place), &raw.clone().into_token_stream(), &no_deadline);
    let (prepare, outcome) = match one_record::prepared(call) {
        None => (None, outcome),
        Some((prepare, prepared)) => {
            let name = variable("prepared");
            let outcome = quote! {
                match #name {
                    ::core::result::Result::Ok(#prepared) => #outcome,
                    ::core::result::Result::Err(#settled) => #settled,
                }
            };
            (Some(quote!(let #name = #prepare;)), outcome)
        }
    };
    quote! {
        #private::side_by_side(
            #event,
            #options,
            #private::Concurrency { records: #records, run_ahead: #run_ahead },
            |#raw| {
                #places
                #(#lend)*
                #prepare
                async move {
                    let #raw = #lent;
                    let #settled = #outcome;
                    #buried
                    #settled
                }
            },
        )
        .await
    }
}
