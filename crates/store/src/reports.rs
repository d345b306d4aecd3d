//! What an import leaves beside the ticks: its report, and the rows that it refused.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::PathBuf,
};

use crate::{
    Store, StoreError,
    durable::{sync_folders, write_atomically},
    home::create_dir,
};

/// A file of a report that grows while the import runs.
#[derive(Debug)]
pub struct ReportFile {
    path: PathBuf,
    file: File,
}

impl Store {
    /// The folder for the report of an import, whether it is there or not.
    #[must_use]
    pub fn report_folder(&self, import_id: &str) -> PathBuf {
        self.inner.home().report(import_id)
    }

    /// Writes a file of an import's report whole: it is there after a crash, or what was there before is.
    ///
    /// # Errors
    /// A failure of the file system.
    pub fn write_report(&self, import_id: &str, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let path = self.report_folder(import_id).join(name);
        write_atomically(&self.inner.home().staging(), &path, bytes)?;
        Ok(path)
    }

    /// Begins a file of an import's report that is written piece by piece.
    ///
    /// # Errors
    /// A failure of the file system; the file must not be there yet.
    pub fn create_report_file(&self, import_id: &str, name: &str) -> Result<ReportFile, StoreError> {
        let folder = self.report_folder(import_id);
        create_dir(&folder)?;
        let path = folder.join(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        let file = file.map_err(|error| StoreError::io("creating", &path, error))?;
        sync_folders(folder.ancestors().take(3))?;
        Ok(ReportFile { path, file })
    }
}

impl ReportFile {
    /// Adds bytes; they are with the operating system afterwards, so that the process may die.
    ///
    /// # Errors
    /// A failure of the file system.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file.write_all(bytes).map_err(|error| StoreError::io("writing", &self.path, error))
    }

    /// Makes all of it durable, and says where it is.
    ///
    /// # Errors
    /// A failure of the file system.
    pub fn finish(self) -> Result<PathBuf, StoreError> {
        self.file.sync_all().map_err(|error| StoreError::io("syncing", &self.path, error))?;
        Ok(self.path)
    }
}
