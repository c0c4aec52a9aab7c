//! What a figure is: its unit, whether it is a stock or a flow, how it is measured, what stands behind it.

use yiju_store::Row;
use yiju_terms::Lang;
use yiju_terms::words::{text, word};

/// What one unit of the value is.
#[doc(alias = "计量单位")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    #[doc(alias = "户")]
    Employer,
    #[doc(alias = "个")]
    Project,
    #[doc(alias = "人")]
    Person,
    #[doc(alias = "人次")]
    PersonTime,
    #[doc(alias = "起")]
    Case,
    #[doc(alias = "件")]
    Matter,
    #[doc(alias = "笔")]
    Payment,
    #[doc(alias = "场")]
    Session,
    #[doc(alias = "名")]
    Post,
    #[doc(alias = "个月")]
    Month,
    /// Money: the value is whole fen.
    #[doc(alias = "分")]
    Fen,
    /// A share: the value is parts per million, shown in percent.
    #[doc(alias = "百分比")]
    Ppm,
}

impl Unit {
    pub const fn stem(self) -> &'static str {
        match self {
            Unit::Employer => "employer",
            Unit::Project => "project",
            Unit::Person => "person",
            Unit::PersonTime => "person_time",
            Unit::Case => "case",
            Unit::Matter => "matter",
            Unit::Payment => "payment",
            Unit::Session => "session",
            Unit::Post => "post",
            Unit::Month => "month",
            Unit::Fen => "fen",
            Unit::Ppm => "ppm",
        }
    }
}

/// A stock is counted at an instant, a flow over the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    #[doc(alias = "时点数")]
    Stock,
    #[doc(alias = "时期数")]
    Flow,
}

impl Kind {
    pub const fn stem(self) -> &'static str {
        match self {
            Kind::Stock => "stock",
            Kind::Flow => "flow",
        }
    }
}

/// How a column of a query is shown. Names and numbers of people are masked before they leave this room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Header word, value as it stands.
    Text(&'static str),
    Count(&'static str),
    /// Fen, shown in yuan.
    Money(&'static str),
    /// Parts per million, shown in percent.
    Percent(&'static str),
    /// 王*
    Name(&'static str),
    /// 431123********0019
    IdNumber(&'static str),
    /// A stem: header word, then the catalog prefix under which its words stand.
    Word(&'static str, &'static str),
}

impl Column {
    /// The key of the header below `figures.column`.
    pub const fn header(self) -> &'static str {
        match self {
            Column::Text(header)
            | Column::Count(header)
            | Column::Money(header)
            | Column::Percent(header)
            | Column::Name(header)
            | Column::IdNumber(header)
            | Column::Word(header, _) => header,
        }
    }
}

/// A `SELECT` with named places (`:region`, `:from`, `:to`, `:year`, `:a`, `:leaves`,
/// `:counted`). Its first column is `seq`, the journal
/// sequence that brought the row; the others are shown as `columns` says.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    pub sql: &'static str,
    pub columns: &'static [Column],
    /// What SQL cannot say on both engines alike, such as days between two dates: keeps a row or leaves it out.
    pub keep: Option<fn(&Row) -> bool>,
}

impl Query {
    pub const fn new(sql: &'static str, columns: &'static [Column]) -> Query {
        Query {
            sql,
            columns,
            keep: None,
        }
    }
}

/// How the value is made. Counts and sums are taken over the very query that shows the records.
#[derive(Clone, Copy, Debug)]
pub enum Measure {
    /// The number of records.
    Count,
    /// The sum of one column of the records.
    Sum(&'static str),
    /// The sum of the column `amount` of the vouchers: money as booked.
    Posted,
    /// The value of a one-row query (`value`); a null is "not known".
    Single(&'static str),
    /// The sum of other figures.
    Total(&'static [&'static str]),
    /// One figure less another.
    Difference(&'static str, &'static str),
    /// `numerator × scale ÷ denominator`, rounded half up. Scale 1 000 000 gives a share in ppm.
    Quotient {
        numerator: &'static str,
        denominator: &'static str,
        scale: i64,
    },
    /// The target set for the figure itself names: not known until it is set.
    Target(&'static str),
}

/// A breakdown of the value: `key` and `value` of each part. `words` is the catalog prefix of the keys, if they have words.
#[derive(Clone, Copy, Debug)]
pub struct Breakdown {
    pub sql: &'static str,
    pub words: Option<&'static str>,
    /// Puts several keys under one: an industry division under its section.
    pub fold: Option<fn(&str) -> &'static str>,
    /// Fills the months without a row with zero.
    pub monthly: bool,
}

/// A named figure. Its words are `figure.<stem>` with `.name`, `.definition`, `.formula` in the catalogs.
#[doc(alias = "指标")]
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    pub stem: &'static str,
    pub unit: Unit,
    pub kind: Kind,
    pub measure: Measure,
    pub records: Option<Query>,
    /// `seq`, `ledger`, `number`, `booked_on`, `summary`, `amount`.
    pub vouchers: Option<&'static str>,
    pub breakdown: Option<Breakdown>,
    /// Fills the place `:a` of the queries; `:leaves` is the budget lines that add up to it.
    pub parameter: &'static str,
    /// Words shared by a family of figures stand under `figure.<family>`, with the place `{line}`.
    pub family: Option<&'static str>,
    pub articles: &'static [&'static str],
}

impl Figure {
    /// A figure to be completed with `..Figure::new(…)`.
    pub const fn new(stem: &'static str, unit: Unit, kind: Kind, measure: Measure) -> Figure {
        Figure {
            stem,
            unit,
            kind,
            measure,
            records: None,
            vouchers: None,
            breakdown: None,
            parameter: "",
            family: None,
            articles: &[],
        }
    }

    /// The name people know the figure by.
    pub fn name(&self, lang: Lang) -> String {
        self.say(lang, "name")
    }

    /// What is counted, and what is not.
    pub fn definition(&self, lang: Lang) -> String {
        self.say(lang, "definition")
    }

    /// How it is made from the records.
    pub fn formula(&self, lang: Lang) -> String {
        self.say(lang, "formula")
    }

    /// 人, 人次, 元 …
    pub fn unit_word(&self, lang: Lang) -> String {
        word(lang, &format!("figures.unit.{}", self.unit.stem()))
    }

    fn say(&self, lang: Lang, part: &str) -> String {
        let stem = self.family.unwrap_or(self.stem);
        let line = yiju_ledger::department::line(self.parameter);
        let line = line.map_or(self.parameter, |line| line.name.as_str());
        text(lang, &format!("figure.{stem}.{part}"), &[("line", line)])
    }

    /// The figures this one is made of.
    pub fn inputs(&self) -> Vec<&'static str> {
        match self.measure {
            Measure::Total(stems) => stems.to_vec(),
            Measure::Difference(left, right) => vec![left, right],
            Measure::Quotient {
                numerator,
                denominator,
                ..
            } => vec![numerator, denominator],
            _ => Vec::new(),
        }
    }
}
