//! One record: decoded, handled, judged, and given to the dead letters if it can never succeed.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::{call::Call, turbofish::turbofish, variable::variable};
use crate::{
    parsed_function::ParsedFunction,
    spans::{ends, respan},
};

/// The outcome of the record `raw`, a reference.
pub(super) fn outcome(call: &Call<'_>, function: &ParsedFunction, record: &Type) -> TokenStream {
    let (decode, [decoded, outcome]) = (decode(call, record), ["decoded", "outcome"].map(variable));
    let judged = judged(call, function);
    quote! {
        match #decode {
            ::core::result::Result::Ok(#decoded) => {
                #judged
            }
            ::core::result::Result::Err(#outcome) => #outcome,
        }
    }
}

/// The same as a result: what is not decoded is an error.
pub(super) fn result(call: &Call<'_>, function: &ParsedFunction, record: &Type) -> TokenStream {
    let (decode, decoded) = (decode(call, record), variable("decoded"));
    let judged = judged(call, function);
    quote! {
        let #decoded = #decode?;
        ::core::result::Result::Ok(#judged)
    }
}

fn decode(call: &Call<'_>, record: &Type) -> TokenStream {
    let (raw, decode) = (raw(record), turbofish(call.private, "record", record));
    quote!(#decode.decode(#raw))
}

fn judged(call: &Call<'_>, function: &ParsedFunction) -> TokenStream {
    let question = if call.dead_letters.is_some() { "outcome_or_dead_letter" } else { "outcome" };
    let judge = turbofish(call.private, question, &function.output());
    let decoded = variable("decoded");
    let called = call.with(&quote!(#decoded));
    // An error that borrows for too short is reported at the return type.
    quote_spanned!(ends(&function.output()).1=> #judge.judge(#called))
}

/// Where the guard puts a future, which is then not moved any more: each function that takes one by value holds it twice.
pub(super) fn place() -> TokenStream {
    quote!(::core::pin::pin!(::core::option::Option::None))
}

/// With the clones of what is taken by value. `Clone` is the user's code and can panic too.
pub(super) fn prepared(call: &Call<'_>) -> Option<(TokenStream, TokenStream)> {
    let private = call.private;
    let (names, values): (Vec<_>, Vec<_>) = call.passed.clones.iter().cloned().unzip();
    let prepare = quote!(#private::prepare(|| (#(#values,)*)));
    (!names.is_empty()).then(|| (prepare, quote!((#(#names,)*))))
}

/// What becomes of the outcome where there are dead letters: `place` is a closure.
pub(super) fn buried(
    call: &Call<'_>,
    place: &TokenStream,
    raw: &TokenStream,
    until: &TokenStream,
) -> Option<TokenStream> {
    let (outcome, private) = (variable("outcome"), call.private);
    let (start, end) = ends(call.dead_letters?);
    let letters = respan(quote!(#private::dead_letters), start);
    let place = quote_spanned!(end=> (#place));
    Some(quote!(let #outcome = #letters #place.send_if_permanent(#raw, #outcome, #until).await;))
}

/// The raw record. It carries the span of the record's type, as does its borrow: one that lives too long is then
/// reported there, and not at the attribute.
pub(super) fn raw(record: &Type) -> Ident {
    Ident::new("__checkpointed_record", ends(record).1)
}

/// The same, borrowed.
pub(super) fn lent(record: &Type) -> TokenStream {
    let (raw, start) = (raw(record), ends(record).0);
    let borrow = quote_spanned!(start=> &);
    quote!(#borrow #raw)
}
