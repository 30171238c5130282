//! What a test asks of a report.

use super::{
    Fate, Reading, Report,
    story::{Listed, positions},
};

impl Report {
    /// Checks that no record is [lost](Self::lost), and that none may be because of an answer that is
    /// [unclear](Reading::Unclear). A record that is [discarded](Self::discarded), dead-lettered or that still waits is not
    /// lost.
    ///
    /// # Panics
    /// If one is or may be, with the whole story.
    #[track_caller]
    pub fn assert_nothing_lost(&self) {
        let lost = self.lost();
        assert!(lost.is_empty(), "{}\n\n{self}", Listed(&lost));
        let unclear =
            self.deliveries.iter().position(|delivery| matches!(delivery.reading, Reading::Unclear { .. }));
        assert!(
            unclear.is_none(),
            "UNCLEAR: the answer to delivery {} is no report, and if it should have been one, records are lost\n\n{self}",
            unclear.unwrap_or_default() + 1
        );
    }

    /// Checks that no record was [discarded](Self::discarded) or went to the dead-letter queue.
    ///
    /// # Panics
    /// If one was, with the whole story.
    #[track_caller]
    pub fn assert_nothing_discarded(&self) {
        assert!(self.discarded.is_empty(), "{}\n\n{self}", Listed(&self.discarded));
        let dead = self.dead_lettered();
        assert!(dead.is_empty(), "dead-lettered: {}\n\n{self}", positions(&dead));
    }

    /// Checks that no record was discarded that the function never tried, as far as its answers tell: see
    /// [`may_have_been_tried`](super::RecordHistory::may_have_been_tried). After a function error, and of a queue, answers do
    /// not tell.
    ///
    /// # Panics
    /// If one was, with the whole story.
    #[track_caller]
    pub fn assert_nothing_untried_discarded(&self) {
        let untried = self.untried_discarded();
        let told: Vec<String> = untried
            .iter()
            .map(|(shard, records)| format!("discarded UNTRIED: {} of shard {shard}", positions(records)))
            .collect();
        assert!(untried.is_empty(), "{}\n\n{self}", Listed(&told));
    }

    /// By shard, the positions of the records that were discarded and never tried, as far as answers tell.
    pub fn untried_discarded(&self) -> Vec<(usize, Vec<usize>)> {
        let of_shard = |(shard, histories): (usize, &Vec<super::RecordHistory>)| {
            let untried = histories.iter().enumerate().filter(|(_, history)| {
                matches!(history.fate, Fate::Discarded { .. }) && !history.may_have_been_tried
            });
            let untried: Vec<usize> = untried.map(|(position, _)| position).collect();
            (!untried.is_empty()).then_some((shard, untried))
        };
        self.histories.iter().enumerate().filter_map(of_shard).collect()
    }

    /// Checks that no record was [acknowledged too early](Self::out_of_order). Of a standard queue there is no order.
    ///
    /// # Panics
    /// If one was, with the whole story.
    #[track_caller]
    pub fn assert_in_order(&self) {
        assert!(self.out_of_order.is_empty(), "{}\n\n{self}", Listed(&self.out_of_order));
    }
}
