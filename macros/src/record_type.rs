//! What a type looks like. Only the compiler knows whether it is a record, because types have aliases. These guesses choose the
//! advice for code that cannot compile.

use syn::{PatType, Path, Type, TypePath};

use crate::{invisible_groups::ungrouped_type, parsed_function::ParsedFunction};

/// Whether this is written as one of our views, which nothing but the record can be: they cannot be cloned.
pub(crate) fn is_named_like_a_view(ty: &Type) -> bool {
    const VIEWS: [[&str; 2]; 4] =
        [["kinesis", "Record"], ["dynamodb", "Record"], ["sqs", "Message"], ["kafka", "Record"]];
    let is = |[module, name]: [&str; 2]| {
        let mut from_the_last = path_of(ty).into_iter().flat_map(|path| path.segments.iter().rev());
        from_the_last.next().is_some_and(|last| last.ident == name)
            && from_the_last.next().is_some_and(|before| before.ident == module)
    };
    VIEWS.into_iter().any(is)
}

/// Whether this is written as a view or as a record type of `aws_lambda_events`.
pub(crate) fn is_named_like_a_record(ty: &Type) -> bool {
    const UPSTREAM: [&str; 4] = ["KinesisEventRecord", "EventRecord", "SqsMessage", "KafkaRecord"];
    let last = path_of(ty).and_then(|path| path.segments.last());
    is_named_like_a_view(ty) || last.is_some_and(|last| UPSTREAM.iter().any(|name| last.ident == name))
}

fn path_of(ty: &Type) -> Option<&Path> {
    match ungrouped_type(ty) {
        Type::Path(TypePath { qself: None, path, .. }) => Some(path),
        _ => None,
    }
}

impl ParsedFunction {
    /// The position of the parameter that is meant as the record: the first, unless that one cannot be a record and another one
    /// looks like one. For a function that takes all records, the position of their slice.
    pub(crate) fn record_position(&self, batch: bool) -> usize {
        let mut types = self.parameters().map(|PatType { ty, .. }| &**ty);
        if batch {
            return types.position(is_slice_of_results).unwrap_or(0);
        }
        let Some(first) = types.next() else { return 0 };
        let among_the_others = match ungrouped_type(first) {
            _ if is_named_like_a_record(without_reference(first)) => None,
            Type::Reference(_) => types.position(|ty| is_named_like_a_record(without_reference(ty))),
            _ => types.position(is_named_like_a_view),
        };
        among_the_others.map_or(0, |position| position + 1)
    }
}

/// Whether this is written as what a function for all records takes: `&[Result<R, DecodeError>]`.
fn is_slice_of_results(ty: &Type) -> bool {
    let Type::Slice(slice) = ungrouped_type(without_reference(ty)) else { return false };
    path_of(&slice.elem).and_then(|path| path.segments.last()).is_some_and(|last| last.ident == "Result")
}

/// The type that a reference points to; any other type as it is.
fn without_reference(ty: &Type) -> &Type {
    match ungrouped_type(ty) {
        Type::Reference(reference) => &reference.elem,
        ty => ty,
    }
}
