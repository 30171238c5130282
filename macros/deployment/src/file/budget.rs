//! A bound on what the references of a file may expand to.
//!
//! A local that names another one twice, which names a third one twice, and so on, stands for a text that doubles at each
//! step. Terraform shares such values; this check copies them.

use std::cell::Cell;

use super::node::Node;

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

    /// Expands a reference; `None` if the bound is reached, which it then is for every later one.
    pub(crate) fn expand(&self, expansion: impl FnOnce() -> Node) -> Option<Node> {
        if self.left.get() == 0 {
            return None;
        }
        let node = expansion();
        // What the expansion refers to has spent its share already.
        let left = self.left.get().checked_sub(node.size());
        self.left.set(left.unwrap_or(0));
        left.map(|_| node)
    }
}
