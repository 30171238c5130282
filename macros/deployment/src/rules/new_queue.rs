//! A queue that a finding declares for records or messages that are given up.

use super::context::Context;
use crate::{edit::Edit, file::node::Setting, model::queue::Queue, snippet};

impl Context<'_> {
    /// A queue for what is given up, other than the queue `not`. Returns its name, and its declaration unless the file has one.
    pub(super) fn new_queue(
        &self,
        logical_id: &str,
        is_fifo: bool,
        not: Option<&str>,
    ) -> (String, Option<Edit>) {
        for number in 1.. {
            let logical_id =
                if number == 1 { logical_id.to_owned() } else { format!("{logical_id}{number}") };
            let name = snippet::queue_name(self.dialect(), &logical_id);
            if !self.deployment.names.contains(&name) {
                let declaration = snippet::queue(self.dialect(), &logical_id, is_fifo, None);
                return (name, Some(Edit::declarations(self.dialect(), &[declaration])));
            }
            let declared = self.deployment.queues.named(&name);
            let fits =
                |queue: &Queue| (queue.fifo == Setting::Known(true)) == is_fifo && Some(name.as_str()) != not;
            if declared.is_some_and(fits) {
                return (name, None);
            }
        }
        (logical_id.to_owned(), None)
    }
}
