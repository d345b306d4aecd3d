//! What does it cost to ask an engine: its time, a day of ticks, and more ticks than fit into a frame?

mod client;
pub mod mtf;
mod mtf_client;

use std::time::Duration;

use tickloom_engine::{Engine, EngineConfig};
use tickloom_protocol::methods::common::SymbolRange;
use tickloom_store::Store;

use client::Reader;

use crate::{
    ipc::{client::Asker, servers::Servers, side_by_side},
    market::{Market, symbol},
    measure::{Failure, print, timed},
    settings::Settings,
};

/// `system.ping`, beside the echo of bare bytes.
pub fn ping(settings: &Settings) -> Result<(), Failure> {
    let (folder, servers) = (tempfile::tempdir()?, Servers::start()?);
    let engine = Engine::start(EngineConfig::new(folder.path()))?;
    let pinging = Asker::pinging(engine.address(), engine.nonce())?;
    side_by_side("engine/ping", [("bare-tcp-echo", Asker::bare(&servers)?), ("tickloom", pinging)], settings)
}

/// The largest stored day, from the request until the table is there.
pub fn day(settings: &Settings) -> Result<(), Failure> {
    let asking = Asking::over(settings.ticks)?;
    let days = asking.store.partitions(&symbol()?, tickloom_model::TimeRange::ALL)?;
    let largest = days.iter().max_by_key(|day| day.ticks).ok_or("no day")?;
    let range = largest.key.day.range();
    let took = asking.of(range, largest.ticks as usize, settings.repeat.max(20))?;
    let millis = took.iter().map(|(elapsed, _)| elapsed.as_secs_f64() * 1e3).collect();
    print("engine/day", largest.ticks as usize, "ms", millis);
    Ok(())
}

/// All ticks, as bytes of Arrow a second.
pub fn large(settings: &Settings) -> Result<(), Failure> {
    let asking = Asking::over(settings.ticks)?;
    let took = asking.of(tickloom_model::TimeRange::ALL, settings.ticks, settings.repeat)?;
    let rate = |(elapsed, bytes): &(Duration, usize)| *bytes as f64 / 1e6 / elapsed.as_secs_f64();
    print("engine/large", settings.ticks, "MB/s", took.iter().map(rate).collect());
    Ok(())
}

/// An engine over the generated market.
struct Asking {
    store: Store,
    engine: Engine,
    _folder: tempfile::TempDir,
}

impl Asking {
    fn over(ticks: usize) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(folder.path())?;
        Market::of(ticks).store(&store)?;
        Ok(Self { store, engine: Engine::start(EngineConfig::new(folder.path()))?, _folder: folder })
    }

    /// Asks for a range so often, once uncounted: how long each took, and of how many bytes.
    fn of(
        &self,
        range: tickloom_model::TimeRange,
        ticks: usize,
        repeat: usize,
    ) -> Result<Vec<(Duration, usize)>, Failure> {
        let mut reader = Reader::enter(self.engine.address(), self.engine.nonce())?;
        let asked = SymbolRange {
            symbol: symbol()?.to_string(),
            start: Some(range.start.as_i64()),
            end: Some(range.end.as_i64()),
        };
        let mut ask = || {
            let (answered, elapsed) = timed(|| reader.ticks(&asked));
            let table = answered?;
            assert_eq!(table.rows, ticks);
            Ok((elapsed, table.bytes))
        };
        (0..=repeat).map(|_| ask()).skip(1).collect()
    }
}
