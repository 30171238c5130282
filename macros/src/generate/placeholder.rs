//! What takes the handler's place after a mistake.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, GenericParam, Generics, PatType, Signature, WherePredicate};

use super::{handler::handler, user_function::UserFunction};
use crate::{
    mentions::mentions,
    other_macros::starts_a_runtime,
    parsed_function::{ParsedFunction, is_our_attribute},
    runtime_path::private_path,
    validated_function::InvalidFunction,
};

/// A handler without a body of its own. It has the signature that its callers expect, so that rustc reports the mistake and not
/// its callers. It contains the user's function, so that rustc still checks that body and the editor finds it.
pub(crate) fn placeholder(invalid: &InvalidFunction<'_>) -> TokenStream {
    let InvalidFunction { function, arguments, taken } = invalid;
    if function.is_main() {
        // rustc would report the same mistakes of a `main` in its own words.
        return quote!(
            fn main() {}
        );
    }
    if function.is_of_async_trait() {
        return as_written(function);
    }
    let private = private_path(&arguments.runtime);
    let function = &without_mistakes(function);
    let UserFunction { inside, beside, .. } = UserFunction::new(function);
    let record = match taken {
        Some(taken) => taken.to_token_stream(),
        None => quote!(()), // the mistake in the type is reported already
    };
    let event = quote!(_: #private::LambdaEvent<#private::Batch<#record>>);
    let position = function.record_position(arguments.batch);
    let mut parameters: Vec<_> = function.parameters().map(|PatType { ty, .. }| quote!(_: #ty)).collect();
    match parameters.get_mut(position) {
        Some(record) => *record = event,
        None => parameters.push(event),
    }
    let generics = generics(function, position, taken.is_some());
    let body = quote!(#inside #private::no_response());
    let handler = handler(&private, function, &generics, &parameters, &body);
    quote!(#handler #beside)
}

fn as_written(function: &ParsedFunction) -> TokenStream {
    let ParsedFunction { attributes, visibility, signature, body } = function;
    quote!(#(#attributes)* #visibility #signature #body)
}

/// The function without the mistakes that rustc would report a second time: a `const`, and attributes that do not belong on it.
fn without_mistakes(function: &ParsedFunction) -> ParsedFunction {
    let ParsedFunction { attributes, visibility, signature, body } = function;
    let fits = |attribute: &&Attribute| !is_our_attribute(attribute) && !starts_a_runtime(attribute);
    ParsedFunction {
        attributes: attributes.iter().filter(fits).cloned().collect(),
        visibility: visibility.clone(),
        signature: Signature { constness: None, ..signature.clone() },
        body: body.clone(),
    }
}

/// The type parameters that callers can infer. If the record is one that no other parameter mentions, they cannot infer that.
fn generics(function: &ParsedFunction, position: usize, is_record_right: bool) -> Generics {
    let mut generics = function.signature.generics.clone();
    let record = function.parameters().nth(position).filter(|_| !is_record_right);
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
