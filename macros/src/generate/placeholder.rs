//! What stands in for the handler after a mistake.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, GenericParam, Generics, PatType, Signature, WherePredicate};

use super::{
    handler::handler,
    user_function::{Placed, place},
};
use crate::{
    arguments::Arguments,
    other_macros::starts_a_runtime,
    parsed_function::{ParsedFunction, is_ours, mentions},
    validate::Takes,
};

/// An unfinished handler. Its callers are right, so it has the signature that they expect, and rustc reports only the mistake.
/// The user's function stays for the editor, and rustc still checks its body.
pub(crate) fn placeholder(
    arguments: &Arguments,
    function: &ParsedFunction,
    takes: Option<&Takes>,
) -> TokenStream {
    let runtime = &arguments.runtime;
    let private = &quote!(#runtime::__private);
    let function = &without_mistakes(function);
    let Placed { inside, beside, .. } = place(function);
    let record = match takes {
        Some(Takes::Record(record) | Takes::Items(record)) => record.to_token_stream(),
        None => quote!(()), // the mistake in the type is reported already
    };
    let event = quote!(_: #private::LambdaEvent<#private::Batch<#record>>);
    let position = function.record_position(arguments.batch);
    let mut parameters: Vec<_> = function.parameters().map(|PatType { ty, .. }| quote!(_: #ty)).collect();
    match parameters.get_mut(position) {
        Some(record) => *record = event,
        None => parameters.push(event),
    }
    let generics = generics(function, position, takes);
    let body = quote!(#inside #private::no_response());
    let handler = handler(private, function, &generics, &parameters, &body);
    quote!(#handler #beside)
}

/// The function without what rustc would complain of once more, after an error of ours: a `const`, and attributes that are not
/// for it.
fn without_mistakes(function: &ParsedFunction) -> ParsedFunction {
    let ParsedFunction { attributes, visibility, signature, body } = function;
    let fits = |attribute: &&Attribute| !is_ours(attribute) && !starts_a_runtime(attribute);
    ParsedFunction {
        attributes: attributes.iter().filter(fits).cloned().collect(),
        visibility: visibility.clone(),
        signature: Signature { constness: None, ..signature.clone() },
        body: body.clone(),
    }
}

/// The type parameters that callers can infer: without the one that the record is, if nothing else is of it.
fn generics(function: &ParsedFunction, position: usize, takes: Option<&Takes>) -> Generics {
    let mut generics = function.signature.generics.clone();
    let record = function.parameters().nth(position).filter(|_| takes.is_none());
    let Some(name) = record.and_then(|record| function.type_parameter(&record.ty)) else { return generics };
    let others = function.parameters().enumerate().filter(|(other, _)| *other != position);
    if others.map(|(_, other)| &other.ty).any(|ty| mentions(ty.to_token_stream(), name)) {
        return generics;
    }
    let is_other =
        |parameter: &GenericParam| !matches!(parameter, GenericParam::Type(own) if own.ident == *name);
    generics.params = generics.params.into_iter().filter(is_other).collect();
    generics.where_clause = generics.where_clause.map(|mut clause| {
        clause.predicates =
            clause.predicates.into_iter().filter(|predicate| !is_about(predicate, name)).collect();
        clause
    });
    generics
}

fn is_about(predicate: &WherePredicate, name: &Ident) -> bool {
    mentions(predicate.to_token_stream(), name)
}
