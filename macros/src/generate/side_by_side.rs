//! The records of a batch handled several at a time.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Expr;

use super::{call::Call, one_record, variable::variable};
use crate::validated_function::OneRecord;

/// Passes the runtime a closure that makes the future of one record. The future owns the record, and cannot borrow mutably.
pub(super) fn body(
    call: &Call<'_>,
    options: &TokenStream,
    record: &OneRecord<'_>,
    limit: &Expr,
    run_ahead: Option<&Expr>,
) -> TokenStream {
    let private = call.private;
    let [event, destination, outcome] = ["event", "dead_letters", "outcome"].map(variable);
    let (raw, raw_reference) = (one_record::raw_record(record.ty), one_record::raw_reference(record.ty));
    let lend = &call.parameters.lend;
    let concurrency = concurrency(private, limit, run_ahead);
    let let_destination = record.dead_letters.map(|expression| quote!(let #destination = || #expression;));
    let no_deadline = quote!(::core::option::Option::None); // the runtime stops all records in flight at once
    let send_to_dead_letters =
        one_record::send_to_dead_letters(call, record, &quote!(#destination), &quote!(#raw), &no_deadline);
    let (let_clones, handled) = handled(call, record);
    quote! {
        #private::side_by_side(
            #event,
            #options,
            #concurrency,
            |#raw| {
                #let_destination
                #(#lend)*
                #let_clones
                async move {
                    let #raw = #raw_reference;
                    let #outcome = #handled;
                    #send_to_dead_letters
                    #outcome
                }
            },
        )
        .await
    }
}

fn concurrency(private: &TokenStream, limit: &Expr, run_ahead: Option<&Expr>) -> TokenStream {
    let run_ahead = match run_ahead {
        Some(run_ahead) => quote!(::core::option::Option::Some(#run_ahead)),
        None => quote!(::core::option::Option::None),
    };
    quote!(#private::Concurrency { records: #limit, run_ahead: #run_ahead })
}

/// A statement that makes the clones for one record, if it needs any, and an expression for the outcome of that record.
fn handled(call: &Call<'_>, record: &OneRecord<'_>) -> (Option<TokenStream>, TokenStream) {
    let handled = one_record::outcome(call, record);
    let Some((clones, names)) = one_record::clones(call) else { return (None, handled) };
    let [prepared, outcome] = ["prepared", "outcome"].map(variable);
    let handled = quote! {
        match #prepared {
            ::core::result::Result::Ok(#names) => #handled,
            ::core::result::Result::Err(#outcome) => #outcome,
        }
    };
    (Some(quote!(let #prepared = #clones;)), handled)
}
