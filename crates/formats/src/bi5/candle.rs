//! The candle record: seconds since the period, open, close, low, high, volume, each four bytes big-endian.

use tickloom_model::{Bar, Bars, NANOS_PER_SECOND, Spread, UnixNanos};

use super::tick::is_volume;
use crate::FormatError;

pub(super) const BYTES: usize = 24;

pub(super) fn parse(records: &[[u8; BYTES]], period: UnixNanos) -> Result<Bars, FormatError> {
    let mut bars = Bars::default();
    for (index, record) in records.iter().enumerate() {
        let bar = bar(record, period);
        if let Some((found, expected)) = problem(&bar, bars.open_time.last()) {
            let byte = (index * BYTES) as u64;
            return Err(FormatError::Bi5BadCandle { record: index as u64 + 1, byte, found, expected });
        }
        bars.push(bar);
    }
    Ok(bars)
}

fn bar(record: &[u8; BYTES], period: UnixNanos) -> Bar {
    let (words, _) = record.as_chunks::<4>();
    let word = |index: usize| u32::from_be_bytes(words[index]);
    Bar {
        open_time: period.saturating_add(i64::from(word(0)) * NANOS_PER_SECOND),
        open: word(1).into(),
        high: word(4).into(),
        low: word(3).into(),
        close: word(2).into(),
        volume: f32::from_be_bytes(words[5]).into(),
        ticks: 0,
        spread: Spread::default(),
    }
}

fn problem(bar: &Bar, previous: Option<&i64>) -> Option<(String, &'static str)> {
    if previous.is_some_and(|previous| bar.open_time.as_i64() <= *previous) {
        return Some((format!("the time {}", bar.open_time), "a time after the candle before"));
    }
    if bar.low > bar.open.min(bar.close) || bar.high < bar.open.max(bar.close) {
        let Bar { open, high, low, close, .. } = bar;
        return Some((
            format!("open {open}, high {high}, low {low}, close {close}"),
            "low and high around both",
        ));
    }
    let volume = bar.volume as f32;
    (!is_volume(volume)).then(|| (format!("the volume {volume}"), "a finite volume that is not negative"))
}
