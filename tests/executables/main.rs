//! The simulator runs executables over the Lambda Runtime API, whatever becomes of their process.

mod compiled_functions;
mod faults;
mod other_languages;
mod processes;
mod simulation;
