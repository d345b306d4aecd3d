//! Generated files: brought to the disk, or compared with what lies there.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

/// A generated file.
#[derive(Clone)]
pub(crate) struct Output {
    /// Where it lies, from the top of the repository on.
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// The top of the repository, two folders above this crate.
pub(crate) fn root() -> io::Result<PathBuf> {
    let crates = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| OsString::from("crates/protocol"));
    fs::canonicalize(Path::new(&crates).join("../.."))
}

/// Files that differ from what would be written, and files in folders that are ours alone that would not be.
pub(crate) fn stale(root: &Path, outputs: &[Output]) -> io::Result<Vec<PathBuf>> {
    let mut stale = leftovers(root, outputs)?;
    stale.extend(outputs.iter().filter(|output| differs(root, output)).map(|output| output.path.clone()));
    Ok(stale)
}

/// Writes them all, and removes leftovers.
pub(crate) fn write(root: &Path, outputs: &[Output]) -> io::Result<()> {
    for path in leftovers(root, outputs)? {
        fs::remove_file(root.join(path))?;
    }
    for output in outputs.iter().filter(|output| differs(root, output)) {
        let path = root.join(&output.path);
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(path, &output.text)?;
        println!("{}", output.path.display());
    }
    Ok(())
}

fn differs(root: &Path, output: &Output) -> bool {
    // A checkout may have other line ends.
    let kept = fs::read_to_string(root.join(&output.path)).map(|text| text.replace("\r\n", "\n"));
    kept.ok().as_ref() != Some(&output.text)
}

/// Files of before for which nothing stands any more.
fn leftovers(root: &Path, outputs: &[Output]) -> io::Result<Vec<PathBuf>> {
    let known = outputs.iter().map(|output| output.path.as_path()).collect::<BTreeSet<_>>();
    let mut paths = Vec::new();
    for folder in super::folders() {
        paths.extend(files(root, folder)?);
    }
    Ok(paths.into_iter().filter(|path| !known.contains(path.as_path())).collect())
}

/// Python keeps folders of its own beside its files; they are not ours to remove.
fn files(root: &Path, folder: &str) -> io::Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return Ok(Vec::new()) };
    let entries = entries.collect::<io::Result<Vec<_>>>()?;
    let files = entries.into_iter().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    Ok(files.map(|entry| Path::new(folder).join(entry.file_name())).collect())
}
