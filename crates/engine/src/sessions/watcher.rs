//! Who subscribed to the bars of a session, and what he is told.

use tickloom_ipc::Failure;
use tickloom_protocol::methods::mtf::MtfEvent;

use super::Told;
use crate::{
    Events,
    wire::bar_columns::{Row, Units, columns, with_spreads},
};

/// Bars of one event: fifteen columns of them stay far below the values that a frame may hold.
const BARS_OF_AN_EVENT: usize = 4_096;

/// A subscription to bars.
pub(crate) struct Watcher {
    pub(crate) events: Events<MtfEvent>,
    /// By position, whether a symbol's bars are told.
    pub(crate) symbols: Vec<bool>,
    /// By position, whether a timeframe's are.
    pub(crate) timeframes: Vec<bool>,
    pub(crate) completed: bool,
    pub(crate) forming: bool,
    /// Whether bars are told with their spreads.
    pub(crate) detail: bool,
}

impl Watcher {
    /// Tells what happened: first what became complete, then what forms now.
    ///
    /// # Errors
    /// If nobody listens any more.
    pub(super) fn tell(&self, told: &Told, units: &Units) -> Result<(), Failure> {
        let events = told.caused.map(|moment| self.events.caused_at(moment));
        let events = events.as_ref().unwrap_or(&self.events);
        if self.completed {
            self.tell_completed(events, told, units)?;
        }
        if self.forming {
            for (symbol, rows) in &told.forming {
                self.tell_forming(events, *symbol, (told.time, rows), units)?;
            }
        }
        Ok(())
    }

    /// Tells that the session is over.
    pub(super) fn end(self) {
        // Who does not listen any more need not be told.
        let _ = self.events.last(&MtfEvent::default());
    }

    fn tell_completed(&self, events: &Events<MtfEvent>, told: &Told, units: &Units) -> Result<(), Failure> {
        let rows: Vec<Row> = told.completed.iter().filter(|row| self.wants(row)).copied().collect();
        for rows in rows.chunks(BARS_OF_AN_EVENT) {
            let event = self.event(told.time, rows, units);
            // What is known to be complete is not shown as forming after that.
            rows.iter().for_each(|row| events.supersede(row.symbol as u64));
            if told.may_wait { events.every(&event)? } else { events.urgent(&event)? }
        }
        Ok(())
    }

    /// All bars in progress of a symbol: the latest of them replace those that were not read yet.
    fn tell_forming(
        &self,
        events: &Events<MtfEvent>,
        symbol: usize,
        (time, rows): (i64, &[Row]),
        units: &Units,
    ) -> Result<(), Failure> {
        let rows: Vec<Row> = rows.iter().filter(|row| self.wants(row)).copied().collect();
        if rows.is_empty() {
            return if events.is_closed() { Err(Failure::cancelled()) } else { Ok(()) };
        }
        events.latest(symbol as u64, &self.event(time, &rows, units))
    }

    fn event(&self, time: i64, rows: &[Row], units: &Units) -> MtfEvent {
        let columns = if self.detail { with_spreads } else { columns };
        MtfEvent { time, bars: columns(rows, units) }
    }

    fn wants(&self, row: &Row) -> bool {
        let wants = |all: &[bool], position: usize| all.get(position).copied().unwrap_or_default();
        wants(&self.symbols, row.symbol) && wants(&self.timeframes, row.timeframe)
    }
}
