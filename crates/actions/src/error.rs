//! The two things an action can end in besides success: refusals (the office may not) and a fault (the machine cannot).

use yiju_store::Fault;
use yiju_terms::Refusal;

#[derive(Debug)]
pub enum ActionError {
    /// All reasons found in one pass; nothing was written.
    Refused(Vec<Refusal>),
    /// Disk, database or network; nothing was written.
    Fault(Fault),
}

impl From<Fault> for ActionError {
    fn from(fault: Fault) -> ActionError {
        ActionError::Fault(fault)
    }
}

impl From<Refusal> for ActionError {
    fn from(refusal: Refusal) -> ActionError {
        ActionError::Refused(vec![refusal])
    }
}

impl From<Vec<Refusal>> for ActionError {
    fn from(refusals: Vec<Refusal>) -> ActionError {
        ActionError::Refused(refusals)
    }
}

impl std::fmt::Display for ActionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ActionError::Refused(refusals) => {
                for refusal in refusals {
                    writeln!(f, "{refusal}")?;
                }
                Ok(())
            }
            ActionError::Fault(fault) => write!(f, "{fault}"),
        }
    }
}

impl std::error::Error for ActionError {}
