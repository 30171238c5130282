//! What was reached before, in `reached.tsv`: no later figure may be worse.

use std::{collections::HashMap, env, fs, path::PathBuf};

use super::figures::{Figure, Unit};

/// By how much a figure may be worse than what was reached, with the compiler and on the machine of the table.
/// Of three runs one differed by 3.2 % for Kafka, probably because `aws_lambda_events` hashes with a random seed there.
const SLACK: f64 = 0.05;
/// The same elsewhere: another compiler writes other instructions.
const SLACK_ELSEWHERE: f64 = 0.15;
/// A cost is the difference of two large counts, which vary: the fixed cost of a record was 144, 155 and 163 in three runs.
const SLACK_OF_A_COST: f64 = 50.0;
/// The largest exponent.
const GROWTH: f64 = 1.1;

/// The committed table.
pub(crate) struct Bounds {
    slack: f64,
    rows: HashMap<String, Row>,
}

#[derive(Default)]
struct Row {
    reached: Option<f64>,
    must: String,
    aim: String,
}

impl Bounds {
    pub(crate) fn read() -> Self {
        let text = fs::read_to_string(file()).expect("the table of what was reached");
        let mut lines = text.lines();
        let here = lines.next() == Some(&compiler());
        let rows = lines.skip(1).map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, reached, must, aim] = fields[..] else { panic!("unknown line: {line}") };
            let row = Row { reached: reached.parse().ok(), must: must.to_owned(), aim: aim.to_owned() };
            (name.to_owned(), row)
        });
        Bounds { slack: if here { SLACK } else { SLACK_ELSEWHERE }, rows: rows.collect() }
    }

    pub(crate) fn slack(&self) -> f64 {
        self.slack
    }

    /// Whether a figure is as good as what was reached. One that is new has nothing to reach.
    pub(crate) fn hold(&self, figure: &Figure) -> bool {
        let reached = self.rows.get(&figure.name).and_then(|row| row.reached);
        match (figure.unit, reached) {
            (Unit::Exponent, _) => figure.value <= GROWTH,
            (_, None) => true,
            (Unit::TimesByHand, Some(reached)) => figure.value >= reached * (1.0 - self.slack),
            (Unit::Instructions, Some(reached)) => {
                figure.value <= reached * (1.0 + self.slack) + SLACK_OF_A_COST
            }
        }
    }

    /// A figure with all that the table says of it.
    pub(crate) fn row(&self, figure: &Figure) -> Vec<String> {
        let known = self.rows.get(&figure.name);
        let text = |text: fn(&Row) -> String| known.map(text).unwrap_or_default();
        vec![
            figure.name.clone(),
            figure.unit.name().to_owned(),
            rounded(figure.unit, figure.value),
            match (figure.unit, known.and_then(|row| row.reached)) {
                (Unit::Exponent, _) => format!("{GROWTH}"),
                (unit, reached) => reached.map(|reached| rounded(unit, reached)).unwrap_or_default(),
            },
            text(|row| row.must.clone()),
            text(|row| row.aim.clone()),
        ]
    }

    /// Writes the figures as what is reached now.
    pub(crate) fn accept(&self, figures: &[Figure]) {
        let mut table = compiler() + "\nfigure\treached\tmust\taim\n";
        for figure in figures.iter().filter(|figure| figure.unit != Unit::Exponent) {
            let (must, aim) =
                self.rows.get(&figure.name).map_or(("", ""), |row| (row.must.as_str(), row.aim.as_str()));
            let reached = rounded(figure.unit, figure.value);
            table.push_str(&format!("{}\t{reached}\t{must}\t{aim}\n", figure.name));
        }
        fs::write(file(), table).expect("the table can be written");
    }
}

fn rounded(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Instructions => format!("{value:.0}"),
        Unit::TimesByHand | Unit::Exponent => format!("{value:.3}"),
    }
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/by_hand/instructions/reached.tsv")
}

/// The compiler and the machine that the instructions are for. `.ci/instructions` passes the version.
fn compiler() -> String {
    let version = env::var("RUSTC_VERSION").unwrap_or_default();
    format!("{version}, {}", env::consts::ARCH)
}
