//! Our formulas as functions of the engine. The first argument is the law of the month as a text ([`LawText`]): it travels
//! in the plan, so a worker needs nothing but the functions and the same law folder.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};

use datafusion::arrow::array::{Array, AsArray, Int64Array};
use datafusion::arrow::datatypes::{DataType, Int8Type, Int16Type, Int32Type, Int64Type};
use datafusion::common::{DataFusionError, Result, ScalarValue, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use yiju_lawbook::Lawbook;
use yiju_rules::contribution_base;
use yiju_terms::{Money, RiskClass};

use crate::Stop;
use crate::law::{LawText, RegionTerms, Terms};

/// A person's contribution base: `(law, region, wage_fen)`.
pub const BASE: &str = "yiju_contribution_base";
/// What an employer owes, by `(law, region, risk_class, experience_tier, base_fen)`: the amount, the same without the
/// temporary reduction, and by the industry base rate.
pub const AMOUNTS: [&str; 3] = [
    "yiju_contribution",
    "yiju_contribution_unreduced",
    "yiju_contribution_at_base_rate",
];

/// Whether what employers of a class owe rests on a provisional figure of the law, 0 or 1, by `(law, region, risk_class)`.
pub const PROVISIONAL: &str = "yiju_contribution_is_provisional";

/// All of them.
pub fn all(book: &Lawbook) -> Vec<Arc<ScalarUDF>> {
    let law = Arc::new(Laws {
        book: book.clone(),
        ready: Mutex::default(),
    });
    let base = Formula::new(BASE, Part::Base, &law);
    let amounts = (0..3).map(|at| Formula::new(AMOUNTS[at], Part::Amount(at), &law));
    let provisional = Formula::new(PROVISIONAL, Part::Provisional, &law);
    [base, provisional]
        .into_iter()
        .chain(amounts)
        .map(|formula| Arc::new(ScalarUDF::from(formula)))
        .collect()
}

/// The law folder of this process, and the laws of the months made ready from it.
struct Laws {
    book: Lawbook,
    ready: Mutex<HashMap<String, Arc<Terms>>>,
}

impl Laws {
    fn ready(&self, text: &str) -> Result<Arc<Terms>> {
        let broken = |error: &dyn std::fmt::Display| DataFusionError::Execution(error.to_string());
        let mut ready = self.ready.lock().map_err(|error| broken(&error))?;
        if let Some(terms) = ready.get(text) {
            return Ok(terms.clone());
        }
        let law: LawText = serde_json::from_str(text).map_err(|error| broken(&error))?;
        let terms = Arc::new(law.prepare(&self.book).map_err(|stop| said(&stop))?);
        // A worker lives long and months go by.
        if ready.len() > 50 {
            ready.clear();
        }
        ready.insert(text.to_owned(), terms.clone());
        Ok(terms)
    }
}

fn said(stop: &Stop) -> DataFusionError {
    DataFusionError::Execution(stop.to_string())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Base,
    Amount(usize),
    Provisional,
}

/// One of the functions.
struct Formula {
    name: &'static str,
    part: Part,
    signature: Signature,
    law: Arc<Laws>,
}

impl Formula {
    fn new(name: &'static str, part: Part, law: &Arc<Laws>) -> Formula {
        let mut arguments = vec![DataType::Utf8, DataType::Int32];
        match part {
            Part::Base => arguments.push(DataType::Int64),
            Part::Provisional => arguments.push(DataType::Int8),
            Part::Amount(_) => {
                arguments.extend([DataType::Int8, DataType::Int16, DataType::Int64]);
            }
        }
        Formula {
            name,
            part,
            signature: Signature::exact(arguments, Volatility::Immutable),
            law: law.clone(),
        }
    }
}

impl std::fmt::Debug for Formula {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Functions are the same where their names are: the law folder is compared when they are called.
impl PartialEq for Formula {
    fn eq(&self, other: &Formula) -> bool {
        self.name == other.name
    }
}
impl Eq for Formula {}
impl Hash for Formula {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Formula {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(ColumnarValue::Scalar(ScalarValue::Utf8(Some(text)))) = arguments.args.first()
        else {
            return exec_err!("{}: the law is not a text of the plan", self.name);
        };
        let terms = self.law.ready(text)?;
        let columns = ColumnarValue::values_to_arrays(&arguments.args[1..])?;
        if columns.iter().any(|column| column.null_count() > 0) {
            return exec_err!("{}: a cell is missing", self.name);
        }
        let regions = columns[0].as_primitive::<Int32Type>().values();
        let mut found = Vec::with_capacity(regions.len());
        let mut at = 0;
        // Rows of a region stand together where they come from the files of the lake.
        for run in regions.chunk_by(|a, b| a == b) {
            let region = terms.region(run[0]).map_err(|stop| said(&stop))?;
            let end = at + run.len();
            match self.part {
                Part::Base => bases(region, &columns[1], at..end, &mut found),
                Part::Provisional => provisional(region, &columns[1], at..end, &mut found)?,
                Part::Amount(which) => amounts(region, &columns[1..], at..end, which, &mut found)?,
            }
            at = end;
        }
        Ok(ColumnarValue::Array(Arc::new(Int64Array::from(found))))
    }
}

type Column = Arc<dyn Array>;

fn bases(region: &RegionTerms, wages: &Column, rows: std::ops::Range<usize>, fen: &mut Vec<i64>) {
    let wages = &wages.as_primitive::<Int64Type>().values()[rows];
    let (floor, ceiling) = (region.limits.floor, region.limits.ceiling);
    let base = |wage: &i64| contribution_base(Money::from_fen(*wage), floor, ceiling).fen();
    fen.extend(wages.iter().map(base));
}

fn classes_of(column: &Column, rows: std::ops::Range<usize>) -> Result<Vec<RiskClass>> {
    let classes = &column.as_primitive::<Int8Type>().values()[rows];
    let class = |class: &i8| u8::try_from(*class).ok().and_then(RiskClass::new);
    match classes.iter().map(class).collect() {
        Some(classes) => Ok(classes),
        None => exec_err!("a risk class is not 1 to 8"),
    }
}

fn provisional(
    region: &RegionTerms,
    classes: &Column,
    rows: std::ops::Range<usize>,
    found: &mut Vec<i64>,
) -> Result<()> {
    let classes = classes_of(classes, rows)?;
    let rests = |class: RiskClass| i64::from(region.is_provisional(class));
    found.extend(classes.into_iter().map(rests));
    Ok(())
}

fn amounts(
    region: &RegionTerms,
    columns: &[Column],
    rows: std::ops::Range<usize>,
    which: usize,
    fen: &mut Vec<i64>,
) -> Result<()> {
    let classes = classes_of(&columns[0], rows.clone())?;
    let tiers = &columns[1].as_primitive::<Int16Type>().values()[rows.clone()];
    let bases = &columns[2].as_primitive::<Int64Type>().values()[rows];
    let tiers: Vec<u16> = tiers
        .iter()
        .map(|tier| u16::try_from(*tier).unwrap_or_default())
        .collect();
    let bases: Vec<Money> = bases.iter().map(|base| Money::from_fen(*base)).collect();
    let owed = region
        .amounts(&classes, &tiers, &bases)
        .map_err(|stop| said(&stop))?;
    let column = [&owed.amount, &owed.reference_amount, &owed.base_amount][which];
    fen.extend(column.iter().map(|money| money.fen()));
    Ok(())
}
