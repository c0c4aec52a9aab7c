//! Who may hold which step of which family of items. `tests/permissions.golden` pins the table.

/// The eight posts of a small office (standards of the trade: entry, review and money are never in one hand).
pub const ROLES: &[&str] = &[
    "director",
    "enrollment_clerk",
    "benefit_reviewer",
    "benefit_second_reviewer",
    "medical_reviewer",
    "accountant",
    "cashier",
    "inspector",
];

/// A family of items and the roles that may take each step.
pub struct Family {
    pub stem: &'static str,
    pub accept: &'static [&'static str],
    pub review: &'static [&'static str],
    pub second_review: &'static [&'static str],
    pub approve: &'static [&'static str],
}

pub const FAMILIES: &[Family] = &[
    Family {
        stem: "register",
        accept: &["enrollment_clerk"],
        review: &["medical_reviewer"],
        second_review: &["benefit_second_reviewer"],
        approve: &["director"],
    },
    Family {
        stem: "benefit",
        accept: &["enrollment_clerk", "medical_reviewer"],
        review: &["benefit_reviewer"],
        second_review: &["benefit_second_reviewer"],
        approve: &["director"],
    },
    Family {
        stem: "medical",
        accept: &["enrollment_clerk", "benefit_reviewer"],
        review: &["medical_reviewer"],
        second_review: &["benefit_second_reviewer"],
        approve: &["director"],
    },
    Family {
        stem: "money",
        accept: &["cashier"],
        review: &["accountant"],
        second_review: &["benefit_second_reviewer"],
        approve: &["director"],
    },
    Family {
        stem: "management",
        accept: &["accountant"],
        review: &["benefit_reviewer"],
        second_review: &["benefit_second_reviewer"],
        approve: &["director"],
    },
];

impl Family {
    pub fn roles(&self, step: &str) -> &'static [&'static str] {
        match step {
            "accept" => self.accept,
            "review" => self.review,
            "second_review" => self.second_review,
            "approve" => self.approve,
            other => panic!("no step is called {other}"),
        }
    }
}

/// The family of that stem. Panics on an unknown stem: the item table is checked by a test.
pub fn family(stem: &str) -> &'static Family {
    FAMILIES
        .iter()
        .find(|family| family.stem == stem)
        .unwrap_or_else(|| panic!("no family is called {stem}"))
}

/// The table as text, one line an item and step.
pub fn table() -> String {
    let mut lines = Vec::new();
    for item in crate::ITEMS {
        let family = family(item.family);
        for step in crate::office::STEPS {
            lines.push(format!(
                "{:<28} {:<14} {}",
                item.stem,
                step,
                family.roles(step).join(" ")
            ));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_pinned() {
        assert_eq!(super::table(), include_str!("../tests/permissions.golden"));
    }

    #[test]
    fn the_inspector_holds_no_step() {
        assert!(!super::table().contains("inspector"));
    }
}
