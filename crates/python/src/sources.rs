//! What Python gives to import from: paths, bytes under names, or hours that were downloaded.

use std::path::PathBuf;

use pyo3::{prelude::*, pybacked::PyBackedBytes};
use tickloom_importer::{BytesFile, ImportError, Mixed, TickSource};

use crate::downloads::DownloadedHours;

/// A source as Python names it.
pub(crate) enum Offered {
    Hours(DownloadedHours),
    Items(Vec<Item>),
}

/// One of several things to import.
#[derive(FromPyObject)]
pub(crate) enum Item {
    Bytes(String, PyBackedBytes),
    Path(PathBuf),
}

impl<'py> FromPyObject<'_, 'py> for Offered {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.cast::<DownloadedHours>() {
            Ok(hours) => Ok(Self::Hours(hours.get().clone())),
            Err(_) => value.extract().map(Self::Items),
        }
    }
}

impl Offered {
    /// The source; paths must exist.
    pub(crate) fn source(self) -> Result<Box<dyn TickSource>, ImportError> {
        match self {
            Self::Hours(hours) => Ok(Box::new(hours.0)),
            Self::Items(items) => mixed(items),
        }
    }
}

fn mixed(items: Vec<Item>) -> Result<Box<dyn TickSource>, ImportError> {
    let (mut paths, mut in_memory) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Path(path) => paths.push(path),
            Item::Bytes(name, bytes) => in_memory.push(BytesFile::new(name, bytes)),
        }
    }
    Ok(Box::new(Mixed::new(&paths, in_memory)?))
}
