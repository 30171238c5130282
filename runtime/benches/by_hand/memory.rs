//! The most memory that each variant has on the heap above the event's bytes, measured by valgrind's massif.

use std::{
    env, fs,
    hint::black_box,
    path::Path,
    process::{self, Command},
};

use crate::{
    cases::{BY_HAND, Case, Total, WHOLE},
    results,
};

/// The argument with which massif runs this executable.
pub(crate) const ONE: &str = "--one";
/// Reads the event and does nothing with it.
const NOTHING: &str = "nothing";
const VARIANTS: [&str; 3] = [BY_HAND, "owned", "concurrency = 8"];

/// Measures all events.
pub(crate) fn measure() {
    let folder = env::temp_dir().join(format!("checkpointed-massif-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder for massif");
    let mut rows = Vec::new();
    println!(
        "{:<28}  {}",
        "peak above the event / event",
        VARIANTS.map(|name| format!("{name:>16}")).join("")
    );
    for case in &WHOLE {
        let bytes = (case.event)(case.records);
        fs::write(folder.join("event"), &bytes).expect("the folder can be written");
        let nothing = peak(case, NOTHING, &folder);
        let shares = VARIANTS.map(|variant| {
            if case.variants.iter().all(|known| known.name != variant) {
                return String::new();
            }
            format!("{:.2}", (peak(case, variant, &folder) - nothing) / bytes.len() as f64)
        });
        println!("{:<28}  {}", case.name, shares.clone().map(|share| format!("{share:>16}")).join(""));
        rows.push([vec![case.name.to_owned(), bytes.len().to_string()], shares.to_vec()].concat());
    }
    fs::remove_dir_all(&folder).expect("the folder is there");
    results::save("memory", &["case", "event_bytes", "by_hand", "owned", "concurrency"], &rows);
}

/// The peak of a variant in a process of its own.
fn peak(case: &Case, variant: &str, folder: &Path) -> f64 {
    let dump = folder.join("dump");
    let status = Command::new("valgrind")
        .args(["--tool=massif", "--quiet", "--peak-inaccuracy=0.0", "--depth=1"])
        .arg(format!("--massif-out-file={}", dump.display()))
        .arg(env::current_exe().expect("this executable"))
        .args([ONE, case.name, variant])
        .arg(folder.join("event"))
        .status()
        .expect("valgrind starts");
    assert!(status.success(), "valgrind: {status}");
    let text = fs::read_to_string(dump).expect("what massif wrote");
    let sizes = text.lines().filter_map(|line| line.strip_prefix("mem_heap_B=")?.parse::<f64>().ok());
    sizes.fold(0.0, f64::max)
}

/// Runs one variant on the event in a file.
pub(crate) fn run_one() {
    let arguments: Vec<String> = env::args().skip_while(|argument| argument != ONE).skip(1).collect();
    let [case, variant, file] = &arguments[..] else { panic!("{ONE} CASE VARIANT FILE") };
    let event = fs::read(file).expect("the event");
    let case = WHOLE.iter().find(|known| known.name == case).expect("a known case");
    if variant != NOTHING {
        let variant = case.variants.iter().find(|known| known.name == variant).expect("a known variant");
        black_box((variant.run)(&event, &Total::default()));
    }
    black_box(event);
}
