//! Whatever CI does, a contributor can do with one command: each job is one script of `.ci`.

use std::{collections::BTreeMap, fs};

use crate::{read, root};

/// The job that only waits for the others.
const GATE: &str = "pass";

/// The jobs of the workflow, each with its lines.
fn jobs() -> BTreeMap<String, Vec<String>> {
    let workflow = read(".github/workflows/ci.yml");
    let (_, jobs) = workflow.split_once("\njobs:\n").expect("the workflow has jobs");
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut job = String::new();
    for line in jobs.lines() {
        match line.strip_prefix("  ").and_then(|line| line.strip_suffix(':')) {
            Some(name) if !name.starts_with([' ', '#']) => name.clone_into(&mut job),
            _ => found.entry(job.clone()).or_default().push(line.trim().to_owned()),
        }
    }
    found
}

/// The scripts that a job runs.
fn scripts(lines: &[String]) -> Vec<&str> {
    lines.iter().filter_map(|line| line.strip_prefix("- run: .ci/")).collect()
}

#[test]
fn each_job_is_one_script() {
    let jobs = jobs();
    let mut run: Vec<&str> = Vec::new();
    for (job, lines) in jobs.iter().filter(|(job, _)| *job != GATE) {
        let scripts = scripts(lines);
        assert_eq!(scripts.len(), 1, "job `{job}` runs {scripts:?}");
        run.extend(scripts);
    }
    run.sort_unstable();
    let entries = fs::read_dir(root().join(".ci")).unwrap();
    let mut scripts: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    scripts.sort_unstable();
    assert_eq!(run, scripts, "every script has its job");
}

#[test]
fn the_gate_needs_every_job_that_runs_for_a_change() {
    let mut jobs = jobs();
    let gate = jobs.remove(GATE).expect("there is a gate").join("\n");
    let (_, needs) = gate.split_once("needs: [").expect("the gate needs others");
    let mut needs: Vec<&str> = needs.split_once(']').expect("the list ends").0.split(", ").collect();
    needs.sort_unstable();
    let is_scheduled = |lines: &[String]| lines.iter().any(|line| line.contains("== 'schedule'"));
    let for_a_change = jobs.iter().filter(|(_, lines)| !is_scheduled(lines)).map(|(job, _)| job.as_str());
    assert_eq!(needs, for_a_change.collect::<Vec<_>>());
    let all_succeed = vec!["success"; needs.len()].join(" ");
    assert!(gate.contains(&format!("= \"{all_succeed}\" ]")), "the gate compares with each result");
}
