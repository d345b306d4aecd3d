//! What a query is told beside its text.

use std::time::{Duration, Instant};

use tickloom_ipc::Failure;
use tickloom_protocol::Scalar;
use tickloom_store::SqlValue;

/// What stands for a `?`.
pub(crate) fn value(scalar: Scalar) -> SqlValue {
    match scalar {
        Scalar::Null => SqlValue::Null,
        Scalar::Bool(value) => SqlValue::Bool(value),
        Scalar::Int64(value) => SqlValue::Int(value),
        Scalar::UInt64(value) => SqlValue::UInt(value),
        Scalar::Float(value) => SqlValue::Float(value),
        Scalar::Text(value) => SqlValue::Text(value),
    }
}

/// Until when a query may run; none for as long as it needs.
pub(crate) fn until(timeout: Option<f64>) -> Result<Option<Instant>, Failure> {
    let Some(seconds) = timeout else { return Ok(None) };
    match Duration::try_from_secs_f64(seconds) {
        Ok(limit) if limit > Duration::ZERO => Ok(Instant::now().checked_add(limit)),
        _ => Err(Failure::new(
            "protocol.bad_params",
            format!("a timeout of {seconds} seconds: give one over 0, or leave it out"),
        )),
    }
}
