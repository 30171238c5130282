//! The rules for the signature as a whole: what kind of function it is, its name, its parameters' names, and
//! what it returns.

use syn::{ReturnType, Safety, Type};

use crate::{
    errors::{Errors, Section},
    invisible_groups::ungrouped_type,
    parsed_function::{ParsedFunction, parameter_name},
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
    let mut refuse = |span, what, instead| {
        let message = format!("a function that handles a record cannot {what}: {instead}");
        errors.push(Section::Function.error_at(span, message));
    };
    if let Some(token) = &signature.constness {
        refuse(token.span, "be `const`", "remove `const`");
    }
    if let Safety::Unsafe(token) = &signature.safety {
        let what = "be `unsafe`, because the generated code that calls it cannot promise what it asks for";
        refuse(token.span, what, "remove `unsafe`, and write an `unsafe` block in the body");
    }
    if let Some(abi) = &signature.abi {
        refuse(abi.extern_token.span, "be `extern`", "remove `extern`");
    }
    if let Some(variadic) = &signature.variadic {
        let [span, ..] = variadic.dots.spans;
        refuse(span, "be variadic", "remove `...`");
    }
}

fn function_name(function: &ParsedFunction, errors: &mut Errors) {
    if function.is_main() {
        let message = "`main` cannot be a handler, because it starts the program and takes no record: put the attribute on \
                       another function, such as `handle`, and start that one in `main` with \
                       `checkpointed::run(handle).await`";
        errors.push(Section::Function.error_at(function.signature.ident.span(), message));
    }
}

/// A plain function that returns `impl Trait` returns a future, or a value whose type the generated code cannot name.
fn output(function: &ParsedFunction, errors: &mut Errors) {
    if let ReturnType::Type(_, output) = &function.signature.output
        && let Type::ImplTrait(_) = ungrouped_type(output)
    {
        let message = "the return type must be named: write `()` or `Result<(), E>`, and `async fn` if the function waits";
        errors.push(Section::Output.error_over(output, message));
    }
}

/// The handler calls the user's function by its name, which a parameter would hide.
fn parameter_names(function: &ParsedFunction, errors: &mut Errors) {
    let own_name = &function.signature.ident;
    for parameter in function.parameters().filter_map(parameter_name).filter(|name| *name == own_name) {
        let message = format!("the parameter `{own_name}` has the same name as its function: rename it");
        errors.push(Section::OtherParameters.error_at(parameter.span(), message));
    }
}

fn parameter_conditions(function: &ParsedFunction, errors: &mut Errors) {
    let attributes = function.parameters().flat_map(|parameter| &parameter.attrs);
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("cfg")) {
        let message = "a parameter cannot have a `cfg`, because the generated call cannot leave out an argument: write two \
                       functions, each with a `cfg` of its own";
        errors.push(Section::OtherParameters.error_over(attribute, message));
    }
}
