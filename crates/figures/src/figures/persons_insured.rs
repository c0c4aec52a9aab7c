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
            latest_person!(),
            ", ",
            covered!(),
            "
SELECT MIN(c.seq) AS seq, c.person_id AS person_id, n.name AS name, n.id_number AS id_number,
       MIN(c.cover_kind) AS cover_kind, CAST(COUNT(*) AS BIGINT) AS covers, MIN(c.valid_from) AS covered_from
FROM covered c LEFT JOIN latest_person n ON n.id = c.person_id AND n.place = 1
GROUP BY c.person_id, n.name, n.id_number ORDER BY c.person_id"
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
