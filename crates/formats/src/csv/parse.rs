//! The walk over the rows: usual ones fast, all others with care.

use memchr::memchr;
use tickloom_model::{Tick, Ticks};

use super::{
    carry::Carry,
    clock::{CellClock, CivilClock, Clock, CountClock},
    fast::{Shape, Usual, usual_row},
    mould::Mould,
    row::RowRule,
    time::TimeFormat,
};
use crate::{Parsed, Places, Refused};

/// Reads whole lines; the last may lack its newline. `carry` is what the lines before left behind.
pub(super) fn parse(rows: &[u8], rule: &RowRule<'_>, shape: Option<Shape>, carry: &mut Carry) -> Parsed {
    rule.moments.walk.set(carry.walk);
    let mut walk = Walk::over(rows, rule, *carry);
    let parsed = match shape {
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
    };
    carry.bid = parsed.ticks.bid.last().copied().or(carry.bid);
    carry.ask = parsed.ticks.ask.last().copied().or(carry.ask);
    carry.walk = rule.moments.walk.get();
    parsed
}

struct Walk<'a> {
    rows: &'a [u8],
    rule: &'a RowRule<'a>,
    /// The quote before the first row.
    carry: Carry,
    at: usize,
    blank_lines: u64,
    refused: Refused,
    places: Places,
    /// While walking, `bid` and `bid_volume` hold the first column of either pair.
    ticks: Ticks,
}

impl<'a> Walk<'a> {
    fn over(rows: &'a [u8], rule: &'a RowRule<'a>, carry: Carry) -> Self {
        let line = memchr(b'\n', rows).map_or(rows.len(), |feed| feed + 1).max(16);
        let ticks = Ticks::with_capacity(rows.len() / line + 1);
        let (refused, places) = (Refused::default(), Places::default());
        Self { rows, rule, carry, at: 0, blank_lines: 0, refused, places, ticks }
    }

    fn usual_rows(&mut self, shape: Shape) {
        let (plan, separator) = (self.rule.moments.plan, self.rule.marks.separator);
        match (plan.rule.format, plan.fixed_nanos()) {
            (TimeFormat::Civil(format), Some(offset)) if CivilClock::reads(format) => {
                self.walk_with(CivilClock::new(format, separator, offset), shape);
            }
            (TimeFormat::Count(format), Some(offset)) if shape.time_cells == 1 => {
                self.walk_with(CountClock::new(format, separator, plan.start() - offset), shape);
            }
            _ => {
                let moments = &self.rule.moments;
                self.walk_with(CellClock { moments, separator, cells: shape.time_cells }, shape);
            }
        }
    }

    fn walk_with(&mut self, clock: impl Clock, shape: Shape) {
        match shape.volumes {
            0 => self.walk::<0>(clock, shape),
            1 => self.walk::<1>(clock, shape),
            _ => self.walk::<2>(clock, shape),
        }
    }

    #[inline(never)]
    fn walk<const VOLUMES: usize>(&mut self, mut clock: impl Clock, shape: Shape) {
        let rows = self.rows;
        let usual = Usual { marks: self.rule.marks, digits: self.rule.digits, others: shape.others };
        let (mut at, mut mould) = (self.at, Mould::NONE);
        while at < rows.len() {
            if let Some(row) = usual_row::<VOLUMES>(rows, at, &mut clock, usual, &mut mould) {
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
        let (line, before) = (&rest[..length], self.before(bid_first));
        match self.rule.tick(line, &before) {
            Ok(Some(tick)) => self.ticks.push(in_order(tick, bid_first, bid_volume_first)),
            Ok(None) => {
                self.blank_lines += 1;
                self.jump();
            }
            Err(problem) => {
                let (number, byte) = (self.lines() + 1, self.at as u64);
                self.refused.push_within(self.rule.keep, || problem.at(number, byte, line));
                self.jump();
            }
        }
        self.at += length;
    }

    /// The next tick does not stand on the line after the last one's.
    fn jump(&mut self) {
        self.places.jump(self.ticks.len(), self.lines() + 1);
    }

    /// The quote of the last good row.
    fn before(&self, bid_first: bool) -> Carry {
        let (first, second) = (self.ticks.bid.last().copied(), self.ticks.ask.last().copied());
        let (bid, ask) = if bid_first { (first, second) } else { (second, first) };
        Carry { bid: bid.or(self.carry.bid), ask: ask.or(self.carry.ask), walk: self.carry.walk }
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
        Parsed { ticks, rows, lines, refused: self.refused, places: self.places }
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
