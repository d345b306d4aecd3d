//! Servers that are no engine, or say what no engine says, and a client that soon loses patience with them.

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

use tickloom_ipc::{
    Failure,
    client::{Client, ClientConfig, ClientLimits, Endpoint},
};
use tickloom_protocol::{Frame, PROTOCOL_VERSION};
use tungstenite::{Message, WebSocket};

use super::PATIENCE;

pub const EMPTY_MAP: &[u8] = &[0x80];

/// Serves one connection after the other as it is told.
pub fn server(serve: impl Fn(TcpStream) + Send + Clone + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = serve.clone();
            std::thread::spawn(move || serve(stream));
        }
    });
    address
}

pub fn try_connect(address: SocketAddr) -> Result<Client, Failure> {
    connect_within(address, Duration::from_millis(300))
}

pub fn connect_within(address: SocketAddr, connect: Duration) -> Result<Client, Failure> {
    let endpoint = Endpoint { address, nonce: "0".repeat(64) };
    let mut config = ClientConfig::new("test 1", move || Ok(endpoint.clone()));
    config.limits = ClientLimits {
        connect,
        first_pause: Duration::from_millis(5),
        longest_pause: Duration::from_millis(20),
        patience: Duration::from_millis(100),
        heartbeat: Duration::from_millis(500),
        result_bytes: 1 << 20,
        event_bytes: 1 << 20,
        ..ClientLimits::default()
    };
    Client::connect(config)
}

/// A server that welcomes, and then says what it is told as soon as it has heard something.
pub fn liar(speak: impl Fn(&mut WebSocket<TcpStream>) + Send + Clone + 'static) -> Client {
    let serve = move |stream| {
        let mut socket = tungstenite::accept(stream).unwrap();
        assert!(socket.read().unwrap().is_binary());
        say(&mut socket, &welcome(PROTOCOL_VERSION));
        if socket.read().is_ok() {
            speak(&mut socket);
        }
    };
    connect_within(server(serve), PATIENCE).unwrap()
}

pub fn welcome(protocol: u32) -> Frame<'static> {
    Frame::Welcome { protocol, api_level: 1, engine: "0", session: "c1" }
}

pub fn say(socket: &mut WebSocket<TcpStream>, frame: &Frame<'_>) {
    // A client that has heard enough is gone.
    let _ = socket.send(Message::Binary(frame.encode().unwrap().into()));
}
