//! How long does a tick take from the client that pushes it to the client that watches the bars of nine timeframes?

use std::time::Duration;

use tickloom_engine::{Engine, EngineConfig};
use tickloom_model::{Digits, Ticks};
use tickloom_protocol::{
    Frame, Payload,
    methods::{
        common::Empty,
        mtf::{MtfOrder, MtfSession, MtfSubscription, MtfSymbol, MtfTicks},
        system::{EventCounts, ServiceList},
    },
};
use tickloom_store::{ArrowTable, ExportFormat, TickTable};
use tungstenite::Message;

use super::mtf_client::Client;
use crate::{
    market::{Market, symbol},
    measure::{Failure, print, timed},
    settings::Settings,
};

/// Ticks that are pushed one by one in a run.
const TICKS: usize = 20_000;

/// A push, both ways through the loopback and the state between them; the sockets and both clients are part of it. Beside it what the
/// engine counts of the same events, from the push off its socket to the event at the other.
pub fn event(settings: &Settings) -> Result<(), Failure> {
    let (mut between_clients, mut inside): ([Vec<f64>; 3], [Vec<f64>; 3]) = Default::default();
    for run in 0..=settings.repeat {
        let (times, counts) = one_run()?;
        // The first one warms up.
        if run > 0 {
            let times = [500, 990, 999].map(|share| times[(times.len() - 1) * share / 1_000].as_secs_f64());
            add(&mut between_clients, times);
            add(&mut inside, [counts.p50, counts.p99, counts.p999]);
        }
    }
    for (name, found) in [("engine/mtf-event", between_clients), ("engine/mtf-event-inside", inside)] {
        for (values, percentile) in found.into_iter().zip(["p50", "p99", "p99.9"]) {
            print(&format!("{name}/{percentile}"), TICKS, "us", values);
        }
    }
    Ok(())
}

fn add(found: &mut [Vec<f64>; 3], seconds: [f64; 3]) {
    found.iter_mut().zip(seconds).for_each(|(values, seconds)| values.push(seconds * 1e6));
}

/// What each tick took, shortest first, and what the engine says of that; it begins anew, and counts from here.
fn one_run() -> Result<(Vec<Duration>, EventCounts), Failure> {
    let folder = tempfile::tempdir()?;
    let engine = Engine::start(EngineConfig::new(folder.path()))?;
    let (mut pushing, mut watching) = (Client::enter(&engine)?, Client::enter(&engine)?);
    let eurusd = MtfSymbol { symbol: symbol()?.to_string(), digits: Some(5) };
    let order = MtfOrder { symbols: vec![eurusd], ..MtfOrder::default() };
    let MtfSession { session, .. } = pushing.ask("mtf.open", &order)?;
    watching.subscribe(&MtfSubscription { session: session.clone(), ..MtfSubscription::default() })?;
    let pushes = pushes(&session, TICKS)?;
    let times = pushes.iter().map(|push| once(push, &mut pushing, &mut watching));
    let mut times = times.collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    Ok((times, counts_of(pushing.ask("system.services", &Empty {})?).ok_or("no events were counted")?))
}

fn counts_of(list: ServiceList) -> Option<EventCounts> {
    let mut methods = list.services.into_iter().flat_map(|service| service.methods);
    let counts = methods.find(|method| method.method == "mtf.subscribe")?.events?;
    (counts.events >= TICKS as u64).then_some(counts)
}

/// From a tick's push to the bars that it changed. What came of the push is read afterwards.
fn once(push: &[u8], pushing: &mut Client, watching: &mut Client) -> Result<Duration, Failure> {
    let (heard, elapsed) = timed(|| {
        pushing.socket.send(Message::binary(push.to_vec()))?;
        watching.next_forming()
    });
    heard?;
    pushing.socket.read()?;
    Ok(elapsed)
}

/// Requests that push one tick each.
fn pushes(session: &str, count: usize) -> Result<Vec<Vec<u8>>, Failure> {
    let ticks = Market::of(count).joined()?;
    ticks
        .iter()
        .map(|tick| {
            let ticks: Ticks = std::iter::once(tick).collect();
            let table = TickTable { digits: Digits::new(5)?, days: vec![ticks] };
            let mut columns = Vec::new();
            ArrowTable::from(&table).write(ExportFormat::Arrow, &mut columns)?;
            let (session, symbol, columns) = (session.to_owned(), symbol()?.to_string(), columns.into());
            let params = MtfTicks { session, symbol, columns };
            Ok(Frame::Request { id: 9, method: "mtf.push", params: Payload::of(&params) }.encode()?)
        })
        .collect()
}
