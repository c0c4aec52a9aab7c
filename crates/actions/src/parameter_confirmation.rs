//! The office confirms a figure of the law that the law folder holds only provisionally or not at all, naming the paper.

use serde::{Deserialize, Serialize};
use yiju_lawbook::{ConfirmationFault, GivenConfirmation, Lawbook};
use yiju_store::tables::ConfirmationRow;
use yiju_store::{Effect, Fault};
use yiju_terms::Refusal;

use crate::error::ActionError;
use crate::items::{Action, Rules};
use crate::office::{Context, LAW_FILE, confirmed, law_files, overlay};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterConfirmation {
    pub parameter: String,
    pub period: String,
    pub value: String,
    pub document: String,
}

impl ParameterConfirmation {
    /// A local law file must fit the law folder together with the files confirmed before it.
    fn file_problems(&self, path: &str, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let earlier = confirmed(context.store, context.region)?;
        let mut files: Vec<(&str, &str)> = law_files(&earlier);
        files.retain(|(known, _)| *known != path);
        files.push((path, &self.value));
        match overlay(context.book, &files) {
            Err(ActionError::Refused(faults)) => Ok(faults),
            Err(ActionError::Fault(fault)) => Err(fault),
            Ok(_) => Ok(Vec::new()),
        }
    }
}

impl ParameterConfirmation {
    /// The same that is asked of a figure that comes with a case: a known name, a period of its form, a possible value.
    fn figure_problems(&self, book: &Lawbook) -> Vec<Refusal> {
        let said = |text| Some(text).filter(|text: &&str| !text.trim().is_empty());
        let given = GivenConfirmation {
            parameter: said(&self.parameter),
            period: Some(&self.period),
            value: said(&self.value),
            region: None,
        };
        let refusal = |fault: ConfirmationFault| Refusal {
            args: fault.args,
            ..Refusal::new(fault.code)
        };
        let faults = book.confirmation_faults(&[given]).into_iter();
        faults.map(refusal).collect()
    }
}

impl Action for ParameterConfirmation {
    const ITEM: &'static str = "parameter_confirmation";

    fn check(&self, context: &mut Context<'_>) -> Result<Vec<Refusal>, Fault> {
        let mut refusals = Vec::new();
        if self.document.trim().is_empty() {
            refusals.push(Refusal::new("document_missing").with("parameter", &self.parameter));
        }
        if self.value.trim().is_empty() || self.parameter.trim().is_empty() {
            refusals.push(Refusal::new("value_missing").with("parameter", &self.parameter));
        }
        match self.parameter.strip_prefix(LAW_FILE) {
            Some(path) => refusals.extend(self.file_problems(path, context)?),
            None => refusals.extend(self.figure_problems(context.book)),
        }
        Ok(refusals)
    }

    fn apply(&self, effect: &mut Effect<'_>, _rules: &Rules<'_>) -> Result<(), ActionError> {
        effect.insert(&ConfirmationRow {
            region: effect.region().to_owned(),
            parameter: self.parameter.clone(),
            period: self.period.clone(),
            seq: effect.seq(),
            value: self.value.clone(),
            document: self.document.clone(),
        })?;
        Ok(())
    }
}
