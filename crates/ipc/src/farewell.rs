//! The end of a connection: the reason is said, and for a moment it is waited until it was heard.

use std::{future::poll_fn, io, time::Duration};

use crate::{
    ending::{Ending, close_code},
    wire::Wire,
};

/// Closes with the code and the reason of the ending, and waits for the other side as long as it may.
pub(crate) async fn say(mut wire: Wire, ending: &Ending, patience: Duration) {
    let Ending::Told(failure) = ending else { return };
    let reason = match failure.message() {
        "" => failure.code().to_owned(),
        message => format!("{}: {message}", failure.code()),
    };
    wire.send_close(close_code(failure.code()), &reason);
    // Whoever hears nothing by then hears nothing at all.
    let _ = tokio::time::timeout(patience, until_heard(&mut wire)).await;
}

/// To close while something was not read would take back what was sent, so what comes is read until the other side closes.
async fn until_heard(wire: &mut Wire) -> io::Result<()> {
    poll_fn(|cx| wire.poll_sent(cx)).await?;
    wire.drain().await
}
