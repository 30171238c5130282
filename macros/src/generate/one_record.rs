//! One record: decoded, handled, judged, and sent to the dead letters if it can never succeed.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::{call::Call, turbofish::turbofish, variable::variable};
use crate::{
    spans::{ends, respan},
    validated_function::OneRecord,
};

/// An expression that decodes the record, calls the function, and yields the outcome.
pub(super) fn outcome(call: &Call<'_>, record: &OneRecord<'_>) -> TokenStream {
    let (decode, judged) = (decode(call, record), judged_call(call, record));
    let [decoded, outcome] = ["decoded", "outcome"].map(variable);
    quote! {
        match #decode {
            ::core::result::Result::Ok(#decoded) => {
                #judged
            }
            ::core::result::Result::Err(#outcome) => #outcome,
        }
    }
}

/// The same as a `Result`, where a record that cannot be decoded is an `Err`.
pub(super) fn result(call: &Call<'_>, record: &OneRecord<'_>) -> TokenStream {
    let (decode, judged) = (decode(call, record), judged_call(call, record));
    let decoded = variable("decoded");
    quote! {
        let #decoded = #decode?;
        ::core::result::Result::Ok(#judged)
    }
}

fn decode(call: &Call<'_>, record: &OneRecord<'_>) -> TokenStream {
    let (raw, decode) = (raw_record(record.ty), turbofish(call.private, "record", record.ty));
    quote!(#decode.decode(#raw))
}

/// Calls the user's function, and turns the value that it returns into an outcome.
fn judged_call(call: &Call<'_>, record: &OneRecord<'_>) -> TokenStream {
    let function = if record.dead_letters.is_some() { "outcome_or_dead_letter" } else { "outcome" };
    let judge = turbofish(call.private, function, &call.output);
    let decoded = variable("decoded");
    let called = call.with(&quote!(#decoded));
    // The span makes rustc report an error that does not live long enough at the return type.
    quote_spanned!(ends(&call.output).1=> #judge.judge(#called))
}

/// The place into which the guard puts the future. Passing a future by value instead would hold it twice in each function.
pub(super) fn pinned_place() -> TokenStream {
    quote!(::core::pin::pin!(::core::option::Option::None))
}

/// The clones for the parameters that the function takes by value: an expression that makes them under the guard, because
/// `Clone` is the user's code and can panic too, and a pattern that names them.
pub(super) fn clones(call: &Call<'_>) -> Option<(TokenStream, TokenStream)> {
    let private = call.private;
    let (names, values): (Vec<_>, Vec<_>) = call.parameters.clones.iter().cloned().unzip();
    let prepare = quote!(#private::prepare(|| (#(#values,)*)));
    (!names.is_empty()).then(|| (prepare, quote!((#(#names,)*))))
}

/// A statement that sends the record to the dead letters if it can never succeed. `destination` is a closure.
pub(super) fn send_to_dead_letters(
    call: &Call<'_>,
    record: &OneRecord<'_>,
    destination: &TokenStream,
    raw: &TokenStream,
    until: &TokenStream,
) -> Option<TokenStream> {
    let (outcome, private) = (variable("outcome"), call.private);
    let (start, end) = ends(record.dead_letters?);
    let letters = respan(quote!(#private::dead_letters), start);
    let destination = quote_spanned!(end=> (#destination));
    Some(quote!(let #outcome = #letters #destination.send_if_permanent(#raw, #outcome, #until).await;))
}

/// The variable with the raw record. It and the reference to it carry the span of the record's type, so that rustc reports a
/// borrow that lives too long there and not at the attribute.
pub(super) fn raw_record(record: &Type) -> Ident {
    Ident::new("__checkpointed_record", ends(record).1)
}

/// A reference to the raw record.
pub(super) fn raw_reference(record: &Type) -> TokenStream {
    let (raw, start) = (raw_record(record), ends(record).0);
    let borrow = quote_spanned!(start=> &);
    quote!(#borrow #raw)
}
