//! The files beside a Terraform file. A folder is one module, so another file may declare a queue, a variable or a local.

use std::{fs, path::Path, path::PathBuf};

/// A file beside the named one.
#[derive(Debug)]
pub(crate) struct Neighbour {
    pub(crate) path: PathBuf,
    /// The text, or why it cannot be read.
    pub(crate) text: Result<String, String>,
}

/// The other files of a Terraform module.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// `*.tf`
    pub(crate) sources: Vec<Neighbour>,
    /// `terraform.tfvars`, `*.auto.tfvars` and the same in JSON, ordered by precedence: a later file overrides an earlier one.
    /// <https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence>
    pub(crate) values: Vec<Neighbour>,
}

impl Folder {
    /// The folder of a file, without that file.
    pub(crate) fn of(file: &Path) -> Self {
        let folder = match file.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => return Self::default(),
        };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort_unstable_by_key(|name| (precedence(name), name.clone()));
        let own = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let read = |name: &String| {
            let path = file.with_file_name(name);
            Neighbour { text: fs::read_to_string(&path).map_err(|error| error.to_string()), path }
        };
        Self {
            sources: names.iter().filter(|name| is_source(name) && *name != own).map(read).collect(),
            values: names.iter().filter(|name| precedence(name) > 0).map(read).collect(),
        }
    }
}

fn is_source(name: &str) -> bool {
    name.ends_with(".tf") || name.ends_with(".tf.json")
}

/// The precedence of a file's values; 0 if Terraform doesn't read values from the file by itself.
fn precedence(name: &str) -> u8 {
    match name {
        "terraform.tfvars" => 1,
        "terraform.tfvars.json" => 2,
        _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => 3,
        _ => 0,
    }
}
