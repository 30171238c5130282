//! Crates that use the attribute, with their own profile, dependencies and deployment files. Each test writes a small crate and
//! lets Cargo check it.

mod panic_abort;
mod renamed;
mod template;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A crate with one source file.
struct DownstreamCrate<'s> {
    name: &'s str,
    /// The rest of its `Cargo.toml`, in which `RUNTIME` is the path of the runtime crate.
    manifest: &'s str,
    source: &'s str,
    /// Other files: their names and their contents.
    files: &'s [(&'s str, &'s str)],
}

impl DownstreamCrate<'_> {
    /// Checks the crate with these arguments for Cargo.
    ///
    /// # Errors
    /// Whatever the compiler wrote.
    fn check(&self, arguments: &[&str]) -> Result<(), String> {
        let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let folder = scratch.join(self.name);
        self.write(&folder);
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .args(arguments)
            .env("CARGO_TARGET_DIR", scratch.join("target"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(said) }
    }

    fn write(&self, folder: &Path) {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let runtime = tests.join("../runtime").canonicalize().unwrap();
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n{}",
            self.name,
            self.manifest.replace("RUNTIME", runtime.to_str().unwrap())
        );
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        // With the same versions nothing more has to be fetched.
        fs::copy(tests.join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        fs::write(folder.join("src/lib.rs"), self.source).unwrap();
        for (name, content) in self.files {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        }
    }
}
