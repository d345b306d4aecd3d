//! The generated ticks that every bench reads, and the files a provider would have made of them.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use tickloom_formats::{bi5, csv};
use tickloom_model::{Digits, Symbol, Ticks, UtcDay};
use tickloom_store::{PartitionKey, Store};
use tickloom_synthetic::{DIGITS, Generator};

use crate::measure::Failure;

/// Any seed will do, as long as it is always the same.
const SEED: u64 = 7;
const FIRST_DAY: &str = "2018-01-01";
const HOUR_NS: i64 = 3_600_000_000_000;

/// So many ticks of the generated market, from one Monday on.
pub struct Market {
    ticks: usize,
}

impl Market {
    /// That many ticks.
    pub const fn of(ticks: usize) -> Self {
        Self { ticks }
    }

    /// The days that have any, each made when it is its turn; the last is cut off where it is enough.
    pub fn days(&self) -> Result<impl Iterator<Item = (UtcDay, Ticks)> + use<>, Failure> {
        let generator = Generator::new(SEED);
        let (mut missing, mut next) = (self.ticks, FIRST_DAY.parse::<UtcDay>()?);
        let days = std::iter::from_fn(move || {
            let day = next;
            next = day.next();
            (missing > 0).then(|| {
                let mut ticks = generator.day(day);
                ticks.truncate(missing);
                missing -= ticks.len();
                (day, ticks)
            })
        });
        Ok(days.filter(|(_, ticks)| !ticks.is_empty()))
    }

    /// All of them as one.
    pub fn joined(&self) -> Result<Ticks, Failure> {
        let mut joined = Ticks::with_capacity(self.ticks);
        self.days()?.for_each(|(_, day)| joined.extend_from(&day, 0..day.len()));
        Ok(joined)
    }

    /// Commits each day to a store, in order.
    pub fn store(&self, store: &Store) -> Result<(), Failure> {
        for (day, ticks) in self.days()? {
            let staged = store.stage(key(day)?, digits()?, vec![ticks], &[])?;
            store.commit(staged)?;
        }
        Ok(())
    }

    /// Writes one CSV file as the provider's website exports it.
    pub fn write_csv(&self, path: &Path) -> Result<(), Failure> {
        let mut file = BufWriter::new(File::create(path)?);
        let mut text = Vec::new();
        csv::write_dukascopy_header(&mut text);
        for (_, ticks) in self.days()? {
            csv::write_dukascopy_ticks(&ticks, digits()?, &mut text);
            file.write_all(&text)?;
            text.clear();
        }
        Ok(file.flush()?)
    }

    /// Writes a folder of .bi5 files as the provider's feed lays them out.
    pub fn write_bi5(&self, folder: &Path) -> Result<(), Failure> {
        self.days()?.try_for_each(|(day, ticks)| write_hours(folder, day, &ticks))
    }
}

/// The symbol of every bench.
pub fn symbol() -> Result<Symbol, Failure> {
    Ok("EURUSD".parse()?)
}

/// The partition of a day.
pub fn key(day: UtcDay) -> Result<PartitionKey, Failure> {
    Ok(PartitionKey { symbol: symbol()?, day })
}

/// Decimals of the generated prices.
pub fn digits() -> Result<Digits, Failure> {
    Ok(Digits::new(DIGITS)?)
}

fn write_hours(folder: &Path, day: UtcDay, ticks: &Ticks) -> Result<(), Failure> {
    let name = day.to_string();
    let (year, month, date) = (&name[..4], name[5..7].parse::<u8>()?, &name[8..]);
    // The provider counts months from 0.
    let folder = folder.join(format!("EURUSD/{year}/{:02}/{date}", month - 1));
    fs::create_dir_all(&folder)?;
    for hour in 0..24 {
        let start = day.start().saturating_add(hour * HOUR_NS);
        let ticks = ticks_of_hour(ticks, start.as_i64());
        fs::write(folder.join(format!("{hour:02}h_ticks.bi5")), bi5::encode_ticks(&ticks, start)?)?;
    }
    Ok(())
}

fn ticks_of_hour(ticks: &Ticks, start: i64) -> Ticks {
    let position = |time| ticks.timestamp.partition_point(|&timestamp| timestamp < time);
    let mut hour = Ticks::default();
    hour.extend_from(ticks, position(start)..position(start + HOUR_NS));
    hour
}
