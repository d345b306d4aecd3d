//! A server on this machine that answers as it is told to, also as no server should.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// What to answer a request with.
#[derive(Clone)]
pub enum Reply {
    /// 200 with these bytes.
    Hour(Vec<u8>),
    /// This status line, with these header lines and no body.
    Status(&'static str, String),
    /// Fewer bytes than announced, and the end.
    CutOff(Vec<u8>),
    /// More bytes than announced.
    TooMany(Vec<u8>),
    /// So many bytes announced, however few there are.
    Announces(u64),
    /// Bytes without a length, ended by hanging up.
    WithoutLength(Vec<u8>),
    /// In chunks.
    Chunked(Vec<u8>),
    /// One byte now and then.
    Drip(Vec<u8>),
    /// Nothing, for longer than anybody waits.
    Silence,
    /// The connection is cut.
    HangUp,
    /// Bytes without end.
    Endless,
}

type Script = dyn Fn(&str, usize) -> Reply + Send + Sync;

pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    script: Box<Script>,
    asked: Mutex<HashMap<String, usize>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
    is_over: AtomicBool,
}

impl Server {
    /// Answers by path, and by how often it was asked for before.
    pub fn answering(script: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            script: Box::new(script),
            asked: Mutex::default(),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.is_over.load(Ordering::Relaxed) {
                    return;
                }
                let state = Arc::clone(&shared);
                thread::spawn(move || state.serve(stream.unwrap()));
            }
        });
        Self { address, state }
    }

    pub fn url(&self) -> String {
        format!("http://{}/feed", self.address)
    }

    /// How often each path was asked for.
    pub fn asked(&self) -> HashMap<String, usize> {
        self.state.asked.lock().unwrap().clone()
    }

    /// The most requests that were under way at the same time.
    pub fn most_at_once(&self) -> usize {
        self.state.most_open.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.is_over.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

impl State {
    fn serve(&self, stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while let Some(path) = request(&mut reader) {
            let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_open.fetch_max(open, Ordering::SeqCst);
            let nth = {
                let mut asked = self.asked.lock().unwrap();
                let count = asked.entry(path.clone()).or_default();
                *count += 1;
                *count - 1
            };
            let goes_on = answer(&stream, (self.script)(&path, nth));
            self.open.fetch_sub(1, Ordering::SeqCst);
            if !matches!(goes_on, Ok(true)) {
                let _ = stream.shutdown(std::net::Shutdown::Both);
                return;
            }
        }
    }
}

/// The path below `/feed/` of the next request.
fn request(reader: &mut impl BufRead) -> Option<String> {
    let mut lines = reader.lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.strip_prefix("/feed/")?.to_owned();
    lines.map_while(Result::ok).find(String::is_empty)?;
    Some(path)
}

/// Whether the connection can be used again.
fn answer(mut stream: &TcpStream, reply: Reply) -> std::io::Result<bool> {
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
    match reply {
        Reply::Hour(bytes) => {
            write!(stream, "{}", head(bytes.len()))?;
            stream.write_all(&bytes)?;
            return Ok(true);
        }
        Reply::Status(status, headers) => {
            write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n")?;
            return Ok(true);
        }
        Reply::CutOff(bytes) => {
            write!(stream, "{}", head(bytes.len()))?;
            stream.write_all(&bytes[..bytes.len() / 2])?;
        }
        Reply::TooMany(bytes) => {
            write!(stream, "{}", head(bytes.len() / 2))?;
            stream.write_all(&bytes)?;
        }
        Reply::Announces(length) => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nbytes")?
        }
        Reply::WithoutLength(bytes) => {
            write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            stream.write_all(&bytes)?;
        }
        Reply::Chunked(bytes) => {
            write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            for piece in bytes.chunks(1000) {
                write!(stream, "{:x}\r\n", piece.len())?;
                stream.write_all(piece)?;
                stream.write_all(b"\r\n")?;
            }
            stream.write_all(b"0\r\n\r\n")?;
            return Ok(true);
        }
        Reply::Drip(bytes) => {
            write!(stream, "{}", head(bytes.len()))?;
            for byte in bytes.chunks(1) {
                stream.write_all(byte)?;
                thread::sleep(Duration::from_millis(50));
            }
        }
        Reply::Silence => thread::sleep(Duration::from_secs(20)),
        Reply::HangUp => {}
        Reply::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            let piece = vec![0; 1 << 20];
            while stream.write_all(&piece).is_ok() {}
        }
    }
    Ok(false)
}
