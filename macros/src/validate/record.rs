//! The rules for the record: the first parameter.

use quote::ToTokens;
use syn::{
    Error, GenericArgument, Lifetime, PatType, PathArguments, Result, Type, TypeImplTrait,
    visit_mut::VisitMut,
};

use crate::{
    arguments::Arguments,
    errors::{Errors, Section},
    invisible_groups::ungrouped_type,
    likely_record::{is_named_like_a_record, is_named_like_a_view},
    parsed_function::ParsedFunction,
};

/// Returns the type of the record, or of an item of the slice of them, if nothing is wrong with it.
pub(super) fn validate<'f>(
    function: &'f ParsedFunction,
    arguments: &Arguments,
    errors: &mut Errors,
) -> Option<&'f Type> {
    let mut parameters = function.parameters().map(|PatType { ty, .. }| &**ty);
    let result = match parameters.next() {
        None => Err(no_record(function)),
        Some(first) => match misplaced(function, arguments) {
            Some(misplaced) => Err(misplaced),
            None if arguments.batch => item_of_slice(first),
            None => record(function, first),
        },
    };
    errors.keep(result)
}

fn no_record(function: &ParsedFunction) -> Error {
    let name = &function.signature.ident;
    let message = format!(
        "`{name}` takes no record: add one as the first parameter, such as `record: kinesis::Record<'_, Json<T>>`"
    );
    Section::Record.error_at(name.span(), message)
}

/// The error for a record that is not the first parameter.
fn misplaced(function: &ParsedFunction, arguments: &Arguments) -> Option<Error> {
    let position = function.record_position(arguments.batch);
    let PatType { pat, ty, .. } = function.parameters().nth(position).filter(|_| position > 0)?;
    let what = if arguments.batch { "records" } else { "record" };
    let name = pat.to_token_stream();
    let message =
        format!("the {what} must be the first parameter: move `{name}` before the other parameters");
    Some(Section::Record.error_over(ty, message))
}

/// A function for all records at once takes a slice.
fn item_of_slice(first: &Type) -> Result<&Type> {
    if let Type::Reference(reference) = ungrouped_type(first)
        && reference.mutability.is_none()
        && let Type::Slice(slice) = ungrouped_type(&reference.elem)
    {
        return Ok(&slice.elem);
    }
    let message = "with `batch` the function takes all records of a batch as a slice: write `&[Result<R, DecodeError>]` with a \
                   record `R`, such as `kinesis::Record<'_, Json<T>>`, or leave `batch` out to take one record at a time";
    Err(Section::WholeBatch.error_over(first, message))
}

/// A function for one record takes it first, and by value.
fn record<'f>(function: &ParsedFunction, first: &'f Type) -> Result<&'f Type> {
    match not_a_record(function, first).or_else(|| second_record(function)) {
        Some(error) => Err(error),
        None => Ok(first),
    }
}

/// The error for a first parameter that can be seen not to be a record.
fn not_a_record(function: &ParsedFunction, first: &Type) -> Option<Error> {
    Some(match ungrouped_type(first) {
        Type::Reference(reference) if matches!(ungrouped_type(&reference.elem), Type::Slice(_)) => {
            let message = "the function takes a slice, but is called for one record at a time: take one record, or write \
                           `#[checkpointed_stream_handler(batch)]` to take all records of a batch at once";
            Section::WholeBatch.error_over(first, message)
        }
        Type::Reference(reference) => {
            let reference = if reference.mutability.is_some() { "&mut" } else { "&" };
            let message = format!("the record is taken by value: remove the `{reference}` from its type");
            Section::Record.error_over(first, message)
        }
        _ if holds_impl_trait(first) => unnamed_source(first),
        _ if function.type_parameter(first).is_some() => unnamed_source(first),
        _ => {
            let message =
                "a record cannot be `'static`, because it is dropped when the function returns: write `'_`";
            Section::Record.error_at(static_lifetime(first)?.span(), message)
        }
    })
}

fn second_record(function: &ParsedFunction) -> Option<Error> {
    let mut types = function.parameters().map(|PatType { ty, .. }| &**ty);
    // One of `aws_lambda_events` can be cloned, so it may be something else that all records share.
    let first_is_named = types.next().is_some_and(is_named_like_a_record);
    let second =
        types.find(|ty| is_named_like_a_view(ty) || (first_is_named && is_named_like_a_record(ty)))?;
    let message = "the function takes a second record, but is called for one record at a time: take one record, or write \
                   `#[checkpointed_stream_handler(batch)]` to take all records of a batch at once";
    Some(Section::Record.error_over(second, message))
}

fn unnamed_source(record: &Type) -> Error {
    let message = "the type of the record must be named, because it says which event source the handler is for: write a type \
                   such as `kinesis::Record<'_, Json<T>>`";
    Section::Record.error_over(record, message)
}

/// A `'static` as the lifetime of the record, or of a payload that is a reference. Further inside it may be right: a
/// `Cow<'static, str>` owns its text.
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

/// Whether the type contains `impl Trait`.
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
