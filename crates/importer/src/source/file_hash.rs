//! The hash of a file on disk, large ones on all cores at once: nothing else can begin before it is known.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use blake3::{
    Hasher,
    hazmat::{ChainingValue, HasherExt, Mode, merge_subtrees_non_root, merge_subtrees_root},
};
use rayon::prelude::*;

/// Bytes of a file that one thread hashes in one go: a power of two, for so BLAKE3's tree is cut.
const STRETCH: u64 = 4 << 20;

/// BLAKE3 of a file's bytes, in hexadecimal; of one that grows meanwhile, of those that it had at first.
pub(super) fn file_hash(path: &Path) -> io::Result<String> {
    let length = File::open(path)?.metadata()?.len();
    let starts: Vec<u64> = (0..length.div_ceil(STRETCH)).map(|stretch| stretch * STRETCH).collect();
    if starts.len() < 2 {
        let mut hasher = Hasher::new();
        hasher.update_reader(File::open(path)?)?;
        return Ok(hasher.finalize().to_hex().to_string());
    }
    let end = |start: u64| length.min(start + STRETCH);
    let hashes = starts.into_par_iter().map(|start| stretch_hash(path, start, end(start)));
    Ok(root(&hashes.collect::<io::Result<Vec<_>>>()?).to_hex().to_string())
}

fn stretch_hash(path: &Path, start: u64, end: u64) -> io::Result<ChainingValue> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(start))?;
    let mut hasher = Hasher::new();
    hasher.set_input_offset(start).update_reader(file.take(end - start))?;
    if hasher.count() < end - start {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it became shorter while it was read"));
    }
    Ok(hasher.finalize_non_root())
}

/// What two or more stretches are together.
fn root(stretches: &[ChainingValue]) -> blake3::Hash {
    let (left, right) = halves(stretches);
    merge_subtrees_root(&subtree(left), &subtree(right), Mode::Hash)
}

fn subtree(stretches: &[ChainingValue]) -> ChainingValue {
    match stretches {
        [only] => *only,
        _ => {
            let (left, right) = halves(stretches);
            merge_subtrees_non_root(&subtree(left), &subtree(right), Mode::Hash)
        }
    }
}

/// The left half is the largest power of two that leaves something for the right.
fn halves(stretches: &[ChainingValue]) -> (&[ChainingValue], &[ChainingValue]) {
    stretches.split_at(stretches.len().next_power_of_two() / 2)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

    use std::fs;

    use super::*;

    #[test]
    fn in_stretches_or_in_one_go_the_hash_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ticks.csv");
        let stretch = STRETCH as usize;
        for length in [
            0,
            1,
            stretch - 1,
            stretch,
            stretch + 1,
            2 * stretch,
            3 * stretch,
            3 * stretch + 1_025,
            4 * stretch,
            5 * stretch - 7,
        ] {
            let bytes: Vec<u8> = (0..length).map(|index| (index * 7 / 5) as u8).collect();
            fs::write(&path, &bytes).unwrap();
            assert_eq!(file_hash(&path).unwrap(), blake3::hash(&bytes).to_hex().as_str(), "{length} bytes");
        }
    }

    #[test]
    fn a_file_that_became_shorter_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ticks.csv");
        fs::write(&path, vec![7; STRETCH as usize]).unwrap();
        let error = stretch_hash(&path, 0, STRETCH + 1).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert!(error.to_string().contains("shorter"));
    }
}
