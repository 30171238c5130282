//! Guesses from its name whether a type is a record. Only the compiler knows, because types have aliases. The guesses choose the
//! advice for code that cannot compile anyway.

use syn::{PatType, Path, Type, TypePath};

use crate::{invisible_groups::ungrouped_type, parsed_function::ParsedFunction};

/// Whether the type has the name of one of our views. A parameter of such a type must be the record, because no view can be
/// cloned.
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

/// Whether the type has the name of a view or of a record type of `aws_lambda_events`.
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
    /// The position of the parameter that the user means as the record: the first, unless that one cannot be a record and another
    /// one looks like one. In a function that takes all records, it is the position of their slice.
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

/// Whether the type looks like `&[Result<R, DecodeError>]`, which a function for all records takes.
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
