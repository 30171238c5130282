//! The comparison as a table of text.

use std::fmt;

use super::{Compared, Figures};

pub(super) const COLUMNS: [&str; 8] =
    ["deliveries", "handled", "repeated", "lost", "discarded", "out of order", "blocked", "took"];

pub(super) const INTRODUCTION: &str = "100 records of 10 keys, 20 ms each, 50 ms an invocation; batches of \
                                       25, 5 retries, bisecting and reports on";

pub(super) struct Table<'c>(pub(super) &'c [Compared]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{INTRODUCTION}. The less, the better.")?;
        for Compared { scenario, figures } in self.0 {
            write!(f, "\n{:<24}", scenario.name)?;
            // A long name takes a line of its own.
            if scenario.name.len() >= 24 {
                write!(f, "\n{:<24}", "")?;
            }
            COLUMNS.iter().try_for_each(|column| write!(f, "{column:>13}"))?;
            for (handler, figures) in figures {
                write!(f, "\n  {:<22}", handler.name())?;
                figures.in_words().iter().try_for_each(|figure| write!(f, "{figure:>13}"))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl Figures {
    /// In the order of the columns.
    pub(super) fn amounts(&self) -> [f64; 8] {
        let Figures { deliveries, handled, repeated, lost, discarded, out_of_order, blocked, took } = *self;
        let [deliveries, handled, repeated, lost, discarded, out_of_order] =
            [deliveries, handled, repeated, lost, discarded, out_of_order].map(|count| count as f64);
        let [blocked, took] = [blocked, took].map(|time| (time.as_secs_f64() * 10.0).round() / 10.0);
        [deliveries, handled, repeated, lost, discarded, out_of_order, blocked, took]
    }

    pub(super) fn in_words(&self) -> [String; 8] {
        let [counts @ .., blocked, took] = self.amounts();
        let [deliveries, handled, repeated, lost, discarded, out_of_order] =
            counts.map(|count| count.to_string());
        let [blocked, took] = [blocked, took].map(|seconds| format!("{seconds:.1} s"));
        [deliveries, handled, repeated, lost, discarded, out_of_order, blocked, took]
    }
}
