//! Instructions, counted by callgrind: the figures that a change must keep.

mod bounds;
mod count;
mod figures;

pub(crate) use self::count::{COUNTED, run_counted};
use self::{bounds::Bounds, count::Counts, figures::Figure};
use crate::results;

/// Counts, prints each figure beside what was reached before, and fails if one is worse. With `accept` it notes the new
/// figures instead.
pub(crate) fn check(accept: bool) {
    let counts = Counts::take();
    results::save("instructions", &["case", "variant", "records", "instructions"], &counts.rows());
    let figures = figures::of(&counts);
    let bounds = Bounds::read();
    let rows: Vec<Vec<String>> = figures.iter().map(|figure| bounds.row(figure)).collect();
    results::save("figures", &["figure", "unit", "now", "reached", "must", "aim"], &rows);
    println!("{:<44} {:>12} {:>10} {:>10} {:>7} {:>7}", "", "", "now", "reached", "must", "aim");
    for row in &rows {
        let [figure, unit, now, reached, must, aim] = [0, 1, 2, 3, 4, 5].map(|at| row[at].as_str());
        println!("{figure:<44} {unit:>12} {now:>10} {reached:>10} {must:>7} {aim:>7}");
    }
    if accept {
        bounds.accept(&figures);
        return;
    }
    let worse: Vec<&Figure> = figures.iter().filter(|figure| !bounds.hold(figure)).collect();
    if worse.is_empty() {
        println!("every figure is as good as what was reached, within {:.0} %", bounds.slack() * 100.0);
        return;
    }
    for figure in worse {
        println!("worse than what was reached: {}", figure.name);
    }
    println!("`.ci/instructions --accept` notes the new figures, if the change is worth it");
    std::process::exit(1);
}
