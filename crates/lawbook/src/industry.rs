//! The risk class of an industry, by the longest code prefix that the law's table lists.

use yiju_terms::{Refusal, RiskClass};

use crate::answer::{Answer, At, Confirmed};
use crate::book::Lawbook;
use crate::series::State;

impl Lawbook {
    /// The risk class of an industry by its GB/T 4754-2017 code of two to four digits (a section letter before it is
    /// accepted). The longest prefix that the table lists decides; a division that the table splits needs more digits.
    #[doc(alias = "行业风险类别")]
    pub fn risk_class_of_industry(
        &self,
        industry_code: &str,
        at: &At,
    ) -> Result<Answer<RiskClass>, Refusal> {
        const KEY: &str = "contributions.industry_risk_class";
        let code = industry_code.trim();
        let digits = code
            .strip_prefix(|c: char| c.is_ascii_uppercase())
            .unwrap_or(code);
        let shaped = (2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if !shaped {
            return Err(Refusal::new("industry_code_shape").with("code", industry_code));
        }
        let mut refusal = None;
        for length in (2..=digits.len()).rev() {
            match self.int(KEY, Some(&digits[..length]), at, &Confirmed::NONE) {
                Ok(answer) => {
                    let class = u8::try_from(answer.value).ok().and_then(RiskClass::new);
                    let class = class.ok_or_else(|| {
                        Refusal::new("wrong_unit")
                            .with("parameter", KEY)
                            .with("unit", "1–8")
                    })?;
                    return Ok(answer.map(|_| class));
                }
                Err(other) => refusal = Some(other),
            }
        }
        if self.splits_industry(KEY, digits, at) {
            return Err(Refusal::new("industry_code_short").with("code", industry_code));
        }
        Err(refusal.unwrap_or_else(|| Refusal::new("industry_code_shape").with("code", code)))
    }

    /// Whether the table lists finer codes below `digits`.
    fn splits_industry(&self, key: &str, digits: &str, at: &At) -> bool {
        let Some(quantity) = self.quantity(key) else {
            return false;
        };
        let mut rows = quantity
            .layers_of(&at.region)
            .filter_map(|layer| layer.on(at.on));
        rows.any(|row| match &row.state {
            State::Table(table) => table
                .keys()
                .any(|code| code.len() > digits.len() && code.starts_with(digits)),
            _ => false,
        })
    }
}
