//! The rules for the record: the first parameter.

use quote::ToTokens;
use syn::{
    Error, GenericArgument, Lifetime, PatType, PathArguments, Type, TypeImplTrait, visit_mut::VisitMut,
};

use crate::{
    arguments::Arguments,
    errors::{Errors, Section},
    invisible_groups::ungrouped_type,
    parsed_function::ParsedFunction,
    record_type::{is_named_like_a_record, is_named_like_a_view},
};

/// Returns the type of the record, or of an item of the slice of them, if nothing is wrong with it.
pub(super) fn validate<'f>(
    function: &'f ParsedFunction,
    arguments: &Arguments,
    errors: &mut Errors,
) -> Option<&'f Type> {
    let first = first_parameter(function, errors)?;
    if let Some(misplaced) = misplaced(function, arguments) {
        errors.push(misplaced);
        None
    } else if arguments.batch {
        items(first, errors)
    } else {
        record(function, first, errors)
    }
}

/// A record that is not the first parameter.
fn misplaced(function: &ParsedFunction, arguments: &Arguments) -> Option<Error> {
    let position = function.record_position(arguments.batch);
    let PatType { pat, ty, .. } = function.parameters().nth(position).filter(|_| position > 0)?;
    let what = if arguments.batch { "the records are" } else { "the record is" };
    let message = format!("{what} the first parameter: move `{}` before the others", pat.to_token_stream());
    Some(Section::Record.error_over(ty, message))
}

fn first_parameter<'f>(function: &'f ParsedFunction, errors: &mut Errors) -> Option<&'f Type> {
    let first = function.parameters().next().map(|PatType { ty, .. }| &**ty);
    if first.is_none() {
        let name = &function.signature.ident;
        errors.push(Section::Record.error_at(
            name.span(),
            format_args!(
                "`{name}` takes no record: let its first parameter be one, such as \
                     `record: kinesis::Record<'_, Json<T>>`"
            ),
        ));
    }
    first
}

/// A function for all records at once takes a slice.
fn items<'f>(first: &'f Type, errors: &mut Errors) -> Option<&'f Type> {
    if let Type::Reference(reference) = ungrouped_type(first)
        && reference.mutability.is_none()
        && let Type::Slice(slice) = ungrouped_type(&reference.elem)
    {
        return Some(&slice.elem);
    }
    errors.push(Section::WholeBatch.error_over(first, "a function for the whole batch takes its records as a slice: write `&[Result<R, DecodeError>]` with a record \
             `R`, such as `kinesis::Record<'_, Json<T>>`"));
    None
}

/// A function for one record takes it first, and by value.
fn record<'f>(function: &ParsedFunction, first: &'f Type, errors: &mut Errors) -> Option<&'f Type> {
    let Some(wrong) = not_the_record(function, first).or_else(|| another(function)) else {
        return Some(first);
    };
    errors.push(wrong);
    None
}

/// A first parameter that can be seen not to be a record.
fn not_the_record(function: &ParsedFunction, first: &Type) -> Option<Error> {
    Some(match ungrouped_type(first) {
        Type::Reference(reference) if matches!(ungrouped_type(&reference.elem), Type::Slice(_)) => {
            Section::WholeBatch.error_over(first, "take one record, or write `#[checkpointed_stream_handler(batch)]` for a function that takes all records \
                 of a batch at once")
        }
        Type::Reference(_) => Section::Record.error_over(first, "the first parameter is the record: take it itself, not a reference to it"),
        _ if holds_impl_trait(first) => unnamed_source(first),
        _ if function.type_parameter(first).is_some() => unnamed_source(first),
        _ => Section::Record.error_at(static_lifetime(first)?.span(), "a record is gone when the function returns, so it cannot be `'static`: write `'_`"),
    })
}

/// A second record.
fn another(function: &ParsedFunction) -> Option<Error> {
    let mut types = function.parameters().map(|PatType { ty, .. }| &**ty);
    // One of `aws_lambda_events` can be cloned, so it may be something else that all records share.
    let first_is_named = types.next().is_some_and(is_named_like_a_record);
    let second =
        types.find(|ty| is_named_like_a_view(ty) || (first_is_named && is_named_like_a_record(ty)))?;
    let message = "this is a second record, and the function is called once for each record of a batch: take one, or all at \
                   once with `#[checkpointed_stream_handler(batch)]`";
    Some(Section::Record.error_over(second, message))
}

fn unnamed_source(record: &Type) -> Error {
    Section::Record.error_over(record, "name the type of the record, such as `kinesis::Record<'_, Json<T>>`: it says which event source this is a \
             handler for")
}

/// A `'static` that the record's own lifetime cannot be: the argument of its path, or of a reference that is one.
/// (`Cow<'static, str>` further inside owns what it holds.)
fn static_lifetime(record: &Type) -> Option<&Lifetime> {
    let is_static = |lifetime: &&Lifetime| lifetime.ident == "static";
    let Type::Path(path) = ungrouped_type(record) else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Lifetime(lifetime) => Some(lifetime).filter(is_static),
        GenericArgument::Type(payload) => match ungrouped_type(payload) {
            Type::Reference(reference) => reference.lifetime.as_ref().filter(is_static),
            _ => None,
        },
        _ => None,
    })
}

/// Whether `impl Trait` stands anywhere in a type.
fn holds_impl_trait(ty: &Type) -> bool {
    struct Search(bool);
    impl VisitMut for Search {
        fn visit_type_impl_trait_mut(&mut self, _: &mut TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_type_mut(&mut ty.clone());
    search.0
}
