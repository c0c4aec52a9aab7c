//! 工伤事故备案数（分行业）
//!
//! Definition: accidents reported in the year by the section (门类) of the employer's industry; construction projects under construction.
//! Unit: case
//! Stock or flow: flow
//! Cut-off: 1 January to 31 December
//! Source: injury, employer
//! Formula: number of records by section of GB/T 4754-2017
//! Legal basis: 工伤保险条例 @ 2011 § 8

use crate::figure::{Breakdown, Column, Figure, Kind, Measure, Query, Unit};

/// The section of a division of GB/T 4754-2017.
fn section(code: &str) -> &'static str {
    let division: u32 = code.get(..2).and_then(|d| d.parse().ok()).unwrap_or(0);
    const SECTIONS: &[(u32, &str)] = &[
        (5, "a"),
        (12, "b"),
        (43, "c"),
        (46, "d"),
        (50, "e"),
        (52, "f"),
        (60, "g"),
        (62, "h"),
        (65, "i"),
        (69, "j"),
        (70, "k"),
        (72, "l"),
        (75, "m"),
        (79, "n"),
        (82, "o"),
        (83, "p"),
        (85, "q"),
        (90, "r"),
        (96, "s"),
        (97, "t"),
    ];
    if division == 0 {
        return "unknown";
    }
    let found = SECTIONS.iter().find(|(last, _)| division <= *last);
    found.map_or("unknown", |(_, letter)| letter)
}

/// The cover of each injury as last registered up to `:to`, looked up by its number: joined with the list of all covers, every
/// injury would be compared with every employer.
macro_rules! cover_of_the_injury {
    ($table:literal, $named:literal, $columns:literal) => {
        concat!(
            "\nLEFT JOIN (SELECT id, ",
            $columns,
            " FROM ",
            $table,
            " e
  WHERE region = :region AND valid_from <= :to AND NOT EXISTS (
    SELECT 1 FROM ",
            $table,
            " later WHERE later.region = e.region AND later.id = e.id AND later.valid_from <= :to
      AND (later.valid_from > e.valid_from OR (later.valid_from = e.valid_from AND later.seq > e.seq)))) ",
            $named,
            " ON i.cover_kind = '",
            $table,
            "' AND ",
            $named,
            ".id = i.cover_id"
        )
    };
}

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "
SELECT i.seq AS seq, i.id AS id, COALESCE(u.name, p.name, i.cover_id) AS payer,
       COALESCE(u.industry_code, '47') AS industry, i.noticed_on AS noticed_on
FROM injury i",
            cover_of_the_injury!("employer", "u", "name, industry_code"),
            cover_of_the_injury!("project", "p", "name"),
            "
WHERE i.region = :region AND i.noticed_on >= :from AND i.noticed_on <= :to ORDER BY i.noticed_on, i.id"
        ),
        &[
            Column::Text("injury"),
            Column::Text("payer"),
            Column::Text("industry"),
            Column::Text("noticed_on"),
        ],
    )),
    breakdown: Some(Breakdown {
        sql: concat!(
            "
SELECT COALESCE(u.industry_code, '47'), CAST(COUNT(*) AS BIGINT)
FROM injury i",
            cover_of_the_injury!("employer", "u", "industry_code"),
            "
WHERE i.region = :region AND i.noticed_on >= :from AND i.noticed_on <= :to
GROUP BY COALESCE(u.industry_code, '47') ORDER BY 1"
        ),
        words: Some("figures.industry"),
        fold: Some(section),
        monthly: false,
    }),
    articles: &["工伤保险条例 @ 2011 § 8"],
    ..Figure::new(
        "injuries_by_industry",
        Unit::Case,
        Kind::Flow,
        Measure::Count,
    )
}];

#[cfg(test)]
mod tests {
    #[test]
    fn divisions_fall_into_their_sections() {
        let pairs = [
            ("0610", "b"),
            ("13", "c"),
            ("47", "e"),
            ("5", "unknown"),
            ("97", "t"),
            ("99", "unknown"),
        ];
        for (code, section) in pairs {
            assert_eq!(super::section(code), section, "{code}");
        }
    }
}
