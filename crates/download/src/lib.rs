//! Hours of ticks from an HTTP server that lays them out as Dukascopy's feed does, into a folder of the same layout.
//!
//! A server is asked only when its address is given: there is no default. Each hour is verified before it is kept, and what is kept
//! is verified again before it is trusted, so a download that was interrupted or killed goes on from what is there. The folder is an
//! ordinary one; [`SpooledHours`] offers the hours that were asked for to an import.
//!
//! This crate knows nothing of the store, and no byte of the format (`tickloom-formats` does).

mod address;
mod client;
mod download;
mod error;
mod failure;
mod hours;
mod options;
mod pause;
mod report;
mod source;
mod spool;
mod tally;
mod verify;
mod worker;

pub use address::BaseUrl;
pub use download::Download;
pub use error::DownloadError;
pub use hours::MAX_HOURS;
pub use options::{DownloadOptions, MAX_CONNECTIONS};
pub use report::{DownloadReport, LostHour};
pub use source::SpooledHours;
