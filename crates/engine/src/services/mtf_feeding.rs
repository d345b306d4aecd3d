//! What clients feed to states of many timeframes: few ticks on the connection's own task, so that none waits for a thread.

use tickloom_bars::{MtfState, StateChange};
use tickloom_importer::TickStreams;
use tickloom_ipc::Failure;
use tickloom_model::{Digits, Symbol, Ticks, UnixNanos};
use tickloom_protocol::methods::{
    common::Empty,
    mtf::{MtfMoment, MtfPosition, MtfTicks},
};

use crate::{
    Request, failed,
    sessions::{Session, Sessions, Told},
    wire::{mtf, words::word},
};

/// Bytes of parameters that are few ticks: about a hundred.
const FEW_BYTES: usize = 8 << 10;

/// Takes few ticks at once; none if there may be many, or others are at the session.
pub(super) fn push_few(sessions: &Sessions, request: &Request) -> Result<Option<MtfPosition>, Failure> {
    if request.packed_params().len() > FEW_BYTES {
        return Ok(None);
    }
    let MtfTicks { session, symbol, columns } = request.params()?;
    let (session, symbol) = (sessions.find(&session)?, word(&symbol)?);
    let taken = session.change_at_once(|kept, told| {
        let fed = kept.fed()?;
        let digits = digits(&fed.state, &symbol)?;
        let ticks = mtf::ticks(&mut fed.streams, columns.into_vec(), digits)?;
        told.caused = Some(request.received());
        if told.is_heard {
            request.give_way();
        }
        take(&session, &symbol, &ticks, &mut fed.state, told)
    });
    taken.transpose()
}

/// Takes any number of ticks, on a thread.
pub(super) fn push(
    sessions: &Sessions,
    request: &Request,
    MtfTicks { session, symbol, columns }: MtfTicks,
) -> Result<MtfPosition, Failure> {
    let (session, symbol) = (sessions.find(&session)?, word(&symbol)?);
    let digits = session.look(|kept| digits(&kept.fed()?.state, &symbol))?;
    let ticks = mtf::ticks(&mut TickStreams::default(), columns.into_vec(), digits)?;
    session.change(|kept, told| {
        told.caused = Some(request.received());
        take(&session, &symbol, &ticks, &mut kept.fed()?.state, told)
    })
}

/// Lets time go on without ticks.
pub(super) fn advance(sessions: &Sessions, request: &Request, moment: &MtfMoment) -> Result<Empty, Failure> {
    let session = sessions.find(&moment.session)?;
    session.change(|kept, told| {
        let state = &mut kept.fed()?.state;
        state.advance_with(UnixNanos::new(moment.time), |change| complete(&session, &change, told));
        told.put_in_order();
        told.touched = told.completed.iter().map(|row| row.symbol).collect();
        told.touched.sort_unstable();
        told.touched.dedup();
        told.caused = Some(request.received());
        told.time = moment.time.saturating_sub(state.config().lateness);
        Ok(Empty {})
    })
}

fn digits(state: &MtfState, symbol: &Symbol) -> Result<Digits, Failure> {
    state.symbol(symbol).map(|id| state.digits(id)).map_err(failed)
}

fn take(
    session: &Session,
    symbol: &Symbol,
    ticks: &[Ticks],
    state: &mut MtfState,
    told: &mut Told,
) -> Result<MtfPosition, Failure> {
    let id = state.symbol(symbol).map_err(failed)?;
    for ticks in ticks {
        state.push_ticks_with(id, ticks, |change| complete(session, &change, told));
    }
    told.put_in_order();
    told.touched = session.symbols().iter().position(|named| named == symbol).into_iter().collect();
    let position = mtf::position(state, id);
    told.time = position.watermark.unwrap_or_default();
    Ok(position)
}

fn complete(session: &Session, change: &StateChange<'_>, told: &mut Told) {
    let symbol = session.symbols().iter().position(|named| named == change.symbol);
    let timeframe = session.timeframes().iter().position(|kind| *kind == change.timeframe);
    if let (Some(symbol), Some(timeframe)) = (symbol, timeframe) {
        told.complete(symbol, timeframe, change.completed);
    }
}
