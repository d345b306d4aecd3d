//! What a session keeps: a state that is fed, or a replay.

use tickloom_bars::{CompletedBar, MtfConfig, MtfState, State};
use tickloom_importer::TickStreams;
use tickloom_ipc::Failure;
use tickloom_model::{BarKind, Symbol, UnixNanos};
use tickloom_replay::Replay;

use crate::{failed, wire::given::bad_params};

/// The bars of a session, and where they come from.
pub(crate) enum Kept {
    /// A client feeds it.
    State(Box<Fed>),
    /// Stored ticks feed it.
    Replay(Box<Replay>),
    /// The session was closed.
    Nothing,
}

/// What a client feeds.
pub(crate) struct Fed {
    pub(crate) state: MtfState,
    /// Those that it sends.
    pub(crate) streams: TickStreams,
}

impl Kept {
    /// A state without a tick.
    pub(crate) fn new(state: MtfState) -> Self {
        Self::State(Box::new(Fed { state, streams: TickStreams::default() }))
    }

    /// What it was made for.
    pub(crate) fn config(&self) -> Option<&MtfConfig> {
        match self {
            Self::State(fed) => Some(fed.state.config()),
            Self::Replay(replay) => Some(replay.config()),
            Self::Nothing => None,
        }
    }

    /// As of when its bars are told: of a state that is fed, the latest of all symbols.
    pub(crate) fn time(&self) -> i64 {
        match self {
            Self::State(fed) => {
                let state = &fed.state;
                let watermarks = state.symbols().map(|symbol| state.sequencer(symbol).watermark());
                watermarks.max().filter(|time| *time > UnixNanos::MIN).map_or(0, UnixNanos::as_i64)
            }
            Self::Replay(replay) => replay.now().as_i64(),
            Self::Nothing => 0,
        }
    }

    /// The bars of a symbol and a timeframe.
    pub(crate) fn state(&self, symbol: &Symbol, timeframe: BarKind) -> Result<State<'_>, Failure> {
        match self {
            Self::State(fed) => {
                let state = &fed.state;
                let (symbol, position) = (state.symbol(symbol), state.position(timeframe));
                Ok(state.state(symbol.map_err(failed)?, position.map_err(failed)?))
            }
            Self::Replay(replay) => replay.state(symbol, timeframe).map_err(failed),
            Self::Nothing => Err(closed()),
        }
    }

    /// The bar in progress of a symbol and a timeframe by their positions, if there is one.
    pub(crate) fn forming(&self, symbol: usize, timeframe: usize) -> Option<CompletedBar> {
        if let Self::State(fed) = self {
            let state = &fed.state;
            let id = state.symbols().nth(symbol)?;
            return state.state(id, timeframe).forming;
        }
        let config = self.config()?;
        let (symbol, kind) = (&config.symbols.get(symbol)?.symbol, *config.timeframes.get(timeframe)?);
        self.state(symbol, kind).ok()?.forming
    }

    /// The state that a client feeds, and what it is fed.
    pub(crate) fn fed(&mut self) -> Result<&mut Fed, Failure> {
        match self {
            Self::State(fed) => Ok(fed),
            Self::Replay(_) => Err(bad_params("a replay is fed by what is stored: play it")),
            Self::Nothing => Err(closed()),
        }
    }

    /// The replay.
    pub(crate) fn replay(&mut self) -> Result<&mut Replay, Failure> {
        match self {
            Self::Replay(replay) => Ok(replay),
            Self::State(_) => Err(bad_params("this state is fed by its client: only a replay is played")),
            Self::Nothing => Err(closed()),
        }
    }
}

fn closed() -> Failure {
    Failure::new("session.unknown", "the session was closed: open another one")
}
