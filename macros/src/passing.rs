//! How the receiver and the other parameters are handed to each record.

use syn::{Receiver, ReceiverKind, Type};

use crate::{invisible_groups::ungrouped_type, signature::RecordFn};

impl RecordFn {
    /// Whether something is lent to one record after the other, to change.
    pub(crate) fn is_exclusive(&self) -> bool {
        let receiver = self.receiver().map(Passing::of_receiver);
        let parameters = self.parameters().skip(1).map(|parameter| Passing::of(&parameter.ty));
        receiver.into_iter().chain(parameters).any(|passing| matches!(passing, Passing::Exclusive))
    }
}

/// How a value is handed to each record of a batch.
pub(crate) enum Passing {
    /// `&T`: as it is.
    Shared,
    /// `&mut T`: lent to one record after the other.
    Exclusive,
    /// Owned: each record gets a clone.
    Cloned,
}

impl Passing {
    /// How a parameter of this type is passed.
    pub(crate) fn of(ty: &Type) -> Self {
        match ungrouped_type(ty) {
            Type::Reference(reference) if reference.mutability.is_some() => Passing::Exclusive,
            Type::Reference(_) => Passing::Shared,
            _ => Passing::Cloned,
        }
    }

    /// How the receiver is passed.
    pub(crate) fn of_receiver(receiver: &Receiver) -> Self {
        match &receiver.kind {
            ReceiverKind::Reference(_, _, Some(_)) => Passing::Exclusive,
            ReceiverKind::Reference(..) => Passing::Shared,
            ReceiverKind::Typed(_, ty) => Passing::of(ty),
            _ => Passing::Cloned,
        }
    }
}
