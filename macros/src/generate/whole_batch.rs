//! All records of a batch handled by one call.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Receiver, Type};

use super::{call::Call, one_record, turbofish::turbofish, variable::variable};
use crate::{passed_by::PassedBy, spans::ends};

/// Decodes every record, calls the user's function with a slice of them, and turns what it returns into outcomes, all under the
/// guard. `item` is the type of the slice's items.
pub(super) fn body(
    call: &Call<'_>,
    options: &TokenStream,
    receiver: Option<&Receiver>,
    item: &Type,
) -> TokenStream {
    let private = call.private;
    let [event, batch, items, outcomes] = ["event", "batch", "items", "outcomes"].map(variable);
    let (start, end) = ends(item);
    // See `one_record::raw_record` for the span.
    let raws = Ident::new("__checkpointed_records", end);
    let borrow = quote_spanned!(start=> &);
    let decode = turbofish(private, "items", item);
    let judge = turbofish(private, "outcomes", &call.output);
    let (called, place) = (call.with(&quote!(&#items)), one_record::pinned_place());
    let lend = &call.parameters.lend;
    // There is one call, so values are moved into it and not cloned.
    let owned_receiver = receiver
        .filter(|receiver| matches!(PassedBy::receiver(receiver), PassedBy::Clone))
        .map(|receiver| (variable("this"), &receiver.self_token))
        .map(|(this, token)| quote!(let #this = #token;));
    quote! {
        let #batch = #private::WholeBatch::open(#event, #options);
        let #raws = #batch.records();
        let #outcomes = {
            #(#lend)*
            #owned_receiver
            let #raws = #borrow *#raws;
            #batch.guard(#place, move || async move {
                let #items = #decode.decode(#raws);
                #judge.judge(#called, #raws.len())
            }).await
        };
        #batch.finish(&#outcomes)
    }
}
