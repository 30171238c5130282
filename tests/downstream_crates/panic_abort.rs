//! A build with `panic = "abort"` cannot catch a panic. It is refused, unless the argument accepts that.

use crate::DownstreamCrate;

const MANIFEST: &str = r#"
[dependencies]
checkpointed = { path = "RUNTIME", default-features = false, features = ["kinesis"] }

[profile.release]
panic = "abort"
opt-level = 0
"#;

fn check(name: &str, arguments: &str, profile: &[&str]) -> Result<(), String> {
    let source = format!(
        "#[checkpointed::checkpointed_stream_handler{arguments}]\n\
         pub async fn handle(record: checkpointed::kinesis::Record<'_, &str>) {{ let _ = record; }}\n"
    );
    DownstreamCrate { name, manifest: MANIFEST, source: &source, files: &[] }.check(profile)
}

#[test]
fn panic_abort_is_refused_unless_the_argument_accepts_it() {
    let said = check("refused", "", &["--release"]).unwrap_err();
    assert!(said.contains("this build has `panic = \"abort\"`"), "{said}");
    assert!(said.contains("Write `panic = \"unwind\"` in `[profile.release]`"), "{said}");
    assert!(said.contains("#[checkpointed_stream_handler(panic = \"abort\")]"), "{said}");
    let errors = said.lines().filter(|line| line.starts_with("error:")).count();
    assert_eq!(errors, 2, "ours, and Cargo's: {said}");

    assert_eq!(check("accepted", "(panic = \"abort\")", &["--release"]), Ok(()));
    assert_eq!(check("another-profile", "", &[]), Ok(()));
}
