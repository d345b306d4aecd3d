//! Reads the head of a request: so many bytes, so many fields, and nothing is kept of what it is refused for.

use httparse::{EMPTY_HEADER, Request, Status};
use tokio::{io::AsyncReadExt, net::TcpStream};

use super::{Refusal, Wish};

/// Bytes of a head, at most. Browsers send less than one thousand.
const MAX_BYTES: usize = 8 << 10;

/// Fields of a head, at most.
const MAX_FIELDS: usize = 64;

/// Reads until the head is whole, and gives it to the judge. With the verdict comes what was read beyond it.
pub(super) async fn read(
    stream: &mut TcpStream,
    judge: impl Fn(&Request<'_, '_>) -> Result<Wish, Refusal>,
) -> Result<(Wish, Vec<u8>), Refusal> {
    let mut bytes = Vec::with_capacity(1 << 10);
    loop {
        let room = MAX_BYTES - bytes.len();
        match (&mut *stream).take(room as u64).read_buf(&mut bytes).await {
            Ok(1..) => {}
            Ok(0) if room == 0 => return Err(Refusal::TooLarge),
            _ => return Err(Refusal::Gone),
        }
        if let Some((wish, length)) = judged(&bytes, &judge)? {
            return Ok((wish, bytes.split_off(length)));
        }
    }
}

/// The verdict, if the head is whole, and its length.
fn judged(
    bytes: &[u8],
    judge: impl Fn(&Request<'_, '_>) -> Result<Wish, Refusal>,
) -> Result<Option<(Wish, usize)>, Refusal> {
    let mut fields = [EMPTY_HEADER; MAX_FIELDS];
    let mut request = Request::new(&mut fields);
    match request.parse(bytes) {
        Ok(Status::Complete(length)) => judge(&request).map(|wish| Some((wish, length))),
        Ok(Status::Partial) => Ok(None),
        Err(httparse::Error::TooManyHeaders) => Err(Refusal::TooLarge),
        Err(_) => Err(Refusal::BadRequest),
    }
}
