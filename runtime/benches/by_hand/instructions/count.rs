//! Callgrind runs this executable, and dumps the count of each measured call.

use std::{
    collections::BTreeMap,
    env, fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::cases::{Case, PARTS, Run, SHAPES, Total, WHOLE};

/// The argument with which callgrind runs this executable.
pub(crate) const COUNTED: &str = "--counted";
/// The one function whose calls are counted.
const FUNCTION: &str = "by_hand::instructions::count::counted_by_callgrind";

/// The instructions of each variant of each case, for a number of records.
pub(crate) struct Counts(BTreeMap<(String, String, usize), u64>);

impl Counts {
    /// Runs all cases under callgrind, in two processes, because counting takes long.
    pub(crate) fn take() -> Self {
        let halves = ["0", "1"].map(Half::start);
        Counts(halves.into_iter().flat_map(Half::finish).collect())
    }

    /// The instructions of a variant; `None` if the case has no such variant.
    pub(crate) fn of(&self, case: &Case, variant: &str, records: usize) -> Option<f64> {
        let key = (case.name.to_owned(), variant.to_owned(), records);
        self.0.get(&key).map(|instructions| *instructions as f64)
    }

    pub(crate) fn rows(&self) -> Vec<Vec<String>> {
        let row = |((case, variant, records), instructions): (&(String, String, usize), &u64)| {
            vec![case.clone(), variant.clone(), records.to_string(), instructions.to_string()]
        };
        self.0.iter().map(row).collect()
    }
}

/// A process under callgrind that runs every other case.
struct Half {
    folder: PathBuf,
    process: Child,
}

impl Half {
    fn start(number: &str) -> Self {
        let folder = env::temp_dir().join(format!("checkpointed-callgrind-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for callgrind");
        let process = Command::new("valgrind")
            .args(["--tool=callgrind", "--collect-atstart=no", "--combine-dumps=no", "--quiet"])
            .arg(format!("--toggle-collect={FUNCTION}"))
            .arg(format!("--dump-after={FUNCTION}"))
            .arg(format!("--callgrind-out-file={}", folder.join("dump").display()))
            .arg(env::current_exe().expect("this executable"))
            .args([COUNTED, number])
            .stdout(Stdio::piped())
            .spawn()
            .expect("valgrind starts");
        Half { folder, process }
    }

    fn finish(self) -> Vec<((String, String, usize), u64)> {
        let output = self.process.wait_with_output().expect("valgrind ends");
        assert!(output.status.success(), "valgrind: {}", output.status);
        let printed = String::from_utf8(output.stdout).expect("what `run_counted` prints is text");
        let counts = printed.lines().enumerate().map(|(number, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [case, variant, records] = fields[..] else { panic!("unknown line: {line}") };
            let records = records.parse().expect("a number of records");
            let instructions = total(&self.folder.join(format!("dump.{}", number + 1)));
            ((case.to_owned(), variant.to_owned(), records), instructions)
        });
        let counts = counts.collect();
        fs::remove_dir_all(&self.folder).expect("the folder is there");
        counts
    }
}

/// The instructions in a dump of callgrind.
fn total(dump: &Path) -> u64 {
    let text = fs::read_to_string(dump).unwrap_or_else(|error| panic!("{}: {error}", dump.display()));
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")).expect("a dump has totals");
    total.trim().parse().expect("a number of instructions")
}

/// Runs every other case, under callgrind. Prints what each counted call was.
pub(crate) fn run_counted() {
    let half: usize = env::args().next_back().and_then(|half| half.parse().ok()).expect("which half");
    let same = WHOLE.iter().chain(&PARTS).map(|case| (case, case.records));
    let growing = SHAPES.iter().flat_map(|case| [(case, case.records), (case, case.records * 10)]);
    for (_, (case, records)) in same.chain(growing).enumerate().filter(|(number, _)| number % 2 == half) {
        count(case, records);
    }
}

fn count(case: &Case, records: usize) {
    // What happens once in a process isn't counted.
    let small = (case.event)(10);
    let event = (case.event)(records);
    let mut expected = None;
    for variant in case.variants {
        let total = Total::default();
        black_box((variant.run)(black_box(&small), &total));
        total.take();
        let response = counted_by_callgrind(variant.run, black_box(&event), &total);
        let result = (response, total.take());
        assert_eq!(*expected.get_or_insert(result.clone()), result, "{}, {}", case.name, variant.name);
        println!("{}\t{}\t{records}", case.name, variant.name);
    }
}

#[inline(never)]
fn counted_by_callgrind(run: Run, event: &[u8], total: &Total) -> Vec<u8> {
    black_box(run(event, total))
}
