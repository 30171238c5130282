//! A bound on what the references of a file may expand to.
//!
//! The check copies the value of each reference. A local that refers to another one twice, which refers to a third one twice, and
//! so on, would double in size at each step.

use std::cell::Cell;

use super::node::Node;

/// What even a short file may expand to, in the units of `Node::size`.
const FLOOR: usize = 200_000;

/// What is left of the bound.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Cell<usize>,
}

impl Budget {
    /// The bound for a file of this length. It grows with the file, so that a long file with few references never reaches it.
    pub(crate) fn for_length(bytes: usize) -> Self {
        Self { left: Cell::new(FLOOR.saturating_add(bytes)) }
    }

    /// Expands a reference. Once the bound is reached, this and every later reference is `None`.
    pub(crate) fn expand(&self, expansion: impl FnOnce() -> Node) -> Option<Node> {
        if self.left.get() == 0 {
            return None;
        }
        let node = expansion();
        // The references within the expansion have already spent their share.
        let left = self.left.get().checked_sub(node.size());
        self.left.set(left.unwrap_or(0));
        left.map(|_| node)
    }
}
