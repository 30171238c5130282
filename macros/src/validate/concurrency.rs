//! The rules for a function with `concurrency`.

use syn::PatType;

use crate::{
    arguments::Arguments,
    errors::{Errors, Section},
    parsed_function::ParsedFunction,
    passed_by::PassedBy,
};

const MUTABLE_REFERENCE: &str = "`concurrency` handles several records at once, and only one of them could hold a `&mut`: take `&`, \
                                 with a `Mutex` or an atomic inside, or leave `concurrency` out";

pub(super) fn validate(function: &ParsedFunction, arguments: &Arguments, errors: &mut Errors) {
    let Some((concurrency, _)) = &arguments.concurrency else { return };
    if function.signature.asyncness.is_none() {
        let message = "`concurrency` needs an `async fn`, because nothing can run beside a plain function, which never waits: \
                       write `async fn`, or leave `concurrency` out";
        errors.push(Section::SideBySide.error_at(concurrency.span(), message));
    }
    if let Some(receiver) = function.receiver()
        && matches!(PassedBy::receiver(receiver), PassedBy::MutableReference)
    {
        errors.push(Section::SideBySide.error_over(receiver, MUTABLE_REFERENCE));
    }
    for PatType { ty, .. } in function.parameters().skip(1) {
        if matches!(PassedBy::parameter(ty), PassedBy::MutableReference) {
            errors.push(Section::SideBySide.error_over(ty, MUTABLE_REFERENCE));
        }
    }
}
