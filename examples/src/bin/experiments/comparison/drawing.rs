//! The comparison as a picture: the table, with a bar in each cell.

use std::fmt::Write;

use super::{
    Compared, Figures,
    handlers::Handler,
    table::{COLUMNS, INTRODUCTION},
};

const NAMES: usize = 180;
const COLUMN: usize = 86;
/// The width that a figure needs beside its bar.
const FIGURE: usize = 44;
const ROW: usize = 20;
const HEAD: usize = 84;
const MARGIN: usize = 14;
const WIDTH: usize = 2 * MARGIN + NAMES + COLUMN * COLUMNS.len();

/// The colours of the columns. Lost records are worst; out of order, repeated and blocked is bad; the others are costs.
const COLOURS: [&str; 8] =
    ["#8c959f", "#8c959f", "#56b4e9", "#c8102e", "#57606a", "#e69f00", "#e69f00", "#8c959f"];

/// The picture as SVG. It has a background, so that it can be read on a dark page, too.
pub(super) fn svg(compared: &[Compared]) -> String {
    let mut y = HEAD;
    let mut body = String::new();
    for Compared { scenario, figures } in compared {
        line(&mut body, y);
        y += 8;
        text(&mut body, (MARGIN, y + 14), "font-weight=\"bold\"", scenario.name);
        y += ROW + 2;
        for (handler, own) in figures {
            row(&mut body, y, *handler, own, &most(figures));
            y += ROW;
        }
        y += 6;
    }
    let height = y + MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\" fill=\"#24292f\">\n<title>Four handlers under the same faults</title>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#ffffff\" stroke=\"#d0d7de\"/>\n",
        WIDTH - 1,
        height - 1
    );
    let grey = "font-size=\"11\" fill=\"#57606a\"";
    text(
        &mut svg,
        (MARGIN, 27),
        "font-size=\"15\" font-weight=\"bold\"",
        "Four handlers under the same faults",
    );
    text(&mut svg, (MARGIN, 45), grey, INTRODUCTION);
    for (number, column) in COLUMNS.iter().enumerate() {
        text(&mut svg, (MARGIN + NAMES + number * COLUMN, HEAD - 12), grey, column);
    }
    svg + &body + "</svg>\n"
}

/// The greatest amounts of a scenario. They have the longest bars.
fn most(figures: &[(Handler, Figures)]) -> [f64; 8] {
    let amounts = figures.iter().map(|(_, figures)| figures.amounts());
    amounts.fold([0.0; 8], |most, amounts| std::array::from_fn(|column| amounts[column].max(most[column])))
}

fn row(svg: &mut String, y: usize, handler: Handler, figures: &Figures, most: &[f64; 8]) {
    let weight = if handler == Handler::Checkpointed { "font-weight=\"bold\"" } else { "" };
    text(svg, (MARGIN + 10, y + 14), weight, handler.name());
    let (amounts, words) = (figures.amounts(), figures.in_words());
    for (number, word) in words.iter().enumerate() {
        let x = MARGIN + NAMES + number * COLUMN;
        let (amount, most) = (amounts[number], most[number]);
        if amount == 0.0 {
            text(svg, (x, y + 14), "fill=\"#8c959f\"", word);
            continue;
        }
        let bar = (amount / most * (COLUMN - FIGURE - 8) as f64).max(1.0);
        let colour = COLOURS[number];
        let drawn = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{}\" width=\"{bar:.1}\" height=\"12\" rx=\"1\" fill=\"{colour}\"/>",
            y + 4
        );
        drawn.expect("a string takes all");
        text(svg, (x + bar.ceil() as usize + 4, y + 14), "", word);
    }
}

fn text(svg: &mut String, (x, y): (usize, usize), style: &str, text: &str) {
    writeln!(svg, "<text x=\"{x}\" y=\"{y}\" {style}>{text}</text>").expect("a string takes all");
}

fn line(svg: &mut String, y: usize) {
    let end = WIDTH - MARGIN;
    writeln!(svg, "<path d=\"M{MARGIN} {y}.5H{end}\" stroke=\"#d0d7de\"/>").expect("a string takes all");
}
