//! Small charts as SVG: calm, readable in grey print, the same bytes for the same numbers.
//!
//! The two series differ in lightness and in hatching, never in colour alone. Labels are whole texts (no font is
//! measured), so a chart looks the same wherever a sans-serif Chinese font is found. Values are floating-point because a
//! length on paper is; the exact number stands beside it in the label the caller gives.

use std::fmt::Write;

use crate::svg::{
    Anchor, Canvas, DARK, GRID, HATCH, INK, LIGHT, SOFT, nice_ceiling, number, tick_label,
};

/// A named row of values, one for each label of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Series<'a> {
    pub name: &'a str,
    pub values: &'a [f64],
}

/// A bar with its own label; `shown` is the exact number as the reader should see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar<'a> {
    pub label: &'a str,
    pub value: f64,
    pub shown: &'a str,
}

/// A value against its target.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress<'a> {
    pub label: &'a str,
    pub value: f64,
    pub target: f64,
    /// E.g. `17,320 / 16,700 人`.
    pub shown: &'a str,
}

const WIDTH: f64 = 680.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 58.0;
const PLOT: f64 = 200.0;

/// Bars by month for one or two series, e.g. contributions beside spending.
pub fn monthly_bars(title: &str, unit: &str, months: &[&str], series: &[Series<'_>]) -> String {
    let mut canvas = Canvas::new(WIDTH, TOP + PLOT + 34.0, title);
    let ceiling = frame(&mut canvas, title, unit, series, [DARK, HATCH]);
    let step = (WIDTH - LEFT - RIGHT) / months.len().max(1) as f64;
    let count = series.len().max(1) as f64;
    let bar = (step * 0.7 / count).min(26.0);
    for (index, month) in months.iter().enumerate() {
        let centre = LEFT + step * (index as f64 + 0.5);
        canvas.text(centre, TOP + PLOT + 20.0, 12.0, Anchor::Middle, SOFT, month);
        for (which, row) in series.iter().enumerate() {
            let value = row.values.get(index).copied().unwrap_or(0.0);
            let height = scaled(value, ceiling) * PLOT;
            let x = centre + (which as f64 - count / 2.0) * bar;
            let hint = format!("{month} {} {}{unit}", row.name, number(value));
            canvas.bar(
                x + 1.0,
                TOP + PLOT - height,
                bar - 2.0,
                height,
                if which == 0 { DARK } else { HATCH },
                &hint,
            );
        }
    }
    canvas.finish()
}

/// Lines over an axis of labels, e.g. a balance by month or a count by year.
pub fn line(title: &str, unit: &str, labels: &[&str], series: &[Series<'_>]) -> String {
    let mut canvas = Canvas::new(WIDTH, TOP + PLOT + 34.0, title);
    let ceiling = frame(&mut canvas, title, unit, series, [DARK, SOFT]);
    let step = (WIDTH - LEFT - RIGHT) / labels.len().max(1) as f64;
    let x = |index: usize| LEFT + step * (index as f64 + 0.5);
    for (index, label) in labels.iter().enumerate() {
        canvas.text(
            x(index),
            TOP + PLOT + 20.0,
            12.0,
            Anchor::Middle,
            SOFT,
            label,
        );
    }
    for (which, row) in series.iter().enumerate() {
        let mut path = String::new();
        for (index, value) in row.values.iter().enumerate().take(labels.len()) {
            let y = TOP + PLOT - scaled(*value, ceiling) * PLOT;
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{command}{} {}", number(x(index)), number(y));
        }
        canvas.path(&path, if which == 0 { DARK } else { SOFT }, which > 0);
        for (index, value) in row.values.iter().enumerate().take(labels.len()) {
            let y = TOP + PLOT - scaled(*value, ceiling) * PLOT;
            let hint = format!("{} {} {}{unit}", labels[index], row.name, number(*value));
            canvas.dot(x(index), y, if which == 0 { DARK } else { SOFT }, &hint);
        }
    }
    canvas.finish()
}

/// Horizontal bars, longest label first in the eye: e.g. injuries by industry.
pub fn bars(title: &str, rows: &[Bar<'_>]) -> String {
    const ROW: f64 = 28.0;
    let label_width = label_width(rows.iter().map(|row| row.label));
    let shown_width = label_width_of(rows.iter().map(|row| row.shown)) + 12.0;
    let mut canvas = Canvas::new(WIDTH, 44.0 + ROW * rows.len() as f64 + 10.0, title);
    canvas.text(0.0, 20.0, 15.0, Anchor::Start, INK, title);
    let room = WIDTH - label_width - shown_width - 10.0;
    let most = rows.iter().map(|row| row.value).fold(0.0, f64::max);
    for (index, row) in rows.iter().enumerate() {
        let y = 44.0 + ROW * index as f64;
        let length = scaled(row.value, most) * room;
        let hint = format!("{} {}", row.label, row.shown);
        canvas.text(label_width, y + 15.0, 13.0, Anchor::End, INK, row.label);
        canvas.bar(label_width + 10.0, y + 2.0, length, ROW - 10.0, DARK, &hint);
        canvas.text(
            label_width + 16.0 + length,
            y + 15.5,
            12.0,
            Anchor::Start,
            SOFT,
            row.shown,
        );
    }
    canvas.finish()
}

/// Values against targets: the pale track is the target, the dark bar the value, the upright stroke the target's end.
pub fn bullet(title: &str, rows: &[Progress<'_>]) -> String {
    const ROW: f64 = 34.0;
    let label_width = label_width(rows.iter().map(|row| row.label));
    let shown_width = label_width_of(rows.iter().map(|row| row.shown)) + 14.0;
    let mut canvas = Canvas::new(WIDTH, 44.0 + ROW * rows.len() as f64 + 6.0, title);
    canvas.text(0.0, 20.0, 15.0, Anchor::Start, INK, title);
    let room = WIDTH - label_width - shown_width - 10.0;
    for (index, row) in rows.iter().enumerate() {
        let y = 42.0 + ROW * index as f64;
        let left = label_width + 10.0;
        // Each row has its own scale: rows of one chart may have different units.
        let most = row.value.max(row.target).max(f64::MIN_POSITIVE);
        let target = scaled(row.target, most) * room;
        let value = scaled(row.value, most) * room;
        canvas.text(label_width, y + 16.0, 13.0, Anchor::End, INK, row.label);
        canvas.bar(left, y + 2.0, target, 18.0, LIGHT, "");
        canvas.bar(
            left,
            y + 6.5,
            value,
            9.0,
            DARK,
            &format!("{} {}", row.label, row.shown),
        );
        canvas.line(left + target, y, left + target, y + 22.0, INK, 2.0);
        canvas.text(
            left + room + 8.0,
            y + 16.0,
            12.0,
            Anchor::Start,
            SOFT,
            row.shown,
        );
    }
    canvas.finish()
}

/// Title, legend, grid and the scale. Returns the top of the scale.
fn frame(
    canvas: &mut Canvas,
    title: &str,
    unit: &str,
    series: &[Series<'_>],
    fills: [&str; 2],
) -> f64 {
    let most = series
        .iter()
        .flat_map(|row| row.values.iter().copied())
        .fold(0.0, f64::max);
    let ceiling = nice_ceiling(most);
    canvas.text(0.0, 20.0, 15.0, Anchor::Start, INK, title);
    canvas.text(LEFT - 8.0, TOP - 12.0, 11.0, Anchor::End, SOFT, unit);
    let mut right = WIDTH - RIGHT;
    for (which, row) in series.iter().enumerate().rev() {
        canvas.text(right, 20.0, 12.0, Anchor::End, SOFT, row.name);
        right -= label_width_of([row.name].into_iter()) + 18.0;
        canvas.bar(right, 10.0, 12.0, 12.0, fills[which.min(1)], "");
        right -= 16.0;
    }
    const STEPS: u32 = 4;
    for step in 0..=STEPS {
        let share = f64::from(step) / f64::from(STEPS);
        let y = TOP + PLOT - share * PLOT;
        let (colour, thickness) = if step == 0 { (SOFT, 1.0) } else { (GRID, 1.0) };
        canvas.line(LEFT, y, WIDTH - RIGHT, y, colour, thickness);
        canvas.text(
            LEFT - 8.0,
            y + 4.0,
            11.0,
            Anchor::End,
            SOFT,
            &tick_label(ceiling * share),
        );
    }
    ceiling
}

/// A share of the whole, never outside it: a negative value shows as nothing.
fn scaled(value: f64, most: f64) -> f64 {
    if most > 0.0 {
        (value / most).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// Room for the labels at the left, at most two fifths of the chart.
fn label_width<'a>(labels: impl Iterator<Item = &'a str>) -> f64 {
    label_width_of(labels).clamp(60.0, WIDTH * 0.4)
}

fn label_width_of<'a>(labels: impl Iterator<Item = &'a str>) -> f64 {
    labels
        .map(|label| {
            label
                .chars()
                .map(|c| if c.is_ascii() { 7.2 } else { 13.0 })
                .sum::<f64>()
        })
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_value() {
        let rows = [
            Bar {
                label: "采矿业",
                value: 20.0,
                shown: "20 起",
            },
            Bar {
                label: "建筑业",
                value: 10.0,
                shown: "10 起",
            },
        ];
        let svg = bars("按行业", &rows);
        let widths: Vec<f64> = svg
            .split("<rect ")
            .skip(1)
            .filter(|part| part.contains("<title>"))
            .filter_map(|part| {
                part.split(" width=\"")
                    .nth(1)?
                    .split('"')
                    .next()?
                    .parse()
                    .ok()
            })
            .collect();
        assert_eq!(widths.len(), 2);
        assert!((widths[0] - 2.0 * widths[1]).abs() < 0.2, "{widths:?}");
    }

    #[test]
    fn labels_are_escaped_and_nothing_is_not_a_number() {
        let rows = [Bar {
            label: "<b>&\"",
            value: f64::NAN,
            shown: "?",
        }];
        let svg = bars("</svg><script>", &rows)
            + &bullet(
                "x",
                &[Progress {
                    label: "a",
                    value: 0.0,
                    target: 0.0,
                    shown: "0",
                }],
            )
            + &monthly_bars("空", "万元", &[], &[])
            + &line("空", "万元", &["1月"], &[]);
        assert!(!svg.contains("<script") && svg.contains("&lt;b&gt;&amp;"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn a_value_over_its_target_passes_the_mark() {
        let row = Progress {
            label: "参保",
            value: 17320.0,
            target: 16700.0,
            shown: "17,320 / 16,700",
        };
        let one = bullet("目标", std::slice::from_ref(&row));
        assert_eq!(
            one,
            bullet("目标", &[row]),
            "the same numbers give the same bytes"
        );
        let mark: f64 = one
            .split("x1=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let widths: Vec<f64> = one
            .split(" width=\"")
            .skip(2)
            .filter_map(|part| part.split('"').next()?.parse().ok())
            .collect();
        assert!(widths[2] > widths[1], "value over target: {widths:?}");
        assert!(mark > 0.0);
    }
}
