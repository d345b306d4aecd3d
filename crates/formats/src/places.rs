//! On which row each tick stood, told from the few places where rows that are no ticks come between.

/// The rows of ticks, counted from 1: a tick stands one row after the one before it, except where noted.
///
/// Good rows cost nothing here, so a finding can name its line in a file of any size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Ticks that do not stand one row after the tick before, in order.
    jumps: Vec<Jump>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Jump {
    tick: usize,
    line: u64,
}

impl Places {
    /// The line of the tick at this position; for binary formats its record.
    #[must_use]
    pub fn line_of(&self, tick: usize) -> u64 {
        let later = self.jumps.partition_point(|jump| jump.tick <= tick);
        let jump = later.checked_sub(1).and_then(|last| self.jumps.get(last));
        let Jump { tick: start, line } = jump.copied().unwrap_or(Jump { tick: 0, line: 1 });
        line + (tick - start) as u64
    }

    /// Notes that the next tick, `tick`, will stand on `line` at the earliest.
    pub(crate) fn jump(&mut self, tick: usize, line: u64) {
        match self.jumps.last_mut() {
            Some(last) if last.tick == tick => last.line = line,
            _ => self.jumps.push(Jump { tick, line }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn without_jumps_ticks_stand_one_row_after_the_other() {
        let places = Places::default();
        assert_eq!([0, 1, 99].map(|tick| places.line_of(tick)), [1, 2, 100]);
    }

    #[test]
    fn rows_that_are_no_ticks_push_the_ticks_after_them_down() {
        let mut places = Places::default();
        places.jump(0, 2);
        places.jump(2, 5);
        places.jump(2, 6);
        assert_eq!([0, 1, 2, 3].map(|tick| places.line_of(tick)), [2, 3, 6, 7]);
    }
}
