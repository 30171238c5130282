//! All records of a batch handled by one call.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::{call::Call, one_record, turbofish::turbofish, variable::variable};
use crate::{parsed_function::ParsedFunction, passed_by::PassedBy, spans::ends};

/// Decode every record, call the user's function, judge what it returns, all under the guard. `item` is what the function
/// takes a slice of.
pub(super) fn body(call: &Call<'_>, function: &ParsedFunction, item: &Type) -> TokenStream {
    let Call { private, options, passed, .. } = call;
    let [event, batch, items, outcomes] = ["event", "batch", "items", "outcomes"].map(variable);
    let (start, end) = ends(item);
    // See `one_record::raw` for the span.
    let raws = Ident::new("__checkpointed_records", end);
    let lend_raws = quote_spanned!(start=> &);
    let decode = turbofish(private, "items", item);
    let judge = turbofish(private, "outcomes", &function.output());
    let lend = &passed.lend;
    let (called, place) = (call.with(&quote!(&#items)), one_record::place());
    // One call: what is taken by value is passed on as it is.
    let owned_receiver = function
        .receiver()
        .filter(|receiver| matches!(PassedBy::receiver(receiver), PassedBy::Clone))
        .map(|receiver| (variable("this"), &receiver.self_token))
        .map(|(this, token)| quote!(let #this = #token;));
    quote! {
        let #batch = #private::WholeBatch::open(#event, #options);
        let #raws = #batch.records();
        let #outcomes = {
            #(#lend)*
            #owned_receiver
            let #raws = #lend_raws *#raws;
            #batch.guard(#place, move || async move {
                let #items = #decode.decode(#raws);
                #judge.judge(#called, #raws.len())
            }).await
        };
        #batch.finish(&#outcomes)
    }
}
