//! The functions that `stream_response!` expands to.

use std::{iter, option, result};

use lambda_runtime::Error;

use crate::{EmptyItemIdentifier, IntoItemIdentifier, ItemIdentifier, StreamsEventResponse};

/// The answer with the identifiers of a `stream_response!`.
///
/// # Errors
/// If an identifier is empty, or if only some are Kafka's.
pub fn respond(
    identifiers: impl IntoIterator<Item = Result<ItemIdentifier, EmptyItemIdentifier>>,
) -> Result<StreamsEventResponse, Error> {
    let response: StreamsEventResponse = identifiers.into_iter().collect::<Result<_, _>>()?;
    let of_kafka = response.item_identifiers().filter(|identifier| identifier.as_text().is_none()).count();
    if of_kafka != 0 && of_kafka != response.item_identifiers().count() {
        return Err("some item identifiers are of Kafka and some are not, which would make Lambda repeat the whole batch".into());
    }
    Ok(response)
}

/// The answer with identifiers that are computed at run time.
///
/// # Errors
/// If an identifier is empty, or if only some are Kafka's.
// This takes the list to the end, and doesn't just convert it for `respond`: rustc would report a wrong list twice then.
pub fn respond_with<I>(identifiers: I) -> Result<StreamsEventResponse, Error>
where
    I: IntoIterator,
    I::Item: IntoItemIdentifier,
{
    respond(identifiers.into_iter().map(IntoItemIdentifier::into_item_identifier))
}

/// The expression from which a `stream_response!` takes a list of identifiers.
///
/// An `Option` or a `Result` can be iterated over, so it would pass as a list, and `None` would acknowledge every record. To
/// refuse them, `Listed` has a method `checkpointed_list` of its own for them, which never compiles. For every other type the
/// method of [`AnyList`] is the only one with that name, and it is called.
#[derive(Debug)]
pub struct Listed<I>(pub I);

/// Gives back the list of whatever [`Listed`] has no own method for.
pub trait AnyList {
    /// The type of the list.
    type List;

    /// The list.
    fn checkpointed_list(self) -> Self::List;
}

impl<I> AnyList for Listed<I> {
    type List = I;

    fn checkpointed_list(self) -> I {
        self.0
    }
}

/// Never implemented. The method below asks for it, and takes precedence over that of [`AnyList`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of item identifiers",
    label = "an `Option` or a `Result`, not a list: without a value, every record would be acknowledged",
    note = "give a list, such as a `Vec<String>`, and decide what to do without one: `match` on it, or return an error with `?`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#answers-by-hand"
)]
pub trait ListOfIdentifiers {}

/// Types that can be iterated over but are not a list: `None` and `Err` don't mean "no failures". These are `Option` and
/// `Result`, their iterators, and the adapters of those. Iterators of other types can't be recognised.
pub trait MayBeNothing {}

macro_rules! may_be_nothing {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {
        $(impl<$($generics)*> MayBeNothing for $type {})*
    };
}

may_be_nothing!(
    [T] Option<T>,
    [T] option::IntoIter<T>,
    [T] option::Iter<'_, T>,
    [T] option::IterMut<'_, T>,
    [T, E] Result<T, E>,
    [T] result::IntoIter<T>,
    [T] result::Iter<'_, T>,
    [T] result::IterMut<'_, T>,
    [T: MayBeNothing] &T,
    [T: MayBeNothing] &mut T,
    [I: MayBeNothing] iter::Cloned<I>,
    [I: MayBeNothing] iter::Copied<I>,
    [I: MayBeNothing] iter::Enumerate<I>,
    [I: MayBeNothing, P] iter::Filter<I, P>,
    [I: MayBeNothing, F] iter::FilterMap<I, F>,
    [I: MayBeNothing + Iterator<Item: IntoIterator>] iter::Flatten<I>,
    [I: MayBeNothing, U: IntoIterator, F] iter::FlatMap<I, U, F>,
    [I: MayBeNothing] iter::Fuse<I>,
    [I: MayBeNothing, F] iter::Inspect<I, F>,
    [I: MayBeNothing, F] iter::Map<I, F>,
    [I: MayBeNothing + Iterator] iter::Peekable<I>,
    [I: MayBeNothing] iter::Rev<I>,
    [I: MayBeNothing] iter::Take<I>,
);

impl<I: MayBeNothing> Listed<I> {
    /// Does not compile.
    pub fn checkpointed_list(self) -> [ItemIdentifier; 0]
    where
        I: ListOfIdentifiers,
    {
        []
    }
}

/// An identifier that is computed at run time.
///
/// # Errors
/// If it is empty.
pub fn identifier<T: IntoItemIdentifier>(identifier: T) -> Result<ItemIdentifier, EmptyItemIdentifier> {
    identifier.into_item_identifier()
}

/// An identifier of Kafka.
///
/// # Errors
/// If the name of the partition is empty.
pub fn kafka_identifier(
    partition: impl PartitionName,
    offset: i64,
) -> Result<ItemIdentifier, EmptyItemIdentifier> {
    ItemIdentifier::kafka_partition(partition.into_name(), offset)
}

/// The name of a partition of Kafka: text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the name of a partition",
    label = "not the name of a partition",
    note = "give the topic and the number of the partition as `&str` or `String`, such as \"orders-0\"; if it can be missing, return an error in that case",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#answers-by-hand"
)]
pub trait PartitionName {
    /// The name.
    fn into_name(self) -> String;
}

// Without this rustc reports that `String: From<..>` is missing instead of the message above.
#[diagnostic::do_not_recommend]
impl<T: Into<String>> PartitionName for T {
    fn into_name(self) -> String {
        self.into()
    }
}

/// Stands in for an answer that does not compile.
///
/// # Errors
/// Always.
pub fn no_response() -> Result<StreamsEventResponse, Error> {
    Err("the answer does not compile".into())
}
