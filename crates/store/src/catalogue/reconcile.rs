//! How the catalogue is brought in line with the tick files, which are the truth.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use rayon::prelude::*;
use tracing::warn;

use super::{Catalogue, LostPartition, journal, lost, partitions};
use crate::{
    StoreError,
    clock::now,
    home::Home,
    index::{Files, Found, put_aside, scan},
    partition::{FileHash, PartitionInfo, PartitionKey, inspect},
};

type Known = BTreeMap<PartitionKey, PartitionInfo>;

/// What a look at the files found, beside what the catalogue said.
pub(crate) struct Reconciled {
    pub(crate) partitions: Known,
    /// Files that were no readable partition and are put aside now, with the reason.
    pub(crate) damaged: Vec<(PathBuf, String)>,
    /// How many entries of the catalogue were added, corrected or removed.
    pub(crate) repaired: usize,
}

/// Brings the catalogue in line with the files.
///
/// A file that it does not know, or knows with another size or time of writing, is read to its last tick. An entry without a file
/// becomes a lost partition. A file that is damaged is put aside, so that the rest can be queried, and its day is lost too.
pub(crate) fn reconcile(catalogue: &Catalogue, home: &Home) -> Result<Reconciled, StoreError> {
    let known: Known =
        catalogue.partitions()?.into_iter().map(|partition| (partition.key.clone(), partition)).collect();
    let Files { partitions: files, put_aside: aside } = scan(home)?;
    let (unchanged, changed): (Vec<&Found>, Vec<&Found>) =
        files.iter().partition(|file| has_stamp_of(known.get(&file.key), file));
    let Read { corrected, damaged } = read(home, &changed, &known)?;

    let mut partitions: Known = unchanged
        .iter()
        .filter_map(|file| known.get_key_value(&file.key))
        .map(|(key, entry)| (key.clone(), entry.clone()))
        .collect();
    partitions.extend(corrected.iter().map(|info| (info.key.clone(), info.clone())));
    let gone: Vec<_> = known.keys().filter(|key| !partitions.contains_key(*key)).collect();
    let repaired = corrected.len() + gone.len();

    let now_aside = damaged.iter().map(|(key, path, _)| (key.clone(), path.clone()));
    let aside_of: BTreeMap<_, _> = aside.iter().cloned().chain(now_aside).collect();
    let change =
        Change { known: &known, partitions: &partitions, corrected: &corrected, gone, aside_of: &aside_of };
    change.write(catalogue)?;

    let before = aside.into_iter().map(|(_, path)| (path, "it was put aside before".to_owned()));
    let damaged = before.chain(damaged.into_iter().map(|(_, path, reason)| (path, reason))).collect();
    Ok(Reconciled { partitions, damaged, repaired })
}

fn has_stamp_of(known: Option<&PartitionInfo>, file: &Found) -> bool {
    known.is_some_and(|known| (known.file_bytes, known.modified_ns) == (file.bytes, file.modified_ns))
}

/// What files turned out to be.
#[derive(Default)]
struct Read {
    corrected: Vec<PartitionInfo>,
    damaged: Vec<(PartitionKey, PathBuf, String)>,
}

/// Reads files on all cores and puts those aside that are no partitions.
fn read(home: &Home, files: &[&Found], known: &Known) -> Result<Read, StoreError> {
    let described: Vec<_> = files.par_iter().map(|file| describe(home, file, known.get(&file.key))).collect();
    let mut read = Read::default();
    for (file, outcome) in files.iter().zip(described) {
        match outcome {
            Ok(info) => read.corrected.push(info),
            Err(StoreError::PartitionDamaged { path, reason }) => {
                let aside = put_aside(&path)?;
                warn!(path = %aside.display(), reason, "damaged tick file put aside");
                read.damaged.push((file.key.clone(), aside, reason));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

/// What a file is. Where its ticks are those that the catalogue knows, the known hash of its bytes stays, so that
/// [`verify`](crate::Store::verify) can tell that other bytes were put there.
fn describe(home: &Home, file: &Found, known: Option<&PartitionInfo>) -> Result<PartitionInfo, StoreError> {
    let path = home.partition(&file.key);
    let bytes = fs::read(&path).map_err(|error| StoreError::io("reading", &path, error))?;
    let file_hash = FileHash::of(&bytes);
    let (file_bytes, modified_ns) = (file.bytes, file.modified_ns);
    if let Some(known) = known.filter(|known| known.file_hash == file_hash) {
        return Ok(PartitionInfo { file_bytes, modified_ns, ..known.clone() });
    }
    let metadata = inspect(&path, bytes, &file.key)
        .map_err(|reason| StoreError::PartitionDamaged { path: path.clone(), reason })?;
    let same_ticks = known.filter(|known| known.content_hash == metadata.content_hash);
    let file_hash = same_ticks.map_or(file_hash, |known| known.file_hash);
    Ok(metadata.to_info(file_hash, (file_bytes, modified_ns)))
}

/// What is to be written of it all.
struct Change<'a> {
    known: &'a Known,
    partitions: &'a Known,
    corrected: &'a [PartitionInfo],
    gone: Vec<&'a PartitionKey>,
    aside_of: &'a BTreeMap<PartitionKey, PathBuf>,
}

impl Change<'_> {
    fn write(&self, catalogue: &Catalogue) -> Result<(), StoreError> {
        let lost_before = catalogue.lost()?;
        let found_again: Vec<_> = lost_before
            .iter()
            .map(|lost| &lost.key)
            .filter(|key| self.partitions.contains_key(*key))
            .collect();
        let lost_now = self.lost_now(&lost_before);
        if [self.corrected.len(), self.gone.len(), found_again.len(), lost_now.len()] == [0; 4] {
            return Ok(());
        }
        catalogue.write("repairing", |connection| {
            partitions::forget(connection, self.gone.iter().copied())?;
            partitions::record(connection, self.corrected)?;
            journal::distrust(connection, self.gone.iter().copied().chain(self.other_ticks()))?;
            lost::forget(connection, found_again.into_iter())?;
            lost::add(connection, &lost_now)
        })
    }

    /// Days whose ticks are not those that the catalogue knew.
    fn other_ticks(&self) -> impl Iterator<Item = &PartitionKey> {
        let is_known = |info: &PartitionInfo| {
            self.known.get(&info.key).is_some_and(|known| known.content_hash == info.content_hash)
        };
        self.corrected.iter().filter(move |info| !is_known(info)).map(|info| &info.key)
    }

    /// Days that the catalogue, or a file that was put aside, tells of, and that are not stored.
    fn lost_now(&self, before: &[LostPartition]) -> Vec<LostPartition> {
        let before: BTreeSet<_> = before.iter().map(|lost| &lost.key).collect();
        let told: BTreeSet<_> = self.gone.iter().copied().chain(self.aside_of.keys()).collect();
        let lost =
            told.into_iter().filter(|key| !self.partitions.contains_key(*key) && !before.contains(key));
        let lose = |key: &PartitionKey| {
            LostPartition::new(key.clone(), self.known.get(key), self.aside_of.get(key).cloned(), now())
        };
        lost.map(lose).collect()
    }
}
