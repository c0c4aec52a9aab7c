//! What a page reads touches the partitions of its own region alone: over a province, anything else takes seconds.

use yiju_actions::due::due;
use yiju_lawbook::Lawbook;
use yiju_store::views::{
    Window, cases, employers, legacy, matters, people, settlement, story, vouchers,
};
use yiju_store::{Fault, Store, as_known, books, legacy as roster, schema, settlements};
use yiju_terms::{Date, Region};
use yiju_tests::{day, on_both_stores};

use crate::province::province;

const HERE: &str = "431123";
const DAY: &str = "2023-12-31";
const ALL: Window = Window {
    number: 1,
    size: 40,
};

type Read = fn(&mut Store) -> Result<(), Fault>;

fn here() -> Region {
    HERE.parse().unwrap()
}

/// The reads of the pages and of a month's work.
const READS: [(&str, Read); 20] = [
    ("cases", |s| {
        cases::cases(s, HERE, &cases::Filter::default(), ALL).map(drop)
    }),
    ("cases found", |s| {
        let filter = cases::Filter {
            text: "公司".to_owned(),
            ..cases::Filter::default()
        };
        cases::cases(s, HERE, &filter, ALL).map(drop)
    }),
    ("story", |s| story::story(s, HERE, "G2023-001", 9).map(drop)),
    ("stories", |s| story::stories(s, HERE, 9).map(drop)),
    ("matters", |s| {
        matters::matters(s, HERE, DAY, &matters::Filter::default(), ALL).map(drop)
    }),
    ("matters late", |s| {
        let filter = matters::Filter {
            late: true,
            ..matters::Filter::default()
        };
        matters::matters(s, HERE, DAY, &filter, ALL).map(drop)
    }),
    ("matter states", |s| matters::states(s, HERE).map(drop)),
    ("employers", |s| {
        employers::employers(s, HERE, DAY, &employers::Search::default(), ALL).map(drop)
    }),
    ("projects", |s| {
        employers::projects(s, HERE, DAY, "", ALL).map(drop)
    }),
    ("people covered", |s| {
        employers::people_covered(s, HERE, "employer", &["E0001".to_owned()], DAY).map(drop)
    }),
    ("a person", |s| {
        people::find(s, HERE, "P00000001", DAY, 1).map(drop)
    }),
    ("vouchers", |s| {
        vouchers::vouchers(s, HERE, "fund", &vouchers::Filter::default(), ALL).map(drop)
    }),
    ("vouchers of an account", |s| {
        let filter = vouchers::Filter {
            account: "treasury".to_owned(),
            ..vouchers::Filter::default()
        };
        vouchers::vouchers(s, HERE, "fund", &filter, ALL).map(drop)
    }),
    ("totals", |s| {
        books::totals(s, HERE, "fund", "", DAY).map(drop)
    }),
    ("roster", |s| {
        legacy::roster(s, HERE, DAY, None, "", ALL).map(drop)
    }),
    ("head counts", |s| roster::counts(s, HERE).map(drop)),
    ("moved by a settlement", |s| {
        settlement::moved(s, HERE, 1).map(drop)
    }),
    ("what stands", |s| settlements::standing(s, HERE).map(drop)),
    ("employers as known", |s| {
        as_known::employers_on(s, HERE, DAY, 9).map(drop)
    }),
    ("due", |s| {
        due(s, &here(), Lawbook::builtin(), day(DAY), 7).map(drop)
    }),
];

/// The tables of other regions that a read has touched, by the locks its transaction holds.
fn touched(store: &mut Store, read: impl FnOnce(&mut Store) -> Result<(), Fault>) -> Vec<String> {
    let locks = "SELECT DISTINCT CAST(c.relname AS TEXT) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                 WHERE l.pid = pg_backend_pid() AND (c.relname LIKE '%\\_431121' OR c.relname LIKE '%\\_430121')";
    let rows = store.snapshot(|store| {
        read(store)?;
        store.query(locks, &[])
    });
    rows.unwrap()
        .iter()
        .map(|row| row.text(0).to_owned())
        .collect()
}

#[test]
fn what_a_page_reads_touches_its_own_partitions() {
    let Some(mut place) = province("partitions_reads") else {
        return;
    };
    let store = &mut place.store;
    let everywhere = touched(store, |s| s.query("SELECT id FROM employer", &[]).map(drop));
    assert_eq!(everywhere, ["employer_430121", "employer_431121"]);
    for (name, read) in READS {
        assert_eq!(touched(store, read), Vec::<String>::new(), "{name}");
    }
    store.narrow(HERE).unwrap();
    let mine = |s: &mut Store| people::find_everywhere(s, "P00000001", DAY, 1).map(drop);
    assert_eq!(touched(store, mine), Vec::<String>::new());
}

#[test]
fn a_figure_touches_its_own_partitions() {
    let Some(mut place) = province("partitions_figures") else {
        return;
    };
    let year = DAY.parse::<Date>().unwrap().year();
    let mut wide = Vec::new();
    for figure in yiju_figures::all() {
        let touched = touched(&mut place.store, |store| {
            yiju_figures::compute(store, Lawbook::builtin(), &here(), year, figure.stem).map(drop)
        });
        wide.extend(touched.into_iter().map(|table| (figure.stem, table)));
    }
    assert_eq!(wide, []);
}

/// A session held to a region refuses every read of another one: on SQLite there is no database that would.
#[test]
fn a_narrowed_session_reads_no_other_region() {
    on_both_stores("partitions_narrowed", |store| {
        schema::prepare(store).unwrap();
        store.narrow("4301").unwrap();
        for (name, read) in READS {
            let refused = read(store).expect_err(name);
            assert!(refused.cause.contains("lies outside"), "{name}: {refused}");
        }
        for figure in yiju_figures::all() {
            let book = Lawbook::builtin();
            let found = yiju_figures::compute(store, book, &here(), 2023, figure.stem);
            assert!(found.is_err(), "{}", figure.stem);
        }
        store
            .execute(
                "UPDATE office SET notice = 'x' WHERE region = $1",
                &[HERE.into()],
            )
            .unwrap_err();
    });
}
