//! Plots, as SVG.

use std::collections::BTreeMap;
use std::path::Path;

use cowrite_benches::Outcome;
use plotters::prelude::*;

use crate::measure::Measured;

const COLOURS: [RGBColor; 9] = [
    RGBColor(0x0b, 0x5f, 0xa5),
    RGBColor(0x4f, 0xa3, 0xd9),
    RGBColor(0x77, 0x77, 0x77),
    RGBColor(0xb0, 0xb0, 0xb0),
    RGBColor(0xd6, 0x60, 0x27),
    RGBColor(0x8a, 0x3f, 0x9e),
    RGBColor(0x2c, 0x8c, 0x4a),
    RGBColor(0xb8, 0x24, 0x3d),
    RGBColor(0x8a, 0x73, 0x1c),
];

/// Lines by name: the number of tracks, and nanoseconds.
pub type Lines = BTreeMap<String, Vec<(f64, f64)>>;

fn unit(nanos: &f64) -> String {
    match *nanos {
        nanos if nanos < 999.0 => format!("{nanos:.0} ns"),
        nanos if nanos < 999e3 => format!("{:.0} µs", nanos / 1e3),
        nanos if nanos < 999e6 => format!("{:.0} ms", nanos / 1e6),
        nanos => format!("{:.0} s", nanos / 1e9),
    }
}

fn tracks(many: &f64) -> String {
    if *many < 999e3 { format!("{:.0}k", many / 1e3) } else { format!("{:.0}M", many / 1e6) }
}

/// Draws lines over both axes' logarithms.
pub fn lines(file: &Path, title: &str, lines: &Lines) -> Outcome<()> {
    let points = || lines.values().flatten();
    let edge = |least: f64, pick: fn(f64, f64) -> f64, of: fn(&(f64, f64)) -> f64| points().map(of).fold(least, pick);
    let (from, to) = (edge(f64::INFINITY, f64::min, |at| at.0), edge(0.0, f64::max, |at| at.0));
    let (low, high) = (edge(f64::INFINITY, f64::min, |at| at.1), edge(0.0, f64::max, |at| at.1));
    let area = SVGBackend::new(file, (960, 560)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 22))
        .margin(16)
        .x_label_area_size(36)
        .y_label_area_size(72)
        .build_cartesian_2d((from..to * 1.01).log_scale(), (low / 2.0..high * 2.0).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("tracks in the world")
        .x_label_formatter(&tracks)
        .y_label_formatter(&unit)
        .light_line_style(WHITE)
        .draw()?;
    for (line, colour) in lines.iter().zip(COLOURS.iter().cycle()) {
        let (name, points) = line;
        chart
            .draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)).point_size(4))?
            .label(name.as_str())
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(3)));
    }
    chart.configure_series_labels().position(SeriesLabelPosition::UpperLeft).background_style(WHITE.mix(0.8)).draw()?;
    Ok(area.present()?)
}

/// Draws what a check takes of each program.
pub fn peers(file: &Path, all: &[Measured]) -> Outcome<()> {
    let mut found = Lines::new();
    for measured in all {
        if let Some(check) = measured.check {
            let line = found.entry(measured.program.clone()).or_default();
            line.push((f64::from(measured.tracks), check as f64 / 100.0));
        }
    }
    lines(file, "May this person edit this track? (processor time of a check)", &found)
}
