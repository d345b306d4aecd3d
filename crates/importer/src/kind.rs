//! What a file is, told by its path alone.

use tickloom_formats::bi5;
use tickloom_model::{Instrument, Symbol, UnixNanos};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bi5 {
        hour: UnixNanos,
    },
    Csv,
    /// Dukascopy's answer for an hour.
    Json,
    Parquet,
    /// An Arrow IPC stream or file.
    Arrow,
}

impl Kind {
    /// The hour, of files that hold one.
    pub(crate) const fn hour(self) -> Option<UnixNanos> {
        match self {
            Self::Bi5 { hour } => Some(hour),
            Self::Csv | Self::Json | Self::Parquet | Self::Arrow => None,
        }
    }
}

/// What a file is by its path, or why it is passed over.
pub(crate) fn kind_of(symbol: &Symbol, path: &str) -> Result<Kind, String> {
    let file_name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "bi5" => bi5_kind(symbol, path, file_name),
        "csv" | "txt" => unless_other(symbol, file_name, Kind::Csv),
        "json" => unless_other(symbol, file_name, Kind::Json),
        "parquet" => unless_other(symbol, file_name, Kind::Parquet),
        "arrow" | "arrows" | "feather" | "ipc" => unless_other(symbol, file_name, Kind::Arrow),
        _ => {
            Err("it is neither .csv, .txt, .json, .bi5, .parquet, .arrow (or one of them as .gz) nor .zip"
                .into())
        }
    }
}

fn unless_other(symbol: &Symbol, file_name: &str, kind: Kind) -> Result<Kind, String> {
    match other_instrument(symbol, file_name) {
        Some(other) => Err(format!("its name says it is {other}")),
        None => Ok(kind),
    }
}

/// A path without the ending that gzip adds, and whether it had it.
pub(crate) fn without_gzip(path: &str) -> (&str, bool) {
    match path.rsplit_once('.') {
        Some((inner, ending)) if ending.eq_ignore_ascii_case("gz") => (inner, true),
        _ => (path, false),
    }
}

fn bi5_kind(symbol: &Symbol, path: &str, file_name: &str) -> Result<Kind, String> {
    if file_name.contains("candles") {
        return Err("it holds candles, not ticks".into());
    }
    match bi5::hour_of_path(path) {
        Some((Some(other), _)) if !includes(symbol, other.as_str()) => Err(format!("it is {other}")),
        Some((_, hour)) => Ok(Kind::Bi5 { hour }),
        None => {
            Err("its path does not say its hour: …/SYMBOL/YYYY/MM/DD/HHh_ticks.bi5 with months from 00"
                .into())
        }
    }
}

/// An instrument that a file's name speaks of, if it is not the one to import: EURUSD ticks are not JPY prices.
fn other_instrument(symbol: &Symbol, file_name: &str) -> Option<Symbol> {
    let words = file_name.split(|character: char| !character.is_ascii_alphanumeric());
    let instruments: Vec<Symbol> = words
        .filter_map(|word| word.parse().ok())
        .filter(|word| Instrument::builtin(word).is_some())
        .collect();
    let is_meant = instruments.iter().any(|other| includes(symbol, other.as_str()));
    instruments.into_iter().next().filter(|_| !is_meant)
}

/// Whether ticks of `other` may be meant for `symbol`: EURUSD for EURUSD, or for EURUSD.OANDA.
fn includes(symbol: &Symbol, other: &str) -> bool {
    symbol.as_str().contains(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_instruments_and_other_kinds_are_passed_over() {
        for (symbol, path, expected) in [
            ("EURUSD", "feed/EURUSD/2019/01/04/07h_ticks.bi5", None),
            ("EURUSD", "feed/AUDUSD/2019/01/04/07h_ticks.bi5", Some("it is AUDUSD")),
            ("EURUSD", "feed/EURUSD/2019/01/04/BID_candles_min_1.bi5", Some("it holds candles, not ticks")),
            ("EURUSD", "CADJPY_tick.csv", Some("its name says it is CADJPY")),
            ("EURUSD.OANDA", "eurusd-2019.csv", None),
            ("EURUSD", "ticks 2019.CSV", None),
            ("EURUSD", "EURUSD vs GBPUSD.csv", None),
            (
                "EURUSD",
                "notes.pdf",
                Some(
                    "it is neither .csv, .txt, .json, .bi5, .parquet, .arrow (or one of them as .gz) nor .zip",
                ),
            ),
        ] {
            let reason = kind_of(&symbol.parse().unwrap(), path).err();
            assert_eq!(reason.as_deref(), expected, "{path}");
        }
    }
}
