//! The closed lists of the trade: benefits, payers, grades, classes.

use serde::{Deserialize, Serialize};

/// Declares an enum whose stems are the same in code, TOML, database and JSON.
macro_rules! stems {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $stem:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $stem)] $variant),+
        }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The glossary stem: the same word in code, data, JSON and the handbook.
            pub const fn stem(self) -> &'static str {
                match self { $($name::$variant => $stem),+ }
            }

            pub fn from_stem(stem: &str) -> Option<$name> {
                match stem { $($stem => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

stems! {
    /// What is paid for a work injury.
    #[doc(alias = "工伤保险待遇")]
    Benefit {
        #[doc(alias = "工伤医疗费")] MedicalExpense = "medical_expense",
        #[doc(alias = "康复费")] RehabilitationExpense = "rehabilitation_expense",
        #[doc(alias = "住院伙食补助费")] HospitalMealAllowance = "hospital_meal_allowance",
        #[doc(alias = "异地就医交通食宿费")] TravelLodgingExpense = "travel_lodging_expense",
        #[doc(alias = "辅助器具费")] AssistiveDevice = "assistive_device",
        #[doc(alias = "停工留薪期工资")] InjuryLeaveWage = "injury_leave_wage",
        #[doc(alias = "一次性伤残补助金")] DisabilityLumpSum = "disability_lump_sum",
        #[doc(alias = "伤残津贴")] DisabilityAllowance = "disability_allowance",
        #[doc(alias = "生活护理费")] AttendanceAllowance = "attendance_allowance",
        #[doc(alias = "一次性工伤医疗补助金")] MedicalLumpSum = "medical_lump_sum",
        #[doc(alias = "一次性伤残就业补助金")] EmploymentLumpSum = "employment_lump_sum",
        #[doc(alias = "丧葬补助金")] FuneralGrant = "funeral_grant",
        #[doc(alias = "供养亲属抚恤金")] SurvivorPension = "survivor_pension",
        #[doc(alias = "一次性工亡补助金")] DeathLumpSum = "death_lump_sum",
        #[doc(alias = "劳动能力鉴定费")] AppraisalFee = "appraisal_fee",
    }
}

stems! {
    /// Who pays a benefit.
    Payer { Fund = "fund", Employer = "employer" }
}

stems! {
    /// How often a benefit is paid.
    Paid { Once = "once", Monthly = "monthly", PerEvent = "per_event" }
}

stems! {
    Sex { Male = "male", Female = "female" }
}

stems! {
    /// How far a person depends on others in daily life.
    #[doc(alias = "生活自理障碍等级")]
    SelfCareLevel {
        #[doc(alias = "完全不能自理")] Total = "total",
        #[doc(alias = "大部分不能自理")] Major = "major",
        #[doc(alias = "部分不能自理")] Partial = "partial",
    }
}

/// Disability grade 1 (gravest) to 10.
#[doc(alias = "伤残等级")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisabilityGrade(u8);

impl DisabilityGrade {
    pub fn new(grade: u8) -> Option<DisabilityGrade> {
        (1..=10).contains(&grade).then_some(DisabilityGrade(grade))
    }

    pub fn get(self) -> u8 {
        self.0
    }
}

/// Industry risk class 1 (lowest) to 8.
#[doc(alias = "行业风险类别")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RiskClass(u8);

impl RiskClass {
    pub fn new(class: u8) -> Option<RiskClass> {
        (1..=8).contains(&class).then_some(RiskClass(class))
    }

    pub fn get(self) -> u8 {
        self.0
    }
}
