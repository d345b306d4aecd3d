//! Single steps: to the next tick, the end of a bar, or the end of a session.

use std::ops::ControlFlow;

use tickloom_model::{BarKind, UnixNanos};

use crate::{Event, Replay, ReplayError, Watch, watching::Stop};

/// A step through what is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The next tick.
    Tick,
    /// Until a bar of this kind is complete, whichever symbol's.
    Bar(BarKind),
    /// To the end of the session day in which the next tick lies, by its symbol's calendar.
    Session,
}

impl Step {
    /// The step of this name: `tick`, `session`, or one of some timeframes.
    ///
    /// # Errors
    /// [`ReplayError::InvalidStep`] for any other name.
    pub fn named(name: &str, timeframes: &[BarKind]) -> Result<Self, ReplayError> {
        match name {
            "tick" => Ok(Self::Tick),
            "session" => Ok(Self::Session),
            _ => {
                let kind = name.parse().ok().filter(|kind| timeframes.contains(kind));
                kind.map(Self::Bar).ok_or_else(|| ReplayError::invalid_step(&name, timeframes))
            }
        }
    }
}

impl Replay {
    /// Goes one step on; `false` if the end came first.
    ///
    /// A step by bars or sessions ends when they do, before the ticks of that moment. `stop` is asked before each day.
    ///
    /// # Errors
    /// [`ReplayError::InvalidStep`] for bars that are not kept, [`ReplayError::DayChanged`], what the store answers, and its
    /// `Interrupted` if `stop` said so.
    pub fn step(&mut self, step: Step, mut stop: impl FnMut() -> bool) -> Result<bool, ReplayError> {
        match step {
            Step::Tick => Ok(self.next_tick()?.is_some()),
            Step::Bar(kind) => self.step_bar(kind, &mut stop, &mut |_| ()),
            Step::Session => self.step_session(Watch::NOTHING, &mut stop, &mut |_| ()),
        }
    }

    /// As [`step`](Self::step), watched: all bars that become complete on the way are shown.
    ///
    /// # Errors
    /// As there.
    pub fn step_watched(
        &mut self,
        step: Step,
        mut stop: impl FnMut() -> bool,
        mut see: impl FnMut(&Event),
    ) -> Result<bool, ReplayError> {
        match step {
            Step::Tick => self.step_tick(&mut stop, &mut see),
            Step::Bar(kind) => self.step_bar(kind, &mut stop, &mut see),
            Step::Session => self.step_session(Watch::BARS, &mut stop, &mut see),
        }
    }

    fn step_tick(&mut self, stop: Stop<'_>, see: Look<'_>) -> Result<bool, ReplayError> {
        let mut has_played = false;
        let see = &mut |event: &Event| {
            let is_tick = matches!(event, Event::Tick { .. });
            has_played |= is_tick;
            if is_tick {
                return ControlFlow::Break(());
            }
            see(event);
            ControlFlow::Continue(())
        };
        self.play(UnixNanos::MAX, Watch { ticks: true, bars: true }, stop, see)?;
        Ok(has_played)
    }

    fn step_bar(&mut self, kind: BarKind, stop: Stop<'_>, look: Look<'_>) -> Result<bool, ReplayError> {
        let wanted = self.timeframes().iter().position(|kept| *kept == kind);
        let wanted = wanted.ok_or_else(|| ReplayError::invalid_step(&kind, self.timeframes()))?;
        let mut is_complete = false;
        let see = &mut |event: &Event| {
            look(event);
            is_complete |= matches!(event, Event::Bar { timeframe, .. } if *timeframe == wanted);
            if is_complete { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        self.play(UnixNanos::MAX, Watch::BARS, stop, see)?;
        Ok(is_complete)
    }

    fn step_session(&mut self, watch: Watch, stop: Stop<'_>, look: Look<'_>) -> Result<bool, ReplayError> {
        let see = &mut |event: &Event| {
            look(event);
            ControlFlow::Continue(())
        };
        let Some((symbol, time)) = self.upcoming(stop)? else {
            self.play(UnixNanos::MAX, watch, stop, see)?;
            return Ok(false);
        };
        let session = self.calendars[symbol].session_day(UnixNanos::new(time)).range;
        // The last tick of a range without an end is the end itself.
        let until = session.end.min(self.end());
        self.play_ticks(session.last_moment().as_i64(), until.as_i64(), watch, stop, see)?;
        Ok(true)
    }
}

/// Somebody who sees bars and lets it go on.
type Look<'a> = &'a mut dyn FnMut(&Event);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_a_tick_a_session_or_a_bar_that_is_kept() {
        let kept = ["5m", "100t"].map(|name| name.parse().unwrap());
        for (name, expected) in [
            ("tick", Some(Step::Tick)),
            ("session", Some(Step::Session)),
            ("5m", Some(Step::Bar(kept[0]))),
            ("M5", Some(Step::Bar(kept[0]))),
            ("100t", Some(Step::Bar(kept[1]))),
            ("1h", None),
            ("day", None),
            ("", None),
        ] {
            assert_eq!(Step::named(name, &kept).ok(), expected, "{name}");
        }
        let refused = Step::named("1h", &kept).unwrap_err();
        assert_eq!(
            (refused.code(), refused.to_string()),
            (
                "replay.step_invalid",
                "\"1h\" is no step: use tick, session or one of this replay's timeframes, 5m 100t".into()
            )
        );
    }
}
