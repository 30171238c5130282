//! A plan as a failing test prints it, one line for each record and fault.

use std::fmt;

use super::{Plan, Settings};

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan { source, concurrency, run_ahead, dead_letters, settings, faults, spelling, records } = self;
        writeln!(
            f,
            "{source:?}, concurrency {concurrency}, run_ahead {run_ahead}, dead_letters {dead_letters}, spelling {spelling:?}"
        )?;
        self.settings(f, settings)?;
        for (invocation, fault) in faults {
            writeln!(f, "    invocation {invocation}: {fault:?}")?;
        }
        for (index, record) in records.iter().enumerate() {
            let key = record.key.map_or_else(|| String::from("none"), |key| key.to_string());
            write!(f, "    r{index} key {key}: {:?}", record.fate)?;
            for (name, value) in
                [(" ms", record.waits), (" ms of work", record.computes), (" s later", record.arrives)]
            {
                if value > 0 {
                    write!(f, ", {value}{name}")?;
                }
            }
            writeln!(f, ", letter {:?}", record.letter)?;
        }
        Ok(())
    }
}

impl Plan {
    fn settings(&self, f: &mut fmt::Formatter<'_>, settings: &Settings) -> fmt::Result {
        write!(f, "    batch_size {}", settings.batch_size)?;
        if self.source.is_queue() {
            let Settings { max_receive_count, visibility_timeout, pollers, .. } = settings;
            return writeln!(
                f,
                ", max_receive_count {max_receive_count:?}, visibility_timeout {visibility_timeout}, pollers {pollers}"
            );
        }
        let Settings { retries, maximum_age, parallelization_factor, .. } = settings;
        write!(
            f,
            ", retries {retries:?}, maximum_age {maximum_age:?}, parallelization_factor {parallelization_factor}"
        )?;
        let switches = [
            ("bisect", settings.bisect),
            ("odd_record_to_the_left", settings.odd_record_to_the_left),
            ("progress_resets_retries", settings.progress_resets_retries),
            ("progress_refills_batch", settings.progress_refills_batch),
            ("only_the_reported", settings.only_the_reported),
        ];
        for (name, _) in switches.iter().filter(|(_, on)| *on) {
            write!(f, ", {name}")?;
        }
        writeln!(f)
    }
}
