//! A single value of any type, such as a parameter of a query.

use serde::{Deserialize, Serialize};

use crate::definition::{Type, Wire};

/// Nothing, true or false, a number or text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number from -2^63 to 2^63 - 1.
    Int64(i64),
    /// A whole number up to 2^64 - 1.
    UInt64(u64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Text(String),
}

impl Wire for Scalar {
    const TYPE: Type = Type::Scalar;
}
