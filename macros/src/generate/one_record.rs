//! One record: decoded, handled, judged, and sent to the dead letters if it can never succeed.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::{call::Call, turbofish::turbofish, variable::variable};
use crate::{
    spans::{ends, respan},
    validated_function::OneRecord,
};

/// The outcome of the raw record, which is a reference here.
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

/// The same as a `Result`: a record that cannot be decoded is an `Err`.
pub(super) fn result(call: &Call<'_>, record: &OneRecord<'_>) -> TokenStream {
    let (decode, judged) = (decode(call, record), judged_call(call, record));
    let decoded = variable("decoded");
    quote! {
        let #decoded = #decode?;
        ::core::result::Result::Ok(#judged)
    }
}

fn decode(call: &Call<'_>, record: &OneRecord<'_>) -> TokenStream {
    let (raw, decode) = (raw(record.ty), turbofish(call.private, "record", record.ty));
    quote!(#decode.decode(#raw))
}

/// The call of the user's function, and the outcome that its value stands for.
fn judged_call(call: &Call<'_>, record: &OneRecord<'_>) -> TokenStream {
    let function = if record.dead_letters.is_some() { "outcome_or_dead_letter" } else { "outcome" };
    let judge = turbofish(call.private, function, &call.output);
    let decoded = variable("decoded");
    let called = call.with(&quote!(#decoded));
    // An error that borrows for too short is reported at the return type.
    quote_spanned!(ends(&call.output).1=> #judge.judge(#called))
}

/// Where the guard puts a future, which does not move any more then: each function that takes one by value holds it twice.
pub(super) fn pinned_place() -> TokenStream {
    quote!(::core::pin::pin!(::core::option::Option::None))
}

/// The clones of what the function takes by value: an expression for them, and a pattern that names them. `Clone` is the
/// user's code and can panic too.
pub(super) fn clones(call: &Call<'_>) -> Option<(TokenStream, TokenStream)> {
    let private = call.private;
    let (names, values): (Vec<_>, Vec<_>) = call.parameters.clones.iter().cloned().unzip();
    let prepare = quote!(#private::prepare(|| (#(#values,)*)));
    (!names.is_empty()).then(|| (prepare, quote!((#(#names,)*))))
}

/// What becomes of the outcome where there are dead letters. `destination` is a closure.
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

/// The variable with the raw record. It carries the span of the record's type, as does the reference to it: a borrow that lives
/// too long is then reported there, and not at the attribute.
pub(super) fn raw(record: &Type) -> Ident {
    Ident::new("__checkpointed_record", ends(record).1)
}

/// A reference to the raw record.
pub(super) fn raw_reference(record: &Type) -> TokenStream {
    let (raw, start) = (raw(record), ends(record).0);
    let borrow = quote_spanned!(start=> &);
    quote!(#borrow #raw)
}
