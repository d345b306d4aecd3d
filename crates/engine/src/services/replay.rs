//! Stored ticks played again. The bars of a replay are those of a session: `mtf.state`, `mtf.subscribe`, `mtf.close`.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use tickloom_bars::CompletedBar;
use tickloom_ipc::Failure;
use tickloom_model::UnixNanos;
use tickloom_protocol::methods::{
    common::Empty,
    mtf::SessionName,
    replay::{
        Advance, Open, Pause, Play, Position, ReplayAdvance, ReplayEvents, ReplayMoved, ReplayOrder,
        ReplayPlay, ReplayPosition, ReplaySeek, ReplaySession, ReplayStep, Seek, Step,
    },
};
use tickloom_replay::{Event, Pace, Replay as Clock, Step as Stride, Watch};
use tickloom_store::Store;

use super::mtf::keep;
use crate::{
    Methods, Request, Service, failed,
    sessions::{Kept, Session, Sessions, Told},
    wire::{given::bad_params, replay},
};

/// What a replay holds beside its bars: days of ticks, and moments to go back to.
const BESIDE_BARS: u64 = 64 << 20;

/// How long it may take to play years of many symbols that nobody watches.
const YEARS: Duration = Duration::from_secs(60 * 60);

/// Events of one answer, whatever is asked for.
const MOST_EVENTS: u32 = 10_000;

pub(super) struct Replay {
    pub(super) store: Store,
    pub(super) sessions: Arc<Sessions>,
}

impl Service for Replay {
    fn name(&self) -> &str {
        "replay"
    }

    fn needs(&self) -> Vec<String> {
        vec!["mtf".into()]
    }

    fn methods(&self) -> Methods {
        let (store, opened) = (self.store.clone(), self.sessions.clone());
        let [asked, advanced, stepped] = [(); 3].map(|()| self.sessions.clone());
        let [sought, played, paused] = [(); 3].map(|()| self.sessions.clone());
        Methods::new()
            .once::<Open>(move |request, order| open(&store, &opened, request, &order))
            .once::<Position>(move |_, named| position(&asked, &named))
            .once::<Advance>(move |request, wanted| advance(&advanced, request, &wanted))
            .within(YEARS)
            .once::<Step>(move |request, wanted| step(&stepped, request, &wanted))
            .within(YEARS)
            .once::<Seek>(move |request, wanted| seek(&sought, request, &wanted))
            .within(YEARS)
            .once::<Play>(move |_, wanted| play(&played, &wanted))
            .once::<Pause>(move |_, named| pause(&paused, &named))
    }
}

fn open(
    store: &Store,
    sessions: &Sessions,
    request: &Request,
    order: &ReplayOrder,
) -> Result<ReplaySession, Failure> {
    let (symbols, range, options) = replay::order(order)?;
    let rings = symbols.len() * options.timeframes.len() * size_of::<CompletedBar>();
    let memory = (rings as u64).saturating_mul(options.capacity as u64).saturating_add(BESIDE_BARS);
    sessions.admit(request.session(), memory)?;
    let mut clock = Clock::open(store, &symbols, range, options).map_err(failed)?;
    let (start, end) = (clock.start().as_i64(), clock.end().as_i64());
    let (position, config) = (replay::position(&mut clock), clock.config().clone());
    let session = Session::new(request.session(), memory, Kept::Replay(Box::new(clock)), &config);
    Ok(ReplaySession {
        session: keep(sessions, "replay", &session, request)?,
        symbols: symbols.iter().map(ToString::to_string).collect(),
        timeframes: config.timeframes.iter().map(ToString::to_string).collect(),
        start,
        end,
        position,
    })
}

fn position(sessions: &Sessions, named: &SessionName) -> Result<ReplayPosition, Failure> {
    let session = sessions.find(&named.session)?;
    session.player.failure().map_or(Ok(()), Err)?;
    session.look(|kept| kept.replay().map(replay::position))
}

fn advance(sessions: &Sessions, request: &Request, wanted: &ReplayAdvance) -> Result<ReplayEvents, Failure> {
    let session = sessions.find(&wanted.session)?;
    let most = wanted.most.unwrap_or(1);
    if !(1..=MOST_EVENTS).contains(&most) {
        return Err(bad_params(format!("{most} events are not 1 to {MOST_EVENTS}")));
    }
    let shown = Watch { ticks: wanted.ticks.unwrap_or_default(), bars: wanted.bars.unwrap_or_default() };
    session.change(|kept, told| {
        let clock = kept.replay()?;
        let mut seen = Vec::new();
        let see = |event: &Event| {
            note(event, told);
            if matches!(event, Event::Tick { .. }) && shown.ticks
                || matches!(event, Event::Bar { .. }) && shown.bars
            {
                seen.push(*event);
            }
            if seen.len() < most as usize { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let watch = Watch { bars: true, ..shown };
        let played = clock.play(UnixNanos::new(wanted.until), watch, || request.is_cancelled(), see);
        touch_all(clock, told);
        played.map_err(failed)?;
        let position = replay::position(clock);
        Ok(replay::events(&seen, clock.config(), wanted.detail.unwrap_or_default(), position))
    })
}

fn step(sessions: &Sessions, request: &Request, wanted: &ReplayStep) -> Result<ReplayMoved, Failure> {
    let session = sessions.find(&wanted.session)?;
    session.change(|kept, told| {
        let clock = kept.replay()?;
        let step = Stride::named(&wanted.step, clock.timeframes()).map_err(failed)?;
        let moved = clock.step_watched(step, || request.is_cancelled(), |event| note(event, told));
        touch_all(clock, told);
        Ok(ReplayMoved { moved: moved.map_err(failed)?, position: replay::position(clock) })
    })
}

/// A jump: who listens is told what forms there, not what happened on the way.
fn seek(sessions: &Sessions, request: &Request, wanted: &ReplaySeek) -> Result<ReplayPosition, Failure> {
    let session = sessions.find(&wanted.session)?;
    session.change(|kept, told| {
        let clock = kept.replay()?;
        let (time, stop) = (UnixNanos::new(wanted.time), || request.is_cancelled());
        let sought = match wanted.played {
            Some(played) => clock.seek_within(time, played, stop),
            None => clock.seek(time, stop),
        };
        touch_all(clock, told);
        session.player.jump(clock.now());
        sought.map_err(failed)?;
        Ok(replay::position(clock))
    })
}

fn play(sessions: &Sessions, wanted: &ReplayPlay) -> Result<Empty, Failure> {
    let session = sessions.find(&wanted.session)?;
    let (now, end) = session.look(|kept| kept.replay().map(|clock| (clock.now(), clock.end())))?;
    let pace = Pace::new(wanted.speed.unwrap_or(f64::INFINITY), now).map_err(failed)?;
    session.player.play(&session, pace, wanted.until.map_or(end, UnixNanos::new))?;
    Ok(Empty {})
}

fn pause(sessions: &Sessions, named: &SessionName) -> Result<ReplayPosition, Failure> {
    let session = sessions.find(&named.session)?;
    // A state that its client feeds does not play.
    session.look(|kept| kept.replay().map(|_| ()))?;
    session.player.pause();
    session.look(|kept| kept.replay().map(replay::position))
}

/// Notes a bar that became complete.
fn note(event: &Event, told: &mut Told) {
    if let Event::Bar { symbol, timeframe, bar } = *event {
        told.complete(symbol, timeframe, bar);
    }
}

/// A clock that moved: every symbol's bars in progress may have changed. Whoever asked waits for the answer, not for slow listeners.
fn touch_all(clock: &Clock, told: &mut Told) {
    told.time = clock.now().as_i64();
    told.touched = (0..clock.symbols().len()).collect();
}
