//! The rules for other attributes of the function: those of other crates that do not go together with ours, and a second one
//! of ours.

use crate::{
    errors::{Errors, Section},
    other_macros::starts_a_runtime,
    parsed_function::{ParsedFunction, is_ours},
};

const MAIN: &str = "a handler runs in the runtime that `main` has started, and cannot start one: put this attribute on \
                    `main`, and start the handler there with `checkpointed::run(..).await`";
const TEST: &str = "a handler cannot be a test: let a test call it, with `Batch::from_json(..)?.into()`";

pub(super) fn validate(function: &ParsedFunction, errors: &mut Errors) {
    repeated(function, errors);
    foreign(function, errors);
}

fn foreign(function: &ParsedFunction, errors: &mut Errors) {
    if function.is_main() {
        return; // reported already
    }
    if let Some(attribute) = function.attributes.iter().find(|attribute| starts_a_runtime(attribute)) {
        let is_main = attribute.path().segments.last().is_some_and(|last| last.ident == "main");
        let message = if is_main { MAIN } else { TEST };
        errors.push(Section::Function.error_over(attribute, message));
    } else if function.has_foreign_block_on() {
        let message = "another attribute, such as `#[tokio::main]`, makes this function start a runtime, and a handler runs in \
                       the one that `main` has started: put that attribute on `main`, and start the handler there with \
                       `checkpointed::run(..).await`";
        errors.push(Section::Function.error_at(function.signature.ident.span(), message));
    }
    if function.is_of_async_trait() {
        let message = "a method of a trait cannot be a handler, for the trait says what it takes: put the attribute on a method \
                       of an `impl` without a trait, or on a function, and let the trait's method call it";
        errors.push(Section::Function.error_at(function.signature.ident.span(), message));
    }
}

/// The first of two would be applied to what the second made.
fn repeated(function: &ParsedFunction, errors: &mut Errors) {
    if let Some(attribute) = function.attributes.iter().find(|attribute| is_ours(attribute)) {
        let message = "the attribute is there twice: write it once, with all arguments";
        errors.push(Section::Function.error_over(attribute, message));
    }
}
