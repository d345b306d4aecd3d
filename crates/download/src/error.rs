//! Why a download could not start, or could not go on.

use std::{io, path::PathBuf};

/// A failure of a download as a whole. What is wrong with single hours stands in the [`DownloadReport`](crate::DownloadReport).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DownloadError {
    /// The address cannot be a feed's. It is not repeated, for it may hold secrets.
    #[error("the base address cannot be used: {reason}; give one such as https://ticks.example/datafeed")]
    AddressInvalid {
        /// What is wrong.
        reason: &'static str,
    },
    /// The proxy's address cannot be used. It is not repeated, for it may hold secrets.
    #[error("the proxy's address cannot be used: give one such as http://proxy.example:3128")]
    ProxyInvalid,
    /// More hours than one download takes.
    #[error("{hours} hours are more than the {most} that one download takes: ask for a shorter range")]
    TooManyHours {
        /// Hours in the range.
        hours: u64,
        /// How many there may be.
        most: u64,
    },
    /// Another download works in this folder.
    #[error("another download is at work in {folder}: wait for it, or name another folder")]
    FolderInUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder cannot be written to.
    #[error(
        "{path} cannot be written: {error}; what was downloaded before is kept, and the same command goes on from there"
    )]
    FolderUnusable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

tickloom_model::error_codes! { DownloadError {
    AddressInvalid => "download.address_invalid",
    ProxyInvalid => "download.proxy_invalid",
    TooManyHours => "download.too_many_hours",
    FolderInUse => "download.folder_in_use",
    FolderUnusable => "download.folder_unusable",
} }
