//! What a backup holds, written last and with a hash over all of it: without a whole manifest there is no backup.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tickloom_model::UnixNanos;

use crate::{
    StoreError,
    durable::{sync_folders, write_durably},
    home::Home,
};

/// The name of its file.
const NAME: &str = "backup.json";
/// The layout that is written, and the only one that is read.
const FORMAT: u32 = 1;
/// A manifest of three million files; none is longer.
const MOST_BYTES: u64 = 512 << 20;

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Under the backup's folder, with `/` between names.
    pub(super) path: String,
    pub(super) bytes: u64,
    /// BLAKE3 of the bytes.
    pub(super) hash: String,
    /// When the store wrote it, in nanoseconds since the UNIX epoch; by this the catalogue knows it again.
    pub(super) modified_ns: i64,
}

/// All files of a backup.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// The version of Tickloom that wrote it.
    writer: String,
    /// The moment that it is of, in nanoseconds since the UNIX epoch.
    pub(super) taken: i64,
    pub(super) files: Vec<Entry>,
    /// BLAKE3 of all of the above.
    hash: String,
}

impl Manifest {
    pub(super) fn new(taken: UnixNanos, files: Vec<Entry>) -> Self {
        let writer = env!("CARGO_PKG_VERSION").to_owned();
        let mut manifest = Self { format: FORMAT, writer, taken: taken.as_i64(), files, hash: String::new() };
        manifest.hash = manifest.digest();
        manifest
    }

    /// A hash over every field but itself; lengths stand before texts, so that no two manifests give the same bytes.
    fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut text = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        text(&self.format.to_string());
        text(&self.writer);
        text(&self.taken.to_string());
        for file in &self.files {
            text(&file.path);
            text(&file.bytes.to_string());
            text(&file.hash);
            text(&file.modified_ns.to_string());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// Makes a backup of what lies in a folder: before this returns there is none, afterwards it survives a loss of power.
    pub(super) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let (aside, path) = (folder.join("backup.json.part"), folder.join(NAME));
        let written = serde_json::to_vec_pretty(self)
            .map_err(std::io::Error::other)
            .and_then(|bytes| write_durably(&aside, &bytes))
            .and_then(|()| std::fs::rename(&aside, &path));
        written.map_err(|error| StoreError::io("writing", &path, error))?;
        sync_folders(std::iter::once(folder))
    }

    /// What a backup holds, if it is whole; its files are not looked at.
    pub(super) fn read(folder: &Path) -> Result<Self, StoreError> {
        let incomplete =
            |reason: &str| StoreError::BackupIncomplete { folder: folder.into(), reason: reason.into() };
        let path = folder.join(NAME);
        if !path.is_file() {
            return Err(incomplete("it has no backup.json, which is written last"));
        }
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes));
        read.map_err(|error| StoreError::io("reading", &path, error))?;
        let manifest: Self = serde_json::from_slice(&bytes)
            .map_err(|error| incomplete(&format!("backup.json is damaged, {error}")))?;
        if manifest.format != FORMAT {
            return Err(incomplete("a later Tickloom wrote it"));
        }
        if manifest.hash != manifest.digest() {
            return Err(incomplete("backup.json is damaged, it has not the hash that it names"));
        }
        Ok(manifest)
    }
}

impl Entry {
    /// Where the file lies in a folder that is laid out as a home. None if its path is not one of a store's: a manifest from
    /// elsewhere leads nowhere else.
    pub(super) fn place_in(&self, folder: &Path) -> Option<PathBuf> {
        let names: Vec<&str> = self.path.split('/').collect();
        let is_ours = match names[..] {
            [CATALOGUE] => true,
            [TICKS, symbol, day, Home::TICK_FILE] => Home::key_of(symbol, day).is_some(),
            [REPORTS, import_id, name] => is_plain(import_id) && is_plain(name),
            _ => false,
        };
        is_ours.then(|| names.iter().fold(folder.to_path_buf(), |path, name| path.join(name)))
    }
}

pub(super) const CATALOGUE: &str = "catalogue.duckdb";
pub(super) const TICKS: &str = "ticks";
pub(super) const REPORTS: &str = "reports";

/// Whether a name is only letters, digits, `-`, `_` and dots within.
pub(super) fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !name.is_empty() && !name.starts_with('.') && name.bytes().all(is_plain)
}
