//! Numbers that look personal and are not: amounts, numbers of documents, figures side by side.

/// Words right before the number of a document.
const REFERENCE: &[&str] = &[
    "编号",
    "文号",
    "单号",
    "案号",
    "凭证号",
    "批次号",
    "合同号",
    "发票号",
    "流水号",
    "序号",
    "第",
];
/// Units that make a number an amount.
const UNITS: &[&str] = &[
    "元", "万", "亿", "%", "‰", "人", "件", "户", "吨", "次", "平方",
];

/// The whole word of ASCII letters and digits around a run.
pub fn token(text: &str, start: usize, end: usize) -> &str {
    let bytes = text.as_bytes();
    // No code is longer, and a text made to cost gets no more than this.
    const LONGEST: usize = 40;
    let is_part = |at: &usize| bytes[*at].is_ascii_alphanumeric();
    let before = (0..start).rev().take(LONGEST).take_while(is_part);
    let from = before.last().unwrap_or(start);
    let after = (end..bytes.len()).take(LONGEST).take_while(is_part);
    let to = after.last();
    &text[from..to.map_or(end, |at| at + 1)]
}

/// An amount has decimals or thousands (`….00`, `…,000`), is itself a fraction (`0.…`), or is followed by its unit.
pub fn is_amount(text: &str, start: usize, end: usize) -> bool {
    let after = &text[end..];
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let decimals = after
        .strip_prefix('.')
        .is_some_and(|rest| matches!(digits(rest), 1 | 2));
    let thousands = after
        .strip_prefix(',')
        .is_some_and(|rest| digits(rest) == 3);
    let money = text[..start].ends_with(['¥', '￥', '$']);
    let fraction = text[..start].ends_with("0.");
    decimals || thousands || fraction || money || UNITS.iter().any(|unit| after.starts_with(unit))
}

/// `文号：…`, `第…号`.
pub fn is_reference(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end_matches([':', '为', '〕', ']']);
    let named = REFERENCE
        .iter()
        .find(|word| before.ends_with(**word))
        .copied();
    named.is_some_and(|word| word != "第" || text[end..].starts_with('号'))
}

/// How people part a mobile number: 3-4-4, 3-8, each digit alone, with or without 86 in front.
pub fn is_telephone_grouping(ends: &[usize]) -> bool {
    let whole = ends.last().copied().unwrap_or(0);
    let known: &[&[usize]] = &[
        &[11],
        &[13],
        &[3, 7, 11],
        &[3, 11],
        &[2, 13],
        &[2, 5, 9, 13],
        &[2, 5, 13],
    ];
    let lone = ends
        .iter()
        .enumerate()
        .all(|(index, end)| *end == index + 1);
    known.contains(&ends) || lone || (ends.len() == 1 && whole > 0)
}
