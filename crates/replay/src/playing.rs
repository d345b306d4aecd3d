//! How ticks are played: fast where nobody looks, moment by moment where somebody does.

use std::ops::ControlFlow;

use tickloom_model::UnixNanos;
use tickloom_store::StoreError;

use crate::{
    Event, Replay, ReplayError, Watch,
    merge::{DayMerge, Run},
    reader::Reader,
    watching::{See, Stop, ignore, never},
};

impl Replay {
    /// Plays all ticks up to a time, those of that moment too; nothing if the clock shows a later one.
    ///
    /// # Errors
    /// [`ReplayError::DayChanged`], and what the store answers.
    pub fn run_until(&mut self, time: UnixNanos) -> Result<(), ReplayError> {
        self.play(time, Watch::NOTHING, never, ignore)
    }

    /// As [`run_until`](Self::run_until), watched: events are shown in the order in which they come about, until one is
    /// answered with a break. All events of one moment are shown before it stops.
    ///
    /// `stop` is asked before each day is begun; `true` ends the call.
    ///
    /// # Errors
    /// [`ReplayError::DayChanged`], what the store answers, and [`StoreError::Interrupted`] if `stop` did. The replay can go
    /// on from where it stands.
    pub fn play(
        &mut self,
        until: UnixNanos,
        watch: Watch,
        mut stop: impl FnMut() -> bool,
        mut see: impl FnMut(&Event) -> ControlFlow<()>,
    ) -> Result<(), ReplayError> {
        let until = until.min(self.end()).as_i64();
        self.play_ticks(until, until, watch, &mut stop, &mut see)
    }

    /// Plays ticks up to one of the time `last`, and bars until the clock shows `until`.
    pub(crate) fn play_ticks(
        &mut self,
        last: i64,
        until: i64,
        watch: Watch,
        stop: Stop<'_>,
        see: See<'_>,
    ) -> Result<(), ReplayError> {
        let played = match watch {
            Watch::NOTHING => self.rush(last, stop),
            _ => self.watched(last, watch, stop, see),
        };
        let reach = if matches!(played, Ok(ControlFlow::Continue(()))) { until } else { self.now().as_i64() };
        // Where it stops, all is known that is known at that time.
        let (watch, see): (_, See<'_>) =
            if reach == until { (watch, see) } else { (Watch::NOTHING, &mut ignore) };
        if self.complete(reach, watch, see).is_continue() {
            self.moment.now = self.moment.now.max(UnixNanos::new(reach));
        }
        played.map(drop)
    }

    /// Symbol and time of the next tick; days are begun as they come.
    pub(crate) fn upcoming(&mut self, stop: Stop<'_>) -> Result<Option<(usize, i64)>, ReplayError> {
        while self.day.next().is_none() && self.days_begun < self.plan.days.len() {
            if stop() {
                return Err(StoreError::Interrupted.into());
            }
            self.begin_day()?;
        }
        Ok(self.day.next())
    }

    /// Goes on with the day that the plan has next, whatever was read.
    pub(crate) fn begin_again(&mut self) {
        self.day = DayMerge::default();
        self.reader = Reader::new(self.store.clone(), self.plan.clone(), self.days_begun);
    }

    fn begin_day(&mut self) -> Result<(), ReplayError> {
        // What was played is let go of before more is read.
        self.day = DayMerge::default();
        match self.reader.next_day() {
            Some(Ok(day)) => self.day = day,
            Some(Err(error)) => {
                // The day is not passed over: the next call tries it again.
                self.begin_again();
                return Err(error);
            }
            None => {}
        }
        let (days_begun, moment) = (self.days_begun, &self.moment);
        self.checkpoints.offer(moment.played, || (days_begun, moment.clone()));
        self.days_begun += 1;
        Ok(())
    }

    /// Plays ticks up to a time as fast as it goes.
    fn rush(&mut self, last: i64, stop: Stop<'_>) -> Result<ControlFlow<()>, ReplayError> {
        while self.upcoming(stop)?.is_some() {
            let Some(run) = self.day.next_run(last) else { break };
            self.moment.rush(&run);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Plays ticks up to a time, and completes each bar at the moment when it ends.
    fn watched(
        &mut self,
        last: i64,
        watch: Watch,
        stop: Stop<'_>,
        see: See<'_>,
    ) -> Result<ControlFlow<()>, ReplayError> {
        let one_by_one = watch.ticks || self.has_bars_that_ticks_end();
        let mut flow = ControlFlow::Continue(());
        while let Some((symbol, time)) = self.upcoming(stop)?.filter(|(_, time)| *time <= last) {
            flow = self.complete(time, watch, see);
            if flow.is_break() {
                break;
            }
            let before_end = self.moment.last_before_end(symbol, time).min(last);
            let run = if one_by_one { self.day.next_tick(last) } else { self.day.next_run(before_end) };
            let Some(run) = run else { break };
            self.events.extend(watch.ticks.then(|| first_tick(&run)));
            self.moment.play(&run, &mut self.events);
            flow = show(&mut self.events, watch, see);
            if flow.is_break() {
                break;
            }
        }
        Ok(flow)
    }

    /// Completes the bars that end by a time, moment by moment.
    fn complete(&mut self, last: i64, watch: Watch, see: See<'_>) -> ControlFlow<()> {
        while let Some(end) = self.moment.next_end(last) {
            self.moment.reach(end, &mut self.events);
            self.events.sort_by_key(Event::order);
            show(&mut self.events, watch, see)?;
        }
        ControlFlow::Continue(())
    }

    fn has_bars_that_ticks_end(&self) -> bool {
        self.timeframes().iter().any(|kind| kind.timeframe().is_none())
    }
}

/// Shows what is watched, all of it, and then tells whether to go on.
fn show(events: &mut Vec<Event>, watch: Watch, see: See<'_>) -> ControlFlow<()> {
    let mut flow = ControlFlow::Continue(());
    for event in events.drain(..).filter(|event| watch.sees(event)) {
        let answer = see(&event);
        flow = if flow.is_break() { flow } else { answer };
    }
    flow
}

fn first_tick(run: &Run<'_>) -> Event {
    Event::Tick { symbol: run.symbol, tick: run.ticks.get(run.positions.start) }
}
