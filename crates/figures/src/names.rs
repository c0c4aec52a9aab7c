//! A figure by what somebody types: its stem or its name in either language, and what comes near where it is neither.

use yiju_terms::{Lang, Refusal};

use crate::figure::Figure;

/// Figures named to somebody who typed something else.
const NEAR: usize = 5;

/// The figure of that stem or that name; else a refusal that says which come near.
pub fn named(typed: &str, lang: Lang) -> Result<&'static Figure, Refusal> {
    let all = crate::all().iter();
    let is_it = |figure: &&Figure| {
        figure.stem == typed
            || [Lang::Zh, Lang::En]
                .iter()
                .any(|of| figure.name(*of) == typed)
    };
    all.clone().find(is_it).ok_or_else(|| {
        Refusal::new("figure_unknown")
            .with("figure", typed)
            .with("count", all.len())
            .with("near", near(typed, lang))
    })
}

/// The nearest ones, the nearest first: `name (stem)`.
fn near(typed: &str, lang: Lang) -> String {
    let like = crate::all()
        .iter()
        .map(|figure| (likeness(typed, figure), figure));
    let mut figures: Vec<(usize, &Figure)> = like.filter(|(like, _)| *like > 0).collect();
    figures.sort_by_key(|(like, _)| std::cmp::Reverse(*like));
    let said = figures.iter().take(NEAR).map(|(_, figure)| match lang {
        Lang::Zh => format!("{}（{}）", figure.name(lang), figure.stem),
        Lang::En => format!("{} ({})", figure.name(lang), figure.stem),
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        return "—".to_owned();
    }
    said.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// How like it is to the stem or to a name, whichever is liker, in thousandths.
fn likeness(typed: &str, figure: &Figure) -> usize {
    let names = [
        figure.stem.to_owned(),
        figure.name(Lang::Zh),
        figure.name(Lang::En),
    ];
    let like = names.map(|name| shared_pairs(typed, &name));
    like.into_iter().max().unwrap_or(0)
}

/// Twice the pairs of neighbouring letters both have, of all pairs: words stand in any order.
fn shared_pairs(one: &str, other: &str) -> usize {
    let (one, other) = (pairs(one), pairs(other));
    let shared = one.iter().filter(|pair| other.contains(pair)).count();
    2_000 * shared / (one.len() + other.len()).max(1)
}

fn pairs(text: &str) -> Vec<(char, char)> {
    let after = text.chars().skip(1);
    text.chars().zip(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_its_stem_or_by_its_name() {
        for typed in ["arrears_at_year_end", "年末应缴未到账额"] {
            let found = named(typed, Lang::Zh).expect("a figure");
            assert_eq!(found.stem, "arrears_at_year_end");
        }
    }

    #[test]
    fn what_comes_near_is_said_and_not_all_there_is() {
        for (typed, near) in [
            ("arrears", "年末应缴未到账额（arrears_at_year_end）"),
            ("基金支出", "工伤保险基金支出（fund_expenditure）"),
        ] {
            let said = named(typed, Lang::Zh).expect_err("no figure");
            let said = said.message(Lang::Zh);
            assert!(said.contains(near), "{said}");
            assert!(said.matches('（').count() <= NEAR, "{said}");
        }
    }
}
