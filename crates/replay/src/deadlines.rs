//! When the next bar of any symbol ends: until then, nothing but ticks can change what is known.

use tickloom_bars::{Days, MtfConfig, MtfSymbol};
use tickloom_model::{BarKind, Timeframe, UnixNanos};

/// No bar is in progress.
const NEVER: i64 = i64::MAX;

/// The ends of all bars in progress.
#[derive(Debug, Clone)]
pub(crate) struct Deadlines {
    symbols: Vec<Ends>,
}

/// The ends of a symbol's bars in progress, one for each timeframe.
#[derive(Debug, Clone)]
struct Ends {
    days: Days,
    timeframes: Vec<Timeframe>,
    ends: Vec<i64>,
    earliest: i64,
    /// Whether a timeframe has no bar in progress, so that the next tick begins one.
    is_open: bool,
}

impl Deadlines {
    /// Of the symbols of a state before their first tick.
    pub(crate) fn new(config: &MtfConfig) -> Self {
        // Bars that time does not end are over with their day at the latest.
        let length = |kind: &BarKind| kind.timeframe().unwrap_or(Timeframe::D1);
        let timeframes: Vec<_> = config.timeframes.iter().map(length).collect();
        let ends = |symbol: &MtfSymbol| Ends {
            days: symbol.days.clone(),
            ends: vec![NEVER; timeframes.len()],
            timeframes: timeframes.clone(),
            earliest: NEVER,
            is_open: true,
        };
        Self { symbols: config.symbols.iter().map(ends).collect() }
    }

    /// The earliest end of a bar that has ticks; `None` if there is no bar in progress.
    pub(crate) fn earliest(&self) -> Option<i64> {
        self.symbols.iter().map(|ends| ends.earliest).min().filter(|end| *end != NEVER)
    }

    /// A symbol's ticks were played, or are about to be, up to one of that time.
    #[inline]
    pub(crate) fn play(&mut self, symbol: usize, time: i64) {
        let ends = &mut self.symbols[symbol];
        if ends.is_open || ends.earliest <= time {
            ends.begin(time);
        }
    }

    /// Bars that end by that time are complete.
    pub(crate) fn reach(&mut self, time: i64) {
        self.symbols.iter_mut().filter(|ends| ends.earliest <= time).for_each(|ends| ends.finish(time));
    }
}

impl Ends {
    fn begin(&mut self, time: i64) {
        for (end, timeframe) in self.ends.iter_mut().zip(&self.timeframes) {
            if *end == NEVER || *end <= time {
                *end = self.days.bounds(*timeframe, UnixNanos::new(time)).end.as_i64();
            }
        }
        self.is_open = false;
        self.earliest = self.ends.iter().copied().min().unwrap_or(NEVER);
    }

    fn finish(&mut self, time: i64) {
        for end in self.ends.iter_mut().filter(|end| **end <= time) {
            *end = NEVER;
            self.is_open = true;
        }
        self.earliest = self.ends.iter().copied().min().unwrap_or(NEVER);
    }
}

#[cfg(test)]
mod tests {
    use tickloom_model::Instrument;

    use super::*;

    const MINUTE: i64 = 60_000_000_000;

    #[test]
    fn a_deadline_is_the_earliest_end_of_a_bar_with_ticks() {
        let symbols = ["EURUSD", "USDJPY"].map(|name| Instrument::builtin(&name.parse().unwrap()).unwrap());
        let kinds = ["1m", "5m", "100t"].map(|name| name.parse().unwrap());
        let mut deadlines =
            Deadlines::new(&MtfConfig::new(symbols.map(MtfSymbol::from).into(), kinds.into()));
        assert_eq!(deadlines.earliest(), None);
        deadlines.play(1, 2 * MINUTE);
        assert_eq!(deadlines.earliest(), Some(3 * MINUTE));
        deadlines.play(0, 1);
        assert_eq!(deadlines.earliest(), Some(MINUTE));
        deadlines.reach(3 * MINUTE);
        assert_eq!(deadlines.earliest(), Some(5 * MINUTE));
        deadlines.reach(5 * MINUTE);
        assert_eq!(deadlines.earliest(), Some(1440 * MINUTE));
        deadlines.play(0, 7 * MINUTE);
        assert_eq!(deadlines.earliest(), Some(8 * MINUTE));
        deadlines.play(0, 30 * MINUTE);
        assert_eq!(deadlines.earliest(), Some(31 * MINUTE));
    }
}
