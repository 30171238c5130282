//! The rules for a function that handles records, as far as a macro can check them. The compiler checks the rest, such as whether
//! a type is a record, when it compiles the generated code.

mod attributes;
mod bounds;
mod concurrency;
mod record;
mod signature;

use syn::Type;

use crate::{arguments::Arguments, errors::Errors, parsed_function::ParsedFunction};

/// Applies every rule; mistakes go to `errors`. Returns the type of the record, or of an item of the slice of them, if nothing
/// is wrong with that.
pub(crate) fn validate<'f>(
    function: &'f ParsedFunction,
    arguments: &Arguments,
    errors: &mut Errors,
) -> Option<&'f Type> {
    signature::validate(function, errors);
    attributes::validate(function, errors);
    concurrency::validate(function, arguments, errors);
    bounds::validate(function, arguments, errors);
    record::validate(function, arguments, errors)
}
