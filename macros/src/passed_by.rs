//! How the receiver and the other parameters are passed to each call of the user's function.

use syn::{Receiver, ReceiverKind, Type};

use crate::{invisible_groups::ungrouped_type, parsed_function::ParsedFunction};

impl ParsedFunction {
    /// Whether it takes something by `&mut`, so that records can only be handled one after the other.
    pub(crate) fn takes_mutable_reference(&self) -> bool {
        let receiver = self.receiver().map(PassedBy::receiver);
        let parameters = self.parameters().skip(1).map(|parameter| PassedBy::parameter(&parameter.ty));
        receiver.into_iter().chain(parameters).any(|passing| matches!(passing, PassedBy::MutableReference))
    }
}

/// How a parameter is passed to each call.
pub(crate) enum PassedBy {
    /// `&T` is passed as it is.
    Reference,
    /// `&mut T` is reborrowed for one call after the other.
    MutableReference,
    /// Each call gets a clone of an owned value.
    Clone,
}

impl PassedBy {
    /// How a parameter of this type is passed.
    pub(crate) fn parameter(ty: &Type) -> Self {
        match ungrouped_type(ty) {
            Type::Reference(reference) if reference.mutability.is_some() => PassedBy::MutableReference,
            Type::Reference(_) => PassedBy::Reference,
            _ => PassedBy::Clone,
        }
    }

    /// How the receiver is passed.
    pub(crate) fn receiver(receiver: &Receiver) -> Self {
        match &receiver.kind {
            ReceiverKind::Reference(_, _, Some(_)) => PassedBy::MutableReference,
            ReceiverKind::Reference(..) => PassedBy::Reference,
            ReceiverKind::Typed(_, ty) => PassedBy::parameter(ty),
            _ => PassedBy::Clone,
        }
    }
}
