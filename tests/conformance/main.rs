//! Compares the simulator with known facts about AWS: recorded, documented, seen by others, or inferred.
//!
//! The facts are in `cases.json`, `more_cases.json` and `filters.json` beside this file. More files of that format are run if
//! the environment variable `CONFORMANCE_CASES` names a folder with them. The cases of `refused.json` are wrong, each in one
//! place, and must fail.

mod case;
mod expected;
mod function;
mod mapping;
mod record;
mod strict_json;
mod time;

use std::{
    collections::BTreeMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde_json::Value;

use crate::case::Case;

/// Cases that the simulator contradicts, and why. It should be empty.
const DISAGREEMENTS: &[(&str, &str)] = &[];

fn main() -> ExitCode {
    let mut table = Table::default();
    for file in files() {
        for case in cases(&file) {
            table.add(&case, run(&case));
        }
    }
    for case in cases(&folder().join("refused.json")) {
        if run(&case).is_ok() {
            table.failed.push(format!("{}: the case is wrong and was not refused", case["id"]));
        }
    }
    table.print();
    if table.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance")
}

fn files() -> Vec<PathBuf> {
    let mut files =
        ["cases.json", "more_cases.json", "filters.json"].map(|name| folder().join(name)).to_vec();
    if let Some(folder) = std::env::var_os("CONFORMANCE_CASES") {
        // Cargo runs a test in the folder of its package, but a relative path is relative to the workspace.
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut more: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        more.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        more.sort();
        assert!(!more.is_empty(), "{} has no file `*.json`", folder.display());
        files.extend(more);
    }
    files
}

fn cases(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let json: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let cases = json["cases"].as_array().cloned().unwrap_or_default();
    assert!(!cases.is_empty(), "{} has no cases", file.display());
    cases
}

/// Runs a case. Any error or panic is its failure.
fn run(case: &Value) -> Result<(), String> {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|error| error.to_string())?;
        runtime.block_on(async { Case::read(case)?.check().await })
    };
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        Err(said.or_else(|| Some((*panic.downcast_ref::<&str>()?).to_owned())).unwrap_or_default())
    })
}

/// The results of the cases, by the grade of their evidence.
#[derive(Default)]
struct Table {
    rows: BTreeMap<String, (usize, usize)>,
    failed: Vec<String>,
    disagreements: Vec<String>,
}

impl Table {
    fn add(&mut self, case: &Value, result: Result<(), String>) {
        let text = |key: &str| case[key].as_str().unwrap_or("unnamed").to_owned();
        let (id, evidence) = (text("id"), text("evidence"));
        let (passed, failed) = self.rows.entry(evidence).or_default();
        let Err(why) = result else {
            *passed += 1;
            return;
        };
        *failed += 1;
        match DISAGREEMENTS.iter().find(|(name, _)| *name == id) {
            Some((_, reason)) => self.disagreements.push(format!("{id}: {reason}")),
            None => self.failed.push(format!("{id}: {why}")),
        }
    }

    fn print(&self) {
        println!("{:<24}  passed  failed", "evidence");
        for (evidence, (passed, failed)) in &self.rows {
            println!("{evidence:<24}  {passed:>6}  {failed:>6}");
        }
        let (passed, failed) = self.rows.values().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
        println!("{:<24}  {passed:>6}  {failed:>6}", "all");
        for disagreement in &self.disagreements {
            println!("DISAGREES, documented: {disagreement}");
        }
        for failed in &self.failed {
            println!("FAILED: {failed}");
        }
    }
}
