//! The tick record: milliseconds since the hour, ask, bid, ask volume, bid volume, each four bytes big-endian.

use tickloom_model::{NANOS_PER_MILLI, Tick, Ticks, UnixNanos};

use crate::{BadRow, Field, FormatError, Parsed, Places, Refused};

pub(super) const BYTES: usize = 20;
const MILLIS_PER_HOUR: u32 = 3_600_000;

const IN_THE_HOUR: &str = "fewer than 3600000 milliseconds since the hour";
const A_VOLUME: &str = "a finite volume that is not negative";
const A_PRICE: &str = "a price from 0 to 4294967295 points";

struct Record {
    millis: u32,
    ask: u32,
    bid: u32,
    ask_volume: f32,
    bid_volume: f32,
}

impl Record {
    #[inline]
    const fn from_bytes(bytes: &[u8; BYTES]) -> Self {
        let [m0, m1, m2, m3, a0, a1, a2, a3, b0, b1, b2, b3, v0, v1, v2, v3, w0, w1, w2, w3] = *bytes;
        Self {
            millis: u32::from_be_bytes([m0, m1, m2, m3]),
            ask: u32::from_be_bytes([a0, a1, a2, a3]),
            bid: u32::from_be_bytes([b0, b1, b2, b3]),
            ask_volume: f32::from_be_bytes([v0, v1, v2, v3]),
            bid_volume: f32::from_be_bytes([w0, w1, w2, w3]),
        }
    }

    fn to_bytes(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        let (words, _) = bytes.as_chunks_mut::<4>();
        words.copy_from_slice(&[
            self.millis.to_be_bytes(),
            self.ask.to_be_bytes(),
            self.bid.to_be_bytes(),
            self.ask_volume.to_be_bytes(),
            self.bid_volume.to_be_bytes(),
        ]);
        bytes
    }

    #[inline]
    fn is_tick(&self) -> bool {
        (self.millis < MILLIS_PER_HOUR) & is_volume(self.ask_volume) & is_volume(self.bid_volume)
    }

    /// The values in their order, as a row of text.
    fn row(&self) -> String {
        let Self { millis, ask, bid, ask_volume, bid_volume } = self;
        format!("{millis},{ask},{bid},{ask_volume},{bid_volume}")
    }

    fn problem(&self) -> Option<(Field, String, &'static str)> {
        if self.millis >= MILLIS_PER_HOUR {
            return Some((Field::Time, self.millis.to_string(), IN_THE_HOUR));
        }
        [(Field::AskVolume, self.ask_volume), (Field::BidVolume, self.bid_volume)]
            .into_iter()
            .find(|(_, volume)| !is_volume(*volume))
            .map(|(field, volume)| (field, volume.to_string(), A_VOLUME))
    }

    #[inline]
    const fn tick(&self, hour: UnixNanos) -> Tick {
        Tick {
            timestamp: hour.saturating_add(self.millis as i64 * NANOS_PER_MILLI),
            bid: self.bid as i64,
            ask: self.ask as i64,
            bid_volume: self.bid_volume,
            ask_volume: self.ask_volume,
        }
    }
}

#[inline]
pub(super) const fn is_volume(volume: f32) -> bool {
    volume >= 0.0 && volume.is_finite()
}

pub(super) fn parse(records: &[[u8; BYTES]], hour: UnixNanos, keep: usize) -> Result<Parsed, FormatError> {
    let rows = records.len() as u64;
    // All at once, without stopping at the first bad one, which the compiler turns into vectors.
    if records.iter().fold(true, |all, bytes| all & Record::from_bytes(bytes).is_tick()) {
        return Ok(Parsed { ticks: columns(records, hour), rows, ..Parsed::default() });
    }
    let (mut refused, mut places) = (Refused::default(), Places::default());
    let mut ticks = Ticks::with_capacity(records.len());
    for (index, bytes) in records.iter().enumerate() {
        let record = Record::from_bytes(bytes);
        let Some(problem) = record.problem() else {
            ticks.push(record.tick(hour));
            continue;
        };
        refused.push_within(keep, || bad_row(index, problem, record.row()));
        places.jump(ticks.len(), index as u64 + 2);
    }
    Ok(Parsed { ticks, rows, lines: 0, refused, places })
}

/// Column by column: an hour's records stay in the cache, and each column is written in one go.
fn columns(records: &[[u8; BYTES]], hour: UnixNanos) -> Ticks {
    fn column<T>(records: &[[u8; BYTES]], value: impl Fn(Record) -> T) -> Vec<T> {
        records.iter().map(|bytes| value(Record::from_bytes(bytes))).collect()
    }
    Ticks {
        timestamp: column(records, |record| record.tick(hour).timestamp.as_i64()),
        bid: column(records, |record| record.bid.into()),
        ask: column(records, |record| record.ask.into()),
        bid_volume: column(records, |record| record.bid_volume),
        ask_volume: column(records, |record| record.ask_volume),
    }
}

#[cold]
fn bad_row(index: usize, (field, found, expected): (Field, String, &'static str), row: String) -> BadRow {
    BadRow { line: index as u64 + 1, byte: (index * BYTES) as u64, field, found, expected, row }
}

pub(super) fn records(ticks: &Ticks, hour: UnixNanos) -> Result<Vec<u8>, FormatError> {
    let mut bytes = Vec::with_capacity(ticks.len() * BYTES);
    for (index, tick) in ticks.iter().enumerate() {
        let record = record(&tick, hour).map_err(|(field, found, expected)| FormatError::Bi5Unwritable {
            tick: index as u64 + 1,
            field,
            found,
            expected,
        })?;
        bytes.extend_from_slice(&record.to_bytes());
    }
    Ok(bytes)
}

fn record(tick: &Tick, hour: UnixNanos) -> Result<Record, (Field, String, &'static str)> {
    let millis = millis_since(hour, tick.timestamp)
        .ok_or_else(|| (Field::Time, tick.timestamp.to_string(), "a whole millisecond of the hour"))?;
    let price = |field, points: i64| u32::try_from(points).map_err(|_| (field, points.to_string(), A_PRICE));
    let record = Record {
        millis,
        ask: price(Field::Ask, tick.ask)?,
        bid: price(Field::Bid, tick.bid)?,
        ask_volume: tick.ask_volume,
        bid_volume: tick.bid_volume,
    };
    match record.problem() {
        None => Ok(record),
        Some(problem) => Err(problem),
    }
}

fn millis_since(hour: UnixNanos, time: UnixNanos) -> Option<u32> {
    let nanos = time.as_i64().checked_sub(hour.as_i64())?;
    (nanos % NANOS_PER_MILLI == 0).then_some(u32::try_from(nanos / NANOS_PER_MILLI).ok()?)
}
