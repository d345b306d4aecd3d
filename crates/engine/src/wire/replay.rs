//! Replays: what is to be played, where one stands, and what was played.

use tickloom_bars::MtfConfig;
use tickloom_ipc::Failure;
use tickloom_model::{DayRule, Side, Symbol, TimeRange, UnixNanos, points_to_f64};
use tickloom_protocol::methods::{
    mtf::BarColumns,
    replay::{ReplayEvents, ReplayOrder, ReplayPosition, TickColumns},
};
use tickloom_replay::{Event, Replay, ReplayOptions};

use super::{
    bar_columns::{Row, Units, columns, detailed},
    mtf::timeframes,
    words::{range, word, word_or},
};

/// What is to be played.
pub(crate) fn order(order: &ReplayOrder) -> Result<(Vec<Symbol>, TimeRange, ReplayOptions), Failure> {
    let symbols = order.symbols.iter().map(|symbol| word(symbol)).collect::<Result<_, _>>()?;
    let usual = ReplayOptions::default();
    let options = ReplayOptions {
        timeframes: timeframes(order.timeframes.as_deref())?,
        side: word_or(order.side.as_deref(), Side::Bid)?,
        day: word_or(order.day.as_deref(), DayRule::Utc)?,
        capacity: order.capacity.map_or(usual.capacity, |capacity| capacity as usize),
    };
    Ok((symbols, range(order.start, order.end)?, options))
}

/// Where a replay stands. What is wrong with the day that comes next is said when it is played.
pub(crate) fn position(replay: &mut Replay) -> ReplayPosition {
    let next = replay.next_time().ok().flatten().map(UnixNanos::as_i64);
    let position = replay.position();
    ReplayPosition { now: position.now.as_i64(), played: position.played, ticks: position.ticks, next }
}

/// What was played, as it was asked for.
pub(crate) fn events(
    events: &[Event],
    config: &MtfConfig,
    detail: bool,
    position: ReplayPosition,
) -> ReplayEvents {
    let (mut ticks, mut rows, mut ticks_before) = (TickColumns::default(), Vec::new(), Vec::new());
    for event in events {
        match *event {
            Event::Tick { .. } => add_tick(&mut ticks, event, config),
            Event::Bar { symbol, timeframe, bar } => {
                rows.push(Row { symbol, timeframe, bar, is_complete: true });
                ticks_before.push(ticks.timestamp.len() as u32);
            }
        }
    }
    let units = Units::of(config);
    let columns = || if detail { detailed(&rows, &units, config) } else { columns(&rows, &units) };
    let bars: Option<BarColumns> = (!rows.is_empty()).then(columns);
    let ticks_before = bars.is_some().then_some(ticks_before);
    let ticks = (!ticks.timestamp.is_empty()).then_some(ticks);
    ReplayEvents { position, ticks, bars, ticks_before }
}

fn add_tick(columns: &mut TickColumns, event: &Event, config: &MtfConfig) {
    let Event::Tick { symbol, tick } = *event else { return };
    let per_one = config.symbols.get(symbol).map_or(1, |named| named.digits.points_per_unit());
    columns.symbol.push(symbol as u32);
    columns.timestamp.push(tick.timestamp.as_i64());
    columns.bid.push(points_to_f64(tick.bid, per_one));
    columns.ask.push(points_to_f64(tick.ask, per_one));
    columns.bid_volume.push(tick.bid_volume.into());
    columns.ask_volume.push(tick.ask_volume.into());
}
