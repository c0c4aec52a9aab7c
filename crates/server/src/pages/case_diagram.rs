//! A track of states as a drawing: boxes from left to right by how many steps lead there, numbered arrows between them.

use std::collections::BTreeMap;

use maud::{Markup, html};

const WIDTH: i32 = 128;
const HEIGHT: i32 = 34;
const COLUMN: i32 = 206;
const ROW: i32 = 78;
const MARGIN: i32 = 26;

type Arrow = (String, String, usize);

struct Place {
    x: i32,
    y: i32,
}

/// Draws states (stem and name) and arrows (from, to, number). Several arrows between the same two states become one.
pub(super) fn draw(states: &[(String, String)], arrows: &[Arrow]) -> Markup {
    let places = places(states, arrows);
    let mut joined: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (from, to, number) in arrows {
        joined.entry((from, to)).or_default().push(*number);
    }
    let right = places.values().map(|place| place.x).max().unwrap_or(0) + WIDTH + MARGIN;
    let bottom = places.values().map(|place| place.y).max().unwrap_or(0) + HEIGHT + MARGIN + 18;
    html! {
        div.scroll tabindex="0" {
            svg.states role="img" width=(right) height=(bottom) viewBox=(format!("0 0 {right} {bottom}")) {
                @for ((from, to), numbers) in &joined {
                    @if let (Some(a), Some(b)) = (places.get(*from), places.get(*to)) { (arrow(a, b, numbers)) }
                }
                @for (index, (stem, name)) in states.iter().enumerate() {
                    @if let Some(place) = places.get(stem.as_str()) { (state(place, name, index == 0)) }
                }
            }
        }
    }
}

/// Columns by the number of steps from the start, rows in the order of the table.
fn places<'s>(states: &'s [(String, String)], arrows: &[Arrow]) -> BTreeMap<&'s str, Place> {
    let mut depth: BTreeMap<&str, i32> = BTreeMap::new();
    if let Some((first, _)) = states.first() {
        depth.insert(first, 0);
    }
    for _ in states {
        for (from, to, _) in arrows {
            if let Some(at) = depth.get(from.as_str()).copied()
                && let Some((stem, _)) = states.iter().find(|(stem, _)| stem == to)
            {
                depth.entry(stem).or_insert(at + 1);
            }
        }
    }
    let last = depth.values().max().copied().unwrap_or(0);
    let mut used: BTreeMap<i32, i32> = BTreeMap::new();
    let mut places = BTreeMap::new();
    for (stem, _) in states {
        // What only other tracks lead to stands behind everything else.
        let column = depth.get(stem.as_str()).copied().unwrap_or(last + 1);
        let row = used.entry(column).or_insert(0);
        let place = Place {
            x: MARGIN + column * COLUMN,
            y: MARGIN + *row * ROW,
        };
        places.insert(stem.as_str(), place);
        *row += 1;
    }
    places
}

fn state(place: &Place, name: &str, is_first: bool) -> Markup {
    let class = if is_first { "first" } else { "state" };
    html! {
        rect class=(class) x=(place.x) y=(place.y) width=(WIDTH) height=(HEIGHT) rx="6" {}
        text x=(place.x + WIDTH / 2) y=(place.y + HEIGHT / 2 + 5) text-anchor="middle" {
            @if wide(name) { tspan textLength=(WIDTH - 10) lengthAdjust="spacingAndGlyphs" { (name) } } @else { (name) }
        }
    }
}

/// Whether a name is wider than its box: a Chinese character takes about thirteen points, a letter seven.
fn wide(name: &str) -> bool {
    let width: i32 = name
        .chars()
        .map(|c| if c.is_ascii() { 7 } else { 13 })
        .sum();
    width > WIDTH - 8
}

/// An arrow leaves on the right and arrives on the left; one that goes back runs below, one to the same state around it.
fn arrow(from: &Place, to: &Place, numbers: &[usize]) -> Markup {
    let middle = HEIGHT / 2;
    let (path, head, label) = if from.x == to.x && from.y == to.y {
        let (x, y) = (from.x + WIDTH - 30, from.y);
        (
            format!(
                "M{x} {y} C{x} {} {} {} {} {y}",
                y - 22,
                x + 22,
                y - 22,
                x + 22
            ),
            (x + 22, y, 0),
            (x + 11, y - 14),
        )
    } else if to.x > from.x {
        let (x1, y1) = (from.x + WIDTH, from.y + middle);
        let (x2, y2) = (to.x - 2, to.y + middle);
        let bend = (x2 - x1) / 2;
        (
            format!(
                "M{x1} {y1} C{} {y1} {} {y2} {x2} {y2}",
                x1 + bend,
                x2 - bend
            ),
            (x2, y2, 1),
            // Near the arrival, where arrows of different sources have parted.
            (x2 - bend, (y1 + y2) / 2),
        )
    } else {
        let down = from.y.max(to.y) + HEIGHT + 20;
        let (x1, y1) = (from.x + WIDTH / 2 + 10, from.y + HEIGHT);
        let (x2, y2) = (to.x + WIDTH / 2 - 10, to.y + HEIGHT + 2);
        (
            format!("M{x1} {y1} C{x1} {down} {x2} {down} {x2} {y2}"),
            (x2, y2, 2),
            // Nearer to the departure: forward arrows carry theirs in the middle.
            ((3 * x1 + x2) / 4, down - 13),
        )
    };
    let (x, y, direction) = head;
    let points = match direction {
        1 => format!("{x},{y} {},{} {},{}", x - 8, y - 4, x - 8, y + 4),
        2 => format!("{x},{y} {},{} {},{}", x - 4, y + 8, x + 4, y + 8),
        _ => format!("{x},{y} {},{} {},{}", x - 4, y - 8, x + 4, y - 8),
    };
    let said: Vec<String> = numbers.iter().map(usize::to_string).collect();
    let said = said.join(" ");
    let width = 9 * said.len() as i32 + 8;
    html! {
        path.way d=(path) {}
        polygon.head points=(points) {}
        rect.tag x=(label.0 - width / 2) y=(label.1 - 9) width=(width) height="17" rx="8" {}
        text.tag x=(label.0) y=(label.1 + 4) text-anchor="middle" { (said) }
    }
}
