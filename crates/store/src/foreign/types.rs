//! Types of foreign columns held against what Arrow allows: its readers take any numbers, its formatting panics on some.

use arrow::{
    array::types::{
        Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, validate_decimal_precision_and_scale,
    },
    datatypes::{DataType, Field, Schema},
};

use super::unreadable;
use crate::StoreError;

/// Refuses those of the columns whose decimals cannot be, and columns of columns, which no tick has.
pub(super) fn look_over(schema: &Schema, columns: &[usize]) -> Result<(), StoreError> {
    let fields = columns.iter().filter_map(|at| schema.fields().get(*at));
    match fields.filter(|field| !is_sound(field.data_type())).map(AsRef::as_ref).next() {
        Some(field) => Err(refusal(field)),
        None => Ok(()),
    }
}

fn is_sound(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_sound(values),
        DataType::RunEndEncoded(_, values) => is_sound(values.data_type()),
        DataType::Decimal32(precision, scale) => {
            validate_decimal_precision_and_scale::<Decimal32Type>(*precision, *scale).is_ok()
        }
        DataType::Decimal64(precision, scale) => {
            validate_decimal_precision_and_scale::<Decimal64Type>(*precision, *scale).is_ok()
        }
        DataType::Decimal128(precision, scale) => {
            validate_decimal_precision_and_scale::<Decimal128Type>(*precision, *scale).is_ok()
        }
        DataType::Decimal256(precision, scale) => {
            validate_decimal_precision_and_scale::<Decimal256Type>(*precision, *scale).is_ok()
        }
        other => !other.is_nested(),
    }
}

fn refusal(field: &Field) -> StoreError {
    let name: String = field.name().chars().take(60).collect();
    let kind: String = field.data_type().to_string().chars().take(60).collect();
    unreadable(format!("its column {name:?} is of type {kind}, which none of a tick's is"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn decimals_that_cannot_be_and_columns_of_columns_are_refused() {
        let list = |kind| DataType::List(Arc::new(Field::new("item", kind, true)));
        let dictionary = |kind| DataType::Dictionary(Box::new(DataType::Int32), Box::new(kind));
        let cases = [
            ("a price", DataType::Decimal128(10, 5), true),
            ("prices in tens", DataType::Decimal64(10, -1), true),
            ("words", dictionary(DataType::Utf8), true),
            ("more decimals than digits", DataType::Decimal128(1, 5), false),
            ("no digits", DataType::Decimal32(0, 0), false),
            ("more digits than fit", DataType::Decimal64(19, 5), false),
            ("decimals beyond all", DataType::Decimal256(76, 127), false),
            ("a list of such decimals", dictionary(DataType::Decimal128(1, 5)), false),
            ("prices in prices", list(DataType::Float64), false),
        ];
        for (name, kind, expected) in cases {
            let schema = Schema::new(vec![Field::new("bid", kind, true)]);
            assert_eq!(look_over(&schema, &[0]).is_ok(), expected, "{name}");
            assert!(look_over(&schema, &[]).is_ok(), "{name}, which nobody reads");
        }
    }
}
