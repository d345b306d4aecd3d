//! The listening socket, whose connections keep little of what a client does not read.

use std::{io, net::SocketAddr};

use tokio::net::{TcpListener, TcpSocket};

/// Bytes that the operating system keeps for a client that does not read, or about twice as many; left alone it would keep megabytes
/// for each of a thousand. A loopback carries gigabytes a second with it.
const SEND_BUFFER: u32 = 256 << 10;

/// Connections that wait to be accepted.
const BACKLOG: u32 = 1_024;

/// Opens a port; connections take their buffers from the listening socket.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Elsewhere it would let another program take the port over.
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpStream};

    use super::*;

    #[tokio::test]
    async fn little_is_kept_for_a_client_that_does_not_read() {
        let listener = listen((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, _) = listener.accept().await.unwrap();
        server.writable().await.unwrap();
        let mut kept = 0;
        while let Ok(bytes) = server.try_write(&[0; 65_536]) {
            kept += bytes;
        }
        assert!(kept < 2 << 20, "{kept}");
        drop(client);
    }
}
