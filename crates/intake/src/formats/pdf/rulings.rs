//! Ruled lines of a page: pieces joined, and those that meet put together.

use super::marks::Ruling;

/// How far apart two lines may be and still be one.
pub const NEAR: f64 = 2.5;

/// Pieces that touch become one line: each cell brings its own borders.
pub fn joined(mut rulings: Vec<Ruling>) -> Vec<Ruling> {
    rulings.retain(|r| r.at.is_finite() && r.from.is_finite() && r.to.is_finite());
    rulings.sort_by(|a, b| {
        (a.horizontal.cmp(&b.horizontal))
            .then(a.at.total_cmp(&b.at))
            .then(a.from.total_cmp(&b.from))
    });
    let mut lines: Vec<Ruling> = Vec::new();
    // Lines within a hair of one another belong together, whatever order their pieces have.
    let mut begin = 0;
    for end in 1..=rulings.len() {
        let breaks = rulings.get(end).is_none_or(|next| {
            let last = &rulings[end - 1];
            next.horizontal != last.horizontal || next.at - last.at > 1.0
        });
        if breaks {
            let mut same = rulings[begin..end].to_vec();
            same.sort_by(|a, b| a.from.total_cmp(&b.from));
            for piece in same {
                match lines.last_mut() {
                    Some(line)
                        if line.horizontal == piece.horizontal
                            && (line.at - piece.at).abs() <= NEAR
                            && piece.from - line.to <= 1.5
                            && piece.from >= line.from =>
                    {
                        line.to = line.to.max(piece.to);
                    }
                    _ => lines.push(piece),
                }
            }
            begin = end;
        }
    }
    lines.retain(|line| line.to - line.from > 4.0);
    lines
}

/// Lines that cross or touch one another.
pub fn groups(lines: &[Ruling]) -> Vec<Vec<Ruling>> {
    let mut group: Vec<usize> = (0..lines.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    for (first, a) in lines.iter().enumerate() {
        for (second, b) in lines.iter().enumerate().skip(first + 1) {
            if a.horizontal == b.horizontal {
                continue;
            }
            let meets = a.from - NEAR <= b.at
                && b.at <= a.to + NEAR
                && b.from - NEAR <= a.at
                && a.at <= b.to + NEAR;
            if meets {
                let (one, other) = (root(&mut group, first), root(&mut group, second));
                group[one] = other;
            }
        }
    }
    let mut found: Vec<(usize, Vec<Ruling>)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let root = root(&mut group, index);
        match found.iter_mut().find(|(key, _)| *key == root) {
            Some((_, members)) => members.push(*line),
            None => found.push((root, vec![*line])),
        }
    }
    found.into_iter().map(|(_, members)| members).collect()
}
