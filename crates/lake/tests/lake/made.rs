//! A made folder: the same bytes for the same call, and the assessment against a sum made here, person by person.

use std::collections::BTreeMap;

use yiju_lake::Totals;
use yiju_lake::files::people::Open;
use yiju_lake::files::{Kind, Manifest, manifest};
use yiju_lake::own::{Source, assess};
use yiju_lawbook::Lawbook;
use yiju_rules::{NoTrace, RateTable, Sources, contribution_limits};
use yiju_terms::{Money, RiskClass};

use crate::common;

/// Person by person, employer by employer, from the single case.
fn by_hand(folder: &std::path::Path, made: &Manifest) -> Totals {
    let papers = yiju_demo::assumed_wages();
    let book = Lawbook::builtin();
    let mut totals = Totals::default();
    for entry in made.files_of(manifest::PEOPLE, Some("2023-06")) {
        let region = &entry.region;
        let sources = Sources {
            book,
            confirmed: &papers,
            region,
        };
        let limits = contribution_limits(sources, 2023, &mut NoTrace).unwrap();
        let table = RateTable::prepare(book, region, common::made_month(), &papers);
        let mut employers: BTreeMap<i32, (i32, i64, i64)> = BTreeMap::new();
        let open = Open::open(folder, entry).unwrap();
        assert!(open.row_groups() > 1);
        open.people(0..open.row_groups(), &mut |piece| {
            for at in 0..piece.employer.len() {
                let found = employers.entry(piece.employer[at]).or_default();
                found.0 = piece.risk_class[at];
                found.1 += 1;
                found.2 += piece.wage_fen[at].clamp(limits.floor.fen(), limits.ceiling.fen());
            }
            Ok(())
        })
        .unwrap();
        let code: i64 = region.code().parse().unwrap();
        for (employer, (class, people, base)) in employers {
            let class = RiskClass::new(u8::try_from(class).unwrap()).unwrap();
            let base = Money::from_fen(base);
            let owed = table.assess(class, base, 100, &mut NoTrace).unwrap();
            totals.groups += 1;
            totals.people += people;
            totals.base_fen += base.fen();
            totals.amount_fen += owed.amount.fen();
            totals.relief_local_fen += owed.relief_local().fen();
            totals.relief_temporary_fen += owed.relief_temporary().fen();
            totals.provisional += i64::from(owed.provisional || limits.provisional);
            totals.weighted += owed.amount.fen() * ((i64::from(employer) * 7 + code) % 1009 + 1);
        }
    }
    totals
}

#[test]
fn row_groups_come_together_to_the_sum_made_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let made = common::make_in(folder.path().join("lake").as_path(), 20_000);
    let lake = folder.path().join("lake");
    let source = Source::open(&lake, common::made_month(), Lawbook::builtin()).unwrap();
    let done = assess(&source, None).unwrap();
    assert!(done.synthetic);
    let totals = done.totals;
    assert_eq!(totals, by_hand(&lake, &made));
    assert_eq!(totals.people, 20_000);
    assert!(totals.relief_temporary_fen > 0 && totals.provisional > 0);
}

/// Class 5 and no other: the mark is the class's own.
#[test]
fn an_employer_is_provisional_by_its_own_rate() {
    let folder = tempfile::tempdir().unwrap();
    let (lake, out) = (folder.path().join("lake"), folder.path().join("out"));
    let made = common::make_with_a_provisional_rate(&lake);
    let source = Source::open(&lake, common::made_month(), Lawbook::builtin()).unwrap();
    let done = assess(&source, Some(&out)).unwrap();
    let of = |folder, manifest: &Manifest, table, column| {
        let entry = manifest.files_of(table, Some("2023-06")).next().unwrap();
        Open::open(folder, entry).unwrap().numbers(column).unwrap()
    };
    let classes = of(&lake, &made, manifest::EMPLOYERS, "risk_class");
    let result = Manifest::read(&out, Kind::Assessment).unwrap();
    let marks = of(&out, &result, manifest::ASSESSMENT, "provisional");
    let expected: Vec<i32> = classes.iter().map(|class| i32::from(*class == 5)).collect();
    assert_eq!(marks, expected);
    let count = expected.iter().map(|mark| i64::from(*mark)).sum::<i64>();
    assert!(0 < count && count < done.totals.groups);
    assert_eq!(done.totals.provisional, count);
}

#[test]
fn the_same_call_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let first = common::make_in(&folder.path().join("a"), 2_000);
    assert_eq!(common::make_in(&folder.path().join("b"), 2_000), first);
}
