//! The points of a line that have to be painted.

use tickloom_model::TimeRange;

use super::buckets::Buckets;
use crate::{ColumnError, strands};

/// Numbers that a line can be drawn through.
pub trait Value: Copy + PartialOrd {
    /// The lowest and the highest of those that are numbers; of none, a lowest above the highest.
    fn extremes(values: &[Self]) -> (Self, Self);
}

impl Value for i64 {
    fn extremes(values: &[Self]) -> (Self, Self) {
        strands::extremes(values)
    }
}

impl Value for f64 {
    fn extremes(values: &[Self]) -> (Self, Self) {
        strands::extremes_of_floats(values)
    }
}

/// Positions, ascending, of the points that a line of `width` buckets over a range needs: of each bucket the first, the
/// last, the first of the lowest and the first of the highest, fewer where these are the same. What is not a number is
/// not a point.
///
/// Times ascend; those outside the range are left out.
///
/// ```
/// use tickloom_bars::reduce_points;
/// use tickloom_model::{TimeRange, UnixNanos};
///
/// let times: Vec<i64> = (0..100).collect();
/// let mut values = vec![5; 100];
/// values[42] = 9;
/// let range = TimeRange::new(UnixNanos::new(0), UnixNanos::new(100))?;
/// assert_eq!(reduce_points(&times, &values, range, 1)?, [0, 42, 99]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ColumnError`] for a width of 0, columns of different lengths, and times out of order.
pub fn reduce_points<V: Value>(
    times: &[i64],
    values: &[V],
    range: TimeRange,
    width: usize,
) -> Result<Vec<usize>, ColumnError> {
    check(times, values)?;
    let mut kept = Vec::new();
    for bucket in Buckets::new(times, range, width)? {
        let start = bucket.start;
        let of_bucket = needed(&values[bucket]).into_iter().flatten();
        kept.extend(of_bucket.map(|position| start + position));
    }
    Ok(kept)
}

fn check<V>(times: &[i64], values: &[V]) -> Result<(), ColumnError> {
    if times.len() != values.len() {
        return Err(ColumnError::LengthsDiffer { times: times.len(), values: values.len() });
    }
    ColumnError::unless_ascending(times.iter().copied())
}

/// First, lowest, highest and last in order, each once.
fn needed<V: Value>(values: &[V]) -> [Option<usize>; 4] {
    let (low, high) = V::extremes(values);
    let lowest = values.iter().position(|value| *value == low);
    let highest = values.iter().position(|value| *value == high);
    let mut found = [values.iter().position(is_number), lowest, highest, values.iter().rposition(is_number)];
    found.sort_unstable();
    for later in 1..found.len() {
        if found[..later].contains(&found[later]) {
            found[later] = None;
        }
    }
    found
}

#[expect(clippy::eq_op, reason = "what is not a number is all that differs from itself")]
fn is_number<V: Value>(value: &V) -> bool {
    value == value
}
