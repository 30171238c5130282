//! Figures for the pictures and tables of `PERFORMANCE.md`.

use std::{env, fs, path::PathBuf};

/// Writes the rows of a table into the folder that the environment variable `RESULTS` names, if there is one.
pub(crate) fn save(name: &str, header: &[&str], rows: &[Vec<String>]) {
    let Some(folder) = env::var_os("RESULTS").map(PathBuf::from) else { return };
    let mut table = header.join("\t") + "\n";
    for row in rows {
        table.push_str(&(row.join("\t") + "\n"));
    }
    let file = folder.join(name).with_extension("tsv");
    fs::write(&file, table).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}
