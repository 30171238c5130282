//! Executables run through the simulated event source mapping, over the Lambda Runtime API.

mod faults;
mod functions_of_ours;
mod languages;
mod lives;
mod stream;
