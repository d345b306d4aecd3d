//! A day's file taken out of the way so that the day can be stored again, and put back if it cannot.

use std::{fs, path::PathBuf};

use crate::{
    LostPartition, PartitionInfo, PartitionKey, Store, StoreError, clock::now, commit::Claim,
    index::put_aside,
};

/// A day whose file is out of the way; the day counts as lost until it is stored again or [put back](Store::put_back).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Where the file lies now.
    pub path: PathBuf,
    info: PartitionInfo,
}

impl Store {
    /// Gives the file of a stored day another name, under which nothing reads it; none if the day has no file (any more).
    ///
    /// # Errors
    /// A failure of the file system or the catalogue.
    pub fn set_aside(&self, key: &PartitionKey) -> Result<Option<SetAside>, StoreError> {
        let _claim = Claim::take(&self.inner, key.clone());
        let _files = self.inner.changing_files();
        let Some(info) = self.partition(key) else { return Ok(None) };
        let place = self.inner.home().partition(key);
        let path = if place.exists() { Some(put_aside(&place)?) } else { None };
        self.inner.remove(key);
        let lost = LostPartition::new(key.clone(), Some(&info), path.clone(), now());
        self.catalogue().lose(&[lost])?;
        Ok(path.map(|path| SetAside { path, info }))
    }

    /// Makes a file that was set aside its day's file again; `false` if the day has been stored since.
    ///
    /// # Errors
    /// A failure of the file system or the catalogue.
    pub fn put_back(&self, aside: SetAside) -> Result<bool, StoreError> {
        let SetAside { path, info } = aside;
        let _claim = Claim::take(&self.inner, info.key.clone());
        let _files = self.inner.changing_files();
        if self.index().contains_key(&info.key) {
            return Ok(false);
        }
        let place = self.inner.home().partition(&info.key);
        fs::rename(&path, &place).map_err(|error| StoreError::io("putting back", &place, error))?;
        self.inner.insert(info.clone());
        self.catalogue().record(&[info], &[])?;
        Ok(true)
    }
}
