//! The rules for a function with `concurrency`.

use syn::PatType;

use crate::{
    arguments::Arguments,
    errors::{Errors, Section},
    parsed_function::ParsedFunction,
    passed_by::PassedBy,
};

/// What several records at once share is shared: they can neither be lent it to change, nor run without ever waiting.
pub(super) fn validate(function: &ParsedFunction, arguments: &Arguments, errors: &mut Errors) {
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
