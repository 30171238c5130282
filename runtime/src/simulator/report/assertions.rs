//! The assertions that tests make about a report.

use super::{
    Report,
    advice::advice_for_unclear,
    assertion_message::AssertionMessage,
    delivery::{Delivery, DeliveryOutcome},
    history::{Fate, RecordHistory},
    notation::shards,
};

impl Report {
    /// Checks that no record is [lost](Self::lost), and that none may be lost because of an
    /// [unclear](DeliveryOutcome::Unclear) answer. A record isn't lost if it is [discarded](Self::discarded) or dead-lettered, or
    /// still waits.
    ///
    /// # Panics
    /// If a record is lost, or may be. The message contains the whole report.
    #[track_caller]
    pub fn assert_nothing_lost(&self) {
        let lost = self.lost.iter().map(|lost| (lost.shard, lost.records.clone())).collect();
        let remedies = self.lost.iter().map(|lost| lost.remedy).collect();
        AssertionMessage { report: self, lines: lines(&self.lost), records: lost, remedies }.raise();
        let unclear = self.deliveries.iter().zip(1..).find_map(|(delivery, number)| match delivery.outcome {
            DeliveryOutcome::Unclear { why } => Some((number, why)),
            _ => None,
        });
        // If the handler announces its steps, the report knows which records are done, whatever the answer means.
        let Some((number, why)) = unclear.filter(|_| !self.traced) else { return };
        let line = format!(
            "UNCLEAR: the answer to delivery {number} is not a report; if it was meant as one, records are lost: {why}"
        );
        let remedies = vec![advice_for_unclear(why)];
        AssertionMessage { report: self, lines: vec![line], records: Vec::new(), remedies }.raise();
    }

    /// Checks that no record was [discarded](Self::discarded) or dead-lettered.
    ///
    /// # Panics
    /// If a record was. The message contains the whole report.
    #[track_caller]
    pub fn assert_nothing_discarded(&self) {
        let mut lines = lines(&self.discarded);
        let dead = self.dead_lettered_by_queue();
        if !dead.is_empty() {
            lines.push(format!("dead-lettered: {}", shards(&dead)));
        }
        let records = self.by_shard(RecordHistory::is_given_up);
        let remedies = vec![self.event_source.advice_for_given_up()];
        AssertionMessage { report: self, lines, records, remedies }.raise();
    }

    /// Checks that no record was discarded or dead-lettered [without ever being tried](Self::discarded_untried).
    ///
    /// # Panics
    /// If a record was. The message contains the whole report.
    #[track_caller]
    pub fn assert_nothing_discarded_untried(&self) {
        let records = self.discarded_untried();
        let line =
            |one: &(usize, Vec<usize>)| format!("discarded UNTRIED: {}", shards(std::slice::from_ref(one)));
        let lines = records.iter().map(line).collect();
        let remedies = vec![self.event_source.advice_for_untried()];
        AssertionMessage { report: self, lines, records, remedies }.raise();
    }

    /// Checks that no record was started [too early](Self::out_of_order). A standard queue has no order.
    ///
    /// # Panics
    /// If a record was. The message contains the whole report.
    ///
    /// Also if the handler of a stream does not [announce its steps](Self::is_traced) and reported a record that was not the last
    /// of its batch: its answer does not say whether it ran the records after that one.
    #[track_caller]
    pub fn assert_in_order(&self) {
        let hides_some = |delivery: &Delivery| matches!(delivery.outcome, DeliveryOutcome::Partial { position } if position + 1 < delivery.records.len());
        if !self.traced && self.deliveries.iter().any(hides_some) {
            let line = "UNKNOWN: the handler does not announce its steps, so it may have run records after one that it reported";
            self.fail_without_trace(line);
        }
        let mut records: Vec<(usize, Vec<usize>)> = Vec::new();
        for found in &self.out_of_order {
            match records.last_mut() {
                Some((shard, positions)) if *shard == found.shard => {
                    positions.extend([found.earlier, found.later]);
                }
                _ => records.push((found.shard, vec![found.earlier, found.later])),
            }
        }
        for (_, positions) in &mut records {
            positions.sort_unstable();
            positions.dedup();
        }
        let remedies = vec![self.event_source.advice_for_order()];
        AssertionMessage { report: self, lines: lines(&self.out_of_order), records, remedies }.raise();
    }

    /// Checks that each record was done exactly once: none is lost, discarded or dead-lettered, none still waits, and none was
    /// repeated after it had been done. Records that the starting position skips or that are filtered out do not count.
    ///
    /// # Panics
    /// If a record was not. The message contains the whole report.
    ///
    /// Also if there were deliveries and the handler did not [announce its steps](Self::is_traced). A handler written by hand calls
    /// [`started`](crate::simulator::started) and [`done`](crate::simulator::done) for that.
    #[track_caller]
    pub fn assert_each_done_once(&self) {
        if !self.traced && !self.deliveries.is_empty() {
            self.fail_without_trace("UNKNOWN: the handler does not announce its steps, so records may have been done several times");
        }
        let never = self.by_shard(|history| history.first_done.is_none());
        let never: Vec<_> = never.into_iter().filter_map(|found| self.without_skipped(found)).collect();
        let repeated = self.by_shard(|history| history.times_done > 1);
        let mut lines = Vec::new();
        let mut remedies = Vec::new();
        if !never.is_empty() {
            lines.push(format!("NOT DONE: {}", shards(&never)));
            remedies
                .push("look at the answers below that concern these records, and call `assert_nothing_lost`");
        }
        if !repeated.is_empty() {
            lines.push(format!("done MORE THAN ONCE: {}", shards(&repeated)));
            remedies.push(
                "acknowledge the records before a failure, and start none after it; crashes and timeouts can always repeat \
                 work, so repeating it must do no harm",
            );
        }
        let records = never.into_iter().chain(repeated).collect();
        AssertionMessage { report: self, lines, records, remedies }.raise();
    }

    #[track_caller]
    fn fail_without_trace(&self, line: &str) {
        let remedies =
            vec!["call `simulator::started(position)` and `simulator::done(position)` in the handler"];
        AssertionMessage { report: self, lines: vec![line.to_owned()], records: Vec::new(), remedies }
            .raise();
    }

    /// Leaves out records that are filtered out, and those that the starting position skipped: they were never delivered although
    /// their shard was read to its end.
    fn without_skipped(&self, (shard, mut records): (usize, Vec<usize>)) -> Option<(usize, Vec<usize>)> {
        let is_skipped = |position: &usize| match self.history(shard, *position).map(|history| history.fate) {
            Some(Fate::Waiting) => !self.blocked.contains(&shard),
            fate => fate == Some(Fate::FilteredOut),
        };
        records.retain(|position| !is_skipped(position));
        (!records.is_empty()).then_some((shard, records))
    }
}

fn lines<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}
