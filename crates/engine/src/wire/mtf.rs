//! States of many timeframes: what they are made for, what they are fed, and their bars as tables.

use tickloom_bars::{MtfConfig, MtfState, MtfSymbol, State, SymbolId};
use tickloom_importer::TickStreams;
use tickloom_ipc::Failure;
use tickloom_model::{BarKind, DayRule, Digits, Side, Ticks, Timeframe, UnixNanos};
use tickloom_protocol::methods::mtf::{MtfOrder, MtfPosition};
use tickloom_store::{BarColumns, BarTable};

use super::{
    errors::failed,
    given,
    words::{word, word_or},
};

/// What a state is to be made for.
pub(crate) fn config(order: &MtfOrder) -> Result<MtfConfig, Failure> {
    let day = word_or(order.day.as_deref(), DayRule::Utc)?;
    let symbol = |named: &tickloom_protocol::methods::mtf::MtfSymbol| {
        let digits = named.digits.map(|digits| Digits::new(digits.into())).transpose();
        MtfSymbol::known(word(&named.symbol)?, digits.map_err(failed)?, day).map_err(failed)
    };
    let symbols = order.symbols.iter().map(symbol).collect::<Result<_, _>>()?;
    let usual = MtfConfig::new(symbols, timeframes(order.timeframes.as_deref())?);
    Ok(MtfConfig {
        side: word_or(order.side.as_deref(), Side::Bid)?,
        capacity: order.capacity.map_or(usual.capacity, |capacity| capacity as usize),
        lateness: order.lateness.map_or(Ok(usual.lateness), nanos)?,
        held: order.held.map_or(usual.held, |held| held as usize),
        ..usual
    })
}

/// Kinds of bars; the nine standard ones if none are named.
pub(crate) fn timeframes(names: Option<&[String]>) -> Result<Vec<BarKind>, Failure> {
    let Some(names) = names else { return Ok(Timeframe::STANDARD.map(BarKind::from).into()) };
    names.iter().map(|name| word(name)).collect()
}

fn nanos(seconds: f64) -> Result<i64, Failure> {
    Ok(i64::try_from(given::seconds(seconds)?.as_nanos()).unwrap_or(i64::MAX))
}

/// Ticks out of an Arrow IPC stream, in the points of their symbol.
pub(crate) fn ticks(
    streams: &mut TickStreams,
    columns: Vec<u8>,
    digits: Digits,
) -> Result<Vec<Ticks>, Failure> {
    Ok(streams.ticks(columns, Some(digits)).map_err(failed)?.days)
}

/// How far a symbol is.
pub(crate) fn position(state: &MtfState, symbol: SymbolId) -> MtfPosition {
    let sequencer = state.sequencer(symbol);
    let watermark = sequencer.watermark();
    MtfPosition {
        watermark: (watermark > UnixNanos::MIN).then(|| watermark.as_i64()),
        dropped: sequencer.dropped(),
        waiting: sequencer.held() as u64,
    }
}

/// The last completed bars, and on request the one in progress.
pub(crate) fn table(mut state: State<'_>, count: Option<u32>, forming: bool, detail: bool) -> BarTable {
    state.forming = state.forming.filter(|_| forming);
    let series = state.series(count.map_or(usize::MAX, |count| count as usize));
    let columns = if detail { BarColumns::Detail } else { BarColumns::Availability };
    BarTable {
        digits: state.digits,
        side: state.side,
        bars: series.bars,
        available_at: series.available_at,
        is_forming: series.is_forming,
        columns,
    }
}
