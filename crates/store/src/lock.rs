//! One process owns a home: an operating-system lock that ends with the process, and a file that names it.

use std::fs::{self, File, TryLockError};

use crate::{StoreError, home::Home};

/// Held for as long as the store is open; the system releases it even after a kill.
///
/// The number of the owner stands in a file of its own, because a locked file cannot be read on Windows.
#[derive(Debug)]
pub(crate) struct Ownership {
    lock: File,
    home: Home,
}

impl Ownership {
    pub(crate) fn take(home: &Home) -> Result<Self, StoreError> {
        let path = home.lock();
        let open = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = open.map_err(|error| StoreError::io("locking", &path, error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Owned { home: home.root().into(), owner: owner_of(home) });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io("locking", &path, error)),
        }
        let owner = home.owner();
        fs::write(&owner, std::process::id().to_string())
            .map_err(|error| StoreError::io("writing", &owner, error))?;
        Ok(Self { lock, home: home.clone() })
    }
}

impl Drop for Ownership {
    fn drop(&mut self) {
        // A left-over name is harmless: only the lock decides.
        let _ = fs::remove_file(self.home.owner());
        // A program that this process is about to start may still hold a copy of the file; the lock does not wait for it.
        let _ = self.lock.unlock();
    }
}

/// The number of the process that owns a home; none while it takes it or gives it up.
pub(crate) fn owner(home: &Home) -> Option<u32> {
    fs::read_to_string(home.owner()).ok()?.trim().parse().ok()
}

fn owner_of(home: &Home) -> String {
    owner(home).map_or_else(|| "another process".into(), |pid| format!("process {pid}"))
}

#[cfg(test)]
mod tests {
    use super::{Home, Ownership};

    #[test]
    fn a_home_is_free_although_a_program_that_is_being_started_has_a_copy_of_its_lock() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::prepare(folder.path()).unwrap();
        let first = Ownership::take(&home).unwrap();
        let copy = first.lock.try_clone().unwrap();
        assert!(Ownership::take(&home).is_err());
        drop(first);
        assert!(Ownership::take(&home).is_ok());
        drop(copy);
    }
}
