//! The walk over the rows: usual ones fast, all others with care.

use memchr::memchr;
use tickloom_model::{Tick, Ticks};

use super::{
    clock::{CivilClock, Clock, EpochClock},
    fast::{Shape, usual_row},
    row::RowRule,
    time::TimeFormat,
};
use crate::{Parsed, Refused};

/// Reads whole lines; the last may lack its newline.
pub(super) fn parse(rows: &[u8], rule: &RowRule<'_>, shape: Option<Shape>) -> Parsed {
    let mut walk = Walk::over(rows, rule);
    match shape {
        Some(shape) => {
            walk.usual_rows(shape);
            walk.finished(shape.bid_first, shape.bid_volume_first)
        }
        None => {
            while walk.at < rows.len() {
                walk.careful_row(true, true);
            }
            walk.finished(true, true)
        }
    }
}

struct Walk<'a> {
    rows: &'a [u8],
    rule: &'a RowRule<'a>,
    at: usize,
    blank_lines: u64,
    refused: Refused,
    /// While walking, `bid` and `bid_volume` hold the first column of either pair.
    ticks: Ticks,
}

impl<'a> Walk<'a> {
    fn over(rows: &'a [u8], rule: &'a RowRule<'a>) -> Self {
        let line = memchr(b'\n', rows).map_or(rows.len(), |feed| feed + 1).max(16);
        let ticks = Ticks::with_capacity(rows.len() / line + 1);
        Self { rows, rule, at: 0, blank_lines: 0, refused: Refused::default(), ticks }
    }

    fn usual_rows(&mut self, shape: Shape) {
        match (self.rule.time.format, shape.volumes) {
            (TimeFormat::Civil(format), true) => self.walk::<true>(CivilClock::new(format), shape),
            (TimeFormat::Civil(format), false) => self.walk::<false>(CivilClock::new(format), shape),
            (TimeFormat::EpochMillis, true) => self.walk::<true>(EpochClock, shape),
            (TimeFormat::EpochMillis, false) => self.walk::<false>(EpochClock, shape),
        }
    }

    #[inline(never)]
    fn walk<const VOLUMES: bool>(&mut self, mut clock: impl Clock, shape: Shape) {
        let (rows, digits) = (self.rows, self.rule.digits);
        let mut at = self.at;
        while at < rows.len() {
            if let Some(row) = usual_row::<VOLUMES>(rows, at, &mut clock, digits) {
                self.ticks.timestamp.push(row.nanos);
                self.ticks.bid.push(row.prices[0]);
                self.ticks.ask.push(row.prices[1]);
                self.ticks.bid_volume.push(row.volumes[0]);
                self.ticks.ask_volume.push(row.volumes[1]);
                at = row.end;
            } else {
                self.at = at;
                self.careful_row(shape.bid_first, shape.bid_volume_first);
                at = self.at;
            }
        }
    }

    #[cold]
    fn careful_row(&mut self, bid_first: bool, bid_volume_first: bool) {
        let rest = &self.rows[self.at..];
        let length = memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1);
        match self.rule.tick(&rest[..length]) {
            Ok(Some(tick)) => self.ticks.push(in_order(tick, bid_first, bid_volume_first)),
            Ok(None) => self.blank_lines += 1,
            Err(problem) => self.refused.push(problem.at(self.lines() + 1, self.at as u64)),
        }
        self.at += length;
    }

    fn lines(&self) -> u64 {
        self.rows_seen() + self.blank_lines
    }

    fn rows_seen(&self) -> u64 {
        self.ticks.len() as u64 + self.refused.count
    }

    fn finished(self, bid_first: bool, bid_volume_first: bool) -> Parsed {
        let (rows, lines) = (self.rows_seen(), self.lines());
        let mut ticks = self.ticks;
        if !bid_first {
            std::mem::swap(&mut ticks.bid, &mut ticks.ask);
        }
        if !bid_volume_first {
            std::mem::swap(&mut ticks.bid_volume, &mut ticks.ask_volume);
        }
        Parsed { ticks, rows, lines, refused: self.refused }
    }
}

fn in_order(mut tick: Tick, bid_first: bool, bid_volume_first: bool) -> Tick {
    if !bid_first {
        std::mem::swap(&mut tick.bid, &mut tick.ask);
    }
    if !bid_volume_first {
        std::mem::swap(&mut tick.bid_volume, &mut tick.ask_volume);
    }
    tick
}
