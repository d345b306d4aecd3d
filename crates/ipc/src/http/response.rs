//! Answers of plain HTTP. A refusal says that it is one and no more: not what listens here, nor what it would have taken.

use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::Page;

/// Why a request is not served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// No HTTP, or not as we take it.
    BadRequest,
    /// A foreign Host or Origin.
    Forbidden,
    /// No such page.
    NotFound,
    /// Another method than GET.
    MethodNotAllowed,
    /// Too many bytes or fields.
    TooLarge,
    /// Too many connections.
    Unavailable,
    /// The client has gone: nobody is left to be told.
    Gone,
}

impl Refusal {
    /// The status that says so.
    pub(crate) fn status(self) -> Option<&'static str> {
        match self {
            Self::BadRequest => Some("400 Bad Request"),
            Self::Forbidden => Some("403 Forbidden"),
            Self::NotFound => Some("404 Not Found"),
            Self::MethodNotAllowed => Some("405 Method Not Allowed"),
            Self::TooLarge => Some("431 Request Header Fields Too Large"),
            Self::Unavailable => Some("503 Service Unavailable"),
            Self::Gone => None,
        }
    }

    fn text(self) -> Option<String> {
        let status = self.status()?;
        Some(format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
    }
}

/// Says no. Whether it is heard is the client's affair.
pub(crate) async fn refuse(stream: &mut TcpStream, refusal: Refusal) {
    if let Some(text) = refusal.text() {
        let _ = stream.write_all(text.as_bytes()).await;
        let _ = stream.shutdown().await;
    }
}

/// Says no without waiting, to a connection for which there is no place.
pub(crate) fn refuse_at_once(stream: &TcpStream, refusal: Refusal) {
    let _ = stream.try_write(refusal.text().unwrap_or_default().as_bytes());
}

/// Begins the WebSocket.
pub(crate) async fn accept(stream: &mut TcpStream, accept: &str) -> std::io::Result<()> {
    let text = format!(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    stream.write_all(text.as_bytes()).await
}

/// Shows a page, which no other origin may embed and nobody may keep.
pub(crate) async fn show(stream: &mut TcpStream, page: &Page) {
    let text = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n\r\n{}",
        page.content_type,
        page.body.len(),
        page.body,
    );
    let _ = stream.write_all(text.as_bytes()).await;
    let _ = stream.shutdown().await;
}
