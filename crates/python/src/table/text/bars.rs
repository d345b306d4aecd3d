//! Bars as lines of CSV, with the columns that were asked for.

use std::{io::Write, ops::Range};

use tickloom_formats::csv::{BAR_HEADER, PriceText, write_bar};
use tickloom_model::{Bar, Side, UnixNanos};
use tickloom_store::{BarColumns, BarTable};

/// Adds the names of the columns.
pub(super) fn write_header(table: &BarTable, out: &mut Vec<u8>) {
    let more = match table.columns {
        BarColumns::Standard => "",
        BarColumns::Availability => ",available_at,complete",
        BarColumns::Detail => ",available_at,complete,spread_min,spread_mean,spread_max,spread_close",
    };
    out.extend_from_slice(format!("{BAR_HEADER}{more}\n").as_bytes());
}

/// Adds some bars; sums and means are written as `readable` makes them.
pub(super) fn write(table: &BarTable, rows: Range<usize>, readable: fn(f64) -> f64, out: &mut Vec<u8>) {
    for index in rows.start..rows.end.min(table.bars.len()) {
        let bar = table.bars.get(index);
        write_bar(&Bar { volume: readable(bar.volume), ..bar }, table.digits, table.side, out);
        if table.columns != BarColumns::Standard {
            write_availability(table, index, out);
        }
        if table.columns == BarColumns::Detail {
            write_spread(table, &bar, readable, out);
        }
        out.push(b'\n');
    }
}

fn write_availability(table: &BarTable, index: usize, out: &mut Vec<u8>) {
    let available_at = UnixNanos::new(table.available_at[index]);
    // Writing to memory cannot fail.
    let _ = write!(out, ",{available_at},{}", table.is_complete(index));
}

/// A bar without ticks has no mean.
fn write_spread(table: &BarTable, bar: &Bar, readable: fn(f64) -> f64, out: &mut Vec<u8>) {
    let [min, max, close] = [bar.spread.min, bar.spread.max, bar.spread.close].map(|units| PriceText {
        units,
        digits: table.digits,
        side: Side::Bid,
    });
    let points_per_unit = table.digits.points_per_unit() as f64;
    let mean = bar.mean_spread().map(|mean| readable(mean / points_per_unit).to_string());
    let _ = write!(out, ",{min},{},{max},{close}", mean.unwrap_or_default());
}
