//! The cells of a chart: what became of a record in one delivery.

use super::svg::Svg;

/// What became of a record in one delivery, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::simulator) enum Cell {
    /// It was not in the batch.
    Absent,
    /// It was done for the first time.
    Done,
    /// It was done again.
    Repeated,
    /// It was delivered but not started.
    Untried,
    /// It was started but not done.
    Failed,
    /// It was given up.
    Discarded,
    /// It was given up without ever being started.
    DiscardedUntried,
    /// It was acknowledged but never done.
    Lost,
}

impl Cell {
    pub(super) const ALL: [Cell; 7] = [
        Cell::Done,
        Cell::Repeated,
        Cell::Failed,
        Cell::Untried,
        Cell::Discarded,
        Cell::DiscardedUntried,
        Cell::Lost,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Cell::Absent => "",
            Cell::Done => "done",
            Cell::Repeated => "done again",
            Cell::Failed => "failed",
            Cell::Untried => "not tried",
            Cell::Discarded => "discarded",
            Cell::DiscardedUntried => "discarded, never tried",
            Cell::Lost => "lost",
        }
    }

    /// Colours that colour-blind people can tell apart too (Okabe and Ito).
    pub(super) fn colour(self) -> &'static str {
        match self {
            Cell::Absent => "none",
            Cell::Done => "#009e73",
            Cell::Repeated => "#7cc6ee",
            Cell::Failed => "#e69f00",
            Cell::Untried => "#e4e7ea",
            Cell::Discarded => "#57606a",
            Cell::DiscardedUntried => "#1b1f24",
            Cell::Lost => "#c8102e",
        }
    }

    pub(super) fn draw(self, svg: &mut Svg, (x, y): (f64, f64), (width, height): (f64, f64)) {
        if self == Cell::Absent {
            return;
        }
        let (corner, colour) = (if width > 7.0 { 2 } else { 0 }, self.colour());
        svg.line(format_args!(
            "<rect class=\"cell\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{corner}\" \
             fill=\"{colour}\"/>"
        ));
        if let (Some(mark), true) = (self.mark(), width > 12.0) {
            svg.line(format_args!(
                "<path transform=\"translate({:.1} {:.1})\" d=\"{mark}\" stroke=\"#ffffff\" stroke-width=\"1.8\" fill=\"none\"/>",
                x + width / 2.0,
                y + height / 2.0
            ));
        }
    }

    /// The mark in the middle of a bad cell.
    fn mark(self) -> Option<&'static str> {
        match self {
            Cell::Failed | Cell::Discarded | Cell::DiscardedUntried => {
                Some("M-3.5-3.5L3.5 3.5M3.5-3.5L-3.5 3.5")
            }
            Cell::Lost => Some("M0-5.5V1.5M0 4V5.8"),
            _ => None,
        }
    }
}
