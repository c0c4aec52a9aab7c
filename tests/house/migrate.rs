//! Regions move between stores with their journals, proved or not at all; a small province is made and worked on.

use yiju_demo::scale::{self, MonthStep, ScaleOptions};
use yiju_store::views::people;
use yiju_store::{Store, journal, migrate, verify};
use yiju_tests::{Place, as_login, on_both_stores, postgres, sqlite};

const SEED: u64 = 3;

fn codes() -> Vec<String> {
    scale::county_codes(2)
}

/// A small county with people enough that they come in bulk, assessed and paid for a month.
fn fill(store: &mut Store, code: &str) {
    let made = scale::load(store, code, 900, SEED).unwrap().unwrap();
    assert_eq!((made.people, made.payees), (900, 1));
    assert_eq!(scale::load(store, code, 900, SEED).unwrap(), None);
    assert!(scale::month(store, code, MonthStep::Assess).unwrap() > 20);
    assert!(scale::month(store, code, MonthStep::Receive).unwrap() > 20);
    assert_eq!(scale::month(store, code, MonthStep::Pay).unwrap(), 2);
}

/// Small counties, in the order of their codes.
fn filled(store: &mut Store) -> Vec<String> {
    let mut all = codes();
    all.sort();
    for code in &all {
        fill(store, code);
    }
    all
}

fn head(store: &mut Store, code: &str) -> String {
    let verdict = verify::verify(store, code, None).unwrap();
    assert_eq!(verdict.breaks, []);
    assert!(verdict.rows > 2_700);
    verdict.head
}

fn moved(from: &mut Store, to: &mut Store, codes: &[String]) -> Vec<migrate::Moved> {
    let mut steps = 0;
    let moved = migrate::migrate(from, to, codes, &mut |_| steps += 1).unwrap();
    assert!(steps > 30);
    moved
}

#[test]
fn both_engines_make_the_same_county() {
    let mut heads = std::collections::BTreeSet::new();
    let mut place = sqlite();
    fill(&mut place.store, "431123");
    heads.insert(head(&mut place.store, "431123"));
    if let Some(mut place) = postgres("scale_same") {
        fill(&mut place.store, "431123");
        heads.insert(head(&mut place.store, "431123"));
    }
    assert_eq!(heads.len(), 1);
}

#[test]
fn counties_move_into_a_province_and_back() {
    let Some(mut province) = postgres("migrate_in") else {
        println!("migrate: PostgreSQL left out, YIJU_TEST_POSTGRES is not set");
        return;
    };
    let mut heads = Vec::new();
    for code in codes() {
        let mut county = sqlite();
        fill(&mut county.store, &code);
        let proofs = moved(&mut county.store, &mut province.store, &[code.clone()]);
        let wages = proofs[0]
            .tables
            .iter()
            .find(|t| t.table == "wage_declaration");
        assert!(wages.unwrap().rows == 900 && wages.unwrap().sums_fen[0].1 > 0);
        heads.push(head(&mut county.store, &code));
        assert_eq!(head(&mut province.store, &code), *heads.last().unwrap());
        let again = migrate::migrate(&mut county.store, &mut province.store, &[code], &mut |_| {});
        assert!(again.is_err(), "a region that is there was moved again");
    }
    let mut back = sqlite();
    moved(&mut province.store, &mut back.store, &codes()[1..]);
    assert_eq!(head(&mut back.store, &codes()[1]), heads[1]);
    assert_eq!(migrate::regions(&mut back.store).unwrap(), codes()[1..]);
    yiju_store::access::admit(&mut province.store, &"430121".parse().unwrap()).unwrap();
    let mut login = as_login(&province, "430121");
    let mut own = sqlite();
    moved(&mut login, &mut own.store, &codes()[1..]);
    let foreign = migrate::migrate(&mut login, &mut sqlite().store, &codes()[..1], &mut |_| {});
    assert!(foreign.is_err());
}

/// Changes one byte of the second county's registers behind the program's back.
fn tampered() -> Place {
    let mut source = sqlite();
    for code in codes() {
        fill(&mut source.store, &code);
    }
    let script = "DROP TRIGGER employer_no_update;
        UPDATE employer SET name = name || '丙' WHERE region = '430121' AND id = 'E000002'";
    source.store.script(script).unwrap();
    source
}

#[test]
fn a_move_that_is_not_proved_leaves_nothing() {
    let mut source = tampered();
    let mut targets = vec![sqlite()];
    targets.extend(postgres("migrate_nothing"));
    for mut target in targets {
        let fault = migrate::migrate(&mut source.store, &mut target.store, &codes(), &mut |_| {});
        assert!(fault.unwrap_err().cause.contains("430121"));
        assert_eq!(
            migrate::present(&mut target.store, &codes()).unwrap(),
            Vec::<String>::new()
        );
        let sound = moved(&mut source.store, &mut target.store, &codes()[..1]);
        assert_eq!(sound[0].region, "431123");
    }
}

/// A target that keeps something else than it was sent: a row less, or a yuan more.
fn unfaithful(mut target: Place) -> Place {
    let store = &mut target.store;
    yiju_store::schema::prepare(store).unwrap();
    let trigger = match store.is_postgres() {
        true => {
            "CREATE FUNCTION add_a_yuan() RETURNS trigger LANGUAGE plpgsql AS
               $body$ BEGIN NEW.wage_fen := NEW.wage_fen + 100; RETURN NEW; END $body$;
             CREATE TRIGGER more BEFORE INSERT ON wage_declaration FOR EACH ROW
               WHEN (NEW.person_id = 'P00000005') EXECUTE FUNCTION add_a_yuan()"
        }
        false => {
            "CREATE TRIGGER less BEFORE INSERT ON wage_declaration WHEN NEW.person_id = 'P00000005'
               BEGIN SELECT RAISE(IGNORE); END"
        }
    };
    store.script(trigger).unwrap();
    target
}

#[test]
fn what_arrives_is_counted_and_added_up() {
    let mut source = sqlite();
    let code = &codes()[..1];
    fill(&mut source.store, &code[0]);
    let mut targets = vec![unfaithful(sqlite())];
    targets.extend(postgres("migrate_unfaithful").map(unfaithful));
    for mut target in targets {
        let moved = migrate::migrate(&mut source.store, &mut target.store, code, &mut |_| {});
        let cause = moved.unwrap_err().cause;
        assert!(
            cause.contains("wage_declaration") && cause.contains("arrived"),
            "{cause}"
        );
        let there = migrate::present(&mut target.store, code).unwrap();
        assert_eq!(there, Vec::<String>::new());
    }
}

#[test]
fn a_person_is_found_by_number_and_by_the_beginning_of_the_name() {
    on_both_stores("people_found", |store| {
        fill(store, "431123");
        let mut find =
            |text: &str| people::find(store, "431123", text, "2023-02-01", 1_000).unwrap();
        let one = find("P00000007").remove(0);
        assert_eq!(find(&one.id_number), [one.clone()]);
        assert!(find(&one.id_number[..10]).contains(&one));
        assert!(find(&one.name).contains(&one));
        let family: String = one.name.chars().take(1).collect();
        let found = find(&family);
        assert!(found.contains(&one) && found.iter().all(|p| p.name.starts_with(&family)));
        assert_eq!(one.covers.len(), 1);
        assert!(find("无此人").is_empty() && find("").is_empty() && find("%").is_empty());
        assert_eq!(
            people::find(store, "430121", &one.id, "2023-02-01", 9).unwrap(),
            []
        );
        store.narrow("431123").unwrap();
        assert!(people::find(store, "430121", &one.id, "2023-02-01", 9).is_err());
        assert!(journal::head(store, "431123").unwrap().seq > 20);
        let options = ScaleOptions {
            seed: SEED,
            counties: 2,
            people: 900,
        };
        assert_eq!(scale::people_of_counties(&options).len(), 2);
    });
}

#[test]
fn a_person_is_found_in_every_county_the_session_reaches() {
    on_both_stores("people_found_everywhere", |store| {
        let all = filled(store);
        let on = "2023-02-01";
        let one = people::find(store, &all[0], "P00000007", on, 1)
            .unwrap()
            .remove(0);
        let family: String = one.name.chars().take(1).collect();
        for text in [
            "P00000007",
            &one.id_number,
            &one.name,
            &family,
            "无此人",
            "",
        ] {
            let mut by_county = Vec::new();
            for code in &all {
                by_county.extend(people::find(store, code, text, on, 1_000).unwrap());
            }
            let mut everywhere = |limit| people::find_everywhere(store, text, on, limit).unwrap();
            assert_eq!(everywhere(1_000), by_county, "{text}");
            by_county.truncate(1);
            assert_eq!(everywhere(1), by_county, "{text}");
        }
        let city = &all[1][..4];
        let of_city: Vec<&String> = all.iter().filter(|code| code.starts_with(city)).collect();
        assert!(of_city.len() < all.len());
        for (reach, expected) in [(city, of_city), (all[1].as_str(), vec![&all[1]])] {
            store.narrow(reach).unwrap();
            let found = people::find_everywhere(store, "P00000007", on, 9).unwrap();
            let regions: Vec<&String> = found.iter().map(|person| &person.region).collect();
            assert_eq!(regions, expected);
        }
    });
}

#[test]
fn whoever_is_called_otherwise_by_now_is_found_by_the_new_name_alone() {
    on_both_stores("people_called_otherwise", |store| {
        let all = filled(store);
        let (on, county) = ("2023-02-01", &all[0]);
        let known = people::find(store, county, "P00000007", on, 1).unwrap();
        let family: String = known[0].name.chars().take(1).collect();
        let before = people::find_everywhere(store, &family, on, 1_000).unwrap();
        let mut register_again = |prefix: &str, whose: &str| {
            let sql = format!(
                "INSERT INTO employee (region, id, valid_from, seq, name, id_number, birth, sex, migrant_worker)
                 SELECT region, id, '2099-01-01', seq, '{prefix}' || name, id_number, birth, sex, migrant_worker FROM employee
                 WHERE region = $1 AND name >= $2 AND name < $3 AND id {whose} 'P00000007'"
            );
            let beyond = format!("{family}\u{10FFFF}");
            let range = [family.as_str().into(), beyond.into()];
            let values = [&[county.as_str().into()], &range[..]].concat();
            store.execute(&sql, &values).unwrap() as usize
        };
        // All of that family in the first county but one: more than are listed. That one twice by the same name.
        let renamed = register_again("改", "<>");
        assert!(renamed > 10);
        assert_eq!(register_again("", "="), 1);
        let mut everywhere =
            |text: &str, limit| people::find_everywhere(store, text, on, limit).unwrap();
        let now = everywhere(&family, 1_000);
        assert_eq!(now.len(), before.len() - renamed);
        assert_eq!(now[0].id, "P00000007");
        for limit in 0..4 {
            assert_eq!(everywhere(&family, limit), now[..limit as usize]);
        }
        assert_eq!(everywhere("改", 1_000).len(), renamed);
        let number = &before
            .iter()
            .find(|person| person.id != "P00000007")
            .unwrap()
            .id_number;
        assert!(everywhere(number, 9)[0].name.starts_with('改'));
    });
}
