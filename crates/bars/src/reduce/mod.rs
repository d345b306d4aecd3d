//! Fewer points for a chart than there are, without hiding an extreme.
//!
//! A screen of `width` pixels cannot show more than what begins, ends, bottoms and tops in each of its columns. So a range of
//! time is cut into `width` buckets of equal length, and of each at most four points are kept: the first, the last, the
//! lowest and the highest. A line through them paints the same pixels as one through all: this is M4 (Jugel, Jerzak,
//! Hackenbroich, Markl: M4: A Visualization-Oriented Time Series Data Aggregation, VLDB 2014). Of bars each bucket becomes
//! one that holds them all.

mod bars;
mod buckets;
mod points;

pub use bars::reduce_bars;
pub use buckets::Buckets;
pub use points::{Value, reduce_points};
