//! Answers one question per bench, and prints each answer as one line of JSON.
//!
//! ```text
//! tickloom-benches measure [--ticks N] [--bi5-ticks N] [--repeat N] [PREFIX]
//! tickloom-benches csv TICKS FILE
//! tickloom-benches bi5 TICKS FOLDER
//! tickloom-benches import PATH HOME
//! ```
//! `measure` runs every bench whose name starts with PREFIX; `csv` and `bi5` write generated ticks as the provider would; `import`
//! brings them into a new home and nothing else, for profilers and counters of instructions.

mod bare_bars;
mod bars;
mod bi5;
mod calendar;
mod encode;
mod engine;
mod import;
mod ipc;
mod market;
mod measure;
mod minutes;
mod partition;
mod quality;
mod reduce;
mod replay;
mod settings;
mod stored;

use std::path::Path;

use crate::{market::Market, measure::Failure, settings::Settings};

type Bench = fn(&Settings) -> Result<(), Failure>;

const BENCHES: [(&str, Bench); 18] = [
    ("bars/nine-timeframes-live", bars::nine_timeframes_live),
    ("bars/build-1m", bars::build_minutes),
    ("reduce/chart", reduce::chart),
    ("calendar/walk", calendar::walk),
    ("calendar/gaps", calendar::find_gaps),
    ("quality/checks", quality::checks),
    ("quality/stored", stored::questions),
    ("read/partition", partition::read),
    ("read/minutes", minutes::first_and_again),
    ("replay/nine-timeframes", replay::from_the_store),
    ("encode", encode::partitions),
    ("bi5", bi5::import_beside_bare_decoding),
    ("ipc/round-trip", ipc::round_trip),
    ("ipc/thousand", ipc::thousand),
    ("engine/ping", engine::ping),
    ("engine/day", engine::day),
    ("engine/large", engine::large),
    ("engine/mtf-event", engine::mtf::event),
];

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["measure", ref options @ ..] => measure_all(&Settings::parse(options)?),
        ["csv", ticks, file] => Market::of(ticks.parse()?).write_csv(Path::new(file)),
        ["bi5", ticks, folder] => Market::of(ticks.parse()?).write_bi5(Path::new(folder)),
        ["import", path, home] => import::once(Path::new(path), Path::new(home)),
        _ => {
            Err("usage: tickloom-benches measure|csv|bi5|import …; see the top of benches/src/main.rs".into())
        }
    }
}

fn measure_all(settings: &Settings) -> Result<(), Failure> {
    let chosen = BENCHES.iter().filter(|(name, _)| name.starts_with(&settings.prefix));
    chosen.into_iter().try_for_each(|(_, bench)| bench(settings))
}
