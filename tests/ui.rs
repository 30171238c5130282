//! Every mistake with the macros is one error, which the guide explains.
//!
//! Bless changed output with `TRYBUILD=overwrite cargo test -p checkpointed-tests --test ui`, and read it before you
//! commit it.

use std::{fs, path::Path, process::Command};

/// The compiler that wrote the `.stderr` files.
const BLESSED_WITH: &str = include_str!("ui/RUSTC_VERSION");

const KINDS: [&str; 10] = [
    "arguments",
    "batch",
    "callers",
    "dead_letters",
    "items",
    "send",
    "side_by_side",
    "signature",
    "stream_response",
    "types",
];

/// Fixtures with more than one error.
const SEVERAL: [(&str, usize); 5] = [
    // four mistakes, three, and two
    ("several_at_once", 4),
    ("all_at_once", 3),
    ("misspelt_outside_and_empty_inside", 2),
    // rustc refuses it before it gets to the attribute
    ("on_closure", 3),
    // rustc refuses it: a macro does not see that it is in the `impl` of a trait
    ("trait_impl", 2),
];

#[test]
fn each_mistake_is_one_error_that_the_guide_explains() {
    let version = rustc_version();
    if version != BLESSED_WITH.trim() {
        eprintln!(
            "\n*** NOT CHECKED: the expected compiler output was written by {}, and this is {version}. ***\n",
            BLESSED_WITH.trim()
        );
        return;
    }
    let cases = trybuild::TestCases::new();
    for kind in KINDS {
        cases.compile_fail(format!("ui/fail/{kind}/*.rs"));
    }
    drop(cases); // runs the fixtures
    check_fixtures();
}

/// Checks the expected output of each fixture.
fn check_fixtures() {
    let mut fixtures = 0;
    for kind in KINDS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail").join(kind);
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                check_stderr(&path);
                fixtures += 1;
            }
        }
    }
    assert!(fixtures >= 60, "only {fixtures} fixtures found");
}

/// The chapter on what the compiler checks.
const GUIDE: &str = include_str!("../runtime/src/guide/compiler.md");

/// The lines of that chapter, each with the fixtures that prove it.
const FIXTURES: &str = include_str!("ui/fixtures.md");

/// Every mistake in the guide has a fixture, and every mistake with a fixture is in the guide.
#[test]
fn the_guide_lists_the_mistakes() {
    let listed: Vec<_> = GUIDE.lines().filter_map(|line| line.strip_prefix("* ")).map(String::from).collect();
    let proved: Vec<_> = FIXTURES
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | `"))
        .map(|(mistake, _)| mistake.replace("\\|", "|"))
        .collect();
    assert!(listed.len() > 60, "only {} mistakes found", listed.len());
    for mistake in &listed {
        assert!(proved.contains(mistake), "`tests/ui/fixtures.md` has no fixture for: {mistake}");
    }
    for mistake in &proved {
        assert!(listed.contains(mistake), "the guide does not say: {mistake}");
    }
}

fn check_stderr(fixture: &Path) {
    let name = fixture.file_stem().unwrap().to_str().unwrap();
    let stderr = fs::read_to_string(fixture.with_extension("stderr")).unwrap_or_else(|error| {
        panic!("{name} has no expected output: {error}");
    });
    let expected = SEVERAL.iter().find(|(several, _)| *several == name).map_or(1, |(_, errors)| *errors);
    let errors = stderr.lines().filter(|line| line.starts_with("error")).count();
    assert_eq!(errors, expected, "{name}:\n{stderr}");
    assert!(
        !is_blamed_on_the_attribute(fixture, name, &stderr),
        "{name} is blamed on the attribute:\n{stderr}"
    );
    let kind = fixture.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let fixture = format!("`{kind}/{name}`");
    assert!(FIXTURES.contains(&fixture), "`tests/ui/fixtures.md` does not name {fixture}");
    check_links(&stderr);
}

/// Whether an error points at the attribute, though the mistake is elsewhere.
fn is_blamed_on_the_attribute(fixture: &Path, name: &str, stderr: &str) -> bool {
    let source = fs::read_to_string(fixture).unwrap();
    let blamed = |place: &str| {
        let (line, column) = place.split_once(':').unwrap();
        let (line, column): (usize, usize) = (line.parse().unwrap(), column.parse().unwrap());
        let line = source.lines().nth(line - 1).unwrap();
        line.trim_start().starts_with("#[checkpointed") && line.len() - line.trim_start().len() == column - 1
    };
    let places = stderr.lines().filter_map(|line| line.trim_start().strip_prefix("--> ui/"));
    let mut of_errors = places.filter_map(|place| place.split_once(".rs:").map(|(_, place)| place));
    !name.starts_with("twice") && of_errors.any(blamed)
}

/// Links into the guide must lead to a section.
fn check_links(stderr: &str) {
    for link in stderr.split("guide/compiler/index.html#").skip(1) {
        let section: String = link.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let is_heading = |line: &str| line.strip_prefix("# ").is_some_and(|title| anchor(title) == section);
        assert!(GUIDE.lines().any(is_heading), "the guide has no section `{section}`");
    }
}

/// The anchor that rustdoc gives a heading.
fn anchor(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

fn rustc_version() -> String {
    let output = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8(output.stdout).unwrap();
    version.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}
