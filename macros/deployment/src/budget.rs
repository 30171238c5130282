//! A bound on what the references of a file may expand to.
//!
//! A local that names another one twice, which names a third one twice, and so on, stands for a text that doubles at each
//! step. Terraform shares such values; this check copies them.

use std::cell::Cell;

/// What any file may expand to, however short it is, in the units of `Node::size`.
const FLOOR: usize = 200_000;

/// What is left of the bound.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Cell<usize>,
}

impl Budget {
    /// The bound for a file of this length. It grows with the file, so that a long one that repeats little never meets it.
    pub(crate) fn for_length(bytes: usize) -> Self {
        Self { left: Cell::new(FLOOR.saturating_add(bytes)) }
    }

    /// Takes so many units. `false` means that the bound is reached, once and for all.
    pub(crate) fn spend(&self, units: usize) -> bool {
        let left = self.left.get().checked_sub(units);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether nothing is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}
