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

pub(super) const FIGURES: &[Figure] = &[Figure {
    records: Some(Query::new(
        concat!(
            "WITH ",
            latest_person!(),
            ", ",
            covered!(),
            "
SELECT MIN(c.seq) AS seq, c.person_id AS person_id, n.name AS name, n.id_number AS id_number,
       MIN(p.name) AS project, MIN(c.valid_from) AS covered_from
FROM covered c
LEFT JOIN latest_person n ON n.id = c.person_id AND n.place = 1
LEFT JOIN latest_project p ON p.id = c.cover_id AND p.place = 1
WHERE NOT EXISTS (SELECT 1 FROM covered other WHERE other.person_id = c.person_id AND other.cover_kind = 'employer')
GROUP BY c.person_id, n.name, n.id_number ORDER BY c.person_id"
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
