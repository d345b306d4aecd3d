//! Numbers and bars as little-endian bytes, and back: what snapshots are written in.

use tickloom_model::{Bar, MAX_POINTS, Spread, Tick, UnixNanos};

use crate::CompletedBar;

/// Bytes in the making.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn float(&mut self, number: f64) {
        self.number(number.to_bits());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.0.push(value.is_some().into());
        if let Some(value) = value {
            write(self, value);
        }
    }

    pub(super) fn tick(&mut self, tick: &Tick) {
        [tick.timestamp.as_i64(), tick.bid, tick.ask].into_iter().for_each(|number| self.signed(number));
        self.number(u64::from(tick.bid_volume.to_bits()) << 32 | u64::from(tick.ask_volume.to_bits()));
    }

    pub(super) fn bar(&mut self, bar: Bar) {
        let Bar { open_time, open, high, low, close, volume, ticks, spread } = bar;
        let prices = [open_time.as_i64(), open, high, low, close, spread.min, spread.max, spread.close];
        prices.into_iter().for_each(|number| self.signed(number));
        [volume, spread.sum].into_iter().for_each(|number| self.float(number));
        self.number(ticks.into());
    }

    pub(super) fn completed(&mut self, completed: &CompletedBar) {
        self.bar(completed.bar);
        self.signed(completed.available_at.as_i64());
    }
}

/// Bytes that are read from the front; every answer is `None` where they end or cannot be.
#[derive(Debug)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        self.take().map(i64::from_le_bytes)
    }

    pub(super) fn time(&mut self) -> Option<UnixNanos> {
        self.signed().map(UnixNanos::new)
    }

    /// A number of things of which each takes at least a byte.
    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.0.len())
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.count()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    pub(super) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.take()? {
            [0] => Some(None),
            [1] => read(self).map(Some),
            _ => None,
        }
    }

    pub(super) fn tick(&mut self) -> Option<Tick> {
        let (timestamp, bid, ask) = (self.time()?, self.price()?, self.price()?);
        let volumes = self.number()?;
        let volume = |bits: u64| f32::from_bits(bits as u32);
        Some(Tick { timestamp, bid, ask, bid_volume: volume(volumes >> 32), ask_volume: volume(volumes) })
    }

    pub(super) fn bar(&mut self) -> Option<Bar> {
        let open_time = self.time()?;
        let (open, high, low, close) = (self.signed()?, self.signed()?, self.signed()?, self.signed()?);
        let (min, max, last) = (self.signed()?, self.signed()?, self.signed()?);
        let (volume, sum) = (self.float()?, self.float()?);
        let ticks = u32::try_from(self.number()?).ok()?;
        let spread = Spread { min, max, close: last, sum };
        Some(Bar { open_time, open, high, low, close, volume, ticks, spread })
    }

    pub(super) fn completed(&mut self) -> Option<CompletedBar> {
        Some(CompletedBar { bar: self.bar()?, available_at: self.time()? })
    }

    fn float(&mut self) -> Option<f64> {
        self.number().map(f64::from_bits)
    }

    fn price(&mut self) -> Option<i64> {
        self.signed().filter(|points| points.unsigned_abs() <= MAX_POINTS.unsigned_abs())
    }
}
