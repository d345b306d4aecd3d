//! One request and its answer: everything that HTTP may do wrong becomes a reason here.

use std::{io::Read, time::Duration};

use ureq::{
    Agent, Body, Proxy,
    http::{HeaderMap, HeaderName, Response, StatusCode, header},
};

use crate::{
    DownloadError, DownloadOptions,
    failure::{Again, Failure},
    verify::MAX_BYTES,
};

/// How long a name may take to be resolved, a connection to be made, or the next bytes to come.
const SILENCE: Duration = Duration::from_secs(15);

/// What a server says of an hour.
#[derive(Debug)]
pub(crate) enum Answer {
    Body(Vec<u8>),
    NoSuchHour,
}

/// Asks one request after the other, over one connection.
pub(crate) struct Client {
    agent: Agent,
}

impl Client {
    pub(crate) fn new(options: &DownloadOptions) -> Result<Self, DownloadError> {
        let proxy = options.proxy.as_deref().map(Proxy::new).transpose();
        let silence = Some(SILENCE.min(options.timeout));
        let config = Agent::config_builder()
            .proxy(proxy.map_err(|_| DownloadError::ProxyInvalid)?)
            .user_agent(concat!("tickloom/", env!("CARGO_PKG_VERSION")))
            .accept_encoding("identity")
            .http_status_as_error(false)
            // A server decides what it has, not who is asked instead.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .timeout_global(Some(options.timeout))
            .timeout_resolve(silence)
            .timeout_connect(silence)
            .timeout_recv_response(silence)
            .timeout_per_read(silence);
        Ok(Self { agent: config.build().new_agent() })
    }

    /// The answer to one request; `stopped` is asked while its body comes.
    pub(crate) fn ask(&self, url: &str, stopped: &dyn Fn() -> bool) -> Result<Answer, Failure> {
        let response = self.agent.get(url).call().map_err(|error| Failure::of_request(&error))?;
        match response.status() {
            StatusCode::OK => body(response, stopped).map(Answer::Body),
            StatusCode::NOT_FOUND | StatusCode::GONE => Ok(Answer::NoSuchHour),
            status => Err(refused(status, response.headers())),
        }
    }
}

fn refused(status: StatusCode, headers: &HeaderMap) -> Failure {
    let message = format!("the server answers {status}");
    match status {
        _ if status.is_redirection() => {
            let message = format!("{message} and points elsewhere, which is not followed");
            Failure::lasting("download.redirect", message)
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => patient(message, headers),
        _ if status.is_server_error() => patient(message, headers),
        _ => Failure::lasting("download.status", message),
    }
}

/// A failure after which the server may say when to come back.
fn patient(message: String, headers: &HeaderMap) -> Failure {
    let again = number(headers, header::RETRY_AFTER)
        .map_or(Again::Later, |seconds| Again::After(Duration::from_secs(seconds)));
    Failure { again, ..Failure::passing("download.status", message) }
}

fn body(response: Response<Body>, stopped: &dyn Fn() -> bool) -> Result<Vec<u8>, Failure> {
    let is_chunked = response.headers().contains_key(header::TRANSFER_ENCODING);
    let told = number(response.headers(), header::CONTENT_LENGTH);
    if told.is_some_and(|length| length > MAX_BYTES as u64) {
        return Err(too_large());
    }
    let bytes = read(response.into_body().into_reader(), stopped)?;
    match told {
        Some(length) if length != bytes.len() as u64 => {
            Err(incomplete(format!("{} bytes came of the {length} that were announced", bytes.len())))
        }
        // Whether nothing is all there is, or the connection was lost, cannot be told.
        None if bytes.is_empty() && !is_chunked => {
            Err(incomplete("nothing came, and no length was announced"))
        }
        _ => Ok(bytes),
    }
}

fn read(mut reader: impl Read, stopped: &dyn Fn() -> bool) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut piece = [0; 1 << 16];
    loop {
        let count = reader.read(&mut piece).map_err(Failure::of_body)?;
        bytes.extend_from_slice(&piece[..count]);
        match count {
            0 => return Ok(bytes),
            _ if bytes.len() > MAX_BYTES => return Err(too_large()),
            _ if stopped() => return Err(incomplete("it was asked to stop")),
            _ => {}
        }
    }
}

fn number(headers: &HeaderMap, name: HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn incomplete(message: impl Into<String>) -> Failure {
    Failure::passing("download.incomplete", message)
}

fn too_large() -> Failure {
    let message = format!("the answer is over {MAX_BYTES} bytes long, which no hour of ticks is");
    Failure::lasting("download.too_large", message)
}
