//! The rules for the bounds of type parameters.

use quote::ToTokens;
use syn::{GenericArgument, Lifetime, PathArguments, TraitBound, Type, TypeParamBound, WherePredicate};

use crate::{
    arguments::Arguments,
    errors::{Errors, Section},
    invisible_groups::ungrouped_type,
    mentions::mentions,
    parsed_function::ParsedFunction,
};

/// The payload borrows from the record, for a time that no caller of the handler can name. So a type parameter in it cannot be
/// bound to one lifetime, unlike with `for<'de>`.
pub(super) fn validate(function: &ParsedFunction, arguments: &Arguments, errors: &mut Errors) {
    let Some(record) = function.parameters().nth(function.record_position(arguments.batch)) else { return };
    if function.type_parameter(&record.ty).is_some() {
        return; // refused as such
    }
    let record = record.ty.to_token_stream();
    let generics = &function.signature.generics;
    let of_parameters = generics.type_params().map(|parameter| (&parameter.ident, &parameter.bounds));
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let of_clauses = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) if predicate.lifetimes.is_none() => {
            match ungrouped_type(&predicate.bounded_ty) {
                Type::Path(path) => Some((path.path.get_ident()?, &predicate.bounds)),
                _ => None,
            }
        }
        _ => None,
    });
    let of_the_record = of_parameters.chain(of_clauses).filter(|(name, _)| mentions(record.clone(), name));
    for bound in of_the_record.flat_map(|(_, bounds)| bounds) {
        let TypeParamBound::Trait(bound) = bound else { continue };
        if let Some((name, lifetime)) = borrows_for(bound) {
            let instead = match name.as_str() {
                "Deserialize" => String::from("`serde::de::DeserializeOwned`"),
                name => format!("`for<'r> {name}<'r>`"),
            };
            let message = format!(
                "a payload cannot borrow for `{lifetime}`, because its record is dropped when the function returns: write \
                 {instead} instead of this bound"
            );
            errors.push(Section::Payload.error_over(bound, message));
        }
    }
}

/// The trait and the lifetime of a bound such as `Deserialize<'static>`.
fn borrows_for(bound: &TraitBound) -> Option<(String, &Lifetime)> {
    let last = bound.path.segments.last()?;
    let name = last.ident.to_string();
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let lifetime = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Lifetime(lifetime) => Some(lifetime),
        _ => None,
    })?;
    let borrows = ["Deserialize", "Payload", "FromRecord"].contains(&name.as_str());
    (borrows && bound.lifetimes.is_none()).then_some((name, lifetime))
}
