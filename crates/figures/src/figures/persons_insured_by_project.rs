//! 按项目参保人数
//!
//! Definition: distinct persons under valid cover at the cut-off only by the roster of a construction project.
//! Unit: person
//! Stock or flow: stock
//! Cut-off: 24:00 of 31 December
//! Source: enrollment, employee, project
//! Formula: number of records
//! Legal basis: 工伤保险条例 @ 2011 § 10

use crate::figure::{Column, Figure, Kind, Measure, Query, Unit};

/// `employer` sorts before `project`: where the least kind is `project`, there is no employer.
pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            covered!(),
            ",
persons AS (
  SELECT MIN(seq) AS seq, person_id, MIN(cover_id) AS project_id, MIN(valid_from) AS covered_from
  FROM covered GROUP BY person_id HAVING MIN(cover_kind) = 'project')
SELECT c.seq AS seq, c.person_id AS person_id, ",
            person_name!("c.person_id"),
            " AS name, ",
            person_number!("c.person_id"),
            " AS id_number, c.project_id AS project, c.covered_from AS covered_from
FROM persons c ORDER BY c.person_id"
        ),
        &[
            Column::Text("person"),
            Column::Name("name"),
            Column::IdNumber("id_number"),
            Column::Text("project"),
            Column::Text("covered_from"),
        ],
    )),
    articles: &["工伤保险条例 @ 2011 § 10"],
    ..Figure::new(
        "persons_insured_by_project",
        Unit::Person,
        Kind::Stock,
        Measure::Count,
    )
}];
