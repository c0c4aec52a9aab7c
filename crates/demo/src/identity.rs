//! Invented people and employers: names, citizen ID numbers that nobody can own, credit codes of a made-up series.

use std::collections::{BTreeMap, BTreeSet};

use yiju_terms::{Date, Sex, credit_code, id_number};

use crate::lists::Lists;
use crate::random::Random;

/// ID numbers carry a birth year 100 years too early, so that no living person can own one.
pub const BIRTH_SHIFT_YEARS: i16 = 100;

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub name: String,
    pub id_number: String,
    pub sex: Sex,
    /// The birth date the life of this person is told with: the one of the ID number plus 100 years.
    pub birth: Date,
    pub migrant_worker: bool,
}

/// Makes people, each ID number once.
pub(crate) struct PeopleMaker<'a> {
    lists: &'a Lists,
    random: Random,
    region: String,
    used: BTreeMap<Date, (u16, u16)>,
}

impl<'a> PeopleMaker<'a> {
    pub fn new(lists: &'a Lists, seed: u64) -> PeopleMaker<'a> {
        PeopleMaker::of_region(lists, seed, crate::REGION)
    }

    /// People whose ID numbers begin with the code of a county.
    pub fn of_region(lists: &'a Lists, seed: u64, region: &str) -> PeopleMaker<'a> {
        PeopleMaker {
            lists,
            random: Random::new(seed, "people"),
            region: region.to_owned(),
            used: BTreeMap::new(),
        }
    }

    /// `born` is the range of the told birth years (1900…1999 keeps the ID birth years within 1800…1899).
    pub fn make(&mut self, born: (i16, i16), men_percent: u64, migrant_percent: u64) -> Person {
        let random = &mut self.random;
        let sex = if random.chance(men_percent) {
            Sex::Male
        } else {
            Sex::Female
        };
        let year = random.between(i64::from(born.0), i64::from(born.1)) as i16;
        let (month, day) = (random.between(1, 12) as i8, random.between(1, 28) as i8);
        let birth = Date::constant(year, month, day);
        let migrant_worker = random.chance(migrant_percent);
        let name = self.name();
        let id_number = self.number(birth, sex);
        Person {
            name,
            id_number,
            sex,
            birth,
            migrant_worker,
        }
    }

    pub fn name(&mut self) -> String {
        let random = &mut self.random;
        let mut name = String::new();
        name.push(*random.pick(&self.lists.surnames));
        if random.chance(78) {
            name.push(*random.pick(&self.lists.given_first));
        }
        name.push(*random.pick(&self.lists.given_second));
        name
    }

    fn number(&mut self, birth: Date, sex: Sex) -> String {
        let told = Date::constant(birth.year() - BIRTH_SHIFT_YEARS, birth.month(), birth.day());
        let (men, women) = self.used.entry(told).or_default();
        let sequence = match sex {
            Sex::Male => {
                *men += 1;
                *men * 2 - 1
            }
            Sex::Female => {
                *women += 1;
                *women * 2
            }
        };
        assert!(sequence < 1_000, "a day and place has 999 numbers");
        let body = format!(
            "{}{:04}{:02}{:02}{sequence:03}",
            self.region,
            told.year(),
            told.month(),
            told.day()
        );
        let check = id_number::check_character(&body);
        format!("{body}{check}")
    }
}

/// Names for employers, each once.
pub(crate) struct NameMaker<'a> {
    lists: &'a Lists,
    random: Random,
    used: BTreeSet<String>,
}

impl<'a> NameMaker<'a> {
    pub fn new(lists: &'a Lists, seed: u64, part: &str) -> NameMaker<'a> {
        NameMaker {
            lists,
            random: Random::new(seed, part),
            used: BTreeSet::new(),
        }
    }

    /// The same for more employers than there are names: a name that is taken gets a number.
    pub fn make_numbered(&mut self, patterns: &[String]) -> String {
        let (name, _) = self.fill(patterns);
        let mut numbered = name.clone();
        let mut number = 1;
        while !self.used.insert(numbered.clone()) {
            number += 1;
            numbered = format!("{name}（{number}）");
        }
        numbered
    }

    /// Fills `{place}` and `{brand}` of a pattern until the name is new.
    pub fn make(&mut self, patterns: &[String]) -> String {
        loop {
            let (mut name, place) = self.fill(patterns);
            if self.used.contains(&name) {
                // The places are few: a second school of a town is told apart by its number.
                name = name.replace(&place, &format!("{place}第二"));
            }
            if self.used.insert(name.clone()) {
                return name;
            }
        }
    }

    /// A name, whether it is taken or not, and the place in it.
    fn fill(&mut self, patterns: &[String]) -> (String, String) {
        let pattern = self.random.pick(patterns).clone();
        let place = self.random.pick(&self.lists.places).clone();
        let mut brand = String::new();
        brand.push(*self.random.pick(&self.lists.brand_first));
        brand.push(*self.random.pick(&self.lists.brand_second));
        let name = pattern
            .replace("{place}", &place)
            .replace("{brand}", &brand);
        (name, place)
    }
}

const ORGANIZATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A well-formed unified social credit code whose body `DEM…` shows that it is made up.
pub(crate) fn credit_code(region: &str, kind: &str, number: usize) -> String {
    let head = match kind {
        "institution" => "12",
        "organization" => "52",
        "individual_business" => "92",
        _ => "91",
    };
    let body = format!("DEM{number:05}");
    let sum: u32 = body
        .chars()
        .zip(ORGANIZATION_WEIGHTS)
        .map(|(c, weight)| c.to_digit(36).unwrap_or_default() * weight)
        .sum();
    let inner = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b'0' + digit as u8),
    };
    let first_17 = format!("{head}{region}{body}{inner}");
    let check = credit_code::check_character(&first_17).expect("the body is within the alphabet");
    format!("{first_17}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use yiju_terms::credit_code::CreditCode;
    use yiju_terms::id_number::IdNumber;

    #[test]
    fn people_are_valid_different_and_impossible() {
        let lists = Lists::builtin();
        let mut maker = PeopleMaker::new(&lists, 7);
        let mut seen = BTreeSet::new();
        for _ in 0..3_000 {
            let person = maker.make((1960, 1999), 60, 40);
            let number = IdNumber::parse(&person.id_number).unwrap();
            assert!((1860..=1899).contains(&number.birth().year()));
            assert_eq!(
                number.birth().year() + BIRTH_SHIFT_YEARS,
                person.birth.year()
            );
            assert_eq!(number.sex(), person.sex);
            assert!(seen.insert(person.id_number));
        }
    }

    #[test]
    fn credit_codes_pass_their_check() {
        for number in 1..700 {
            let code = credit_code(crate::REGION, "enterprise", number);
            assert!(CreditCode::parse(&code).is_ok(), "{code}");
        }
    }
}
