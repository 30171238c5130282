//! No simulator.

use std::{fmt, time::SystemTime};

pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

pub(crate) fn started(_position: usize) {}

pub(crate) fn done(_position: usize) {}

pub(crate) fn failed(_position: usize, _error: impl fmt::Display) {}
