//! The parameters that every record's call gets.

/// A parameter that is taken by value, and so cloned for each record. Every `Clone` type implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed to every record of a batch",
    label = "taken by value, but isn't `Clone`",
    note = "take it by reference (`&T`, `&mut T`), or as something that can be cloned, such as `std::sync::Arc<{Self}>`; a function takes only one record, as its first parameter",
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

/// The clone of a parameter for the next record.
pub fn per_record<T: PerRecord>(parameter: &T) -> T {
    parameter.for_next_record()
}

/// A receiver that is taken by value, and so cloned for each record. Every `Clone` type implements it.
#[diagnostic::on_unimplemented(
    message = "`self` of type `{Self}` cannot be passed to every record of a batch",
    label = "taken by value, but `{Self}` isn't `Clone`",
    note = "take `&self`, `&mut self` or `self: Arc<Self>`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-other-parameters"
)]
pub trait ReceiverPerRecord: Sized {
    /// A clone for the next record.
    #[must_use]
    fn for_next_record(&self) -> Self;
}

// As above.
#[diagnostic::do_not_recommend]
impl<T: Clone> ReceiverPerRecord for T {
    fn for_next_record(&self) -> Self {
        self.clone()
    }
}

/// The clone of the receiver for the next record.
pub fn receiver_per_record<T: ReceiverPerRecord>(receiver: &T) -> T {
    receiver.for_next_record()
}
