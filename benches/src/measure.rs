//! Runs contenders in turn and prints what they took, so that a machine whose speed drifts drifts for all of them.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use serde_json::json;

/// Whatever stops a bench.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// One run of a contender: prepares, times only what is asked about, asserts the result.
pub type Run<'a> = Box<dyn FnMut() -> Result<Duration, Failure> + 'a>;

/// The result of some work and how long it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = black_box(work());
    (result, started.elapsed())
}

/// Runs each contender once uncounted, then all of them in turn, and prints ticks per second of each.
pub fn race(
    topic: &str,
    ticks: usize,
    repeat: usize,
    contenders: Vec<(&str, Run<'_>)>,
) -> Result<(), Failure> {
    let mut contenders: Vec<_> = contenders.into_iter().map(|(name, run)| (name, run, Vec::new())).collect();
    for (_, run, _) in &mut contenders {
        run()?;
    }
    for _ in 0..repeat {
        for (_, run, rates) in &mut contenders {
            rates.push(ticks as f64 / run()?.as_secs_f64());
        }
    }
    for (name, _, rates) in contenders {
        print(&format!("{topic}/{name}"), ticks, "ticks/s", rates);
    }
    Ok(())
}

/// Prints one figure: the median of its values and the lowest of them.
pub fn print(name: &str, ticks: usize, unit: &str, mut values: Vec<f64>) {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let median = if values.len() % 2 == 1 {
        values[middle]
    } else {
        f64::midpoint(values[middle - 1], values[middle])
    };
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let line = json!({
        "name": name, "size": size_name(ticks), "unit": unit,
        "median": median, "min": values[0], "n": values.len(), "profile": profile,
    });
    println!("{line}");
}

/// `10M`, `200k`, `7`.
fn size_name(ticks: usize) -> String {
    match ticks {
        _ if ticks > 0 && ticks.is_multiple_of(1_000_000) => format!("{}M", ticks / 1_000_000),
        _ if ticks > 0 && ticks.is_multiple_of(1_000) => format!("{}k", ticks / 1_000),
        _ => ticks.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_named_in_the_largest_unit_that_is_exact() {
        for (ticks, name) in [(10_000_000, "10M"), (200_000, "200k"), (1_234, "1234"), (0, "0")] {
            assert_eq!(size_name(ticks), name);
        }
    }
}
