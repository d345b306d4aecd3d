//! A column of times as UTC nanoseconds.

use std::cell::Cell;

use arrow::{
    array::{Array, ArrayRef, AsArray},
    compute::cast,
    datatypes::{DataType, Int64Type, TimeUnit, TimestampNanosecondType},
};
use tickloom_model::{NANOS_PER_MICRO, NANOS_PER_MILLI, NANOS_PER_SECOND};

use crate::{
    Field, FormatError,
    csv::{LocalWalk, NamedZone, ReadOptions, Zone},
    text::excerpt,
};

pub(super) const A_TIME: &str = "a time between 1678 and 2261, in the unit of the first";
/// What stands for a time that cannot be: before 1678, which no good one is.
pub(super) const NO_TIME: i64 = i64::MIN;

const TYPES: &str = "a timestamp, or whole numbers since 1970";

/// The years 1678 to 2261, as in CSV.
const SPAN: std::ops::Range<i64> = -9_214_560_000_000_000_000..9_214_646_400_000_000_000;

/// How the times of a column are to be understood.
#[derive(Debug, Clone)]
pub(super) enum TimeRule {
    /// Moments: of a timestamp with a zone.
    Moments,
    /// What clocks of a zone show: of a timestamp without one.
    Local(Zone),
    /// Units since 1970, of so many nanoseconds.
    Count(i64),
}

/// Units since 1970, told by how many digits they have today, as in CSV.
const COUNTS: [([usize; 2], i64); 4] =
    [([9, 10], NANOS_PER_SECOND), ([12, 13], NANOS_PER_MILLI), ([15, 16], NANOS_PER_MICRO), ([18, 19], 1)];

impl TimeRule {
    pub(super) fn of(
        column: &ArrayRef,
        name: &str,
        named: NamedZone,
        options: &ReadOptions,
    ) -> Result<Self, FormatError> {
        match (column.data_type(), named, &options.zone) {
            (DataType::Timestamp(_, Some(_)), ..) => Ok(Self::Moments),
            (DataType::Timestamp(_, None), NamedZone::Utc, _) => Ok(Self::Moments),
            (DataType::Timestamp(_, None), _, Some(zone)) => Ok(Self::Local(zone.clone())),
            (DataType::Timestamp(_, None), NamedZone::Local, None) => {
                Err(FormatError::TableZoneUnknown { column: excerpt(name.as_bytes()) })
            }
            (DataType::Timestamp(_, None), NamedZone::None, None) => Ok(Self::Moments),
            (DataType::Int64 | DataType::UInt64 | DataType::Int32 | DataType::UInt32, ..) => {
                Self::count(column)
            }
            (other, ..) => Err(FormatError::TableColumnType {
                field: Field::Time,
                column: excerpt(name.as_bytes()),
                found: other.to_string(),
                expected: TYPES,
            }),
        }
    }

    fn count(column: &ArrayRef) -> Result<Self, FormatError> {
        let numbers = whole(column, &DataType::Int64);
        let first =
            numbers.as_ref().and_then(|numbers| numbers.as_primitive::<Int64Type>().iter().flatten().next());
        let Some(first) = first else { return Ok(Self::Count(1)) };
        let unit = COUNTS.iter().find(|(digits, _)| has_digits(first, *digits));
        unit.map(|(_, nanos)| Self::Count(*nanos))
            .ok_or_else(|| FormatError::TableUnknownTime { found: first.to_string() })
    }

    /// Whether a time leans on those before it: an hour that clocks show twice.
    pub(super) fn is_serial(&self) -> bool {
        matches!(self, Self::Local(zone) if zone.fixed_nanos().is_none())
    }

    /// UTC nanoseconds since 1970, with [`NO_TIME`] where there is none.
    pub(super) fn nanos(&self, column: &ArrayRef, walk: &Cell<LocalWalk>) -> Vec<i64> {
        let mut times = match self {
            Self::Moments => nanoseconds(column),
            Self::Local(zone) => {
                nanoseconds(column).into_iter().map(|local| utc(zone, local, walk)).collect()
            }
            Self::Count(unit) => counted(column, *unit),
        };
        times.iter_mut().filter(|time| !SPAN.contains(*time)).for_each(|time| *time = NO_TIME);
        times
    }
}

fn utc(zone: &Zone, local: i64, walk: &Cell<LocalWalk>) -> i64 {
    if local == NO_TIME { NO_TIME } else { zone.utc(local, walk).unwrap_or(NO_TIME) }
}

fn nanoseconds(column: &ArrayRef) -> Vec<i64> {
    let zone = match column.data_type() {
        DataType::Timestamp(_, zone) => zone.clone(),
        _ => None,
    };
    // What does not fit becomes null.
    let Some(nanos) = whole(column, &DataType::Timestamp(TimeUnit::Nanosecond, zone)) else {
        return vec![NO_TIME; column.len()];
    };
    let nanos = nanos.as_primitive::<TimestampNanosecondType>();
    if nanos.null_count() == 0 {
        return nanos.values().to_vec();
    }
    nanos.iter().map(|time| time.unwrap_or(NO_TIME)).collect()
}

fn counted(column: &ArrayRef, unit: i64) -> Vec<i64> {
    let digits = COUNTS.iter().find(|(_, nanos)| *nanos == unit).map_or([1, 19], |(digits, _)| *digits);
    let nanos = |count: i64| has_digits(count, digits).then(|| count.checked_mul(unit)).flatten();
    match whole(column, &DataType::Int64) {
        Some(numbers) => {
            let numbers = numbers.as_primitive::<Int64Type>();
            numbers.iter().map(|count| count.and_then(nanos).unwrap_or(NO_TIME)).collect()
        }
        None => vec![NO_TIME; column.len()],
    }
}

fn whole(column: &ArrayRef, wanted: &DataType) -> Option<ArrayRef> {
    if column.data_type() == wanted { Some(column.clone()) } else { cast(column, wanted).ok() }
}

fn has_digits(count: i64, [fewest, most]: [usize; 2]) -> bool {
    let digits = count.checked_ilog10().map_or(1, |log| log as usize + 1);
    (fewest..=most).contains(&digits)
}
