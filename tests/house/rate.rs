//! Why an employer's rate is what it is: from the register and the assessment of the month.

use yiju_actions::contribution_assessment::ContributionAssessment;
use yiju_actions::employer_rate::employer_rate;
use yiju_lawbook::Lawbook;
use yiju_rules::rate_reasons::Change;
use yiju_terms::Lang;
use yiju_tests::{on_both_stores, region};

use crate::late::{codes, handle, injured, month, yuan};

/// By hand: class 3 at 1.20 % of 3,600.00 is 43.20; tier 150 gives 64.80, 21.60 more; class 2 at 0.90 % gives 32.40.
#[test]
fn the_rate_of_an_assessed_month_is_explained() {
    on_both_stores("employer_rate", |store| {
        let mut office = injured(store, "6284.00");
        let assessment = ContributionAssessment {
            month: month("2023-02"),
        };
        handle(&mut office, "assess", "2023-04-20", assessment);
        let book = Lawbook::builtin();
        let mut why = |employer: &str, of: &str| {
            employer_rate(office.store, &region(), book, employer, month(of))
        };
        let found = why("E0001", "2023-02").unwrap();
        assert!(found.is_as_assessed());
        assert_eq!(found.reasons.result.amount, yuan("43.20"));
        let of = |change: Change| {
            let mut all = found.reasons.alternatives.iter();
            let one = all
                .find(|one| one.change == change)
                .expect("an alternative");
            (one.amount, one.difference)
        };
        assert_eq!(of(Change::Tier(150)), (yuan("64.80"), yuan("21.60")));
        assert_eq!(of(Change::Class(2)), (yuan("32.40"), yuan("-10.80")));
        for lang in [Lang::Zh, Lang::En] {
            let out = serde_json::to_value(found.reasons.output(lang)).unwrap();
            assert!(!out.to_string().contains('⟦'), "{out}");
            assert!(
                out["reasons"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|step| step["cite"] != "")
            );
        }
        assert_eq!(codes(why("E0001", "2023-03")), ["rate_not_assessed"]);
        assert_eq!(codes(why("E9999", "2023-02")), ["employer_not_known"]);
    });
}
