//! Executables run through the simulated event source mapping, over the Lambda Runtime API.

mod compiled_functions;
mod faults;
mod other_languages;
mod processes;
mod simulation;
