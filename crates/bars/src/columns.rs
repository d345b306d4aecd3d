//! Ticks in columns of floats, as other programs hold them, made exact a few thousand at a time.

use std::ops::Range;

use tickloom_model::{Digits, MAX_POINTS, Side, Tick, Ticks, UnixNanos, extend_points, points_of_f64};

use crate::{ColumnError, FloatQuotes, MtfError};

/// Rows that are made exact at once: few enough to stay in the cache until bars are made of them.
const ROWS: usize = 2_048;

/// Borrowed columns of ticks, of equal length, in the order in which they came.
#[derive(Debug, Clone, Copy)]
pub struct TickColumns<'a> {
    /// UTC nanoseconds since the UNIX epoch.
    pub timestamp: &'a [i64],
    /// Bid prices.
    pub bid: Prices<'a>,
    /// Ask prices.
    pub ask: Prices<'a>,
    /// Volumes at the bid; 0 where there is no column, or NaN in it.
    pub bid_volume: Option<&'a [f32]>,
    /// Volumes at the ask.
    pub ask_volume: Option<&'a [f32]>,
}

/// Borrowed prices.
#[derive(Debug, Clone, Copy)]
pub enum Prices<'a> {
    /// In quote currency; each must be one that the instrument's decimals can write.
    Floats(&'a [f64]),
    /// In points.
    Points(&'a [i64]),
}

/// A price in quote currency and volumes, as one tick comes from another program.
#[derive(Debug, Clone, Copy)]
pub struct TickFloats {
    /// UTC nanoseconds since the UNIX epoch.
    pub timestamp: i64,
    /// Bid price.
    pub bid: f64,
    /// Ask price.
    pub ask: f64,
    /// Volume at the bid; NaN counts as 0.
    pub bid_volume: f32,
    /// Volume at the ask; NaN counts as 0.
    pub ask_volume: f32,
}

impl TickFloats {
    /// The tick in points.
    ///
    /// # Errors
    /// [`MtfError::InvalidTick`] for a price that these decimals cannot write, or a volume below 0 or without end.
    #[inline]
    pub fn exact(&self, digits: Digits) -> Result<Tick, MtfError> {
        let per_unit = digits.points_per_unit();
        let (bid, ask) = (points_of_f64(self.bid, per_unit), points_of_f64(self.ask, per_unit));
        let volumes = [self.bid_volume, self.ask_volume].map(volume);
        match (bid, ask, volumes) {
            (Some(bid), Some(ask), [Some(bid_volume), Some(ask_volume)]) => {
                let timestamp = UnixNanos::new(self.timestamp);
                Ok(Tick { timestamp, bid, ask, bid_volume, ask_volume })
            }
            _ => Err(self.refused(digits, bid.is_some(), ask.is_some(), volumes[0].is_some())),
        }
    }

    #[cold]
    fn refused(&self, digits: Digits, bid: bool, ask: bool, bid_volume: bool) -> MtfError {
        let place = "the tick".to_owned();
        match (bid, ask, bid_volume) {
            (false, ..) => no_price(place, "bid", self.bid, digits),
            (_, false, _) => no_price(place, "ask", self.ask, digits),
            (.., false) => no_volume(place, "bid_volume", self.bid_volume),
            _ => no_volume(place, "ask_volume", self.ask_volume),
        }
    }
}

impl TickColumns<'_> {
    /// How many ticks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.timestamp.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.timestamp.is_empty()
    }

    /// Hands the ticks on in points, some thousand at a time, in their order; `each` says whether to go on.
    ///
    /// # Errors
    /// [`ColumnError::LengthsDiffer`], [`MtfError::InvalidTick`] with the row, from 0, that is none; the pieces before its own
    /// were handed on.
    pub fn for_each(&self, digits: Digits, each: impl FnMut(&Ticks) -> bool) -> Result<(), MtfError> {
        self.for_each_of(0..self.len(), digits, each)
    }

    /// The same of some of the rows.
    ///
    /// # Errors
    /// As [`TickColumns::for_each`].
    pub fn for_each_of(
        &self,
        rows: Range<usize>,
        digits: Digits,
        mut each: impl FnMut(&Ticks) -> bool,
    ) -> Result<(), MtfError> {
        self.check_lengths()?;
        let end = rows.end.min(self.len());
        let mut ticks = Ticks::with_capacity(ROWS.min(rows.len()));
        for start in (rows.start..end).step_by(ROWS) {
            self.fill(&mut ticks, start..end.min(start + ROWS), digits)?;
            if !each(&ticks) {
                break;
            }
        }
        Ok(())
    }

    /// One side of some of the rows, if prices are floats; the columns must be of equal length.
    pub(crate) fn floats(&self, rows: Range<usize>, side: Side, digits: Digits) -> Option<FloatQuotes<'_>> {
        let (Prices::Floats(bid), Prices::Floats(ask)) = (self.bid, self.ask) else { return None };
        let volumes = [self.bid_volume, self.ask_volume].map(|volumes| volumes.unwrap_or_default());
        let points_per_unit = digits.points_per_unit() as f64;
        let all = FloatQuotes { side, points_per_unit, timestamp: self.timestamp, bid, ask, volumes };
        Some(all.slice(rows))
    }

    pub(crate) fn check_lengths(&self) -> Result<(), MtfError> {
        let optional = |volumes: Option<&[f32]>| volumes.map_or(self.len(), <[f32]>::len);
        let others = [self.bid.len(), self.ask.len(), optional(self.bid_volume), optional(self.ask_volume)];
        match others.into_iter().find(|length| *length != self.len()) {
            Some(found) => Err(ColumnError::LengthsDiffer { times: self.len(), values: found }.into()),
            None => Ok(()),
        }
    }

    fn fill(&self, ticks: &mut Ticks, rows: Range<usize>, digits: Digits) -> Result<(), MtfError> {
        ticks.truncate(0);
        ticks.timestamp.extend_from_slice(&self.timestamp[rows.clone()]);
        for (name, prices, points) in [("bid", self.bid, &mut ticks.bid), ("ask", self.ask, &mut ticks.ask)] {
            prices.extend(points, rows.clone(), digits, name)?;
        }
        for (name, volumes, filled) in [
            ("bid_volume", self.bid_volume, &mut ticks.bid_volume),
            ("ask_volume", self.ask_volume, &mut ticks.ask_volume),
        ] {
            match volumes {
                Some(volumes) => extend_volumes(filled, &volumes[rows.clone()], rows.start, name)?,
                None => filled.resize(rows.len(), 0.0),
            }
        }
        Ok(())
    }
}

impl Prices<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Floats(prices) => prices.len(),
            Self::Points(points) => points.len(),
        }
    }

    fn extend(
        &self,
        points: &mut Vec<i64>,
        rows: Range<usize>,
        digits: Digits,
        name: &'static str,
    ) -> Result<(), MtfError> {
        let start = rows.start;
        match self {
            Self::Floats(prices) => {
                let prices = &prices[rows];
                extend_points(points, prices, digits.points_per_unit())
                    .map_err(|row| no_price(place(start + row), name, prices[row], digits))
            }
            Self::Points(all) => {
                points.extend_from_slice(&all[rows.clone()]);
                let too_far = |points: &i64| points.unsigned_abs() > MAX_POINTS.unsigned_abs();
                // A fold without an early end is done four at a time.
                if !all[rows.clone()].iter().fold(false, |found, points| found | too_far(points)) {
                    return Ok(());
                }
                let row = rows.start + all[rows].iter().position(too_far).unwrap_or_default();
                Err(no_price(place(row), name, all[row], digits))
            }
        }
    }
}

fn extend_volumes(
    filled: &mut Vec<f32>,
    volumes: &[f32],
    start: usize,
    name: &'static str,
) -> Result<(), MtfError> {
    filled.extend_from_slice(volumes);
    if volumes.iter().fold(true, |fine, volume| fine & (*volume >= 0.0) & (*volume < f32::INFINITY)) {
        return Ok(());
    }
    for (row, filled) in filled.iter_mut().enumerate() {
        *filled = volume(*filled).ok_or_else(|| no_volume(place(start + row), name, *filled))?;
    }
    Ok(())
}

/// A volume as it counts; `None` for one that cannot be.
#[inline]
fn volume(volume: f32) -> Option<f32> {
    let volume = if volume.is_nan() { 0.0 } else { volume };
    (0.0..f32::INFINITY).contains(&volume).then_some(volume)
}

fn place(row: usize) -> String {
    format!("row {row}")
}

fn no_price(place: String, field: &'static str, found: impl ToString, digits: Digits) -> MtfError {
    let expected = format!("a price that {} decimals can write, of at most 2^53 points", digits.get());
    MtfError::InvalidTick { place, field: field.to_owned(), found: found.to_string(), expected }
}

fn no_volume(place: String, field: &'static str, found: f32) -> MtfError {
    let expected = "a volume from 0 on".to_owned();
    MtfError::InvalidTick { place, field: field.to_owned(), found: found.to_string(), expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits() -> Digits {
        Digits::new(5).unwrap()
    }

    fn taken(columns: TickColumns<'_>) -> Result<Ticks, String> {
        let mut all = Ticks::default();
        let ended = columns.for_each(digits(), |ticks| {
            all.extend_from(ticks, 0..ticks.len());
            true
        });
        ended.map(|()| all).map_err(|error| error.to_string())
    }

    #[test]
    fn columns_become_exact_however_long_they_are() {
        for rows in [0, 1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS + 7] {
            let points: Vec<i64> = (0..rows as i64).map(|row| 114_000 + row % 977).collect();
            let floats: Vec<f64> = points.iter().map(|&points| points as f64 / 100_000.0).collect();
            let times: Vec<i64> = (0..rows as i64).collect();
            let volumes: Vec<f32> = (0..rows).map(|row| row as f32 / 4.0).collect();
            let expected = Ticks {
                timestamp: times.clone(),
                bid: points.clone(),
                ask: points.clone(),
                bid_volume: volumes.clone(),
                ask_volume: vec![0.0; rows],
            };
            let columns = TickColumns {
                timestamp: &times,
                bid: Prices::Floats(&floats),
                ask: Prices::Points(&points),
                bid_volume: Some(&volumes),
                ask_volume: None,
            };
            assert_eq!(taken(columns), Ok(expected), "{rows}");
        }
    }

    #[test]
    fn what_is_no_tick_is_told_with_its_row() {
        let rows = ROWS + 9;
        let (times, good, volumes) = (vec![0; rows], vec![1.25; rows], vec![f32::NAN; rows]);
        let columns = TickColumns {
            timestamp: &times,
            bid: Prices::Floats(&good),
            ask: Prices::Floats(&good),
            bid_volume: Some(&volumes),
            ask_volume: None,
        };
        assert_eq!(taken(columns).unwrap().bid_volume, vec![0.0; rows]);
        let mut bad = good.clone();
        bad[ROWS + 2] = 1.250_005;
        let far = vec![MAX_POINTS + 1; rows];
        let negative = vec![-1.0; rows];
        for (columns, expected) in [
            (TickColumns { ask: Prices::Floats(&bad), ..columns }, "row 2050: ask 1.250005"),
            (TickColumns { bid: Prices::Points(&far), ..columns }, "row 0: bid 9007199254740993"),
            (TickColumns { ask_volume: Some(&negative), ..columns }, "row 0: ask_volume -1"),
            (TickColumns { ask: Prices::Floats(&bad[1..]), ..columns }, "2057 times and 2056 values"),
        ] {
            let refused = taken(columns).unwrap_err();
            assert!(refused.starts_with(expected), "{refused}");
        }
    }

    #[test]
    fn a_single_tick_is_made_exact_by_the_same_rules() {
        let good =
            TickFloats { timestamp: 7, bid: 1.25, ask: 1.25002, bid_volume: f32::NAN, ask_volume: 1.5 };
        let tick = good.exact(digits()).unwrap();
        assert_eq!((tick.bid, tick.ask, tick.bid_volume, tick.ask_volume), (125_000, 125_002, 0.0, 1.5));
        for (wrong, field) in [
            (TickFloats { bid: 1.250_005, ..good }, "bid"),
            (TickFloats { ask: f64::NAN, ..good }, "ask"),
            (TickFloats { bid_volume: -1.0, ..good }, "bid_volume"),
            (TickFloats { ask_volume: f32::INFINITY, ..good }, "ask_volume"),
        ] {
            let refused = wrong.exact(digits()).unwrap_err().to_string();
            assert!(refused.starts_with(&format!("the tick: {field} ")), "{refused}");
        }
    }
}
