//! The rules for the function's other attributes: a second one of ours, and those of other crates that cannot be used with ours.

use crate::{
    errors::{Errors, Section},
    other_macros::starts_a_runtime,
    parsed_function::{ParsedFunction, is_our_attribute},
};

pub(super) fn validate(function: &ParsedFunction, errors: &mut Errors) {
    repeated(function, errors);
    starts_runtime(function, errors);
    async_trait(function, errors);
}

/// The first of the two would be applied to the code that the second makes.
fn repeated(function: &ParsedFunction, errors: &mut Errors) {
    if let Some(attribute) = function.attributes.iter().find(|attribute| is_our_attribute(attribute)) {
        let message = "`#[checkpointed_stream_handler]` is written twice: keep one, with all arguments";
        errors.push(Section::Function.error_over(attribute, message));
    }
}

const MAIN: &str = "a handler cannot start a runtime, because it runs in the one that `main` starts: move this attribute to \
                    `main`, and start the handler there with `checkpointed::run(..).await`";
const TEST: &str =
    "a handler cannot be a test: write a test that calls it with `Batch::from_json(..)?.into()`";

fn starts_runtime(function: &ParsedFunction, errors: &mut Errors) {
    if function.is_main() {
        return; // reported already
    }
    if let Some(attribute) = function.attributes.iter().find(|attribute| starts_a_runtime(attribute)) {
        let is_main = attribute.path().segments.last().is_some_and(|last| last.ident == "main");
        let message = if is_main { MAIN } else { TEST };
        errors.push(Section::Function.error_over(attribute, message));
    } else if function.has_foreign_block_on() {
        let message = "a handler cannot start a runtime, because it runs in the one that `main` starts: move the attribute that \
                       does so, such as `#[tokio::main]`, to `main`, and start the handler there with \
                       `checkpointed::run(..).await`";
        errors.push(Section::Function.error_at(function.signature.ident.span(), message));
    }
}

fn async_trait(function: &ParsedFunction, errors: &mut Errors) {
    if function.is_of_async_trait() {
        let message = "a method of a trait cannot be a handler, because the attribute changes its parameters, which the trait \
                       fixes: put the attribute on a function, or on a method of an `impl` without a trait, and call that \
                       one from the trait's method";
        errors.push(Section::Function.error_at(function.signature.ident.span(), message));
    }
}
