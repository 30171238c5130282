//! The runtime crate is a dependency with another name.

use crate::DownstreamCrate;

const MANIFEST: &str = r#"
[dependencies]
renamed = { package = "checkpointed", path = "RUNTIME", default-features = false, features = ["kinesis"] }
"#;

const SOURCE: &str = r#"
#[renamed::checkpointed_stream_handler(crate = ::renamed)]
pub async fn by_name(record: renamed::kinesis::Record<'_, &str>, copied: u8) {
    let _ = (record.data, copied);
}

pub mod reexported {
    pub use renamed as runtime;
}

#[renamed::checkpointed_stream_handler(crate = crate::reexported::runtime, no_progress = "error")]
pub async fn by_path(record: renamed::kinesis::Record<'_, &str>) -> Result<(), String> {
    Err(record.data.to_owned())
}

macro_rules! by_macro {
    ($name:ident) => {
        #[renamed::checkpointed_stream_handler(crate = $crate::reexported::runtime)]
        pub async fn $name(record: renamed::kinesis::Record<'_, &str>) {
            let _ = record.data;
        }
    };
}

by_macro!(by_dollar_crate);
"#;

#[test]
fn the_crate_is_found_where_the_argument_says() {
    assert_eq!(
        DownstreamCrate { name: "user-of-renamed", manifest: MANIFEST, source: SOURCE, files: &[] }
            .check(&[]),
        Ok(())
    );
    let wrong = SOURCE.replace("(crate = ::renamed)", "");
    let said = DownstreamCrate { name: "user-of-wrong", manifest: MANIFEST, source: &wrong, files: &[] }
        .check(&[])
        .unwrap_err();
    assert!(said.contains("checkpointed"), "the default name was not tried: {said}");
}
