//! Charts of accounts: which accounts a book has, their codes by date, and what may pass through the bank accounts.

use std::sync::OnceLock;

use jiff::civil::Date;
use yiju_terms::{Citation, Status};

use crate::chart_file;
use crate::problem::Problem;

/// The two books. They share no account: the agency's own costs are never paid from the fund (社会保险法 § 69, § 72).
#[doc(alias = "账套")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ledger {
    #[doc(alias = "工伤保险基金账")]
    Fund,
    #[doc(alias = "部门预算账")]
    Department,
}

impl Ledger {
    pub const ALL: [Ledger; 2] = [Ledger::Fund, Ledger::Department];

    pub const fn stem(self) -> &'static str {
        match self {
            Ledger::Fund => "fund",
            Ledger::Department => "department",
        }
    }

    pub fn from_stem(stem: &str) -> Option<Ledger> {
        Ledger::ALL.into_iter().find(|ledger| ledger.stem() == stem)
    }

    /// As asked for in an address or a call: nothing is the fund.
    pub fn asked(stem: &str) -> Option<Ledger> {
        match stem {
            "" => Some(Ledger::Fund),
            stem => Ledger::from_stem(stem),
        }
    }
}

/// The five elements of the fund accounting system.
#[doc(alias = "会计要素")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountClass {
    #[doc(alias = "资产")]
    Asset,
    #[doc(alias = "负债")]
    Liability,
    #[doc(alias = "净资产")]
    NetAssets,
    #[doc(alias = "收入")]
    Income,
    #[doc(alias = "支出")]
    Expenditure,
}

impl AccountClass {
    pub const ALL: [AccountClass; 5] = [
        AccountClass::Asset,
        AccountClass::Liability,
        AccountClass::NetAssets,
        AccountClass::Income,
        AccountClass::Expenditure,
    ];

    pub const fn stem(self) -> &'static str {
        match self {
            AccountClass::Asset => "asset",
            AccountClass::Liability => "liability",
            AccountClass::NetAssets => "net_assets",
            AccountClass::Income => "income",
            AccountClass::Expenditure => "expenditure",
        }
    }

    pub fn from_stem(stem: &str) -> Option<AccountClass> {
        AccountClass::ALL
            .into_iter()
            .find(|class| class.stem() == stem)
    }

    /// Whether an increase is booked on the debit side.
    pub const fn grows_on_debit(self) -> bool {
        matches!(self, AccountClass::Asset | AccountClass::Expenditure)
    }
}

/// The code of an account from a day on, until the next entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePeriod {
    pub from: Date,
    /// None: the account is closed from this day on.
    pub code: Option<String>,
    pub status: Status,
}

/// One account. The stem is our key; the code is the county's own and only printed.
#[doc(alias = "会计科目")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub stem: String,
    pub class: AccountClass,
    /// The Chinese name of the data file.
    pub name: String,
    /// In order of date.
    pub codes: Vec<CodePeriod>,
    /// Whether postings may name it: it has no accounts below.
    pub is_leaf: bool,
}

impl Account {
    /// The stem one level up.
    pub fn parent(&self) -> Option<&str> {
        self.stem.rsplit_once('.').map(|(parent, _)| parent)
    }

    pub fn depth(&self) -> usize {
        self.stem.matches('.').count()
    }

    /// The entry in force on a day; None before the first.
    pub fn period_on(&self, day: Date) -> Option<&CodePeriod> {
        self.codes.iter().rev().find(|period| period.from <= day)
    }

    /// The code printed on a day; None when the account is not in force.
    pub fn code_on(&self, day: Date) -> Option<&str> {
        self.period_on(day)?.code.as_deref()
    }
}

/// Money coming in (debit) or going out (credit) of a bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    In,
    Out,
}

impl Direction {
    pub const fn stem(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
        }
    }

    pub fn from_stem(stem: &str) -> Option<Direction> {
        [Direction::In, Direction::Out]
            .into_iter()
            .find(|direction| direction.stem() == stem)
    }
}

/// What may pass through a bank account, by counter account (an upper stem covers those below it).
#[doc(alias = "账户收支范围")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub account: String,
    pub direction: Direction,
    pub counter: Vec<String>,
    pub why: String,
    pub citation: Citation,
    pub status: Status,
}

/// A chart of accounts, read from `law/accounts/`.
#[doc(alias = "会计科目表")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub ledger: Ledger,
    pub basis: Citation,
    pub(crate) accounts: Vec<Account>,
    pub(crate) flows: Vec<Flow>,
}

impl Chart {
    /// Reads and validates a chart; every problem of the file is reported, with its line.
    pub fn parse(file: &str, toml_text: &str) -> Result<Chart, Vec<Problem>> {
        chart_file::parse(file, toml_text)
    }

    /// The chart shipped with the program. Panics if it is broken, which a test rules out.
    pub fn builtin(ledger: Ledger) -> &'static Chart {
        static FUND: OnceLock<Chart> = OnceLock::new();
        static DEPARTMENT: OnceLock<Chart> = OnceLock::new();
        let (cell, file, text) = match ledger {
            Ledger::Fund => (
                &FUND,
                "law/accounts/fund_chart.toml",
                include_str!("../../../law/accounts/fund_chart.toml"),
            ),
            Ledger::Department => (
                &DEPARTMENT,
                "law/accounts/department_chart.toml",
                include_str!("../../../law/accounts/department_chart.toml"),
            ),
        };
        cell.get_or_init(|| match Chart::parse(file, text) {
            Ok(chart) => chart,
            Err(problems) => panic!("the built-in chart is broken: {problems:?}"),
        })
    }

    /// In the order of the file.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    pub fn account(&self, stem: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.stem == stem)
    }

    /// The accounts of one class that take postings.
    pub fn leaves(&self, class: AccountClass) -> impl Iterator<Item = &Account> {
        self.accounts
            .iter()
            .filter(move |account| account.is_leaf && account.class == class)
    }

    /// Full printed name: the names from the top down, e.g. 社会保险待遇支出—伤残待遇支出—伤残津贴.
    pub fn full_name(&self, stem: &str) -> Option<String> {
        let account = self.account(stem)?;
        match account.parent().and_then(|parent| self.full_name(parent)) {
            Some(above) => Some(format!("{above}—{}", account.name)),
            None => Some(account.name.clone()),
        }
    }

    /// Whether the chart limits what may pass through `account`.
    pub fn limits_flows_of(&self, account: &str) -> bool {
        self.flows.iter().any(|flow| flow.account == account)
    }

    /// The rule that lets money pass between `account` and `counter`, if there is one.
    pub fn flow(&self, account: &str, direction: Direction, counter: &str) -> Option<&Flow> {
        self.flows.iter().find(|flow| {
            flow.account == account
                && flow.direction == direction
                && flow
                    .counter
                    .iter()
                    .any(|allowed| is_within(counter, allowed))
        })
    }
}

/// Whether `stem` is `top` or lies below it.
pub fn is_within(stem: &str, top: &str) -> bool {
    stem.strip_prefix(top)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
