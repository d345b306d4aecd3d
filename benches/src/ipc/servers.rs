//! The two that are asked: the engine's server with the least of a handler, and a loop that sends back what it reads.

use std::{net::SocketAddr, time::Duration};

use tickloom_ipc::{
    Answer, Call, Config, Events, Failure as CallFailure, Handler, Limits, Nonce, Reply, Server,
    Subscription, Switch,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
    time::interval,
};

use crate::measure::Failure;

/// Both on one runtime of two threads.
pub struct Servers {
    pub bare: SocketAddr,
    pub engine: SocketAddr,
    pub nonce: Nonce,
    switch: Switch,
    _runtime: Runtime,
}

impl Servers {
    pub fn start() -> Result<Self, Failure> {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let nonce = Nonce::random()?;
        // Who reads nothing is to stay, so that it can be seen what it costs the others.
        let limits = Limits {
            stall: Duration::from_secs(3_600),
            heartbeat: Duration::from_secs(3_600),
            ..Limits::default()
        };
        let config = Config { limits, ..Config::new(nonce.clone()) };
        let server = runtime.block_on(Server::bind(config, Methods))?;
        let (engine, switch) = (server.address(), server.switch());
        runtime.spawn(server.run());
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let bare = listener.local_addr()?;
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(echo(stream));
            }
        });
        Ok(Self { bare, engine, nonce, switch, _runtime: runtime })
    }

    /// How many clients the engine's server has.
    pub fn connections(&self) -> u64 {
        self.switch.counts().connections
    }
}

async fn echo(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut bytes = [0; 4_096];
    loop {
        let count = stream.read(&mut bytes).await?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&bytes[..count]).await?;
    }
}

struct Methods;

impl Handler for Methods {
    fn request(&self, call: Call) -> Answer<Reply> {
        Box::pin(async move { call.reply(&call.params::<Vec<(String, String, i64)>>()?) })
    }

    fn subscribe(&self, call: Call) -> Answer<Subscription> {
        Box::pin(async move { Ok(Subscription::new(call.reply(&())?, quotes)) })
    }
}

/// Two hundred quotes of a hundred bytes a second, of twenty symbols in turn.
async fn quotes(events: Events) -> Result<(), CallFailure> {
    let mut clock = interval(Duration::from_millis(5));
    for quote in 0_u64.. {
        clock.tick().await;
        events.latest(quote % 20, &"x".repeat(100))?;
    }
    Ok(())
}
