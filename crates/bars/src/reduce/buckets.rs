//! Times in order, cut into the buckets of a range.

use std::ops::Range;

use tickloom_model::TimeRange;

use crate::ColumnError;

/// The positions of the times in each bucket that holds any, one bucket after the other.
#[derive(Debug, Clone)]
pub struct Buckets<'a> {
    times: &'a [i64],
    range: TimeRange,
    width: u128,
    position: usize,
}

impl<'a> Buckets<'a> {
    /// Of the times, which ascend, those in the range, cut into `width` buckets of equal length.
    ///
    /// # Errors
    /// [`ColumnError::NoWidth`].
    pub fn new(times: &'a [i64], range: TimeRange, width: usize) -> Result<Self, ColumnError> {
        if width == 0 {
            return Err(ColumnError::NoWidth);
        }
        let position = times.partition_point(|&time| time < range.start.as_i64());
        let end = times.partition_point(|&time| time < range.end.as_i64());
        Ok(Self { times: &times[..end], range, width: width as u128, position })
    }

    /// The last moment of the bucket in which a time of the range lies.
    fn last_moment(&self, time: i64) -> i64 {
        let (start, end) = (self.range.start.as_i64(), self.range.end.as_i64());
        let length = u128::from(end.abs_diff(start));
        let bucket = u128::from(time.abs_diff(start)) * self.width / length;
        // The first moment of the next bucket is the first whose share of the length is a bucket more.
        let next = ((bucket + 1) * length).div_ceil(self.width);
        i64::try_from(i128::from(start) + next as i128 - 1).unwrap_or(i64::MAX)
    }
}

impl Iterator for Buckets<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.position;
        let last_moment = self.last_moment(*self.times.get(start)?);
        self.position = start + run(&self.times[start..], last_moment);
        Some(start..self.position)
    }
}

/// How many of the times come no later; strides that double find it without looking at all of them.
fn run(times: &[i64], last_moment: i64) -> usize {
    let is_inside = |&time: &i64| time <= last_moment;
    let mut stride = 1;
    while stride < times.len() && is_inside(&times[stride]) {
        stride *= 2;
    }
    let within = &times[..times.len().min(stride)];
    within.partition_point(is_inside).max(1)
}
