//! Times as ratios, with quartiles. Criterion decides how often to measure. Each measurement is a ratio of two
//! times that are taken in turns.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{Criterion, Throughput};
use serde_json::Value;

use crate::fallible::Fallible;

/// A median, and the two quartiles around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quartiles {
    pub(super) lower: f64,
    pub(super) median: f64,
    pub(super) upper: f64,
}

impl Quartiles {
    fn of(mut values: Vec<f64>) -> Fallible<Self> {
        values.sort_by(f64::total_cmp);
        let at = |quarter: usize| values.get(values.len() * quarter / 4).copied();
        let quartiles = at(1).zip(at(2)).zip(at(3));
        let ((lower, median), upper) = quartiles.ok_or("criterion has not measured anything")?;
        Ok(Self { lower, median, upper })
    }

    /// `1.02 (1.00–1.05)`
    pub(super) fn show(self) -> String {
        let Self { lower, median, upper } = self;
        let digits = if median < 10.0 { 2 } else { 1 };
        format!("{median:.digits$} ({lower:.digits$}–{upper:.digits$})")
    }
}

/// The number of samples of a ratio.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    pub(super) samples: usize,
    pub(super) time: Duration,
}

impl Effort {
    /// For measurements of a tenth of a millisecond.
    pub(super) const SHORT: Self = Self { samples: 40, time: Duration::from_millis(300) };
    /// For measurements of a tenth of a second.
    pub(super) const LONG: Self = Self { samples: 10, time: Duration::from_secs(4) };
}

/// Returns the quartiles of repeated calls of `measure`, which returns a ratio of two times.
///
/// # Errors
///
/// If criterion's output cannot be read.
pub(super) fn quartiles(
    name: &str,
    effort: Effort,
    mut measure: impl FnMut() -> f64,
) -> Fallible<Quartiles> {
    let output = output()?;
    Criterion::default()
        .with_measurement(Ratio)
        .output_directory(&output)
        .sample_size(effort.samples)
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(effort.time)
        .nresamples(1001)
        .without_plots()
        .bench_function(name, |bencher| {
            bencher.iter_custom(|iterations| (0..iterations).map(|_| measure()).sum());
        });
    let samples = fs::read_to_string(output.join(name).join("new/sample.json"))?;
    let samples: Value = serde_json::from_str(&samples)?;
    let numbers =
        |key: &str| samples[key].as_array().into_iter().flatten().filter_map(Value::as_f64);
    Quartiles::of(numbers("times").zip(numbers("iters")).map(|(sum, count)| sum / count).collect())
}

/// Returns the directory of criterion's files, next to the program.
fn output() -> Fallible<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name("criterion"))
}

/// The measurement for criterion, which never reads a clock itself.
struct Ratio;

impl Measurement for Ratio {
    type Intermediate = ();
    type Value = f64;

    fn start(&self) {}

    fn end(&self, (): ()) -> f64 {
        0.0
    }

    fn add(&self, a: &f64, b: &f64) -> f64 {
        a + b
    }

    fn zero(&self) -> f64 {
        0.0
    }

    fn to_f64(&self, value: &f64) -> f64 {
        *value
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for Ratio {
    fn scale_values(&self, _: f64, _: &mut [f64]) -> &'static str {
        "times"
    }

    fn scale_throughputs(&self, _: f64, _: &Throughput, _: &mut [f64]) -> &'static str {
        "times"
    }

    fn scale_for_machines(&self, _: &mut [f64]) -> &'static str {
        "times"
    }
}
