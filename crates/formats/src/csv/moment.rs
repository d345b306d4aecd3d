//! How the times of a file become moments: its format, its zone, and its day where rows do not say it.

use std::cell::Cell;

use tickloom_model::UtcDay;

use super::{
    time::{TimeFormat, TimeRule},
    zone::{LocalWalk, Zone},
};

/// What all times of a file have in common.
#[derive(Debug, Clone)]
pub(super) struct TimePlan {
    pub(super) rule: TimeRule,
    pub(super) zone: Zone,
    /// The day whose milliseconds the rows count.
    pub(super) day: Option<UtcDay>,
}

impl TimePlan {
    /// Where counts start, as if it were UTC.
    pub(super) fn start(&self) -> i64 {
        match self.rule.format {
            TimeFormat::Count(format) if format.of_day => self.day.map_or(0, |day| day.start().as_i64()),
            _ => 0,
        }
    }

    /// How far ahead of UTC times are that name no zone, if that is the same for all of them.
    pub(super) fn fixed_nanos(&self) -> Option<i64> {
        if self.rule.names_zone() { Some(0) } else { self.zone.fixed_nanos() }
    }
}

/// Reads times in their order.
pub(super) struct Moments<'a> {
    pub(super) plan: &'a TimePlan,
    pub(super) walk: Cell<LocalWalk>,
}

impl Moments<'_> {
    /// The moment that a text names, in UTC nanoseconds since 1970, or what it should have been.
    pub(super) fn nanos(&self, text: &[u8]) -> Result<i64, &'static str> {
        let rule = self.plan.rule;
        let local = rule.format.local(text).ok_or(rule.expected)?;
        let nanos = local.nanos.checked_add(self.plan.start()).ok_or(rule.expected)?;
        match local.offset {
            Some(offset) => nanos.checked_sub(offset).ok_or(rule.expected),
            None if rule.names_zone() => Ok(nanos),
            None => self.plan.zone.utc(nanos, &self.walk),
        }
    }
}
