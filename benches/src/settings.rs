//! How much to measure and how often, from the command line.

use crate::measure::Failure;

/// What the command line asked for.
pub struct Settings {
    /// Ticks of everything but .bi5.
    pub ticks: usize,
    /// Ticks of the .bi5 files, which take long to write.
    pub bi5_ticks: usize,
    /// Counted runs of each contender.
    pub repeat: usize,
    /// Threads where there is more than one.
    pub threads: usize,
    /// Only benches whose name starts so.
    pub prefix: String,
}

impl Settings {
    /// Reads options, each followed by its value, and a prefix.
    pub fn parse(words: &[&str]) -> Result<Self, Failure> {
        let mut settings =
            Self { ticks: 10_000_000, bi5_ticks: 10_000_000, repeat: 5, threads: 2, prefix: String::new() };
        let mut rest = words.iter();
        while let Some(&word) = rest.next() {
            let mut number =
                || rest.next().ok_or("an option without its number")?.parse::<usize>().map_err(Failure::from);
            match word {
                "--ticks" => settings.ticks = number()?,
                "--bi5-ticks" => settings.bi5_ticks = number()?,
                "--repeat" => settings.repeat = number()?,
                _ => settings.prefix = word.to_owned(),
            }
        }
        Ok(settings)
    }
}
