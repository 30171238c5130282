//! All that generated code may name.

use std::marker::PhantomData;

pub use crate::{
    batch::Batch,
    checkpoint::NoProgress,
    dead_letters::dead_letters,
    deadline::DeadlineMargin,
    guard::{guard, prepare},
    outcome::Outcome,
    process::{Options, Run},
    response::StreamsEventResponse,
    side_by_side::{Concurrency, side_by_side},
    whole_batch::{WholeBatch, guard_batch},
};
pub use lambda_runtime::{Error, LambdaEvent};
pub use std::time::Duration;

use crate::{
    BatchItem, EmptyItemIdentifier, FromRecord, IntoItemIdentifier, IntoOutcomes, ItemIdentifier, RawRecord,
    decode::DecodeError,
    failure::{Failed, FailureKind},
    outcome::{IntoOutcome, Retried},
    whole_batch::Said,
};

/// Evidence that `T` is a record, and how it is decoded.
///
/// The bound is asked for once, by [`record`]; whoever uses the evidence repeats none. So a wrong type is one error,
/// and it stands at the type.
#[derive(Debug)]
pub struct Decode<'r, T, S>(fn(&'r RawRecord<S>) -> Result<T, DecodeError>);

/// Asks whether `T` is a record.
pub fn record<'r, T: FromRecord<'r>>() -> Decode<'r, T, T::Source> {
    Decode(T::from_record)
}

impl<'r, T, S> Decode<'r, T, S> {
    /// Decodes one record.
    ///
    /// # Errors
    /// With the outcome of a record that cannot be decoded.
    pub fn decode(self, raw: &'r RawRecord<S>) -> Result<T, Outcome> {
        (self.0)(raw).map_err(|error| Outcome::Failed(Failed::new(FailureKind::Undecodable, &error)))
    }
}

/// Evidence that `R` may be returned, and what it means.
#[derive(Debug)]
pub struct Judge<R>(fn(R) -> Outcome, PhantomData<fn() -> R>);

/// Asks whether `R` may be returned for a record of a function without `dead_letters`.
pub fn outcome<R: IntoOutcome>() -> Judge<R>
where
    R::Lasts: NeedsNoDeadLetters,
{
    Judge(R::into_outcome, PhantomData)
}

/// What a function says of its failures that has no `dead_letters`: that each is retried.
#[diagnostic::on_unimplemented(
    message = "this function can say that a record can never succeed, and has no `dead_letters` where that one would go",
    label = "a `Failure` can be permanent",
    note = "write `#[checkpointed_stream_handler(dead_letters = ..)]`, or return an error that is always retried; a function for a whole batch puts such records away itself, and says that they are done",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#dead-letters"
)]
pub trait NeedsNoDeadLetters {}

impl NeedsNoDeadLetters for Retried {}

/// Asks whether `R` may be returned for a record of a function with `dead_letters`.
pub fn outcome_or_dead_letter<R: IntoOutcome>() -> Judge<R> {
    Judge(R::into_outcome, PhantomData)
}

impl<R> Judge<R> {
    /// What a returned value says about its record.
    pub fn judge(self, returned: R) -> Outcome {
        (self.0)(returned)
    }
}

/// Evidence that a function can take a slice of `T`, and how its items are decoded.
#[derive(Debug)]
pub struct DecodeAll<'r, T, S>(fn(&'r RawRecord<S>) -> T);

/// Asks whether a function for a whole batch can take a slice of `T`.
pub fn items<'r, T: BatchItem<'r>>() -> DecodeAll<'r, T, T::Source> {
    DecodeAll(T::from_raw)
}

impl<'r, T, S> DecodeAll<'r, T, S> {
    /// Decodes all records.
    pub fn decode(self, raws: &'r [RawRecord<S>]) -> Vec<T> {
        raws.iter().map(self.0).collect()
    }
}

/// Evidence that `R` may be returned for a whole batch, and what it means.
#[derive(Debug)]
pub struct JudgeAll<R>(fn(R, usize) -> Result<Said, String>);

/// Asks whether `R` may be returned for a whole batch.
pub fn outcomes<R: IntoOutcomes>() -> JudgeAll<R> {
    JudgeAll(R::into_outcomes)
}

impl<R> JudgeAll<R> {
    /// What a returned value says about so many records.
    ///
    /// # Errors
    /// If it cannot be told what is said of which record.
    pub fn judge(self, returned: R, records: usize) -> Result<Said, String> {
        (self.0)(returned, records)
    }
}

/// A parameter that is taken by value and so cloned for each record. Implemented for what implements `Clone`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed to every record of a batch",
    label = "taken by value, and not `Clone`",
    note = "take it by reference (`&T`, `&mut T`), or as something that can be cloned, such as `std::sync::Arc<{Self}>`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-other-parameters"
)]
pub trait PerRecord {
    /// A clone for the next record.
    #[must_use]
    fn for_next_record(&self) -> Self;
}

// Without this rustc reports that `Clone` is missing instead of the message above.
#[diagnostic::do_not_recommend]
impl<T: Clone> PerRecord for T {
    fn for_next_record(&self) -> Self {
        self.clone()
    }
}

/// The copy of a parameter that the next record gets.
pub fn per_record<T: PerRecord>(parameter: &T) -> T {
    parameter.for_next_record()
}

/// The answer with the identifiers of a `stream_response!`.
///
/// # Errors
/// If one is empty, or if only some are of Kafka.
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
/// If one is empty, or if only some are of Kafka.
// Not a function for the list alone: what `respond` gets of it would be reported a second time, there.
pub fn respond_with<I>(identifiers: I) -> Result<StreamsEventResponse, Error>
where
    I: IntoIterator,
    I::Item: IntoItemIdentifier,
{
    respond(identifiers.into_iter().map(IntoItemIdentifier::into_item_identifier))
}

/// The expression that a `stream_response!` takes its identifiers from.
#[derive(Debug)]
pub struct Listed<I>(pub I);

/// Hands on whatever [`Listed`] has no method of its own for.
pub trait AnyList {
    /// What was listed.
    type List;

    /// What was listed.
    fn checkpointed_list(self) -> Self::List;
}

impl<I> AnyList for Listed<I> {
    type List = I;

    fn checkpointed_list(self) -> I {
        self.0
    }
}

/// Never implemented: asked for in the methods below, which go before that of [`AnyList`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of item identifiers",
    label = "not a list: where nothing is in it, every record would be acknowledged",
    note = "give a list, such as a `Vec<String>`, and decide what to do where there is none: `match` on it, or return an error with `?`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#answers-by-hand"
)]
pub trait ListOfIdentifiers {}

/// `Option` and `Result` can be iterated over, but `None` and `Err` are no empty list of failures.
macro_rules! no_list {
    ($([$($generics:tt)*] $type:ty),*) => {$(
        impl<$($generics)*> Listed<$type> {
            /// Does not compile.
            pub fn checkpointed_list(self) -> [ItemIdentifier; 0]
            where
                $type: ListOfIdentifiers,
            {
                []
            }
        }
    )*};
}

no_list!([T] Option<T>, ['a, T] &'a Option<T>, [T, E] Result<T, E>, ['a, T, E] &'a Result<T, E>);

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
    note = "give the topic and the number of the partition as `&str` or `String`, such as \"orders-0\"; where it can be missing, return an error then",
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

/// In the place of an answer that does not compile.
///
/// # Errors
/// Always.
pub fn no_response() -> Result<StreamsEventResponse, Error> {
    Err("the answer does not compile".into())
}

/// Asks whether the records `T` are those of the source that the deployment file names.
pub fn delivered_by<'r, Mapped, T: FromRecord<'r>>()
where
    T::Source: DeliveredBy<Mapped>,
{
}

/// The same for what a function for a whole batch takes a slice of.
pub fn items_delivered_by<'r, Mapped, T: BatchItem<'r>>()
where
    T::Source: DeliveredBy<Mapped>,
{
}

/// A source whose records an event source mapping of the source `Mapped` delivers: itself.
#[diagnostic::on_unimplemented(
    message = "the event source mapping delivers records of {Mapped}, and this function takes records of {Self}",
    label = "of another source than the mapping's",
    note = "take a record of the mapping's source, name another function of the file with `resource = \"..\"`, or change the mapping",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-deployment"
)]
pub trait DeliveredBy<Mapped> {}

impl DeliveredBy<Kinesis> for Kinesis {}
impl DeliveredBy<DynamoDb> for DynamoDb {}
impl DeliveredBy<Sqs> for Sqs {}
impl DeliveredBy<Kafka> for Kafka {}

pub use crate::source::{DynamoDb, Kafka, Kinesis, Sqs};
