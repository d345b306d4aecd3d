//! Who gets in and who does not: every Host, Origin and nonce in every combination, and those who take their time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::{
    io::{Read, Write},
    time::{Duration, Instant},
};

use engine::{Client, Engine, Heard, ORIGIN, soon};
use tickloom_ipc::{Config, IpcError, Limits, Nonce, Server};
use tickloom_protocol::{Frame, PROTOCOL_VERSION, Payload};
use tungstenite::{handshake::client::generate_key, protocol::Role};

/// A request for a WebSocket with these fields beside its own.
fn upgrade(fields: &[(&str, &str)]) -> String {
    let mut text = format!(
        "GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: {}\r\n",
        generate_key()
    );
    for (name, value) in fields {
        text += &format!("{name}: {value}\r\n");
    }
    text + "\r\n"
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

/// Whether a WebSocket is opened, read to the end of the head and not beyond.
fn is_upgraded(engine: &Engine, request: &str) -> bool {
    let mut stream = engine.connect();
    stream.write_all(request.as_bytes()).unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    &head == b"HTTP/1.1 101"
}

fn hostile_hosts(port: u16) -> Vec<String> {
    let p = port;
    let next = p ^ 1;
    let mut hosts: Vec<String> = [
        "",
        " ",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:",
        "localhost:",
        "evil.example",
        "evil.example:80",
        "*",
        "null",
    ]
    .map(String::from)
    .to_vec();
    for name in [
        "evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io",
        "localhost.evil.example",
        "evil.localhost",
        "localhost.",
        "localhost.localdomain",
        "Localhost",
        "LOCALHOST",
        "127.0.0.1.",
        "127.0.0.2",
        "127.1",
        "127.0.1",
        "0.0.0.0",
        "0",
        "0x7f000001",
        "0x7f.1",
        "2130706433",
        "017700000001",
        "127.0.0.01",
        "127.000.000.001",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
        "::1",
        "user@127.0.0.1",
        "user:pass@localhost",
        "127.0.0.1@evil.example",
        "evil.example#127.0.0.1",
        "evil.example/127.0.0.1",
        "http://127.0.0.1",
        "//127.0.0.1",
        "127.0.0.1,evil.example",
        "evil.example,127.0.0.1",
        "127.0.0.1 ",
        "127.0.0.1\t",
        "ⅼocalhost",
        "１２７.0.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "10.0.0.1",
        "metadata",
        "xn--localhost",
    ] {
        hosts.push(format!("{name}:{p}"));
    }
    for port in [
        next.to_string(),
        format!("0{p}"),
        format!("+{p}"),
        format!("{p}0"),
        format!("{p}, x"),
        format!("{p}:{p}"),
    ] {
        hosts.push(format!("127.0.0.1:{port}"));
        hosts.push(format!("localhost:{port}"));
    }
    hosts
}

#[test]
fn no_hostile_host_gets_in_or_learns_anything() {
    let engine = Engine::new();
    let hosts = hostile_hosts(engine.address.port());
    assert!(hosts.len() >= 60);
    for host in hosts {
        for request in [
            upgrade(&[("Host", &host), ("Origin", ORIGIN)]),
            format!("GET /metrics HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        ] {
            let answer = engine.answer(request.as_bytes());
            assert_eq!(
                answer, "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "{host:?}"
            );
        }
    }
}

#[test]
fn the_two_names_of_this_machine_get_in() {
    let engine = Engine::new();
    for name in ["127.0.0.1", "localhost"] {
        let host = format!("{name}:{}", engine.address.port());
        assert!(is_upgraded(&engine, &upgrade(&[("Host", &host)])), "{host}");
    }
}

#[test]
fn only_host_origin_and_nonce_together_get_in() {
    let engine = Engine::new();
    let (right, port) = (engine.nonce.reveal().to_owned(), engine.address.port());
    let wrong =
        [String::new(), "0".repeat(64), right[..63].into(), format!("{right}0"), right.to_uppercase()];
    let own = format!("127.0.0.1:{port}");
    let origins = [
        (None, true),
        (Some(ORIGIN.to_owned()), true),
        (Some("null".into()), false),
        (Some("file://".into()), false),
        (Some("app://bundle/".into()), false),
        (Some("app://bundle.evil.example".into()), false),
        (Some("APP://BUNDLE".into()), false),
        (Some("https://evil.example".into()), false),
        (Some(format!("http://127.0.0.1:{port}")), false),
        (Some(format!("{ORIGIN}, https://evil.example")), false),
    ];
    for host in [own.as_str(), "evil.example"] {
        for (origin, is_known) in &origins {
            for nonce in wrong.iter().chain([&right]) {
                let mut fields = vec![("Host", host)];
                fields.extend(origin.iter().map(|origin| ("Origin", origin.as_str())));
                let gets_in = enters(&engine, &upgrade(&fields), nonce);
                assert_eq!(gets_in, host == own && *is_known && *nonce == right, "{host} {origin:?} {nonce}");
            }
        }
    }
}

/// Whether a client is welcomed; if not, it must have learnt nothing but that.
fn enters(engine: &Engine, request: &str, nonce: &str) -> bool {
    let mut stream = engine.connect();
    stream.write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    if !head.starts_with(b"HTTP/1.1 101") {
        return false;
    }
    let mut client = Client { socket: tungstenite::WebSocket::from_raw_socket(stream, Role::Client, None) };
    client.hello(nonce);
    match client.hear() {
        Heard::Welcome => true,
        other => {
            assert_eq!(other, Heard::Closed { code: 4401, reason: "protocol.unauthorized".into() });
            false
        }
    }
}

#[test]
fn a_head_that_is_odd_is_refused() {
    let engine = Engine::new();
    let host = engine.address.to_string();
    let own = ("Host", host.as_str());
    let whole = upgrade(&[own]);
    let many = (0..70).map(|_| ("X", "y")).chain([own]).collect::<Vec<_>>();
    let long = "y".repeat(9_000);
    for (name, request, expected) in [
        ("no Host", upgrade(&[]), "403"),
        ("two Hosts", upgrade(&[own, own]), "400"),
        ("two Origins", upgrade(&[own, ("Origin", ORIGIN), ("Origin", ORIGIN)]), "400"),
        ("POST", whole.replacen("GET", "POST", 1), "405"),
        ("CONNECT", whole.replacen("GET /", "CONNECT x:1", 1), "405"),
        ("another path", whole.replacen("GET /", "GET /socket", 1), "400"),
        ("a whole address", whole.replacen("GET /", &format!("GET http://{host}/"), 1), "400"),
        ("HTTP/1.0", whole.replacen("HTTP/1.1", "HTTP/1.0", 1), "400"),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(), "400"),
        ("a body", upgrade(&[own, ("Content-Length", "5")]), "400"),
        ("a body in pieces", upgrade(&[own, ("Transfer-Encoding", "chunked")]), "400"),
        ("no key", whole.replace("Sec-WebSocket-Key", "X-Key"), "400"),
        ("a short key", whole.replace("Sec-WebSocket-Key: ", "Sec-WebSocket-Key: x"), "400"),
        ("an old version", whole.replace("Version: 13", "Version: 8"), "400"),
        ("another protocol", whole.replace("WebSocket\r\nSec", "h2c\r\nSec"), "400"),
        ("no Connection", whole.replace("keep-alive, Upgrade", "keep-alive"), "400"),
        ("many fields", upgrade(&many), "431"),
        ("a long field", upgrade(&[own, ("X", &long)]), "431"),
        ("TLS", "\x16\x03\x01\x02\0\x01\0".into(), "400"),
        ("noise", "\0\0\0\0\r\n\r\n".into(), "400"),
    ] {
        let answer = engine.answer(request.as_bytes());
        // A refusal may be lost when the server closes before it has read everything; the connection is gone all the same.
        assert!(status(&answer) == expected || expected == "431" && answer.is_empty(), "{name}: {answer:?}");
    }
    assert!(engine.client().is_well());
}

#[test]
fn a_page_is_shown_to_programs_and_to_its_own_origin_alone() {
    let engine = Engine::new();
    let get = |path: &str, field: &str| {
        engine.answer(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{field}\r\n", engine.address).as_bytes())
    };
    let page = get("/metrics", "");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.ends_with("\r\n\r\nup 1\n"), "{page}");
    assert!(page.contains("Cross-Origin-Resource-Policy: same-origin\r\n"));
    assert_eq!(status(&get("/metrics", "Sec-Fetch-Site: none\r\n")), "200");
    assert_eq!(status(&get("/metrics", "Sec-Fetch-Site: cross-site\r\n")), "403");
    assert_eq!(status(&get("/metrics", "Sec-Fetch-Site: same-site\r\n")), "403");
    assert_eq!(status(&get("/metrics", "Origin: https://evil.example\r\n")), "403");
    assert_eq!(status(&get("/", "")), "404");
    assert_eq!(status(&get("/metrics/../secret", "")), "404");
}

#[test]
fn the_first_frame_is_a_hello_or_the_end() {
    let engine = Engine::new();
    let nonce = engine.nonce.reveal();
    let request = Frame::Request { id: 1, method: "echo", params: Payload::EMPTY }.encode().unwrap();
    let long = Frame::Hello { protocol: 1, nonce, client: &"x".repeat(5_000) }.encode().unwrap();
    for (name, bytes) in
        [("a request", request), ("noise", vec![0xc1; 9]), ("nothing", vec![]), ("too long", long)]
    {
        let mut client = engine.stranger();
        client.send_bytes(bytes);
        assert_eq!(client.close_code(), 4401, "{name}");
    }
    let mut client = engine.stranger();
    client.socket.send(tungstenite::Message::text("hello")).unwrap();
    assert_eq!(client.close_code(), 4401, "text");
}

#[test]
fn a_wrong_nonce_has_no_second_try() {
    let engine = Engine::new();
    let mut client = engine.stranger();
    client.hello("wrong");
    client.hello(engine.nonce.reveal());
    assert_eq!(client.hear(), Heard::Closed { code: 4401, reason: "protocol.unauthorized".into() });
}

#[test]
fn another_version_is_told_to_those_who_know_the_nonce() {
    let engine = Engine::new();
    for (nonce, code) in [(engine.nonce.reveal(), 4426), ("wrong", 4401)] {
        let mut client = engine.stranger();
        client.send(Frame::Hello { protocol: PROTOCOL_VERSION + 1, nonce, client: "new" });
        assert_eq!(client.close_code(), code);
    }
}

#[test]
fn those_who_take_their_time_are_sent_away_and_hold_nobody_up() {
    let limits = Limits { handshake_time: Duration::from_secs(2), handshakes: 8, ..Limits::default() };
    let engine = Engine::with(limits);
    let mut slow = (0..8).map(|_| engine.connect()).collect::<Vec<_>>();
    let begun = Instant::now();
    // A byte now and then keeps no connection alive.
    while begun.elapsed() < Duration::from_millis(400) {
        slow.iter_mut().for_each(|stream| _ = stream.write_all(b"G"));
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(engine.client().is_well(), "the next one waits for its turn");
    for mut stream in slow {
        assert_eq!(stream.read(&mut [0; 1]).unwrap_or(0), 0, "closed without a word");
    }
    assert_eq!(engine.stranger().close_code(), 4408);
}

#[test]
fn one_more_than_the_most_is_told_to_come_later() {
    let engine = Engine::with(Limits { connections: 2, ..Limits::default() });
    let (first, mut second) = (engine.client(), engine.client());
    assert_eq!(status(&engine.answer(b"")), "503");
    assert!(second.is_well());
    drop(first);
    soon("a place is free", || engine.switch.counts().connections == 1);
    assert!(engine.client().is_well());
}

#[test]
fn no_other_machine_is_listened_to() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for address in ["0.0.0.0", "::", "192.168.0.1"] {
        let config = Config { address: address.parse().unwrap(), ..Config::new(Nonce::random().unwrap()) };
        let methods = engine::Methods::default();
        let refused = runtime.block_on(Server::bind(config, methods)).err();
        assert!(matches!(refused, Some(IpcError::NotLoopback { .. })), "{address}");
    }
}
