//! Shows what a failing record does to a batch, with the simulator of Lambda's event source mapping.
//!
//! ```text
//! experiments [--compare] [FOLDER]
//! ```
//! Without arguments it runs three experiments; with `--compare`, four handlers under the same faults. The pictures go to the
//! folder, by default `target/experiments`.

mod comparison;
mod fourth_record;

use std::{fs, io, panic, path::Path, process::ExitCode};

/// A picture, and the name of its file.
struct Picture {
    name: &'static str,
    svg: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (mut compare, mut folder) = (false, String::from("target/experiments"));
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--compare" => compare = true,
            option if option.starts_with('-') => {
                eprintln!("unknown option `{option}`; usage: experiments [--compare] [FOLDER]");
                return ExitCode::FAILURE;
            }
            _ => folder = argument,
        }
    }
    let pictures = if compare {
        // The messages of planned panics would appear among the figures.
        panic::set_hook(Box::new(|_| {}));
        comparison::show().await
    } else {
        fourth_record::show().await
    };
    match write(&pictures, Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the pictures cannot be written to `{folder}`: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(pictures: &[Picture], folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    println!();
    for picture in pictures {
        let path = folder.join(picture.name);
        fs::write(&path, &picture.svg)?;
        println!("drawn: {}", path.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo run --bin experiments -- .github/pictures` draws them again, once without and once with `--compare`.
    #[tokio::test]
    async fn the_readme_shows_the_pictures_that_are_drawn() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let readme = fs::read_to_string(root.join("README.md")).unwrap();
        let pictures = fourth_record::show().await.into_iter().chain(comparison::show().await);
        for picture in pictures {
            let path = format!(".github/pictures/{}", picture.name);
            assert!(readme.contains(&format!("({path})")), "{path} is not in the README");
            let committed = fs::read_to_string(root.join(&path)).unwrap_or_default();
            assert!(
                committed == picture.svg,
                "{path} differs from the drawing: look at it and draw it again"
            );
        }
    }

    #[test]
    fn a_picture_is_written_to_the_given_folder() {
        let folder = std::env::temp_dir().join(format!("experiments-{}", std::process::id()));
        write(&[Picture { name: "a.svg", svg: String::from("<svg/>") }], &folder).unwrap();
        assert_eq!(fs::read_to_string(folder.join("a.svg")).unwrap(), "<svg/>");
        fs::remove_dir_all(&folder).unwrap();
    }
}
