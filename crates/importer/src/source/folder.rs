//! Files, folders of them, and the archives among them.

use std::{
    borrow::Cow,
    collections::HashSet,
    fs::{File, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
    time::SystemTime,
};

use walkdir::{DirEntry, WalkDir};

use super::{Listing, TickFile, TickSource, archive, file_hash::file_hash};
use crate::{ImportError, RefusedFile};

/// Files of the file system: those named, all below the folders named, and the members of zip archives among them.
#[derive(Debug, Clone)]
pub struct Files {
    roots: Vec<PathBuf>,
}

impl Files {
    /// What lies at or below `paths`.
    ///
    /// # Errors
    /// [`ImportError::PathNotFound`] for the first that does not exist.
    pub fn at(paths: &[PathBuf]) -> Result<Self, ImportError> {
        match paths.iter().find(|path| !path.exists()) {
            Some(path) => Err(ImportError::PathNotFound { path: path.clone() }),
            None => Ok(Self { roots: paths.to_vec() }),
        }
    }
}

impl TickSource for Files {
    fn describe(&self) -> String {
        let places: Vec<_> = self.roots.iter().map(|root| root.display().to_string()).collect();
        places.join(", ")
    }

    fn list(&self) -> io::Result<Listing> {
        let mut walk = Walk::default();
        self.roots.iter().for_each(|root| walk.look_below(root));
        Ok(walk.found)
    }
}

/// A walk through trees, in which what lies in two of them is found once.
#[derive(Default)]
struct Walk {
    found: Listing,
    seen: HashSet<PathBuf>,
}

impl Walk {
    fn look_below(&mut self, root: &Path) {
        for entry in WalkDir::new(root).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => self.look_at(root, &entry),
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(root).display().to_string();
                    let unreadable =
                        RefusedFile::unreadable(path, format!("it cannot be looked at: {error}"));
                    self.found.unreadable.push(unreadable);
                }
            }
        }
    }

    fn look_at(&mut self, root: &Path, entry: &DirEntry) {
        let path = std::path::absolute(entry.path()).unwrap_or_else(|_| entry.path().into());
        if !self.seen.insert(path.clone()) {
            return;
        }
        let name = name_below(root, entry.path());
        let metadata = entry.metadata().ok();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
            archive::list(&name, path, metadata.as_ref(), &mut self.found);
        } else {
            self.found.files.push(Box::new(PlainFile::new(name, path, metadata.as_ref())));
        }
    }
}

/// A file by its path.
struct PlainFile {
    name: String,
    path: PathBuf,
    bytes: Option<u64>,
    modified: Option<SystemTime>,
}

impl PlainFile {
    fn new(name: String, path: PathBuf, metadata: Option<&Metadata>) -> Self {
        let modified = metadata.and_then(|metadata| metadata.modified().ok());
        Self { name, path, bytes: metadata.map(Metadata::len), modified }
    }
}

impl TickFile for PlainFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn path(&self) -> Cow<'_, str> {
        self.path.to_string_lossy()
    }

    fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    fn modified(&self) -> Option<SystemTime> {
        self.modified
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(File::open(&self.path)?))
    }

    fn on_disk(&self) -> io::Result<Option<File>> {
        File::open(&self.path).map(Some)
    }

    fn hash(&self) -> io::Result<String> {
        file_hash(&self.path)
    }
}

/// With forward slashes on every platform; the file's own name if the root is the file.
fn name_below(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).ok().filter(|below| !below.as_os_str().is_empty());
    let name = below.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
    name.to_string_lossy().replace('\\', "/")
}
