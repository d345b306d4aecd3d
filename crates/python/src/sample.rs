//! The sample that ships: one synthetic EUR/USD week, as the files that users have.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use pyo3::prelude::*;
use tickloom_formats::{bi5, csv};
use tickloom_model::{Digits, NANOS_PER_SECOND, Ticks, UnixNanos, UtcDay};
use tickloom_synthetic::{DIGITS, Generator, sample_week};

use crate::errors::to_python;

/// The market that every sample comes from.
const SEED: u64 = 20_240_107;

const SYMBOL: &str = "EURUSD";
const NANOS_PER_HOUR: i64 = 3_600 * NANOS_PER_SECOND;

/// Writes the week into a folder, as hourly .bi5 files and as one CSV file; returns their paths.
#[pyfunction]
pub(crate) fn write_sample(py: Python<'_>, folder: PathBuf) -> PyResult<Vec<PathBuf>> {
    let digits = Digits::new(DIGITS).map_err(|error| to_python(py, &error))?;
    Ok(py.detach(|| write(&folder, digits))?)
}

fn write(folder: &Path, digits: Digits) -> io::Result<Vec<PathBuf>> {
    let market = Generator::new(SEED);
    let (first, last) = sample_week();
    let mut rows = Vec::new();
    csv::write_dukascopy_header(&mut rows);
    let mut written = Vec::new();
    for day in days(first, last) {
        let ticks = market.day(day);
        csv::write_dukascopy_ticks(&ticks, digits, &mut rows);
        written.extend(write_hours(folder, day, &ticks)?);
    }
    let name = format!("{SYMBOL}_{first}_{last}.csv");
    written.push(write_file(folder.join(name), &rows)?);
    Ok(written)
}

fn days(first: UtcDay, last: UtcDay) -> impl Iterator<Item = UtcDay> {
    std::iter::successors(Some(first), |day| Some(day.next())).take_while(move |day| *day <= last)
}

/// One file for each hour that has ticks.
fn write_hours(folder: &Path, day: UtcDay, ticks: &Ticks) -> io::Result<Vec<PathBuf>> {
    let hours = (0..24).map(|hour| (hour, day.start().saturating_add(hour * NANOS_PER_HOUR)));
    let with_ticks = hours.map(|(hour, start)| (hour, start, of_hour(ticks, start)));
    with_ticks
        .filter(|(.., ticks)| !ticks.is_empty())
        .map(|(hour, start, ticks)| {
            let bytes = bi5::encode_ticks(&ticks, start).map_err(io::Error::other)?;
            write_file(folder.join(place(day, hour)), &bytes)
        })
        .collect()
}

fn of_hour(ticks: &Ticks, start: UnixNanos) -> Ticks {
    let position = |time: UnixNanos| ticks.timestamp.partition_point(|&tick| tick < time.as_i64());
    let mut hour = Ticks::default();
    hour.extend_from(ticks, position(start)..position(start.saturating_add(NANOS_PER_HOUR)));
    hour
}

/// As on the provider's feed, whose months are counted from 00.
fn place(day: UtcDay, hour: i64) -> PathBuf {
    let date = day.to_string();
    let (year, month, day) = (&date[..4], &date[5..7], &date[8..]);
    let month = month.parse::<u8>().unwrap_or(1) - 1;
    [SYMBOL, year, &format!("{month:02}"), day, &format!("{hour:02}h_ticks.bi5")].iter().collect()
}

fn write_file(path: PathBuf, bytes: &[u8]) -> io::Result<PathBuf> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, bytes)?;
    Ok(path)
}
