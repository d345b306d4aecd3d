//! Ticks and bars out of the columns that were made of them: for those who got a table from elsewhere and want it as it was.

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{ArrowPrimitiveType, Float32Type, Float64Type, TimestampNanosecondType, UInt32Type},
};
use tickloom_model::{Bars, Digits, Side, Spreads, Ticks};

use crate::{ArrowTable, BarColumns, BarTable, TickTable};

impl TickTable {
    /// The ticks of a table with exactly the columns of ticks and no value missing; none of any other table.
    #[must_use]
    pub fn restored(table: &ArrowTable, digits: Digits) -> Option<Self> {
        let names = ["timestamp", "bid", "ask", "bid_volume", "ask_volume"];
        has_columns(table, &names).then_some(())?;
        let days = table.batches.iter().map(|batch| ticks(batch, digits.points_per_unit()));
        Some(Self { digits, days: days.collect::<Option<_>>()? })
    }
}

impl BarTable {
    /// The bars of a table with exactly the columns of bars and no value missing; none of any other table.
    #[must_use]
    pub fn restored(table: &ArrowTable, digits: Digits, side: Side) -> Option<Self> {
        let columns = columns_of(table)?;
        let (bars, available_at) = (Bars::default(), Vec::new());
        let mut restored = Self { digits, side, bars, available_at, is_forming: false, columns };
        table.batches.iter().try_for_each(|batch| restored.add(batch))?;
        Some(restored)
    }

    fn add(&mut self, batch: &RecordBatch) -> Option<()> {
        let units_per_one = self.digits.points_per_unit() * self.side.units_per_point();
        let open_time: Vec<i64> = values::<TimestampNanosecondType>(batch, "open_time")?;
        let ticks: Vec<u32> = values::<UInt32Type>(batch, "ticks")?;
        match self.columns {
            BarColumns::Standard => self.available_at.extend(&open_time),
            BarColumns::Availability | BarColumns::Detail => {
                self.available_at.extend(values::<TimestampNanosecondType>(batch, "available_at")?);
                let complete = batch.column_by_name("complete")?.as_boolean_opt()?;
                self.is_forming = complete.len().checked_sub(1).is_some_and(|last| !complete.value(last));
            }
        }
        self.add_spreads(batch, &ticks)?;
        self.bars.open_time.extend(open_time);
        self.bars.open.extend(points(batch, "open", units_per_one)?);
        self.bars.high.extend(points(batch, "high", units_per_one)?);
        self.bars.low.extend(points(batch, "low", units_per_one)?);
        self.bars.close.extend(points(batch, "close", units_per_one)?);
        self.bars.volume.extend(values::<Float64Type>(batch, "volume")?);
        self.bars.ticks.extend(ticks);
        Some(())
    }

    /// Bars without these columns have them all the same; nobody sees them.
    fn add_spreads(&mut self, batch: &RecordBatch, ticks: &[u32]) -> Option<()> {
        let (points_per_unit, count) = (self.digits.points_per_unit(), ticks.len());
        let is_shown = self.columns == BarColumns::Detail;
        let column =
            |name| if is_shown { points(batch, name, points_per_unit) } else { Some(vec![0; count]) };
        let Spreads { min, max, close, sum } = &mut self.bars.spread;
        min.extend(column("spread_min")?);
        max.extend(column("spread_max")?);
        close.extend(column("spread_close")?);
        match is_shown {
            true => {
                let means = values::<Float64Type>(batch, "spread_mean")?.into_iter().zip(ticks);
                sum.extend(means.map(|(mean, &ticks)| spread_sum(mean, ticks, points_per_unit)));
            }
            false => sum.resize(sum.len() + count, 0.0),
        }
        Some(())
    }
}

/// The sum of whole points whose mean this is: what rounding took from the mean is no whole point.
fn spread_sum(mean: f64, ticks: u32, points_per_unit: i64) -> f64 {
    if ticks == 0 { 0.0 } else { (mean * points_per_unit as f64 * f64::from(ticks)).round() }
}

fn columns_of(table: &ArrowTable) -> Option<BarColumns> {
    let standard = ["open_time", "open", "high", "low", "close", "volume", "ticks"];
    let available = [&standard[..], &["available_at", "complete"]].concat();
    let detail = [&available[..], &["spread_min", "spread_mean", "spread_max", "spread_close"]].concat();
    let all = [
        (BarColumns::Standard, &standard[..]),
        (BarColumns::Availability, &available),
        (BarColumns::Detail, &detail),
    ];
    all.into_iter().find(|(_, names)| has_columns(table, names)).map(|(columns, _)| columns)
}

fn has_columns(table: &ArrowTable, names: &[&str]) -> bool {
    let fields = table.schema.fields().iter().map(|field| field.name().as_str());
    let is_whole = |batch: &RecordBatch| batch.columns().iter().all(|column| column.null_count() == 0);
    fields.eq(names.iter().copied()) && table.batches.iter().all(is_whole)
}

fn ticks(batch: &RecordBatch, points_per_unit: i64) -> Option<Ticks> {
    Some(Ticks {
        timestamp: values::<TimestampNanosecondType>(batch, "timestamp")?,
        bid: points(batch, "bid", points_per_unit)?,
        ask: points(batch, "ask", points_per_unit)?,
        bid_volume: values::<Float32Type>(batch, "bid_volume")?,
        ask_volume: values::<Float32Type>(batch, "ask_volume")?,
    })
}

fn values<T: ArrowPrimitiveType>(batch: &RecordBatch, name: &str) -> Option<Vec<T::Native>> {
    Some(batch.column_by_name(name)?.as_primitive_opt::<T>()?.values().to_vec())
}

/// Prices were whole units before they became floats, of which each is the nearest to its price.
fn points(batch: &RecordBatch, name: &str, units_per_one: i64) -> Option<Vec<i64>> {
    let prices = batch.column_by_name(name)?.as_primitive_opt::<Float64Type>()?;
    let units = prices.values().iter().map(|price| (price * units_per_one as f64).round() as i64);
    Some(units.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits() -> Digits {
        Digits::new(5).unwrap()
    }

    #[test]
    fn ticks_are_the_same_after_a_way_through_columns() {
        let day = |time: i64| Ticks {
            timestamp: vec![time, time + 1],
            bid: vec![109_471, i64::from(i32::MAX)],
            ask: vec![109_475, 1],
            bid_volume: vec![0.75, 0.0],
            ask_volume: vec![1.5, 1e-9],
        };
        for days in [vec![], vec![day(0), day(86_400_000_000_000)]] {
            let table = TickTable { digits: digits(), days };
            let restored = TickTable::restored(&ArrowTable::from(&table), digits());
            assert_eq!(restored.map(|restored| restored.days), Some(table.days));
        }
    }

    #[test]
    fn bars_are_the_same_after_a_way_through_columns() {
        let bars = Bars {
            open_time: vec![0, 60],
            open: vec![218_943, 3],
            high: vec![218_950, 4],
            low: vec![218_901, 1],
            close: vec![218_911, 2],
            volume: vec![12.25, 0.0],
            ticks: vec![7, 0],
            spread: Spreads { min: vec![1, 0], max: vec![9, 0], close: vec![3, 0], sum: vec![29.0, 0.0] },
        };
        for is_forming in [true, false] {
            let (side, columns, bars) = (Side::Mid, BarColumns::Detail, bars.clone());
            let table =
                BarTable { digits: digits(), side, bars, available_at: vec![60, 120], is_forming, columns };
            assert_eq!(BarTable::restored(&ArrowTable::from(&table), digits(), side), Some(table));
        }
    }

    #[test]
    fn other_tables_are_neither() {
        let table = TickTable { digits: digits(), days: Vec::new() };
        assert_eq!(BarTable::restored(&ArrowTable::from(&table), digits(), Side::Bid), None);
    }
}
