//! One session: bars that are kept, who changes them, and who is told.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tickloom_bars::{CompletedBar, MtfConfig};
use tickloom_ipc::Failure;
use tickloom_model::{BarKind, Symbol, UnixNanos};

use super::{Kept, Watcher, player::Player};
use crate::wire::bar_columns::{Row, Units};

/// One session, shared by its methods, its subscriptions and the thread that plays it.
pub(crate) struct Session {
    owner: String,
    memory: u64,
    symbols: Vec<Symbol>,
    timeframes: Vec<BarKind>,
    units: Units,
    /// Held by whoever changes the bars, until all are told of it: so events come in the order of what happened.
    watchers: Mutex<Vec<Watcher>>,
    kept: Mutex<Kept>,
    pub(crate) player: Player,
}

/// What happened, and is to be told.
#[derive(Default)]
pub(crate) struct Told {
    /// As of when.
    pub(crate) time: i64,
    /// Bars that became complete, in the order in which they were known.
    pub(crate) completed: Vec<Row>,
    /// Positions of the symbols whose bars in progress have changed.
    pub(crate) touched: Vec<usize>,
    /// Whether who makes these bars can wait for slow clients.
    pub(crate) may_wait: bool,
    /// By symbol, its bars in progress.
    pub(super) forming: Vec<(usize, Vec<Row>)>,
}

impl Told {
    /// Adds a completed bar.
    pub(crate) fn complete(&mut self, symbol: usize, timeframe: usize, bar: CompletedBar) {
        self.completed.push(Row { symbol, timeframe, bar, is_complete: true });
    }

    /// Puts completed bars in the order in which they were known.
    pub(crate) fn put_in_order(&mut self) {
        self.completed.sort_by_key(|row| (row.bar.available_at, row.symbol, row.timeframe));
    }
}

impl Session {
    pub(crate) fn new(owner: &str, memory: u64, kept: Kept, config: &MtfConfig) -> Arc<Self> {
        Arc::new(Self {
            owner: owner.to_owned(),
            memory,
            symbols: config.symbols.iter().map(|named| named.symbol.clone()).collect(),
            timeframes: config.timeframes.clone(),
            units: Units::of(config),
            watchers: Mutex::default(),
            kept: Mutex::new(kept),
            player: Player::default(),
        })
    }

    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }

    pub(crate) const fn memory(&self) -> u64 {
        self.memory
    }

    pub(crate) fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    pub(crate) fn timeframes(&self) -> &[BarKind] {
        &self.timeframes
    }

    /// Looks at what is kept.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&mut Kept) -> T) -> T {
        look(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes what is kept and tells everybody, also of what was changed before a failure.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Kept, &mut Told) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut watchers = self.watchers();
        let mut told = Told::default();
        let wants_forming = watchers.iter().any(|watcher| watcher.forming);
        let changed = self.look(|kept| {
            let changed = change(kept, &mut told);
            if wants_forming {
                told.forming = self.forming(kept, &told.touched);
            }
            changed
        });
        watchers.retain(|watcher| watcher.tell(&told, &self.units).is_ok());
        changed
    }

    /// Adds a subscription. First it is told the bars that are kept and were known after a moment, and what forms.
    pub(crate) fn join(&self, watcher: Watcher, after: Option<UnixNanos>) {
        let mut watchers = self.watchers();
        match self.look(|kept| self.so_far(kept, after)) {
            Some(told) if watcher.tell(&told, &self.units).is_ok() => watchers.push(watcher),
            Some(_) => {}
            None => watcher.end(),
        }
    }

    /// What somebody has missed who comes now; none if the session is over.
    fn so_far(&self, kept: &Kept, after: Option<UnixNanos>) -> Option<Told> {
        kept.config()?;
        let all: Vec<usize> = (0..self.symbols.len()).collect();
        let completed = after.map_or(Vec::new(), |after| self.known_after(kept, after));
        let (time, forming) = (kept.time(), self.forming(kept, &all));
        let mut told = Told { time, completed, forming, ..Told::default() };
        told.put_in_order();
        Some(told)
    }

    /// Ends it: nothing is kept or played any more, and all subscriptions are over.
    pub(crate) fn close(&self) {
        self.player.stop();
        self.look(|kept| *kept = Kept::Nothing);
        self.watchers().drain(..).for_each(Watcher::end);
    }

    /// Ends all subscriptions by a failure.
    pub(super) fn fail(&self, failure: &Failure) {
        self.watchers().drain(..).for_each(|watcher| watcher.events.fail(failure.clone()));
    }

    fn forming(&self, kept: &Kept, symbols: &[usize]) -> Vec<(usize, Vec<Row>)> {
        let rows = |&symbol: &usize| {
            let row = |timeframe| {
                let bar = kept.forming(symbol, timeframe)?;
                Some(Row { symbol, timeframe, bar, is_complete: false })
            };
            (symbol, (0..self.timeframes.len()).filter_map(row).collect())
        };
        symbols.iter().map(rows).collect()
    }

    fn known_after(&self, kept: &Kept, after: UnixNanos) -> Vec<Row> {
        let mut rows = Vec::new();
        for (symbol, name) in self.symbols.iter().enumerate() {
            for (timeframe, kind) in self.timeframes.iter().enumerate() {
                let Ok(state) = kept.state(name, *kind) else { continue };
                let known = state.history.iter().filter(|bar| bar.available_at > after);
                rows.extend(known.map(|&bar| Row { symbol, timeframe, bar, is_complete: true }));
            }
        }
        rows
    }

    fn watchers(&self) -> MutexGuard<'_, Vec<Watcher>> {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
