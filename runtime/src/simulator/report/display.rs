//! Writes a report as text: a table of its deliveries, and the findings below it.

use std::fmt;

use super::{
    Report,
    notation::{counted, positions, shards},
    outcome_text::OutcomeText,
};

/// The number of deliveries that are shown from the beginning and from the end of a long run.
const SHOWN: usize = 100;

/// The most findings of a kind that are shown.
const LISTED: usize = 10;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shards = self.histories.len();
        let shard = |shard: usize| if shards > 1 { format!("  {shard:>5}") } else { String::new() };
        let title = if shards > 1 { "  shard" } else { "" };
        write!(f, "delivery{title}  records  outcome")?;
        for (number, delivery) in self.deliveries.iter().enumerate() {
            if self.deliveries.len() > 2 * SHOWN && (SHOWN..self.deliveries.len() - SHOWN).contains(&number) {
                if number == SHOWN {
                    write!(f, "\n       …")?;
                }
                continue;
            }
            let records = positions(&delivery.records);
            let (number, shard) = (number + 1, shard(delivery.shard));
            write!(f, "\n{number:>8}{shard}  {records:>7}  {}", OutcomeText(delivery))?;
        }
        self.write_end(f)
    }
}

impl Report {
    fn write_end(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.throttled > 0 {
            write!(f, "\nthrottled: {}", counted(self.throttled, "more invocation", "more invocations"))?;
        }
        self.write_fates(f)?;
        let untried = self.discarded_untried();
        if !untried.is_empty() {
            let as_far = if self.traced { "" } else { ", as far as the answers show" };
            write!(f, "\n  of these{as_far}, never tried: {}", shards(&untried))?;
        }
        for lost in &self.lost {
            write!(f, "\n{lost}")?;
        }
        for found in self.out_of_order.iter().take(LISTED) {
            write!(f, "\n{found}")?;
        }
        if self.out_of_order.len() > LISTED {
            write!(f, "\n  and {} more out of order", self.out_of_order.len() - LISTED)?;
        }
        let repeated = self.by_shard(|history| history.times_repeated > 0);
        if !repeated.is_empty() {
            let times = counted(self.times_repeated(), "time", "times");
            write!(f, "\nrepeated work: {times}, of {}", shards(&repeated))?;
        }
        for shard in &self.blocked {
            let deliveries = counted(self.deliveries.len(), "delivery", "deliveries");
            write!(f, "\nended after {deliveries}, with records of shard {shard} still waiting")?;
        }
        Ok(())
    }

    /// Writes which records were discarded, dead-lettered, or filtered out.
    fn write_fates(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for discarded in &self.discarded {
            write!(f, "\n{discarded}")?;
        }
        for (what, found) in
            [("dead-lettered", self.dead_lettered_by_queue()), ("filtered out", self.filtered_out())]
        {
            match found.as_slice() {
                [] => {}
                [(_, records)] if self.histories.len() == 1 => write!(f, "\n{what}: {}", positions(records))?,
                found => write!(f, "\n{what}: {}", shards(found))?,
            }
        }
        Ok(())
    }
}
