//! One session: bars that are kept, who changes them, and who is told.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError},
    time::Instant,
};

use tickloom_bars::{CompletedBar, MtfConfig};
use tickloom_ipc::Failure;
use tickloom_model::{BarKind, Symbol, UnixNanos};

use super::{Kept, Watcher, player::Player};
use crate::wire::bar_columns::{Row, Units};

/// Symbols and subscriptions of a session that can be changed at once.
const FEW: usize = 16;

/// One session, shared by its methods, its subscriptions and the thread that plays it.
pub(crate) struct Session {
    owner: String,
    memory: u64,
    symbols: Vec<Symbol>,
    timeframes: Vec<BarKind>,
    units: Units,
    /// Whether one tick changes few bars, whatever it is.
    is_light: bool,
    /// Held by whoever changes the bars, until all are told of it: so events come in the order of what happened.
    watchers: Mutex<Vec<Watcher>>,
    /// Who comes while others may be told, each with the moment after which he wants to know. Held for moments only.
    arriving: Mutex<Vec<(Watcher, Option<UnixNanos>)>>,
    kept: Mutex<Kept>,
    /// Why it is over, if its service was stopped.
    stopped: OnceLock<Failure>,
    pub(crate) player: Player,
}

/// What happened, and is to be told.
#[derive(Default)]
pub(crate) struct Told {
    /// As of when.
    pub(crate) time: i64,
    /// When the request came that made it happen.
    pub(crate) caused: Option<Instant>,
    /// Bars that became complete, in the order in which they were known.
    pub(crate) completed: Vec<Row>,
    /// Positions of the symbols whose bars in progress have changed.
    pub(crate) touched: Vec<usize>,
    /// Whether anybody listens.
    pub(crate) is_heard: bool,
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
            is_light: is_light(config),
            watchers: Mutex::default(),
            arriving: Mutex::default(),
            kept: Mutex::new(kept),
            stopped: OnceLock::new(),
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
        look(&mut self.kept())
    }

    /// Changes what is kept and tells everybody, also of what was changed before a failure.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Kept, &mut Told) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let watchers = self.all_watchers();
        self.change_held(watchers, self.kept(), change)
    }

    /// The same on a thread that must not wait: none, and nothing is changed, if others are at it, somebody has just come who is
    /// told much, or a tick may change many bars.
    pub(crate) fn change_at_once<T>(
        &self,
        change: impl FnOnce(&mut Kept, &mut Told) -> Result<T, Failure>,
    ) -> Option<Result<T, Failure>> {
        let watchers = free(&self.watchers).filter(|watchers| self.is_light && watchers.len() <= FEW)?;
        if !held(&self.arriving).is_empty() {
            return None;
        }
        Some(self.change_held(watchers, free(&self.kept)?, change))
    }

    fn change_held<T>(
        &self,
        mut watchers: MutexGuard<'_, Vec<Watcher>>,
        mut kept: MutexGuard<'_, Kept>,
        change: impl FnOnce(&mut Kept, &mut Told) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut told = Told { is_heard: !watchers.is_empty(), ..Told::default() };
        let changed = change(&mut kept, &mut told);
        if watchers.iter().any(|watcher| watcher.forming) {
            told.forming = self.forming(&kept, &told.touched);
        }
        drop(kept);
        watchers.retain(|watcher| watcher.tell(&told, &self.units).is_ok());
        changed
    }

    /// Notes a subscription, whoever is told just now: from here on it misses nothing. [`Self::admit`] has to follow, on a thread
    /// that may wait.
    pub(crate) fn join(&self, watcher: Watcher, after: Option<UnixNanos>) {
        held(&self.arriving).push((watcher, after));
    }

    /// Tells those who have come the bars that are kept and were known after their moment, and what forms; unless that was done
    /// before something else happened.
    pub(crate) fn admit(&self) {
        drop(self.all_watchers());
    }

    /// All who are told what happens from now on, those who have come among them.
    fn all_watchers(&self) -> MutexGuard<'_, Vec<Watcher>> {
        let mut watchers = self.watchers();
        let arriving = std::mem::take(&mut *held(&self.arriving));
        watchers.extend(arriving.into_iter().filter_map(|(watcher, after)| self.admitted(watcher, after)));
        watchers
    }

    fn admitted(&self, watcher: Watcher, after: Option<UnixNanos>) -> Option<Watcher> {
        match self.look(|kept| self.so_far(kept, after)) {
            Some(told) => return watcher.tell(&told, &self.units).is_ok().then_some(watcher),
            None => match self.stopped.get() {
                Some(failure) => watcher.events.fail(failure.clone()),
                None => watcher.end(),
            },
        }
        None
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

    /// The same with its service: subscriptions end by this failure, also those that are just about to begin.
    pub(super) fn stop(&self, failure: &Failure) {
        self.stopped.get_or_init(|| failure.clone());
        self.player.stop();
        self.look(|kept| *kept = Kept::Nothing);
        self.fail(failure);
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

    fn kept(&self) -> MutexGuard<'_, Kept> {
        held(&self.kept)
    }

    fn watchers(&self) -> MutexGuard<'_, Vec<Watcher>> {
        held(&self.watchers)
    }
}

/// Whether one tick changes few bars, whatever it is: one of a price far away completes any number of bars that are made of prices,
/// and one that was waited for lets go of all that were held.
fn is_light(config: &MtfConfig) -> bool {
    let is_of_time = |kind: &BarKind| matches!(kind, BarKind::Time(_));
    config.symbols.len() <= FEW && config.lateness == 0 && config.timeframes.iter().all(is_of_time)
}

/// What a lock guards, as soon as nobody else holds it.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a lock guards, if nobody holds it.
fn free<T>(lock: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match lock.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

#[cfg(test)]
mod tests {
    use tickloom_bars::{MtfConfig, MtfState};
    use tickloom_model::{Instrument, Timeframe};

    use super::{Kept, Session};

    fn session(timeframe: &str, lateness: i64) -> std::sync::Arc<Session> {
        let eurusd = Instrument::builtin(&"EURUSD".parse().unwrap()).unwrap();
        let kinds = vec![Timeframe::M1.into(), timeframe.parse().unwrap()];
        let config = MtfConfig { lateness, ..MtfConfig::new(vec![eurusd.into()], kinds) };
        let state = MtfState::new(config.clone()).unwrap();
        Session::new("c1", 0, Kept::new(state), &config)
    }

    #[test]
    fn what_is_done_at_once_waits_for_nobody() {
        let session = session("5m", 0);
        let at_once = || session.change_at_once(|_, _| Ok(1)).map(Result::unwrap);
        assert_eq!(at_once(), Some(1));
        assert_eq!(session.look(|_| at_once()), None);
        assert_eq!(session.change(|_, _| Ok(at_once())).unwrap(), None);
        assert_eq!(at_once(), Some(1));
    }

    #[test]
    fn nothing_is_done_at_once_where_a_tick_may_change_many_bars() {
        for (timeframe, lateness, is_done) in [("5m", 0, true), ("5r", 0, false), ("5m", 1, false)] {
            let done = session(timeframe, lateness).change_at_once(|_, _| Ok(()));
            assert_eq!(done.is_some(), is_done, "{timeframe} {lateness}");
        }
    }
}
