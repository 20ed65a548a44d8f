//! Bar charts as SVG, drawn in the colors of the page that shows them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::fallible::Fallible;

/// One bar.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: f64,
    /// The text at the end of the bar.
    pub(super) shown: String,
    /// The range of the middle half of the samples.
    pub(super) whisker: Option<(f64, f64)>,
}

/// Horizontal bars, one under the other.
pub(super) struct Plot {
    pub(super) title: &'static str,
    pub(super) bars: Vec<Bar>,
    /// The end of the axis. A longer bar is cut off, with a mark.
    pub(super) limit: f64,
}

/// Dark text on bright pages, and bright text on dark ones.
const STYLE: &str = "\
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 15px }
.value { font-variant-numeric: tabular-nums }
.ours { fill: #0969da } .hand { fill: #57ab5a } .peer { fill: #bf8700 }
.whisker { stroke: #24292f; stroke-width: 1.5 }
.page, .cut { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #d1d7e0 } .whisker { stroke: #d1d7e0 } .page, .cut { fill: #0d1117 }
.ours { fill: #4493f8 } .hand { fill: #57ab5a } .peer { fill: #d29922 }
}
";

const LABELS: f64 = 250.0;
const BARS: f64 = 430.0;
const LINE: f64 = 22.0;
const TOP: f64 = 62.0;

impl Plot {
    /// Writes the plot to a file of that name.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(super) fn write(&self, name: &str) -> Fallible<()> {
        let plots = Path::new(env!("CARGO_MANIFEST_DIR")).join("plots");
        fs::create_dir_all(&plots)?;
        Ok(fs::write(plots.join(name), self.svg())?)
    }

    fn svg(&self) -> String {
        #[allow(clippy::cast_precision_loss, reason = "there are some dozens")]
        let height = TOP + LINE * self.bars.len() as f64 + 10.0;
        let width = LABELS + BARS + 80.0;
        let title = self.title;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n\
             <rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n<text class=\"title\" x=\"10\" y=\"24\">{title}</text>\n"
        );
        let legend = [("ours", "callback-runtime"), ("hand", "by hand"), ("peer", "other crates")];
        for (class, text, x) in
            [0.0, 150.0, 240.0].iter().zip(legend).map(|(x, (c, t))| (c, t, x + LABELS))
        {
            let _ = writeln!(
                svg,
                "<rect class=\"{class}\" x=\"{x}\" y=\"38\" width=\"12\" height=\"12\"/>\
                 <text x=\"{}\" y=\"49\">{text}</text>",
                x + 17.0
            );
        }
        let mut y = TOP;
        for bar in &self.bars {
            self.bar(&mut svg, bar, y);
            y += LINE;
        }
        svg + "</svg>\n"
    }

    fn bar(&self, svg: &mut String, bar: &Bar, y: f64) {
        let place = |value: f64| LABELS + value.min(self.limit) / self.limit * BARS;
        let (class, name, end) = (class(&bar.name), escape(&bar.name), place(bar.value));
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{name}</text>\
             <rect class=\"{class}\" x=\"{LABELS}\" y=\"{}\" width=\"{:.1}\" height=\"16\"/>",
            LABELS - 8.0,
            y + 13.0,
            y + 1.0,
            end - LABELS,
        );
        let mut label = end;
        if bar.value > self.limit {
            // A slanted gap near the end of a bar that is longer than the plot.
            let x = end - 24.0;
            let _ = writeln!(svg, "<path class=\"cut\" d=\"M{x:.1} {y}h6l-6 18h-6z\"/>");
        } else if let Some((lower, upper)) = bar.whisker {
            let (lower, upper, middle) = (place(lower), place(upper), y + 9.0);
            let _ = writeln!(
                svg,
                "<path class=\"whisker\" d=\"M{lower:.1} {middle}H{upper:.1}M{lower:.1} {}v6M{upper:.1} {}v6\"/>",
                middle - 3.0,
                middle - 3.0,
            );
            label = label.max(upper);
        }
        let shown = &bar.shown;
        let (x, y) = (label + 6.0, y + 13.0);
        let _ = writeln!(svg, "<text class=\"value\" x=\"{x:.1}\" y=\"{y}\">{shown}</text>");
    }
}

/// Returns the class of a bar: whose code it measures.
fn class(name: &str) -> &'static str {
    let starts = |names: &[&str]| names.iter().any(|start| name.starts_with(start));
    if starts(&["no guard", "guards by hand", "C "]) {
        "hand"
    } else if starts(&["libffi", "closure-ffi", "ffi-closure", "safer-ffi", "ffi_helpers"]) {
        "peer"
    } else {
        "ours"
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
