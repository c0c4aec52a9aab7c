//! 参保人数
//!
//! Definition: distinct persons under valid cover at the cut-off, at employers or on the roster of a project; a person with two employers counts once.
//! Unit: person
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: enrollment, employee, employer, project
//! Formula: number of records
//! Legal basis: 工伤保险条例 @ 2011 § 2

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            covered!(),
            ",
persons AS (
  SELECT MIN(seq) AS seq, person_id, MIN(cover_kind) AS cover_kind, CAST(COUNT(*) AS BIGINT) AS covers,
         MIN(valid_from) AS covered_from
  FROM covered GROUP BY person_id)
SELECT c.seq AS seq, c.person_id AS person_id, ",
            person_name!("c.person_id"),
            " AS name, ",
            person_number!("c.person_id"),
            " AS id_number, c.cover_kind AS cover_kind, c.covers AS covers, c.covered_from AS covered_from
FROM persons c ORDER BY c.person_id"
        ),
        &[
            Column::Text("person"),
            Column::Name("name"),
            Column::IdNumber("id_number"),
            Column::Word("cover_kind", "figures.cover_kind"),
            Column::Count("covers"),
            Column::Text("covered_from"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 2", "工伤保险条例 @ 2011 § 10"],
    ..Figure::new("persons_insured", Unit::Person, Kind::Stock, Measure::Count)
}];
