//! Servers that stall, lie, flood and vanish: a client tells it, holds no more than it may, and comes back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use engine::{
    PATIENCE,
    liar::{EMPTY_MAP, connect_within, liar, say, server, try_connect, welcome},
};
use tickloom_ipc::client::{Client, WhenBroken};
use tickloom_protocol::{Frame, PROTOCOL_VERSION, Payload};
use tungstenite::{Message, WebSocket};

type Speak = fn(&mut WebSocket<TcpStream>);

fn code_of_a_request(client: &Client) -> String {
    let outcome = client.ask("system.ping", EMPTY_MAP).and_then(|answer| answer.wait(PATIENCE));
    outcome.unwrap_err().code().to_owned()
}

#[test]
fn what_is_no_engine_is_told_at_once_and_within_the_time() {
    let http = |answer: &'static str| {
        server(move |mut stream| {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer.as_bytes());
        })
    };
    let cases = [
        ("closes", server(drop)),
        ("says nothing", server(|mut stream| _ = stream.read_to_end(&mut Vec::new()))),
        ("is another server", http("HTTP/1.1 200 OK\r\n\r\n")),
        ("is full", http("HTTP/1.1 503 Service Unavailable\r\n\r\n")),
        (
            "accepts another key",
            http("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: AAAA\r\n\r\n"),
        ),
        ("speaks no HTTP", http("SSH-2.0-OpenSSH_9.6\r\n\r\n\0\0\0")),
        (
            "has no end of it",
            server(|mut stream| while stream.write_all(b"HTTP/1.1 101 x\r\na: b\r\n").is_ok() {}),
        ),
    ];
    for (name, address) in cases {
        assert_eq!(try_connect(address).err().unwrap().code(), "ipc.unreachable", "{name}");
    }
}

#[test]
fn an_engine_of_another_version_is_left_alone() {
    let serve = |stream| {
        let mut socket = tungstenite::accept(stream).unwrap();
        say(&mut socket, &welcome(PROTOCOL_VERSION + 1));
        let _ = socket.read();
    };
    let failure = connect_within(server(serve), PATIENCE).err().unwrap();
    assert_eq!(failure.code(), "protocol.version_unsupported");
}

#[test]
fn nonsense_ends_the_connection_and_requests_fail_once() {
    fn binary(socket: &mut WebSocket<TcpStream>, bytes: &[u8]) {
        let _ = socket.send(Message::Binary(bytes.to_vec().into()));
    }
    let result = Payload::EMPTY;
    let cases: [(&str, Speak); 8] = [
        ("garbage", |socket| binary(socket, b"\xc1\xc1")),
        ("nested without end", |socket| binary(socket, &[0x91; 100_000])),
        ("text", |socket| _ = socket.send(Message::Text("hello".into()))),
        ("a frame of a client", |socket| say(socket, &Frame::Cancel { id: 1 })),
        ("a half frame", |socket| _ = socket.get_mut().write_all(b"\x82\x7f\0\0\0\0\0\xff\xff\xff12345")),
        ("a frame of more than may be", |socket| {
            _ = socket.get_mut().write_all(b"\x82\x7f\0\0\0\x7f\0\xff\xff\xff12345");
        }),
        ("a close without a reason", |socket| _ = socket.close(None)),
        ("nothing", |_| ()),
    ];
    for (name, speak) in cases {
        let client = liar(speak);
        assert_eq!(code_of_a_request(&client), "ipc.disconnected", "{name}");
        assert!(!client.is_closed(), "{name}");
    }
    for id in [77, u32::MAX] {
        let client = liar(move |socket| say(socket, &Frame::Reply { id, more: None, result }));
        assert_eq!(code_of_a_request(&client), "ipc.disconnected", "a reply to {id}");
        let event = Frame::Event { subscription: id, sequence: 0, last: None, data: result };
        let client = liar(move |socket| say(socket, &event));
        assert_eq!(code_of_a_request(&client), "ipc.disconnected", "an event of {id}");
    }
}

#[test]
fn an_engine_that_stalls_is_noticed() {
    let client = liar(|socket| _ = socket.get_mut().read_to_end(&mut Vec::new()));
    assert_eq!(code_of_a_request(&client), "ipc.disconnected");
}

#[test]
fn events_whose_numbers_go_back_end_the_connection() {
    let client = liar(|socket| {
        say(socket, &Frame::Reply { id: 1, more: None, result: Payload::EMPTY });
        for sequence in [5, 4] {
            say(socket, &Frame::Event { subscription: 1, sequence, last: None, data: Payload::EMPTY });
        }
        let _ = socket.read();
    });
    let events = client.listen("mtf.subscribe", EMPTY_MAP, WhenBroken::End).unwrap();
    assert_eq!(events.next_within(PATIENCE).unwrap().unwrap().unwrap().missed, Some(5));
    assert_eq!(events.next_within(PATIENCE).unwrap().unwrap().unwrap_err().code(), "ipc.disconnected");
}
