//! The mask over all that a client sends: it keeps what a page says from looking like HTTP to machines in between.

use bytes::Bytes;

/// Another one for each frame.
pub(crate) fn new() -> [u8; 4] {
    let mut mask = [0; 4];
    // Between two programs of one machine it protects nothing, so any will do.
    let _ = getrandom::fill(&mut mask);
    mask
}

/// The payload under its mask.
pub(crate) fn applied(mask: [u8; 4], payload: &[u8]) -> Bytes {
    payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect()
}
