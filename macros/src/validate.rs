//! The rules for a function that handles one record, as far as a macro can see them. What only the compiler knows, such
//! as whether a type is a record, is asked by the generated code.

use proc_macro2::Ident;
use syn::{
    Attribute, Error, GenericArgument, Lifetime, PatType, PathArguments, ReturnType, Safety, Type,
    TypeImplTrait, visit_mut::VisitMut,
};

use crate::{
    arguments::Arguments,
    errors::{Errors, explained},
    signature::{Passing, RecordFn, name, seen},
};

/// What a function takes.
pub(crate) enum Takes {
    /// One record of this type.
    Record(Type),
    /// All records of a batch, as a slice of this type.
    Items(Type),
}

/// Applies every rule; what is broken goes to `errors`. Returns what the function takes, if that can be told.
pub(crate) fn validate(function: &RecordFn, arguments: &Arguments, errors: &mut Errors) -> Option<Takes> {
    qualifiers(function, errors);
    function_name(function, errors);
    repeated_attribute(function, errors);
    parameter_names(function, errors);
    parameter_attributes(function, errors);
    output(function, errors);
    side_by_side(function, arguments, errors);
    let first = first_parameter(function, errors)?;
    if arguments.batch { items(first, errors).map(Takes::Items) } else { record(function, first, errors) }
}

fn qualifiers(function: &RecordFn, errors: &mut Errors) {
    let signature = &function.signature;
    let mut refuse = |span, what| {
        let message = format!("a function that handles a record cannot be {what}");
        errors.push(Error::new(span, explained("the-function", message)));
    };
    if let Some(token) = &signature.constness {
        refuse(token.span, "`const`");
    }
    if let Safety::Unsafe(token) = &signature.safety {
        refuse(token.span, "`unsafe`: nobody could keep its contract for every record");
    }
    if let Some(abi) = &signature.abi {
        refuse(abi.extern_token.span, "`extern`");
    }
    if let Some(variadic) = &signature.variadic {
        let [span, ..] = variadic.dots.spans;
        refuse(span, "variadic");
    }
}

/// The batch function calls the user's by its name, which a parameter would hide.
fn parameter_names(function: &RecordFn, errors: &mut Errors) {
    let own_name = &function.signature.ident;
    for parameter in function.parameters().filter_map(name).filter(|name| *name == own_name) {
        let message =
            format!("this parameter has the name of its function, `{own_name}`: give it another one");
        errors.push(Error::new(parameter.span(), explained("the-other-parameters", message)));
    }
}

/// What a plain function returns as `impl Trait` is no outcome but a future, or nothing that has a name.
fn output(function: &RecordFn, errors: &mut Errors) {
    if let ReturnType::Type(_, output) = &function.signature.output
        && let Type::ImplTrait(_) = seen(output)
    {
        errors.push(Error::new_spanned(
            output,
            explained(
                "what-it-returns",
                "name what the function returns, `()` or `Result<(), E>`; one that waits is an `async fn`",
            ),
        ));
    }
}

/// What several records at once share is shared: they can neither be lent it to change, nor run without ever waiting.
fn side_by_side(function: &RecordFn, arguments: &Arguments, errors: &mut Errors) {
    let Some((concurrency, _)) = &arguments.concurrency else { return };
    if function.signature.asyncness.is_none() {
        let message =
            "`concurrency` needs an `async fn`: a plain function never waits, so nothing could run beside it";
        errors.push(Error::new(concurrency.span(), explained("side-by-side", message)));
    }
    const EXCLUSIVE: &str = "with `concurrency` several records run at once, and `&mut` can be lent to one only: share it by \
                             reference, with a `Mutex` or an atomic inside, or leave `concurrency` out";
    if let Some(receiver) = function.receiver()
        && matches!(Passing::of_receiver(receiver), Passing::Exclusive)
    {
        errors.push(Error::new_spanned(receiver, explained("side-by-side", EXCLUSIVE)));
    }
    for PatType { ty, .. } in function.parameters().skip(1) {
        if matches!(Passing::of(ty), Passing::Exclusive) {
            errors.push(Error::new_spanned(ty, explained("side-by-side", EXCLUSIVE)));
        }
    }
}

/// A call cannot leave out an argument under a condition.
fn parameter_attributes(function: &RecordFn, errors: &mut Errors) {
    let attributes = function.parameters().flat_map(|parameter| &parameter.attrs);
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("cfg")) {
        errors.push(Error::new_spanned(
            attribute,
            explained(
                "the-other-parameters",
                "a parameter of a function that handles a record cannot depend on `cfg`: write two functions",
            ),
        ));
    }
}

fn function_name(function: &RecordFn, errors: &mut Errors) {
    if function.is_main() {
        errors.push(Error::new(
            function.signature.ident.span(),
            explained(
                "the-function",
                "`main` starts the program and takes no record: annotate another function, such as `handle`, and start \
                 it in `main` with `checkpointed::run(handle).await`",
            ),
        ));
    }
}

/// The first of two would be applied to what the second made.
fn repeated_attribute(function: &RecordFn, errors: &mut Errors) {
    let is_ours = |attribute: &&Attribute| {
        attribute.path().segments.last().is_some_and(|last| last.ident == "checkpointed_stream_handler")
    };
    if let Some(attribute) = function.attributes.iter().find(is_ours) {
        let message = "the attribute is there twice: write it once, with all arguments";
        errors.push(Error::new_spanned(attribute, explained("the-function", message)));
    }
}

fn first_parameter<'f>(function: &'f RecordFn, errors: &mut Errors) -> Option<&'f Type> {
    let first = function.parameters().next().map(|PatType { ty, .. }| &**ty);
    if first.is_none() {
        let name = &function.signature.ident;
        errors.push(Error::new(
            name.span(),
            explained(
                "the-record",
                format_args!(
                    "`{name}` takes no record: let its first parameter be one, such as \
                     `record: kinesis::Record<'_, Json<T>>`"
                ),
            ),
        ));
    }
    first
}

/// A function for all records at once takes a slice.
fn items(first: &Type, errors: &mut Errors) -> Option<Type> {
    if let Type::Reference(reference) = seen(first)
        && reference.mutability.is_none()
        && let Type::Slice(slice) = seen(&reference.elem)
    {
        return Some((*slice.elem).clone());
    }
    errors.push(Error::new_spanned(
        first,
        explained(
            "a-whole-batch",
            "a function for the whole batch takes its records as a slice: write `&[Result<R, DecodeError>]` with a record \
             `R`, such as `kinesis::Record<'_, Json<T>>`",
        ),
    ));
    None
}

fn record(function: &RecordFn, first: &Type, errors: &mut Errors) -> Option<Takes> {
    match seen(first) {
        Type::Reference(reference) if matches!(seen(&reference.elem), Type::Slice(_)) => {
            errors.push(Error::new_spanned(
                first,
                explained(
                    "a-whole-batch",
                    "take one record, or write `#[checkpointed_stream_handler(batch)]` for a function that takes all \
                     records of a batch at once",
                ),
            ));
        }
        Type::Reference(_) => {
            let message = explained("the-record", "take the record itself, not a reference to it");
            errors.push(Error::new_spanned(first, message));
        }
        _ if holds_impl_trait(first) => errors.push(unnamed_source(first)),
        Type::Path(path) if path.path.get_ident().is_some_and(|name| is_type_parameter(function, name)) => {
            errors.push(unnamed_source(first));
        }
        _ => {
            if let Some(lifetime) = static_lifetime(first) {
                errors.push(Error::new(
                    lifetime.span(),
                    explained(
                        "the-record",
                        "a record is gone when the function returns, so it cannot be `'static`: write `'_`",
                    ),
                ));
            }
        }
    }
    Some(Takes::Record(first.clone()))
}

fn unnamed_source(record: &Type) -> Error {
    Error::new_spanned(
        record,
        explained(
            "the-record",
            "name the type of the record, such as `kinesis::Record<'_, Json<T>>`: it says which event source this is a \
             handler for",
        ),
    )
}

fn is_type_parameter(function: &RecordFn, name: &Ident) -> bool {
    function.signature.generics.type_params().any(|parameter| parameter.ident == *name)
}

/// A `'static` that the record's own lifetime cannot be: the argument of its path, or of a reference that is one.
/// (`Cow<'static, str>` further inside owns what it holds.)
fn static_lifetime(record: &Type) -> Option<&Lifetime> {
    let is_static = |lifetime: &&Lifetime| lifetime.ident == "static";
    let Type::Path(path) = seen(record) else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Lifetime(lifetime) => Some(lifetime).filter(is_static),
        GenericArgument::Type(payload) => match seen(payload) {
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
