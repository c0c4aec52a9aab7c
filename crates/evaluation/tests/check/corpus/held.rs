//! What is printed as right is right: every sum under 核对无误 is added up again, for every document of both corpora.

use yiju_evaluation::report::Decimal;

use super::{Carrier, read};
use crate::common::check;

/// `7.43+343.47-1=349.90` with nothing else in it: whether it is an equality; none for anything else.
fn is_equal(text: &str) -> Option<bool> {
    let text = text.split(['（', '≤', '≈']).next()?;
    let parts: Vec<&str> = text.split('=').collect();
    let [sum, printed @ ..] = &parts[..] else {
        return None;
    };
    let value = |text: &&str| Decimal::parse(text);
    let printed: Vec<Decimal> = printed.iter().map(value).collect::<Option<_>>()?;
    let mut due = Decimal::ZERO;
    for part in sum.split('+') {
        let mut parts = part.split('-').map(|part| value(&part));
        due = due + parts.next()??;
        for less in parts {
            due = due - less?;
        }
    }
    (!printed.is_empty()).then(|| printed.iter().all(|printed| *printed == due))
}

#[test]
fn held_equalities_are_equalities() {
    assert_eq!(is_equal("7.43+343.47=350.89"), Some(false));
    assert_eq!(is_equal("7.43+343.47=350.90≈350.89（差0.01）"), Some(true));
    assert_eq!(is_equal("1.98=1.99（项目支出小计）"), Some(false));
    assert_eq!(is_equal("100+30-28=102"), Some(true));
    assert_eq!(is_equal("17320/16700=103.71%"), None);
    let mut sums = 0;
    for page in ["tests/corpus", "tests/held_out"]
        .iter()
        .flat_map(|folder| read(folder))
    {
        let text = String::from_utf8(Carrier::Text.write(&page.blocks)).expect("text");
        for held in check(&text).held {
            let equal = is_equal(&held.formula);
            assert_ne!(
                equal,
                Some(false),
                "{}: {} {}",
                page.name,
                held.rule,
                held.formula
            );
            sums += usize::from(equal.is_some());
        }
    }
    assert!(sums > 1_000, "{sums}");
}
