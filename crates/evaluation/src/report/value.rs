//! One value of a report: its raw words, what they mean as a number, and where they stand.

use serde::Serialize;
use yiju_intake::Confidence;

use super::number::Decimal;
use super::{chinese, plain};

/// Where something stands. Rows and columns count from 1 as a person counts them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// `附件3 部门整体支出绩效自评表`, or the body of the report.
    pub table: String,
    /// The page of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// How sure the reading of this place is; known once the report has been checked.
    #[serde(serialize_with = "confidence_stem")]
    pub confidence: Confidence,
    pub row: Option<usize>,
    pub column: Option<usize>,
    /// The words that stand there, shortened.
    pub text: String,
    /// The line of a text file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The block of the document that it lies in: two tables may bear the same title.
    #[serde(skip)]
    pub block: Option<usize>,
}

fn confidence_stem<S: serde::Serializer>(
    confidence: &Confidence,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(confidence.stem())
}

/// What a cell holds. Blank, a dash, 无 and 0 are four different things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// The cell is there and empty, or not there at all.
    #[default]
    Blank,
    /// `—` or `/`: does not apply.
    Dash,
    /// `无`: said to be none.
    Nothing,
    Number,
    Words,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    AtLeast,
    AtMost,
    More,
    Less,
}

impl Operator {
    pub fn sign(self) -> &'static str {
        match self {
            Operator::AtLeast => "≥",
            Operator::AtMost => "≤",
            Operator::More => ">",
            Operator::Less => "<",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Value {
    pub raw: String,
    pub place: Place,
    pub content: Content,
    /// The number as shown, in `unit`.
    pub number: Option<Decimal>,
    /// `人`, `万人`, `%`, `元`, `万元`, `事故`…; empty when none is written and none follows from the table.
    pub unit: String,
    /// Whether the unit is written in the cell itself.
    pub unit_written: bool,
    pub operator: Option<Operator>,
    /// The sign that stands where `≥`, `≤`, `>` or `<` belongs.
    pub malformed_operator: Option<String>,
    /// Words before the number: `参保人数` in `参保人数1.67万人`.
    pub lead: String,
    /// The cell is missing from its row, or merged into its neighbour.
    pub absent: bool,
}

impl Value {
    /// Reads a cell; a bare number takes `default_unit` from the head of its table.
    pub fn read(raw: &str, place: Place, default_unit: &str) -> Value {
        let mut value = Value {
            raw: plain::one_line(raw),
            place,
            ..Value::default()
        };
        let text = plain::squeezed(&value.raw);
        value.content = match text.as_str() {
            "" => Content::Blank,
            "无" => Content::Nothing,
            text if text.chars().all(|c| "—-–/―".contains(c)) => Content::Dash,
            _ => value.read_words(&text, default_unit),
        };
        value
    }

    fn read_words(&mut self, text: &str, default_unit: &str) -> Content {
        let Some((start, end)) = number_span(text) else {
            return match chinese::count(text) {
                Some((number, unit)) => {
                    self.number = Some(number);
                    self.unit = unit_of(unit);
                    self.unit_written = true;
                    Content::Number
                }
                None => Content::Words,
            };
        };
        let (unit, bound) = split_bound(&text[end..]);
        let (lead, operator, malformed) = split_operator(&text[..start]);
        let operator = operator.or(bound);
        // A sentence that happens to hold a number is words; so is a number with more behind it than a unit.
        if unit.chars().count() > 6 || lead.chars().count() > 12 || number_span(&unit).is_some() {
            return Content::Words;
        }
        self.number = Decimal::parse(&text[start..end]);
        if self.number.is_none() {
            return Content::Words;
        }
        self.operator = operator;
        self.malformed_operator = malformed;
        self.lead = lead;
        self.unit_written = !unit.is_empty();
        self.unit = if unit.is_empty() {
            default_unit.to_owned()
        } else {
            unit_of(&unit)
        };
        Content::Number
    }

    /// A cell that its row does not have.
    pub fn absent(place: Place) -> Value {
        Value {
            place,
            absent: true,
            ..Value::default()
        }
    }

    /// The operator stands in a column of its own.
    pub fn take_operator(&mut self, text: &str) {
        if self.operator.is_none() && self.number.is_some() {
            let (_, operator, malformed) = split_operator(text);
            self.operator = operator;
            self.malformed_operator = malformed;
        }
    }

    pub fn is_blank(&self) -> bool {
        self.content == Content::Blank
    }

    /// Neither a number nor words: blank, a dash or 无.
    pub fn is_empty(&self) -> bool {
        !matches!(self.content, Content::Number | Content::Words)
    }

    /// The number in 万元, when the value is an amount.
    pub fn wan_yuan(&self) -> Option<Decimal> {
        money_wan(self.number?, &self.unit)
    }

    /// The number without 万 or 亿, with the unit that remains (`1.73万人` → 17300 人).
    pub fn base(&self) -> Option<(Decimal, String)> {
        Some(to_base(self.number?, &self.unit))
    }
}

/// An amount in 万元; a bare number counts as 万元.
pub fn money_wan(number: Decimal, unit: &str) -> Option<Decimal> {
    match unit {
        "万元" | "" => Some(number),
        "元" => Some(number.shifted(-4)),
        "亿元" => Some(number.shifted(4)),
        _ => None,
    }
}

pub fn to_base(number: Decimal, unit: &str) -> (Decimal, String) {
    if let Some(rest) = unit.strip_prefix('万') {
        return (number.shifted(4), rest.to_owned());
    }
    if let Some(rest) = unit.strip_prefix('亿') {
        return (number.shifted(8), rest.to_owned());
    }
    (number, unit.to_owned())
}

/// The smallest step that the shown digits can tell apart, in the base unit: `1.73万` → 100.
pub fn step(number: Decimal, unit: &str) -> Decimal {
    let one = Decimal::new(1, number.decimals());
    to_base(one, unit).0
}

/// Whether two figures say the same as far as the coarser one shows it: the finer one must round to it.
pub fn same_figure(a: (Decimal, &str), b: (Decimal, &str)) -> bool {
    let (base_a, base_b) = (to_base(a.0, a.1).0, to_base(b.0, b.1).0);
    let (step_a, step_b) = (step(a.0, a.1), step(b.0, b.1));
    if step_a == step_b {
        return base_a == base_b;
    }
    let coarse = step_a.max(step_b);
    base_a.over(coarse, 0) == base_b.over(coarse, 0)
}

fn unit_of(text: &str) -> String {
    match text {
        "名" | "个人" | "位" => "人".to_owned(),
        "万" => "万".to_owned(),
        "﹪" => "%".to_owned(),
        other => other.trim_matches(['(', ')', '。', ',', ';']).to_owned(),
    }
}

/// Where the first number begins and ends in a text.
pub fn number_span(text: &str) -> Option<(usize, usize)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let tail = &text[start..];
    let length = tail
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(tail.len());
    let end = start + tail[..length].trim_end_matches(['.', ',']).len();
    let signed =
        text[..start].ends_with('-') && !text[..start - 1].ends_with(|c: char| c.is_alphanumeric());
    Some((if signed { start - 1 } else { start }, end))
}

/// The words before a number, the operator at their end, and the sign that is not quite one.
fn split_operator(lead: &str) -> (String, Option<Operator>, Option<String>) {
    const PROPER: [(&str, Operator); 10] = [
        ("≥", Operator::AtLeast),
        (">=", Operator::AtLeast),
        ("≤", Operator::AtMost),
        ("<=", Operator::AtMost),
        (">", Operator::More),
        ("<", Operator::Less),
        ("不低于", Operator::AtLeast),
        ("不少于", Operator::AtLeast),
        ("不超过", Operator::AtMost),
        ("不高于", Operator::AtMost),
    ];
    const MALFORMED: [(&str, Operator); 8] = [
        ("》=", Operator::AtLeast),
        ("》", Operator::AtLeast),
        ("《", Operator::AtMost),
        ("〉", Operator::AtLeast),
        ("〈", Operator::AtMost),
        ("=>", Operator::AtLeast),
        ("=<", Operator::AtMost),
        ("»", Operator::AtLeast),
    ];
    for (sign, operator) in MALFORMED {
        if let Some(rest) = lead.strip_suffix(sign) {
            return (rest.to_owned(), Some(operator), Some(sign.to_owned()));
        }
    }
    for (sign, operator) in PROPER {
        if let Some(rest) = lead.strip_suffix(sign) {
            return (rest.to_owned(), Some(operator), None);
        }
    }
    (lead.trim_end_matches([':', '=']).to_owned(), None, None)
}

/// `%以上` and `天以内` state the operator behind the number.
fn split_bound(tail: &str) -> (String, Option<Operator>) {
    const BOUNDS: [(&str, Operator); 6] = [
        ("及以上", Operator::AtLeast),
        ("以上", Operator::AtLeast),
        ("及以下", Operator::AtMost),
        ("以下", Operator::AtMost),
        ("以内", Operator::AtMost),
        ("之内", Operator::AtMost),
    ];
    for (word, operator) in BOUNDS {
        if let Some(unit) = tail.strip_suffix(word) {
            return (unit.to_owned(), Some(operator));
        }
    }
    match tail.strip_suffix('内') {
        Some(unit) if unit.ends_with(['日', '天', '月', '年']) => {
            (unit.to_owned(), Some(Operator::AtMost))
        }
        _ => (tail.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value::read(text, Place::default(), "")
    }

    #[test]
    fn blank_dash_nothing_and_zero_stay_apart() {
        assert_eq!(value(" 　").content, Content::Blank);
        assert_eq!(value("——").content, Content::Dash);
        assert_eq!(value("无").content, Content::Nothing);
        assert_eq!(value("　0").number, Some(Decimal::ZERO));
    }

    #[test]
    fn numbers_with_units_and_words() {
        let people = value("参保人数1.67万人");
        assert_eq!(people.lead, "参保人数");
        assert_eq!(
            people.base(),
            Some((Decimal::whole(16700), "人".to_owned()))
        );
        assert_eq!(value("0事故").unit, "事故");
        assert_eq!(value("12,345.60元").wan_yuan(), Decimal::parse("1.23456"));
        assert_eq!(value("１００％").unit, "%");
        assert_eq!(value("１.８‰").unit, "‰");
        assert_eq!(value("１.８‰").number, Decimal::parse("1.8"));
        assert_eq!(value("十二次").number, Some(Decimal::whole(12)));
        assert_eq!(
            value("八百二十名").base(),
            Some((Decimal::whole(820), "人".to_owned()))
        );
        assert_eq!(value("百分之九十五").unit, "%");
        assert_eq!(value("按时").content, Content::Words);
        assert_eq!(
            value("做好2023年各项工作，落实政策措施").content,
            Content::Words
        );
    }

    #[test]
    fn a_malformed_operator_is_understood_and_remembered() {
        let target = value("　　》95%");
        assert_eq!(target.operator, Some(Operator::AtLeast));
        assert_eq!(target.malformed_operator.as_deref(), Some("》"));
        assert_eq!(target.number, Some(Decimal::whole(95)));
        assert_eq!(value("≥95%").malformed_operator, None);
        assert_eq!(value("＞95%").operator, Some(Operator::More));
        let above = value("95%及以上");
        assert_eq!(
            (above.unit.as_str(), above.operator),
            ("%", Some(Operator::AtLeast))
        );
        let within = value("15个工作日内");
        assert_eq!(
            (within.unit.as_str(), within.operator),
            ("个工作日", Some(Operator::AtMost))
        );
        let days = value("20天以内");
        assert_eq!(
            (days.unit.as_str(), days.operator),
            ("天", Some(Operator::AtMost))
        );
    }

    #[test]
    fn the_coarser_figure_decides() {
        let d = |text| Decimal::parse(text).unwrap();
        assert!(same_figure((d("17320"), "人"), (d("1.73"), "万人")));
        assert!(!same_figure((d("17420"), "人"), (d("1.73"), "万人")));
        assert!(!same_figure((d("63"), "人"), (d("60"), "人")));
    }
}
