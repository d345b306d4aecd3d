//! What a multi-timeframe state is made for, and within which limits.

use std::{collections::HashSet, fmt};

use tickloom_model::{BarKind, DayRule, Digits, Instrument, InstrumentKind, NANOS_PER_DAY, Side, Symbol};

use super::MtfError;
use crate::{CompletedBar, Days, calendar::Calendar, sequencer::Sequencer};

/// The most symbols of one state.
pub const MAX_SYMBOLS: usize = 10_000;
/// The most timeframes of one state.
pub const MAX_TIMEFRAMES: usize = 64;
/// The most bars that a ring buffer keeps.
pub const MAX_CAPACITY: usize = 10_000_000;
/// The most ticks that are held for one symbol.
pub const MAX_HELD: usize = 10_000_000;
/// The most bytes that the buffers of a state take.
pub const MAX_MEMORY: u64 = 16 << 30;

/// A symbol of a state: how its prices are written and where its days begin.
#[derive(Debug, Clone, PartialEq)]
pub struct MtfSymbol {
    /// The name.
    pub symbol: Symbol,
    /// Decimals of its prices.
    pub digits: Digits,
    /// Its days.
    pub days: Days,
}

impl MtfSymbol {
    /// A symbol with its digits, if they are not known from the start, and the days of its market's usual calendar.
    ///
    /// # Errors
    /// [`MtfError::DigitsNeeded`], and what [`Calendar::of`] says.
    pub fn known(symbol: Symbol, digits: Option<Digits>, day: DayRule) -> Result<Self, MtfError> {
        let instrument = Instrument::builtin(&symbol);
        let kind = instrument.as_ref().map_or(InstrumentKind::Other, |instrument| instrument.kind);
        let Some(digits) = digits.or(instrument.map(|instrument| instrument.digits)) else {
            return Err(MtfError::DigitsNeeded { symbol });
        };
        let days = match day {
            DayRule::Utc => Days::Utc,
            DayRule::Session => Days::Session(Calendar::of(kind)?),
        };
        Ok(Self { symbol, digits, days })
    }
}

impl From<Instrument> for MtfSymbol {
    /// The instrument with days in UTC.
    fn from(instrument: Instrument) -> Self {
        Self { symbol: instrument.symbol, digits: instrument.digits, days: Days::Utc }
    }
}

/// What a multi-timeframe state is made for.
#[derive(Debug, Clone, PartialEq)]
pub struct MtfConfig {
    /// The symbols, each once.
    pub symbols: Vec<MtfSymbol>,
    /// The kinds of bars that every symbol has, each once. Their positions are the indexes of the state.
    pub timeframes: Vec<BarKind>,
    /// Of which side.
    pub side: Side,
    /// Completed bars kept for each symbol and timeframe, 1 to [`MAX_CAPACITY`].
    pub capacity: usize,
    /// By how many nanoseconds ticks may come late, 0 to a day: see [`Sequencer`].
    pub lateness: i64,
    /// How many ticks are held for each symbol at most, 1 to [`MAX_HELD`]; none without lateness.
    pub held: usize,
}

impl MtfConfig {
    /// Bars of the bid, the last 1,000 of every timeframe, no lateness.
    #[must_use]
    pub fn new(symbols: Vec<MtfSymbol>, timeframes: Vec<BarKind>) -> Self {
        Self { symbols, timeframes, side: Side::Bid, capacity: 1_000, lateness: 0, held: 1 << 16 }
    }

    /// The bytes that the buffers of such a state take, all of them from the start.
    #[must_use]
    pub fn memory(&self) -> u64 {
        let rings = self.timeframes.len() as u64 * self.capacity as u64 * size_of::<CompletedBar>() as u64;
        let of_a_symbol = rings + Sequencer::memory(self.lateness, self.held);
        self.symbols.len() as u64 * of_a_symbol
    }

    /// Refuses what no state can be made for.
    pub(crate) fn check(&self) -> Result<(), MtfError> {
        check_count("symbols", self.symbols.len(), MAX_SYMBOLS)?;
        check_count("timeframes", self.timeframes.len(), MAX_TIMEFRAMES)?;
        check_once(self.symbols.iter().map(|symbol| &symbol.symbol))?;
        check_once(&self.timeframes)?;
        if !(1..=MAX_CAPACITY).contains(&self.capacity) {
            return Err(MtfError::InvalidCapacity { found: self.capacity, most: MAX_CAPACITY });
        }
        let (nanos, room) = (self.lateness, self.held);
        if !(0..=NANOS_PER_DAY).contains(&nanos) || !(1..=MAX_HELD).contains(&room) {
            return Err(MtfError::InvalidLateness { nanos, room, most: MAX_HELD });
        }
        let bytes = self.memory();
        if bytes > MAX_MEMORY { Err(MtfError::TooLarge { bytes, most: MAX_MEMORY }) } else { Ok(()) }
    }
}

impl fmt::Display for MtfConfig {
    /// One line: `EURUSD/5 USDJPY/3, 1m 1h, bid, 1000 bars, lateness 0 ns, room for 65536 ticks`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for MtfSymbol { symbol, digits, days } in &self.symbols {
            write!(formatter, "{symbol}/{}", digits.get())?;
            if let Days::Session(calendar) = days {
                write!(formatter, " with days of {}", calendar.rules())?;
            }
            formatter.write_str(" ")?;
        }
        write!(formatter, "in {}, {}, {} bars, ", joined(&self.timeframes), self.side, self.capacity)?;
        write!(formatter, "lateness {} ns, room for {} ticks", self.lateness, self.held)
    }
}

/// Names with spaces between them.
pub(crate) fn joined<T: fmt::Display>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>().join(" ")
}

fn check_count(what: &'static str, found: usize, most: usize) -> Result<(), MtfError> {
    match found {
        0 => Err(MtfError::Empty { what }),
        _ if found > most => Err(MtfError::TooMany { what, found, most }),
        _ => Ok(()),
    }
}

fn check_once<T: fmt::Display + Eq + std::hash::Hash>(
    names: impl IntoIterator<Item = T>,
) -> Result<(), MtfError> {
    let mut seen = HashSet::new();
    for name in names {
        let found = name.to_string();
        if !seen.insert(name) {
            return Err(MtfError::Repeated { found });
        }
    }
    Ok(())
}
