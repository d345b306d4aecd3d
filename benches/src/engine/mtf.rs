//! How long does a tick take from the client that pushes it to the client that watches the bars of nine timeframes?

use std::{net::TcpStream, time::Duration};

use serde::Serialize;
use tickloom_engine::{Engine, EngineConfig};
use tickloom_model::{Digits, Ticks};
use tickloom_protocol::{
    Frame, PROTOCOL_VERSION, Payload,
    methods::mtf::{MtfEvent, MtfOrder, MtfSession, MtfSubscription, MtfSymbol, MtfTicks},
};
use tickloom_store::{ArrowTable, ExportFormat, TickTable};
use tungstenite::{Message, WebSocket, client::client_with_config};

use crate::{
    market::{Market, symbol},
    measure::{Failure, print, timed},
    settings::Settings,
};

/// Ticks that are pushed one by one in a run.
const TICKS: usize = 20_000;

/// A push, both ways through the loopback and the state between them; the sockets and both clients are part of it.
pub fn event(settings: &Settings) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let engine = Engine::start(EngineConfig::new(folder.path()))?;
    let (mut pushing, mut watching) = (Client::enter(&engine)?, Client::enter(&engine)?);
    let eurusd = MtfSymbol { symbol: symbol()?.to_string(), digits: Some(5) };
    let order = MtfOrder { symbols: vec![eurusd], ..MtfOrder::default() };
    let opened: MtfSession = pushing.ask("mtf.open", &order)?;
    let session = opened.session;
    watching.subscribe(&MtfSubscription { session: session.clone(), ..MtfSubscription::default() })?;
    let pushes = pushes(&session, (settings.repeat + 1) * TICKS)?;
    let mut found: [Vec<f64>; 3] = Default::default();
    for (run, pushes) in pushes.chunks(TICKS).enumerate() {
        let times = pushes.iter().map(|push| once(push, &mut pushing, &mut watching));
        let mut times = times.collect::<Result<Vec<_>, _>>()?;
        times.sort_unstable();
        for (values, share) in found.iter_mut().zip([500, 990, 999]).filter(|_| run > 0) {
            values.push(times[(times.len() - 1) * share / 1_000].as_secs_f64() * 1e6);
        }
    }
    for (values, percentile) in found.into_iter().zip(["p50", "p99", "p99.9"]) {
        print(&format!("engine/mtf-event/{percentile}"), TICKS, "us", values);
    }
    Ok(())
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

/// A welcomed connection.
struct Client {
    socket: WebSocket<TcpStream>,
}

impl Client {
    fn enter(engine: &Engine) -> Result<Self, Failure> {
        let stream = TcpStream::connect(engine.address())?;
        stream.set_nodelay(true)?;
        let (socket, _) = client_with_config(format!("ws://{}/", engine.address()), stream, None)?;
        let mut client = Self { socket };
        let nonce = engine.nonce().reveal();
        client.send(&Frame::Hello { protocol: PROTOCOL_VERSION, nonce, client: "bench" })?;
        client.socket.read()?;
        Ok(client)
    }

    fn ask<R: serde::de::DeserializeOwned>(
        &mut self,
        method: &str,
        params: &(impl Serialize + Sync),
    ) -> Result<R, Failure> {
        self.send(&Frame::Request { id: 1, method, params: Payload::of(params) })?;
        let message = self.socket.read()?.into_data();
        let Frame::Reply { result, .. } = Frame::decode(&message)? else { return Err("no reply".into()) };
        Ok(result.decode()?)
    }

    fn subscribe(&mut self, wanted: &MtfSubscription) -> Result<(), Failure> {
        self.send(&Frame::Subscribe { id: 1, method: "mtf.subscribe", params: Payload::of(wanted) })?;
        self.socket.read()?;
        Ok(())
    }

    /// Hears events up to the one with the bars in progress, which comes last.
    fn next_forming(&mut self) -> Result<(), Failure> {
        loop {
            let message = self.socket.read()?.into_data();
            let Frame::Event { data, .. } = Frame::decode(&message)? else { continue };
            let event: MtfEvent = data.decode()?;
            if event.bars.complete.first() == Some(&false) {
                return Ok(());
            }
        }
    }

    fn send(&mut self, frame: &Frame<'_>) -> Result<(), Failure> {
        Ok(self.socket.send(Message::binary(frame.encode()?))?)
    }
}
