//! What operators of a page carry: numbers, and the names of forms and pictures.

use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Stream};

use super::marks::Matrix;

pub fn numbers(operation: &Operation) -> Vec<f64> {
    operation
        .operands
        .iter()
        .filter_map(|operand| operand.as_float().ok())
        .map(f64::from)
        .collect()
}

/// The form or picture that an operator names.
pub fn named_stream<'a>(
    operation: &Operation,
    resources: &'a Dictionary,
    document: &'a Document,
) -> Option<&'a Stream> {
    let name = operation.operands.first()?.as_name().ok()?;
    let objects = resources.get_deref(b"XObject", document).ok()?;
    let object = objects.as_dict().ok()?.get_deref(name, document).ok()?;
    object.as_stream().ok()
}

/// The map of a form into the page.
pub fn matrix_of(form: &Stream, document: &Document) -> Option<Matrix> {
    let matrix = form.dict.get_deref(b"Matrix", document).ok()?;
    let values: Vec<f64> = matrix
        .as_array()
        .ok()?
        .iter()
        .filter_map(|value| value.as_float().ok())
        .map(f64::from)
        .collect();
    Some(Matrix(values.try_into().ok()?))
}
