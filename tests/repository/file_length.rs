//! A file has one purpose, and fits into one head.

use std::{fs, path::Path};

use crate::root;

const MOST_LINES: usize = 300;

/// The Rust files in a folder and the folders below it, each with its number of lines.
fn lengths(folder: &Path, lengths: &mut Vec<(String, usize)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        let is_built = name == "target" || name.starts_with('.');
        if path.is_dir() && !is_built {
            self::lengths(&path, lengths);
        } else if name.ends_with(".rs") {
            lengths.push((path.display().to_string(), fs::read_to_string(&path).unwrap().lines().count()));
        }
    }
}

#[test]
fn no_file_has_more_than_300_lines() {
    let mut files = Vec::new();
    lengths(&root(), &mut files);
    assert!(files.iter().any(|(path, _)| path.ends_with("runtime/src/lib.rs")), "the files were not found");
    files.retain(|(_, lines)| *lines > MOST_LINES);
    assert!(files.is_empty(), "split these files: {files:?}");
}
