//! `tests/README.md` says of every suite what it claims.

use crate::read;

/// The suites of `tests/Cargo.toml`, each with its file.
fn suites() -> Vec<(String, String)> {
    let manifest = read("tests/Cargo.toml");
    let value = |section: &str, key: &str| {
        let line = section.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.unwrap_or_else(|| panic!("no `{key}` in {section}")).trim_end_matches('"').to_owned()
    };
    let sections = manifest.split("[[test]]\n").skip(1);
    sections.map(|section| (value(section, "name"), value(section, "path"))).collect()
}

/// The first column of the table, without the backticks.
fn documented() -> Vec<String> {
    let readme = read("tests/README.md");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    rows.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn the_readme_lists_exactly_the_suites() {
    let names: Vec<String> = suites().into_iter().map(|(name, _)| name).collect();
    let (mut names, mut documented) = (names, documented());
    names.sort();
    documented.sort();
    assert_eq!(documented, names);
}

#[test]
fn a_suite_is_found_by_its_name() {
    for (name, path) in suites() {
        assert!(
            path == format!("{name}/main.rs") || path == format!("{name}.rs"),
            "suite `{name}` is in {path}"
        );
    }
}
