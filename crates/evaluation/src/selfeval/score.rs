//! Scores by rule, in hundredths of a point: nobody types one in.

use yiju_terms::exact::div_half_up;

/// A target: at least or at most a value in the figure's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    AtLeast,
    AtMost,
}

impl Operator {
    pub const fn stem(self) -> &'static str {
        match self {
            Operator::AtLeast => "at_least",
            Operator::AtMost => "at_most",
        }
    }
}

/// Above this share over its target an achievement needs a word (percent).
pub const OVER_ACHIEVEMENT_PERCENT: i64 = 30;

/// `points × actual ÷ target`, never above `points` (for "at most": `points × target ÷ actual`). Hundredths of a point,
/// rounded half up. Source: 财预〔2020〕10号 and the notes of the forms.
#[doc(alias = "得分")]
pub fn score_hundredths(operator: Operator, points: i64, target: i64, actual: i64) -> i64 {
    let full = points * 100;
    let (above, below) = match operator {
        Operator::AtLeast => (actual, target),
        Operator::AtMost => (target, actual),
    };
    // At most nothing and nothing happened, or a target of zero that is passed: full marks.
    if below <= 0 {
        return full;
    }
    let share = div_half_up(
        i128::from(full) * i128::from(above.max(0)),
        i128::from(below),
    );
    full.min(share as i64)
}

/// Ten points for the whole budget spent; hundredths of a point.
#[doc(alias = "预算执行得分")]
pub fn execution_hundredths(points: i64, adjusted_fen: i64, spent_fen: i64) -> i64 {
    score_hundredths(Operator::AtLeast, points, adjusted_fen, spent_fen)
}

/// How far an achievement passes its target, in hundredths of a percent.
pub fn deviation_hundredths(target: i64, actual: i64) -> i64 {
    if target == 0 {
        return 0;
    }
    div_half_up(i128::from(actual - target) * 10_000, i128::from(target)) as i64
}

/// `9.95`, `10`: hundredths without needless zeros.
pub fn shown(hundredths: i64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_follow_the_achievement() {
        // 1.99 of 2: ten points × 99.5 %.
        assert_eq!(execution_hundredths(10, 20_000_00, 19_900_00), 995);
        assert_eq!(
            score_hundredths(Operator::AtLeast, 12, 16_700, 17_320),
            1_200
        );
        assert_eq!(score_hundredths(Operator::AtLeast, 10, 100, 93), 930);
        assert_eq!(score_hundredths(Operator::AtMost, 20, 100, 94), 2_000);
        assert_eq!(score_hundredths(Operator::AtMost, 20, 100, 125), 1_600);
        assert_eq!(score_hundredths(Operator::AtMost, 10, 0, 0), 1_000);
    }

    #[test]
    fn shows_points_as_people_write_them() {
        assert_eq!(
            [shown(995), shown(1_000), shown(930)],
            ["9.95", "10", "9.3"]
        );
    }
}
