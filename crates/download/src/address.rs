//! The address that hours are asked from.

use std::{fmt, str::FromStr};

use ureq::http::Uri;

use crate::DownloadError;

/// Where a feed begins, such as `https://ticks.example/datafeed`: `SYMBOL/YYYY/MM/DD/HHh_ticks.bi5` follows.
///
/// It holds no secrets, so it may stand in messages.
///
/// ```
/// use tickloom_download::BaseUrl;
///
/// assert_eq!("https://ticks.example/feed/".parse::<BaseUrl>()?.to_string(), "https://ticks.example/feed");
/// assert!("ftp://ticks.example".parse::<BaseUrl>().is_err());
/// # Ok::<(), tickloom_download::DownloadError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The address of something below.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}/{path}", self.0)
    }
}

impl FromStr for BaseUrl {
    type Err = DownloadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = |reason| DownloadError::AddressInvalid { reason };
        let uri: Uri = text.parse().map_err(|_| invalid("it is no URL"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(invalid("it begins with neither http:// nor https://"));
        }
        // What stands before an @ is a name and a password, which would end up in logs.
        if uri
            .authority()
            .is_none_or(|authority| authority.host().is_empty() || authority.as_str().contains('@'))
        {
            return Err(invalid("it names no host, or a user with it"));
        }
        if uri.query().is_some() || text.contains('#') {
            return Err(invalid("it has a part after ? or #, but paths are to follow it"));
        }
        Ok(Self(text.trim_end_matches('/').into()))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn addresses_that_cannot_be_a_feeds_or_hold_secrets_are_refused() {
        for (address, is_good) in [
            ("http://127.0.0.1:8080", true),
            ("https://ticks.example/a/b/", true),
            ("https://[::1]:99/feed", true),
            ("", false),
            ("ticks.example", false),
            ("/etc/passwd", false),
            ("file:///etc/passwd", false),
            ("https://", false),
            ("https://user:secret@ticks.example", false),
            ("https://ticks.example/?key=secret", false),
            ("https://ticks.example/#top", false),
            ("https://ticks.example/a b", false),
        ] {
            let parsed = address.parse::<BaseUrl>();
            assert_eq!(parsed.is_ok(), is_good, "{address}");
            assert!(!parsed.is_err_and(|error| error.to_string().contains("secret")), "{address}");
        }
    }
}
