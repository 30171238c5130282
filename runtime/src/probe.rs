//! The seam between a handler and the simulator that runs it.
//!
//! A handler asks here for the time of day, and announces which records it starts, which are done, and why others failed. The
//! simulator installs itself while it polls a handler. Everywhere else the time is the machine's, and an announcement goes
//! nowhere: without the feature `simulator` these functions do nothing.
//!
//! ```text
//!  deadline ───────── now ────────┐
//!  batch_run ── started, done ────┼──▶ probe ◀── simulator::clock, simulator::trace
//!  log ───────────── failed ──────┘
//! ```

#[cfg(not(feature = "simulator"))]
mod absent;
#[cfg(feature = "simulator")]
mod simulated;

#[cfg(not(feature = "simulator"))]
pub(crate) use self::absent::{done, failed, now, started};
#[cfg(feature = "simulator")]
pub(crate) use self::simulated::{
    Announcement, Clock, Event, announce, done, failed, now, record, run_by, simulated_now, started,
};
