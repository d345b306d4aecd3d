//! A replay that plays by itself: a thread that follows real time at a pace, for as long as somebody wants it.

use std::{
    ops::ControlFlow,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tickloom_ipc::Failure;
use tickloom_model::{NANOS_PER_DAY, UnixNanos};
use tickloom_replay::{Event, Pace, Watch};

use super::Session;
use crate::{
    failed,
    pool::{guarded, unavailable},
};

/// After so long the thread looks again: bars end without ticks.
const LONGEST_NAP: Duration = Duration::from_millis(20);

/// Bars after which those who listen are told, and others get a turn.
const BARS_AT_ONCE: usize = 512;

/// Whether a session is played, and how.
#[derive(Default)]
pub(crate) struct Player {
    wanted: Mutex<Wanted>,
    changed: Condvar,
}

#[derive(Default)]
struct Wanted {
    /// None while it stands still.
    playing: Option<Playing>,
    /// Whether the thread is there.
    has_thread: bool,
    is_closed: bool,
    /// Why it could not go on.
    failure: Option<Failure>,
}

struct Playing {
    pace: Pace,
    began: Instant,
    until: UnixNanos,
}

impl Player {
    /// Plays on from a moment at a pace, or goes on at another one.
    ///
    /// # Errors
    /// `service.unavailable` without a thread.
    pub(crate) fn play(&self, session: &Arc<Session>, pace: Pace, until: UnixNanos) -> Result<(), Failure> {
        let mut wanted = self.wanted();
        if wanted.is_closed {
            return Ok(());
        }
        wanted.failure = None;
        wanted.playing = Some(Playing { pace, began: Instant::now(), until });
        if !wanted.has_thread {
            let session = session.clone();
            let work = move || session.player.run(&session);
            let begun = std::thread::Builder::new().name("tickloom-replay".into()).spawn(work);
            begun.map_err(|error| unavailable(format!("the replay has no thread: {error}")))?;
            wanted.has_thread = true;
        }
        drop(wanted);
        self.changed.notify_all();
        Ok(())
    }

    /// Lets it stand still, and waits until it does.
    pub(crate) fn pause(&self) {
        let mut wanted = self.wanted();
        wanted.playing = None;
        self.changed.notify_all();
        drop(self.changed.wait_while(wanted, |wanted| wanted.has_thread));
    }

    /// The same for ever.
    pub(super) fn stop(&self) {
        self.wanted().is_closed = true;
        self.pause();
    }

    /// The replay was moved to another moment: the pace goes on from there.
    pub(crate) fn jump(&self, now: UnixNanos) {
        if let Some(playing) = &mut self.wanted().playing {
            playing.pace.jump(now, playing.began.elapsed());
        }
    }

    /// Why it could not go on, if it could not.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.wanted().failure.clone()
    }

    fn run(&self, session: &Session) {
        while let Some(due) = self.due() {
            let played = guarded("replay.play", || play_some(session, &due, &|| self.is_wanted()));
            match played {
                Ok(Some(next)) => self.rest(next),
                Ok(None) => {}
                Err(failure) => self.give_up(session, failure),
            }
        }
        self.changed.notify_all();
    }

    /// How far it should be, or none if it should stand still: then the thread is as good as gone.
    fn due(&self) -> Option<Due> {
        let mut wanted = self.wanted();
        let due = wanted.playing.as_ref().map(|playing| Due {
            market: playing.pace.market_time(playing.began.elapsed()),
            until: playing.until,
        });
        wanted.has_thread = due.is_some();
        due
    }

    fn is_wanted(&self) -> bool {
        self.wanted().playing.is_some()
    }

    /// Waits for the next tick, or for a while; or ends at the end.
    fn rest(&self, next: Next) {
        let mut wanted = self.wanted();
        let Some(playing) = &wanted.playing else { return };
        match next {
            Next::End => wanted.playing = None,
            Next::Tick(time) => {
                let wait = time.and_then(|time| playing.pace.wait(time, playing.began.elapsed()));
                let nap = wait.map_or(LONGEST_NAP, |wait| wait.min(LONGEST_NAP));
                drop(self.changed.wait_timeout(wanted, nap));
            }
        }
    }

    fn give_up(&self, session: &Session, failure: Failure) {
        session.fail(&failure);
        let mut wanted = self.wanted();
        wanted.playing = None;
        wanted.failure = Some(failure);
    }

    fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far a replay should be.
struct Due {
    market: UnixNanos,
    until: UnixNanos,
}

/// What comes after what was played.
enum Next {
    /// Nothing.
    End,
    /// A tick at this time, or only bars.
    Tick(Option<UnixNanos>),
}

/// Plays some of what is due, and tells of it. None if more is due already.
fn play_some(session: &Session, due: &Due, is_wanted: &dyn Fn() -> bool) -> Result<Option<Next>, Failure> {
    session.change(|kept, told| {
        let replay = kept.replay()?;
        let end = due.until.min(replay.end());
        // A day at most, so that others get a turn however fast it goes.
        let reach = due.market.min(end).min(replay.now().saturating_add(NANOS_PER_DAY));
        let (mut bars, before) = (0, replay.position().played);
        let see = |event: &Event| {
            if let Event::Bar { symbol, timeframe, bar } = *event {
                told.complete(symbol, timeframe, bar);
                bars += 1;
            }
            if bars < BARS_AT_ONCE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let played = replay.play(reach, Watch::BARS, || !is_wanted(), see);
        told.may_wait = true;
        told.time = replay.now().as_i64();
        if bars > 0 || replay.position().played > before {
            told.touched = (0..replay.symbols().len()).collect();
        }
        if is_wanted() {
            played.map_err(failed)?;
        }
        let now = replay.now();
        if now >= end {
            return Ok(Some(Next::End));
        }
        Ok(if now < reach || reach < due.market {
            None
        } else {
            Some(Next::Tick(replay.next_time().map_err(failed)?))
        })
    })
}
