//! The period that statements and balances are of: a year or a month, and the form that chooses it.

use maud::{Markup, html};
use yiju_actions::balances::Days;
use yiju_terms::Month;

use super::shared::optional;
use crate::desk::Desk;
use crate::error::Trouble;
use crate::layout::choice;

/// The year and, when it is of a month, the month.
#[derive(Clone, Copy)]
pub struct Period {
    pub year: i64,
    pub month: Option<Month>,
}

impl Period {
    /// From `2023` or `2023-05`; nothing is the desk's last year.
    pub fn read(desk: &Desk<'_>, text: &str) -> Result<Period, Trouble> {
        if text.contains('-') {
            let month: Month = text.parse().map_err(|_| Trouble::Unreadable)?;
            return Ok(Period {
                year: i64::from(month.year()),
                month: Some(month),
            });
        }
        Ok(Period {
            year: desk.year(optional(text)?)?,
            month: None,
        })
    }

    pub fn days(self) -> Result<Days, Trouble> {
        Days::of(&self.text()).ok_or(Trouble::Unreadable)
    }

    /// As it stands in addresses.
    pub fn text(self) -> String {
        self.month
            .map_or_else(|| self.year.to_string(), |month| month.to_string())
    }

    /// Chooses another period of the same page; `kept` stays as it is.
    pub fn form(self, desk: &Desk<'_>, action: &str, kept: &[(&str, &str)]) -> Markup {
        let chosen = self.text();
        html! {
            form.filter method="get" action=(action) {
                @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
                label { span { (desk.word("server.vouchers.period")) } select name="period" {
                    @for year in desk.choices().rev() {
                        (choice(&year.to_string(), &crate::format::month(desk.lang, &year.to_string()), &chosen))
                        @for month in (1..=12).rev() {
                            @let month = format!("{year}-{month:02}");
                            (choice(&month, &crate::format::month(desk.lang, &month), &chosen))
                        }
                    }
                } }
                button type="submit" { (desk.word("server.show")) }
            }
        }
    }
}
