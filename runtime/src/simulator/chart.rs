//! Charts in SVG: rows of cells under numbered columns. A chart of a run has one row for each delivery, and one column for each
//! record.

pub(super) mod cell;
mod svg;

use self::{
    cell::Cell,
    svg::{Escaped, Svg},
};

/// The content of a chart.
#[derive(Debug, Default)]
pub(super) struct Chart {
    pub(super) title: String,
    /// The number of records of each shard.
    pub(super) shards: Vec<usize>,
    pub(super) rows: Vec<Row>,
    /// The row for the end of the run, which is set apart.
    pub(super) end: Option<Row>,
}

/// A row of a chart.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) label: String,
    /// One for each record of all shards. Empty for a gap.
    pub(super) cells: Vec<Cell>,
    /// The text to the right of the cells.
    pub(super) outcome: String,
}

/// More columns could not be told apart. Beyond this number neighbours share a column, which shows the worst of their cells.
const MOST_COLUMNS: usize = 200;
const WIDEST_COLUMN: f64 = 34.0;
const CELLS_WIDTH: f64 = 600.0;
const LABELS_WIDTH: f64 = 76.0;
const OUTCOMES_WIDTH: f64 = 190.0;
const LEGEND_WIDTH: f64 = 630.0;
const ROW_HEIGHT: f64 = 22.0;
const MARGIN: f64 = 14.0;
const END_GAP: f64 = 5.0;
/// An outcome is cut to this many characters.
const OUTCOME_LENGTH: usize = 30;

/// Neighbouring records of one shard.
struct Column {
    shard: usize,
    /// The position of the first of them in the shard.
    first: usize,
    /// The places of their cells in a row.
    cells: std::ops::Range<usize>,
    x: f64,
}

/// The places and sizes of everything in a chart.
struct Layout {
    columns: Vec<Column>,
    column_width: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Layout {
    fn is_narrow(&self) -> bool {
        self.column_width < 9.0
    }
}

impl Chart {
    /// Draws the chart. It has a background of its own, so that it suits dark pages too.
    pub(super) fn svg(&self) -> String {
        let layout = self.layout();
        let mut svg = Svg::default();
        let (width, height) = (layout.width, layout.height);
        svg.line(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#24292f\">"
        ));
        let title = Escaped(&self.title);
        svg.line(format_args!("<title>{title}</title>"));
        svg.line(format_args!(
            "<rect x=\"0.5\" y=\"0.5\" width=\"{:.0}\" height=\"{:.0}\" rx=\"6\" fill=\"#ffffff\" stroke=\"#d0d7de\"/>",
            width - 1.0,
            height - 1.0
        ));
        svg.line(format_args!(
            "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"15\" font-weight=\"bold\">{title}</text>",
            MARGIN + 12.0
        ));
        self.draw_heads(&mut svg, &layout);
        for (number, row) in self.rows.iter().enumerate() {
            draw_row(&mut svg, row, &layout, layout.top + number as f64 * ROW_HEIGHT);
        }
        if let Some(end) = &self.end {
            let y = layout.top + self.rows.len() as f64 * ROW_HEIGHT + END_GAP;
            svg.line(format_args!("<path d=\"M{MARGIN} {y}H{:.0}\" stroke=\"#d0d7de\"/>", width - MARGIN,));
            draw_row(&mut svg, end, &layout, y + END_GAP);
        }
        draw_legend(&mut svg, height - MARGIN);
        svg.line(format_args!("</svg>"));
        svg.into_text()
    }

    fn layout(&self) -> Layout {
        let records: usize = self.shards.iter().sum();
        let merged = records.div_ceil(MOST_COLUMNS).max(1);
        let drawn: usize = self.shards.iter().map(|records| records.div_ceil(merged)).sum();
        let column_width = (CELLS_WIDTH / drawn.max(1) as f64).min(WIDEST_COLUMN);
        let (mut columns, mut x, mut before) = (Vec::new(), MARGIN + LABELS_WIDTH, 0);
        for (shard, records) in self.shards.iter().enumerate() {
            for first in (0..*records).step_by(merged) {
                let cells = before + first..before + (first + merged).min(*records);
                columns.push(Column { shard, first, cells, x });
                x += column_width;
            }
            before += records;
            x += ROW_HEIGHT / 2.0;
        }
        let top = if self.shards.len() > 1 { 76.0 } else { 60.0 };
        let end = if self.end.is_some() { ROW_HEIGHT + 2.0 * END_GAP } else { 0.0 };
        let height = top + self.rows.len() as f64 * ROW_HEIGHT + end + 2.0 * MARGIN + 14.0;
        Layout { columns, column_width, top, width: (x + OUTCOMES_WIDTH).max(LEGEND_WIDTH) + MARGIN, height }
    }

    /// Writes the records' numbers over their columns, as many as there is room for.
    fn draw_heads(&self, svg: &mut Svg, layout: &Layout) {
        let most = self.shards.iter().max().copied().unwrap_or_default();
        let step = ((most.to_string().len() as f64 * 7.0 + 16.0) / layout.column_width).ceil() as usize;
        let grey = "font-size=\"11\" fill=\"#57606a\"";
        let y = layout.top - 7.0;
        svg.line(format_args!("<text x=\"{MARGIN}\" y=\"{y:.0}\" {grey}>delivery · at</text>"));
        for columns in layout.columns.chunk_by(|one, next| one.shard == next.shard) {
            for column in columns.iter().step_by(step.max(1)) {
                let (x, record) = (column.x + layout.column_width / 2.0, column.first + 1);
                svg.line(format_args!(
                    "<text x=\"{x:.1}\" y=\"{y:.0}\" text-anchor=\"middle\" {grey}>r{record}</text>"
                ));
            }
            if let (Some(Column { x, shard, .. }), true) = (columns.first(), self.shards.len() > 1) {
                svg.line(format_args!(
                    "<text x=\"{x:.1}\" y=\"{:.0}\" {grey}>shard {shard}</text>",
                    y - 16.0
                ));
            }
        }
    }
}

fn draw_row(svg: &mut Svg, row: &Row, layout: &Layout, y: f64) {
    let baseline = y + 15.0;
    svg.line(format_args!("<text x=\"{MARGIN}\" y=\"{baseline}\">{}</text>", Escaped(&row.label)));
    let worst = |column: &Column| {
        let cells = row.cells.get(column.cells.clone()).unwrap_or_default();
        cells.iter().max().copied().unwrap_or(Cell::Absent)
    };
    // Equal neighbours in narrow columns are drawn as one, because there is no room for a gap.
    let is_one = |one: &Column, next: &Column| {
        layout.is_narrow() && one.shard == next.shard && worst(one) == worst(next)
    };
    for equals in layout.columns.chunk_by(is_one) {
        let Some(first) = equals.first() else { continue };
        let gap = if layout.is_narrow() { 0.0 } else { 2.0 };
        let width = equals.len() as f64 * layout.column_width - gap;
        worst(first).draw(svg, (first.x, y + 1.0), (width, ROW_HEIGHT - 2.0));
    }
    let right = layout.columns.last().map_or(MARGIN + LABELS_WIDTH, |last| last.x + layout.column_width);
    let mut outcome: String = row.outcome.chars().take(OUTCOME_LENGTH).collect();
    if outcome != row.outcome {
        outcome.push('…');
    }
    svg.line(format_args!(
        "<text x=\"{:.1}\" y=\"{baseline}\" font-size=\"12\" fill=\"#57606a\">{}</text>",
        right + 10.0,
        Escaped(&outcome)
    ));
}

fn draw_legend(svg: &mut Svg, y: f64) {
    let mut x = MARGIN;
    for cell in Cell::ALL {
        cell.draw(svg, (x, y - 12.0), (14.0, 16.0));
        svg.line(format_args!("<text x=\"{}\" y=\"{y}\" font-size=\"12\">{}</text>", x + 20.0, cell.name()));
        x += 34.0 + cell.name().len() as f64 * 6.2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(shards: Vec<usize>, cells: Vec<Cell>) -> String {
        let row = Row { label: String::from("1 & <more>"), cells, outcome: String::from("a\u{0}b") };
        Chart { title: String::from("a"), shards, rows: vec![row], end: None }.svg()
    }

    fn drawn(chart: &str) -> usize {
        chart.matches("class=\"cell\"").count() - Cell::ALL.len()
    }

    #[test]
    fn a_cell_that_is_absent_is_not_drawn() {
        let chart = chart(vec![4], vec![Cell::Absent, Cell::Done, Cell::Done, Cell::Lost]);
        assert_eq!(drawn(&chart), 3);
        assert!(chart.contains("1 &amp; &lt;more&gt;") && chart.contains("a b"));
        assert!(!chart.contains("shard"));
    }

    #[test]
    fn many_records_are_drawn_as_the_worst_of_their_neighbours() {
        let mut cells = vec![Cell::Done; 10_000];
        cells[5_555] = Cell::Lost;
        let chart = chart(vec![10_000], cells);
        assert_eq!(drawn(&chart), 3, "equal neighbours are drawn as one");
        let lost = chart.lines().find(|line| line.contains(Cell::Lost.colour())).unwrap();
        assert!(lost.contains("x=\"423.0\"") && lost.contains("width=\"3.0\""), "{lost}");
    }

    #[test]
    fn a_column_holds_records_of_one_shard() {
        let chart = chart(vec![150, 0, 151], vec![Cell::Done; 301]);
        assert_eq!(drawn(&chart), 2);
        assert!(chart.contains("shard 0") && chart.contains("shard 2"));
    }

    #[test]
    fn a_report_without_records_has_a_chart_too() {
        assert!(Chart::default().svg().ends_with("</svg>\n"));
    }
}
