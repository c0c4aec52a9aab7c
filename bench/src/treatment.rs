//! Random sound cases of treatment: each with a bill of every kind, days in hospital and leave with pay. Single cases only.

use serde_json::{Value, json};
use yiju_lawbook::{At, Confirmation};
use yiju_rules::case::{CaseKind, HospitalStay};
use yiju_rules::facts::{Expense, InjuryLeave, TravelPart};
use yiju_rules::{BenefitCase, Sources};
use yiju_terms::{Benefit, Date, Money};

use crate::cases::Random;

pub const TREATMENT: &str = "treatment";

/// The benefits of such a case, in the order of its amounts.
pub const BENEFITS: [Benefit; 7] = [
    Benefit::MedicalExpense,
    Benefit::RehabilitationExpense,
    Benefit::HospitalMealAllowance,
    Benefit::TravelLodgingExpense,
    Benefit::AssistiveDevice,
    Benefit::AppraisalFee,
    Benefit::InjuryLeaveWage,
];

/// What [`facts`] writes of a case, in its order.
pub const FACTS: &str = "year,medical_fen,outside_fen,third_fen,rehabilitation_fen,stay_days,travel_fen,travel_part,\
travel_days,device_fen,device,appraisal_fen,pay_fen";

const YEARS: [i16; 3] = [2023, 2024, 2025];
const DEVICES: [&str; 2] = ["大腿假肢", "助听器"];
const PARTS: [TravelPart; 3] = [TravelPart::Transport, TravelPart::Lodging, TravelPart::Food];

/// What the office must confirm for the bills of these years: invented papers, another standard each year but for
/// meals: a stay may reach into the next year, and the peer is told one year a case.
pub fn papers() -> Vec<Confirmation> {
    let rows = [
        ("hospital_meal_per_day", ["20.00", "20.00", "20.00"]),
        ("travel_transport_by_ticket", ["true", "true", "true"]),
        ("travel_lodging_per_day", ["150.00", "180.00", "200.00"]),
        ("travel_food_per_day", ["40.00", "45.00", "50.00"]),
        (
            "assistive_device_limit.大腿假肢",
            ["26000.00", "27000.00", "28000.00"],
        ),
        (
            "assistive_device_limit.助听器",
            ["4000.00", "4500.00", "5000.00"],
        ),
    ];
    let of_years = |(parameter, values): (&str, [&str; 3])| {
        let paper = |(year, value): (i16, &str)| Confirmation {
            parameter: parameter.to_owned(),
            period: year.to_string(),
            value: value.to_owned(),
            document: "合成文件".to_owned(),
            region: None,
        };
        YEARS.into_iter().zip(values).map(paper).collect::<Vec<_>>()
    };
    rows.into_iter().flat_map(of_years).collect()
}

pub fn cases(rows: usize, seed: u64) -> Vec<BenefitCase> {
    let mut random = Random(seed);
    (0..rows).map(|_| case(&mut random)).collect()
}

fn case(random: &mut Random) -> BenefitCase {
    let injured_on = random.day(crate::day("2023-01-01"), 900);
    let mut case = BenefitCase::new(crate::region(), CaseKind::Disability, injured_on);
    case.own_wage_mean = Some(money(random, 3_000_000));
    // Of the year of the injury, so that one year names every standard.
    let in_year = crate::day(&format!("{}-12-01", injured_on.year()));
    let bill = |benefit, amount| Expense {
        agreement_institution: Some(true),
        approved: Some(true),
        ..plain_bill(benefit, injured_on.max(in_year), amount)
    };
    let medical = money(random, 5_000_000) + Money::from_fen(100);
    // Outside the catalogues and paid by a third party: less than the bill together.
    let part = |random: &mut Random| {
        let share = medical.fen() / 3;
        (random.below(2) == 0).then(|| Money::from_fen(random.below(share as usize) as i64))
    };
    case.expenses = vec![
        Expense {
            outside_catalogue: part(random),
            third_party_paid: part(random),
            ..bill(Benefit::MedicalExpense, medical)
        },
        bill(Benefit::RehabilitationExpense, money(random, 2_000_000)),
        Expense {
            part: Some(PARTS[random.below(3)]),
            days: Some(random.below(15) as u16 + 1),
            ..bill(Benefit::TravelLodgingExpense, money(random, 300_000))
        },
        Expense {
            device: Some(DEVICES[random.below(2)].to_owned()),
            ..bill(Benefit::AssistiveDevice, money(random, 4_000_000))
        },
        bill(Benefit::AppraisalFee, money(random, 50_000)),
    ];
    let to = injured_on + jiff::Span::new().days(random.below(30) as i64 + 1);
    case.hospital = vec![HospitalStay {
        from: injured_on,
        to,
        out_of_area: false,
    }];
    case.injury_leave = Some(InjuryLeave {
        from: injured_on,
        until: random.day(to, 300),
        monthly_pay: money(random, 2_000_000),
        extension_confirmed: false,
    });
    case
}

fn money(random: &mut Random, most: usize) -> Money {
    Money::from_fen(random.below(most) as i64 + 1)
}

fn plain_bill(benefit: Benefit, on: Date, amount: Money) -> Expense {
    Expense {
        benefit,
        on,
        amount,
        outside_catalogue: None,
        third_party_paid: None,
        third_party_liable: false,
        unrelated_disease: false,
        malpractice: false,
        agreement_institution: None,
        emergency: false,
        approved: None,
        drug_class: None,
        part: None,
        days: None,
        device: None,
        last_fitted_on: None,
    }
}

/// One line of facts of a case, as the peer reads it.
pub fn facts(case: &BenefitCase) -> String {
    let [medical, rehabilitation, travel, device, appraisal] = case.expenses.as_slice() else {
        unreachable!("five bills");
    };
    let stay = &case.hospital[0];
    let days = (stay.to - stay.from).get_days();
    let part = PARTS.iter().position(|part| travel.part == Some(*part));
    let which = DEVICES
        .iter()
        .position(|name| device.device.as_deref() == Some(*name));
    let fen = |amount: Option<Money>| amount.map_or(0, Money::fen);
    let numbers = [
        i64::from(case.injured_on.year()),
        medical.amount.fen(),
        fen(medical.outside_catalogue),
        fen(medical.third_party_paid),
        rehabilitation.amount.fen(),
        i64::from(days),
        travel.amount.fen(),
        part.map_or(-1, |at| at as i64),
        i64::from(travel.days.unwrap_or(0)),
        device.amount.fen(),
        which.map_or(-1, |at| at as i64),
        appraisal.amount.fen(),
        fen(case.injury_leave.as_ref().map(|leave| leave.monthly_pay)),
    ];
    numbers.map(|number| number.to_string()).join(",")
}

/// The figures of the law that the bills rest on, by year.
pub fn law(sources: Sources<'_>) -> Value {
    let fen = |key: &str, row: Option<&str>| {
        let of_year = |year: i16| {
            let at = At::new(sources.region.clone(), crate::day(&format!("{year}-12-01")));
            let answer = sources.book.money(key, row, &at, sources.confirmed);
            let fen = answer.expect("a standard").value.fen();
            (year.to_string(), json!(fen))
        };
        Value::Object(YEARS.into_iter().map(of_year).collect())
    };
    let limit = "benefits.assistive_device.limit";
    json!({
        "meal_fen": fen("benefits.hospital_meal_allowance.per_day", None),
        "lodging_fen": fen("benefits.travel_lodging_expense.lodging_per_day", None),
        "food_fen": fen("benefits.travel_lodging_expense.food_per_day", None),
        "device_limits_fen": DEVICES.map(|device| fen(limit, Some(device))),
    })
}
