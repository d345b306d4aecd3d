//! Who may ask at all. A page of any site can reach the loopback, under a name that leads there or from its own origin: both show.

use std::net::SocketAddr;

use httparse::{Header, Request};
use tungstenite::handshake::derive_accept_key;

use super::{Refusal, Wish};

/// The names by which the engine may be called, and the origins that may call it.
#[derive(Debug)]
pub(crate) struct Gate {
    hosts: Vec<String>,
    origins: Vec<String>,
}

impl Gate {
    /// For a server that listens at `address`.
    pub(crate) fn new(address: SocketAddr, origins: Vec<String>) -> Self {
        Self { hosts: vec![address.to_string(), format!("localhost:{}", address.port())], origins }
    }

    /// What the request asks for, if it may.
    pub(super) fn judge(&self, request: &Request<'_, '_>) -> Result<Wish, Refusal> {
        let fields = Fields(request.headers);
        let is_known = |known: &[String], value: &[u8]| known.iter().any(|name| name.as_bytes() == value);
        if !fields.only("host")?.is_some_and(|host| is_known(&self.hosts, host))
            || fields.only("origin")?.is_some_and(|origin| !is_known(&self.origins, origin))
        {
            return Err(Refusal::Forbidden);
        }
        if request.method != Some("GET") {
            return Err(Refusal::MethodNotAllowed);
        }
        if fields.only("content-length")?.is_some_and(|length| length != b"0")
            || fields.has("transfer-encoding")
        {
            return Err(Refusal::BadRequest);
        }
        if fields.has("upgrade") { upgrade(request, &fields) } else { page(request, &fields) }
    }
}

fn upgrade(request: &Request<'_, '_>, fields: &Fields<'_>) -> Result<Wish, Refusal> {
    let is_whole = request.path == Some("/")
        && request.version == Some(1)
        && fields.names("upgrade", "websocket")
        && fields.names("connection", "upgrade")
        && fields.only("sec-websocket-version")? == Some(b"13");
    let key = fields.only("sec-websocket-key")?.filter(|key| is_whole && key.len() == 24);
    key.map(|key| Wish::Upgrade { accept: derive_accept_key(key) }).ok_or(Refusal::BadRequest)
}

/// A page that shows an image from here sends no origin; what browsers say of it besides tells it from a person's wish.
fn page(request: &Request<'_, '_>, fields: &Fields<'_>) -> Result<Wish, Refusal> {
    if fields.only("sec-fetch-site")?.is_some_and(|site| !matches!(site, b"none" | b"same-origin")) {
        return Err(Refusal::Forbidden);
    }
    let path = request.path.filter(|path| path.starts_with('/')).ok_or(Refusal::BadRequest)?;
    Ok(Wish::Page { path: path.to_owned() })
}

/// The fields of a head by name, whose case does not matter.
struct Fields<'a>(&'a [Header<'a>]);

impl<'a> Fields<'a> {
    fn all(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        let fields = self.0.iter();
        fields.filter(move |field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value)
    }

    /// The value of a field. Two of one name mean what each reader likes, so there must be no second.
    fn only(&self, name: &str) -> Result<Option<&'a [u8]>, Refusal> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            _ => Err(Refusal::BadRequest),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Whether one of the words of a field, between commas, is this.
    fn names(&self, name: &str, word: &str) -> bool {
        let mut words = self.all(name).flat_map(|value| value.split(|byte| *byte == b','));
        words.any(|found| found.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
    }
}
