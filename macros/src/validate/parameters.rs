//! The rules for every parameter, whatever it is.

use crate::{
    errors::{Errors, Section},
    parsed_function::{ParsedFunction, name},
};

pub(super) fn validate(function: &ParsedFunction, errors: &mut Errors) {
    names(function, errors);
    conditions(function, errors);
}

/// The batch function calls the user's by its name, which a parameter would hide.
fn names(function: &ParsedFunction, errors: &mut Errors) {
    let own_name = &function.signature.ident;
    for parameter in function.parameters().filter_map(name).filter(|name| *name == own_name) {
        let message =
            format!("this parameter has the name of its function, `{own_name}`: give it another one");
        errors.push(Section::OtherParameters.error_at(parameter.span(), message));
    }
}

/// A call cannot leave out an argument under a condition.
fn conditions(function: &ParsedFunction, errors: &mut Errors) {
    let attributes = function.parameters().flat_map(|parameter| &parameter.attrs);
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("cfg")) {
        errors.push(Section::OtherParameters.error_over(
            attribute,
            "a parameter of a function that handles a record cannot depend on `cfg`: write two functions",
        ));
    }
}
