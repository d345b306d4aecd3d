//! How a server is treated: how many requests at once, how long to wait, when to stop asking.

use std::{num::NonZeroUsize, time::Duration};

/// The most connections that one download opens at once.
pub const MAX_CONNECTIONS: usize = 16;

/// How a download is carried out. The default is gentle to the server.
#[derive(Debug, Clone)]
pub struct DownloadOptions {
    /// Connections at once, one request on each; at most [`MAX_CONNECTIONS`].
    pub connections: NonZeroUsize,
    /// How often an hour is asked for before it counts as lost, the first time included.
    pub attempts: u32,
    /// How long one request may take altogether, from connecting to the last byte.
    pub timeout: Duration,
    /// The pause after a first failure; it doubles with each further one, up to half a minute.
    pub pause: Duration,
    /// After so many requests in a row that failed, none is sent any more.
    pub give_up_after: u32,
    /// An HTTP proxy, such as `http://proxy.example:3128`. What the environment says of proxies is not looked at.
    pub proxy: Option<String>,
}

impl Default for DownloadOptions {
    fn default() -> Self {
        Self {
            connections: NonZeroUsize::MIN.saturating_add(3),
            attempts: 5,
            timeout: Duration::from_secs(60),
            pause: Duration::from_millis(500),
            give_up_after: 40,
            proxy: None,
        }
    }
}
