//! The rules for a function that handles one record, as far as a macro can see them. What only the compiler knows, such
//! as whether a type is a record, is asked by the generated code.

mod bounds;
mod other_macros;
mod record;

use syn::{PatType, ReturnType, Safety, Type};

use crate::{
    arguments::Arguments,
    errors::{Errors, Section},
    invisible_groups::ungrouped_type,
    parsed_function::{ParsedFunction, is_ours, name},
    passed_by::PassedBy,
};

/// What a function takes.
pub(crate) enum Takes {
    /// One record of this type.
    Record(Type),
    /// All records of a batch, as a slice of this type.
    Items(Type),
}

/// Applies every rule; what is broken goes to `errors`. Returns what the function takes, if nothing is wrong with that.
pub(crate) fn validate(
    function: &ParsedFunction,
    arguments: &Arguments,
    errors: &mut Errors,
) -> Option<Takes> {
    qualifiers(function, errors);
    function_name(function, errors);
    repeated_attribute(function, errors);
    parameter_names(function, errors);
    parameter_attributes(function, errors);
    output(function, errors);
    side_by_side(function, arguments, errors);
    other_macros::validate(function, errors);
    bounds::validate(function, arguments, errors);
    record::validate(function, arguments, errors)
}

fn qualifiers(function: &ParsedFunction, errors: &mut Errors) {
    let signature = &function.signature;
    let mut refuse = |span, what| {
        let message = format!("a function that handles a record cannot be {what}");
        errors.push(Section::Function.error_at(span, message));
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
fn parameter_names(function: &ParsedFunction, errors: &mut Errors) {
    let own_name = &function.signature.ident;
    for parameter in function.parameters().filter_map(name).filter(|name| *name == own_name) {
        let message =
            format!("this parameter has the name of its function, `{own_name}`: give it another one");
        errors.push(Section::OtherParameters.error_at(parameter.span(), message));
    }
}

/// What a plain function returns as `impl Trait` is no outcome but a future, or nothing that has a name.
fn output(function: &ParsedFunction, errors: &mut Errors) {
    if let ReturnType::Type(_, output) = &function.signature.output
        && let Type::ImplTrait(_) = ungrouped_type(output)
    {
        errors.push(Section::Output.error_over(
            output,
            "name what the function returns, `()` or `Result<(), E>`; one that waits is an `async fn`",
        ));
    }
}

/// What several records at once share is shared: they can neither be lent it to change, nor run without ever waiting.
fn side_by_side(function: &ParsedFunction, arguments: &Arguments, errors: &mut Errors) {
    let Some((concurrency, _)) = &arguments.concurrency else { return };
    if function.signature.asyncness.is_none() {
        let message =
            "`concurrency` needs an `async fn`: a plain function never waits, so nothing could run beside it";
        errors.push(Section::SideBySide.error_at(concurrency.span(), message));
    }
    const EXCLUSIVE: &str = "with `concurrency` several records run at once, and `&mut` can be lent to one only: share it by \
                             reference, with a `Mutex` or an atomic inside, or leave `concurrency` out";
    if let Some(receiver) = function.receiver()
        && matches!(PassedBy::receiver(receiver), PassedBy::MutableReference)
    {
        errors.push(Section::SideBySide.error_over(receiver, EXCLUSIVE));
    }
    for PatType { ty, .. } in function.parameters().skip(1) {
        if matches!(PassedBy::parameter(ty), PassedBy::MutableReference) {
            errors.push(Section::SideBySide.error_over(ty, EXCLUSIVE));
        }
    }
}

/// A call cannot leave out an argument under a condition.
fn parameter_attributes(function: &ParsedFunction, errors: &mut Errors) {
    let attributes = function.parameters().flat_map(|parameter| &parameter.attrs);
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("cfg")) {
        errors.push(Section::OtherParameters.error_over(
            attribute,
            "a parameter of a function that handles a record cannot depend on `cfg`: write two functions",
        ));
    }
}

fn function_name(function: &ParsedFunction, errors: &mut Errors) {
    if function.is_main() {
        errors.push(Section::Function.error_at(function.signature.ident.span(), "`main` starts the program and takes no record: annotate another function, such as `handle`, and start \
                 it in `main` with `checkpointed::run(handle).await`"));
    }
}

/// The first of two would be applied to what the second made.
fn repeated_attribute(function: &ParsedFunction, errors: &mut Errors) {
    if let Some(attribute) = function.attributes.iter().find(|attribute| is_ours(attribute)) {
        let message = "the attribute is there twice: write it once, with all arguments";
        errors.push(Section::Function.error_over(attribute, message));
    }
}
