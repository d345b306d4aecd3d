//! The clock: stored ticks of some symbols, played from any moment to any other.

use std::{ops::ControlFlow, sync::Arc};

use tickloom_bars::{Days, MtfConfig, MtfState, MtfSymbol, State, calendar::Calendar};
use tickloom_model::{BarKind, DayRule, Digits, Symbol, Tick, TimeRange, UnixNanos};
use tickloom_store::Store;

use crate::{
    Event, Position, ReplayError, ReplayOptions, Watch,
    checkpoints::Checkpoints,
    merge::DayMerge,
    moment::Moment,
    plan::Plan,
    reader::Reader,
    watching::{ignore, never},
};

/// Memory that moments to go back to may take together, in bytes.
const CHECKPOINT_MEMORY: u64 = 64 << 20;
/// The most of them: going back then plays a thirty-second of all ticks at worst, or a day.
const MOST_CHECKPOINTS: u64 = 32;

/// Stored ticks of some symbols, played in one order: by time, equal times by symbol, then as stored.
///
/// What is played is what was stored when the replay was opened: a day that was changed since is refused when its turn comes.
/// At most three days of all symbols are in memory, and at most 32 moments to go back to.
pub struct Replay {
    pub(crate) store: Store,
    pub(crate) plan: Arc<Plan>,
    pub(crate) reader: Reader,
    /// What is left of the day that is played.
    pub(crate) day: DayMerge,
    pub(crate) days_begun: usize,
    pub(crate) moment: Moment,
    /// Each with how many days were begun.
    pub(crate) checkpoints: Checkpoints<(usize, Moment)>,
    /// What came about and is shown next.
    pub(crate) events: Vec<Event>,
    pub(crate) calendars: Vec<Calendar>,
}

impl Replay {
    /// A replay of all ticks of the symbols in a range, standing before the first.
    ///
    /// A range without a start begins with the first tick, one without an end is over after the last.
    ///
    /// # Errors
    /// [`ReplayError::State`] for symbols, timeframes and a capacity of which there is no state, [`ReplayError::NoTicks`], and
    /// what the store answers, to unknown symbols above all.
    pub fn open(
        store: &Store,
        symbols: &[Symbol],
        range: TimeRange,
        options: ReplayOptions,
    ) -> Result<Self, ReplayError> {
        let plan = Arc::new(Plan::new(store, symbols, range)?);
        let calendars = calendars(store, symbols)?;
        let state = MtfState::new(config(&plan, &calendars, options))?;
        let most = CHECKPOINT_MEMORY.checked_div(state.memory()).unwrap_or(0).min(MOST_CHECKPOINTS);
        plan.check_ticks()?;
        let moment = Moment::new(plan.clock.0, state);
        Ok(Self {
            reader: Reader::new(store.clone(), Arc::clone(&plan), 0),
            day: DayMerge::default(),
            days_begun: 0,
            checkpoints: Checkpoints::new((0, moment.clone()), plan.ticks, most),
            events: Vec::new(),
            store: store.clone(),
            plan,
            moment,
            calendars,
        })
    }

    /// The symbols, in the order in which their ticks of one moment are played.
    #[must_use]
    pub fn symbols(&self) -> &[Symbol] {
        &self.plan.symbols
    }

    /// The timeframes that are kept.
    #[must_use]
    pub fn timeframes(&self) -> &[BarKind] {
        &self.moment.config().timeframes
    }

    /// How its state of bars was made.
    #[must_use]
    pub fn config(&self) -> &MtfConfig {
        self.moment.config()
    }

    /// What the clock shows at first: where the range starts, or its first tick.
    #[must_use]
    pub fn start(&self) -> UnixNanos {
        self.plan.clock.0
    }

    /// What the clock shows at last: where the range ends, or its last tick.
    #[must_use]
    pub fn end(&self) -> UnixNanos {
        self.plan.clock.1
    }

    /// What the clock shows: bars that end by then are complete, and no later tick was played.
    #[must_use]
    pub const fn now(&self) -> UnixNanos {
        self.moment.now
    }

    /// How far it has come.
    #[must_use]
    pub fn position(&self) -> Position {
        Position { now: self.moment.now, played: self.moment.played, ticks: self.plan.ticks }
    }

    /// The bars of a symbol and a timeframe as of now: what a state would hold that was fed live, from the start of the range.
    ///
    /// # Errors
    /// [`ReplayError::State`] for a symbol that is not played or a timeframe that is not kept.
    pub fn state(&self, symbol: &Symbol, timeframe: BarKind) -> Result<State<'_>, ReplayError> {
        let state = self.moment.state();
        Ok(state.state(state.symbol(symbol)?, state.position(timeframe)?))
    }

    /// The time of the tick that is played next; `None` after the last.
    ///
    /// # Errors
    /// [`ReplayError::DayChanged`], and what the store answers.
    pub fn next_time(&mut self) -> Result<Option<UnixNanos>, ReplayError> {
        Ok(self.upcoming(&mut never)?.map(|(_, time)| UnixNanos::new(time)))
    }

    /// Plays the next tick, and says whose it is. `None` if none is left; the clock then shows the end.
    ///
    /// # Errors
    /// [`ReplayError::DayChanged`], and what the store answers.
    pub fn next_tick(&mut self) -> Result<Option<(usize, Tick)>, ReplayError> {
        let mut next = None;
        let see = &mut |event: &Event| {
            if let Event::Tick { symbol, tick } = *event {
                next = Some((symbol, tick));
            }
            ControlFlow::Break(())
        };
        self.play(UnixNanos::MAX, Watch::TICKS, never, see)?;
        Ok(next)
    }

    /// Goes to any time, as if all ticks of the range up to it, those of that moment too, had been played just now.
    ///
    /// A time outside the range means its start or its end. Going on plays what lies between; going back plays from the nearest
    /// moment before that was kept on the way. `stop` is asked before each day.
    ///
    /// # Errors
    /// [`ReplayError::DayChanged`], what the store answers, and its `Interrupted` if `stop` said so.
    pub fn seek(&mut self, time: UnixNanos, stop: impl FnMut() -> bool) -> Result<(), ReplayError> {
        let time = time.max(self.start());
        self.go_near(time, u64::MAX);
        self.play(time, Watch::NOTHING, stop, ignore)
    }

    /// The same, but of the ticks of that moment only as many as make so many in all: where a tick was the last that was played, and
    /// others of its moment were to come.
    ///
    /// # Errors
    /// As [`seek`](Self::seek).
    pub fn seek_within(
        &mut self,
        time: UnixNanos,
        played: u64,
        mut stop: impl FnMut() -> bool,
    ) -> Result<(), ReplayError> {
        let time = time.max(self.start()).min(self.end());
        self.go_near(time, played);
        let (before, time) = (time.as_i64().saturating_sub(1), time.as_i64());
        self.play_ticks(before, before, Watch::NOTHING, &mut stop, &mut ignore)?;
        while self.moment.played < played && self.upcoming(&mut stop)?.is_some_and(|(_, next)| next <= time) {
            self.play_ticks(time, time, Watch::TICKS, &mut stop, &mut |_| ControlFlow::Break(()))?;
        }
        self.play_ticks(before, time, Watch::NOTHING, &mut stop, &mut ignore)
    }

    /// Goes back to the nearest moment that was kept, if what is to be is not ahead, or if that is a shorter way to it.
    fn go_near(&mut self, time: UnixNanos, most_played: u64) {
        let is_before = |moment: &Moment| moment.now <= time && moment.played <= most_played;
        let (played, (days_begun, moment)) = self.checkpoints.last(|(_, moment)| is_before(moment));
        if !is_before(&self.moment) || played > self.moment.played {
            (self.days_begun, self.moment) = (*days_begun, moment.clone());
            self.begin_again();
        }
    }
}

fn calendars(store: &Store, symbols: &[Symbol]) -> Result<Vec<Calendar>, ReplayError> {
    symbols.iter().map(|symbol| Ok(store.calendar(symbol)?)).collect()
}

fn config(plan: &Plan, calendars: &[Calendar], options: ReplayOptions) -> MtfConfig {
    let ReplayOptions { timeframes, side, day, capacity } = options;
    let days = |calendar: &Calendar| match day {
        DayRule::Utc => Days::Utc,
        DayRule::Session => Days::Session(calendar.clone()),
    };
    let named = plan.symbols.iter().zip(&plan.digits).zip(calendars);
    let symbol = |((symbol, digits), calendar): ((&Symbol, &Digits), _)| MtfSymbol {
        symbol: symbol.clone(),
        digits: *digits,
        days: days(calendar),
    };
    MtfConfig { side, capacity, ..MtfConfig::new(named.map(symbol).collect(), timeframes) }
}
