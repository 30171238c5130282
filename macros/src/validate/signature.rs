//! The rules for the signature as a whole: what kind of function it is, its name, its parameters' names, and
//! what it returns.

use syn::{ReturnType, Safety, Type};

use crate::{
    errors::{Errors, Section},
    invisible_groups::ungrouped_type,
    parsed_function::{ParsedFunction, name},
};

pub(super) fn validate(function: &ParsedFunction, errors: &mut Errors) {
    qualifiers(function, errors);
    function_name(function, errors);
    output(function, errors);
    parameter_names(function, errors);
    parameter_conditions(function, errors);
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

fn function_name(function: &ParsedFunction, errors: &mut Errors) {
    if function.is_main() {
        errors.push(Section::Function.error_at(function.signature.ident.span(), "`main` starts the program and takes no record: annotate another function, such as `handle`, and start \
                 it in `main` with `checkpointed::run(handle).await`"));
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

/// The batch function calls the user's by its name, which a parameter would hide.
fn parameter_names(function: &ParsedFunction, errors: &mut Errors) {
    let own_name = &function.signature.ident;
    for parameter in function.parameters().filter_map(name).filter(|name| *name == own_name) {
        let message =
            format!("this parameter has the name of its function, `{own_name}`: give it another one");
        errors.push(Section::OtherParameters.error_at(parameter.span(), message));
    }
}

/// A call cannot leave out an argument under a condition.
fn parameter_conditions(function: &ParsedFunction, errors: &mut Errors) {
    let attributes = function.parameters().flat_map(|parameter| &parameter.attrs);
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("cfg")) {
        errors.push(Section::OtherParameters.error_over(
            attribute,
            "a parameter of a function that handles a record cannot depend on `cfg`: write two functions",
        ));
    }
}
