//! A column of volumes as 32-bit floats.

use arrow::{
    array::{Array, ArrayRef, AsArray},
    compute::cast,
    datatypes::{DataType, Float32Type, Float64Type},
};

use crate::{Field, FormatError, text::excerpt};

const TYPES: &str = "numbers";

pub(super) fn refuse_type(kind: &DataType, field: Field, name: &str) -> Result<(), FormatError> {
    if kind.is_numeric() || *kind == DataType::Null {
        return Ok(());
    }
    let (column, found) = (excerpt(name.as_bytes()), kind.to_string());
    Err(FormatError::TableColumnType { field, column, found, expected: TYPES })
}

/// Volumes with NaN where one cannot be; what is missing is 0, and so is a NaN, which is how some say missing.
pub(super) fn volumes(column: Option<&ArrayRef>, rows: usize) -> Vec<f32> {
    let Some(column) = column.filter(|column| *column.data_type() != DataType::Null) else {
        return vec![0.0; rows];
    };
    // Tickloom's own tables have them so, and a push of one tick should not pay for a conversion.
    if let Some(numbers) = column.as_primitive_opt::<Float32Type>() {
        return numbers.iter().map(|number| volume(number.map(f64::from))).collect();
    }
    match cast(column, &DataType::Float64) {
        Ok(numbers) => numbers.as_primitive::<Float64Type>().iter().map(volume).collect(),
        Err(_) => vec![f32::NAN; column.len()],
    }
}

fn volume(number: Option<f64>) -> f32 {
    let number = number.filter(|number| !number.is_nan()).unwrap_or_default();
    let volume = number as f32;
    // Adding zero turns a negative zero into a plain one.
    if number >= 0.0 && volume.is_finite() { volume + 0.0 } else { f32::NAN }
}
