//! Other libraries, in other languages, on the same events: each in a process of its own, in turn with ours.

use std::{fs, path::Path, process::Command};

use crate::{
    cases::{BY_HAND, Case, WHOLE},
    results, times,
};

const ROUNDS: usize = 3;
/// How the results call the libraries.
const POWERTOOLS_PYTHON: &str = "Powertools Python";
const POWERTOOLS_TYPESCRIPT: &str = "Powertools TypeScript";

/// Compares with the libraries that are set up in a folder.
pub(crate) fn compare(folder: &Path) {
    let mut rows = Vec::new();
    println!("CPU time / that of the attribute, medians of {ROUNDS} rounds");
    for case in &WHOLE {
        let Some(source) = source(case) else { continue };
        let event = (case.event)(case.records);
        let file = folder.join("event.json");
        fs::write(&file, &event).expect("the folder can be written");
        let mut ratios: [Vec<f64>; 3] = Default::default();
        for _ in 0..ROUNDS {
            let own = times::cpu_time_of(case, "owned", &event);
            let python = folder.join("python/bin/python");
            let others = [
                times::cpu_time_of(case, BY_HAND, &event),
                printed(Command::new("node").arg(folder.join("powertools.mjs")).arg(source).arg(&file)),
                printed(Command::new(python).arg(folder.join("powertools.py")).arg(source).arg(&file)),
            ];
            for (ratios, other) in ratios.iter_mut().zip(others) {
                ratios.push(other / own);
            }
        }
        let medians = ratios.map(|mut ratios| {
            ratios.sort_by(f64::total_cmp);
            ratios[ROUNDS / 2]
        });
        let names = [BY_HAND, POWERTOOLS_TYPESCRIPT, POWERTOOLS_PYTHON];
        println!("{}", case.name);
        for (name, ratio) in names.iter().zip(medians) {
            println!("  {name:<24} {ratio:>6.1}");
        }
        rows.push([vec![case.name.to_owned()], medians.map(|ratio| format!("{ratio:.2}")).to_vec()].concat());
    }
    results::save("peers", &["case", BY_HAND, POWERTOOLS_TYPESCRIPT, POWERTOOLS_PYTHON], &rows);
}

/// The source, as the scripts call it. They handle one image of DynamoDB, and Powertools has no batches of Kafka.
fn source(case: &Case) -> Option<&'static str> {
    let words = [("Kinesis", "kinesis"), ("one image", "dynamodb"), ("SQS", "sqs")];
    words.into_iter().find(|(word, _)| case.name.contains(word)).map(|(_, source)| source)
}

/// The number that a command prints.
fn printed(command: &mut Command) -> f64 {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (printed, complaints) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    printed.trim().parse().unwrap_or_else(|_| panic!("{command:?} printed: {printed}{complaints}"))
}
