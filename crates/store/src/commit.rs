//! How ticks become a partition: merged with what is stored, written aside, then put in place by one rename.

use std::sync::Arc;

use tickloom_model::{Digits, MAX_POINTS, Ticks, UnixNanos};

use crate::{
    PartitionInfo, PartitionKey, Repeats, Replaced, SourceRecord, Store, StoreError,
    durable::write_atomically,
    home::Home,
    index::file_stamp,
    keep::keep,
    merge::{merge, normalise},
    partition::{
        Columns, ContentHash, FileHash, MOST_TICKS, PartitionFile, PartitionMetadata, encode, unite_sources,
    },
    store::Inner,
};

/// A partition's next state, held in memory: nothing on disk has changed yet.
///
/// While it lives nobody else can stage the same partition; dropping it gives the change up.
#[must_use = "staged ticks are stored only by committing them"]
pub struct Staged {
    claim: Claim,
    added: u64,
    duplicates: u64,
    repeats: Repeats,
    change: Option<Change>,
}

struct Change {
    metadata: PartitionMetadata,
    bytes: Vec<u8>,
    file_hash: FileHash,
    ticks_before: Option<u64>,
}

impl Staged {
    /// The partition.
    #[must_use]
    pub fn key(&self) -> &PartitionKey {
        &self.claim.key
    }

    /// Whether committing changes what is stored.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.change.is_some()
    }
}

/// What a commit did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Ticks that were new.
    pub added: u64,
    /// Ticks that were there already, or twice in what came in.
    pub duplicates: u64,
    /// Those of them that came twice in what came in.
    pub repeats: Repeats,
    /// The partition's new state, to be [recorded](Store::record); none if nothing changed.
    pub partition: Option<PartitionInfo>,
    /// What was stored before, if it was kept.
    pub replaced: Option<Replaced>,
}

impl Change {
    /// Keeps the file that is about to be replaced, if there is one and it is wanted.
    fn keep_before(
        &self,
        key: &PartitionKey,
        added: u64,
        home: &Home,
        import_id: Option<&str>,
    ) -> Result<Option<Replaced>, StoreError> {
        let (Some(import_id), Some(ticks_before)) = (import_id, self.ticks_before) else { return Ok(None) };
        let kept_at = keep(home, import_id, key)?;
        let ticks_after = self.metadata.ticks;
        Ok(Some(Replaced { day: key.day, ticks_before, ticks_after, added, kept_at }))
    }
}

/// The right to change a partition, given back when dropped.
pub(crate) struct Claim {
    inner: Arc<Inner>,
    key: PartitionKey,
}

impl Claim {
    pub(crate) fn take(inner: &Arc<Inner>, key: PartitionKey) -> Self {
        inner.claim(&key);
        Self { inner: Arc::clone(inner), key }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.inner.release(&self.key);
    }
}

impl Store {
    /// Merges accounts of a day, each in the order of its file, into what is stored of it, and encodes the result.
    ///
    /// Waits while another thread has the same partition staged.
    ///
    /// # Errors
    /// [`StoreError::TicksInvalid`] if a tick lies outside the day or holds a number that none can be,
    /// [`StoreError::DigitsDiffer`], or [`StoreError::PartitionDamaged`] if what is stored cannot be read.
    pub fn stage(
        &self,
        key: PartitionKey,
        digits: Digits,
        accounts: Vec<Ticks>,
        sources: &[SourceRecord],
    ) -> Result<Staged, StoreError> {
        self.stage_and_look(key, digits, accounts, sources, |_| {})
    }

    /// As [`Store::stage`]; `look` sees all ticks that the day will have, in their order, before they are encoded.
    ///
    /// # Errors
    /// As there.
    pub fn stage_and_look(
        &self,
        key: PartitionKey,
        digits: Digits,
        accounts: Vec<Ticks>,
        sources: &[SourceRecord],
        look: impl FnOnce(&Ticks),
    ) -> Result<Staged, StoreError> {
        accounts.iter().try_for_each(|account| check(&key, account))?;
        let offered: u64 = accounts.iter().map(|account| account.len() as u64).sum();
        let mut repeats = Repeats::default();
        let incoming = unite(accounts, &mut repeats);
        let claim = Claim::take(&self.inner, key);
        let stored = self.stored(&claim.key, digits)?;
        let (ticks, before, old_sources) = match stored {
            Some((stored, metadata)) => {
                let merged = merge(&stored, &incoming, &mut Repeats::default());
                (merged, Some(metadata.clone()), metadata.sources)
            }
            None => (incoming, None, Vec::new()),
        };
        look(&ticks);
        if ticks.len() as u64 > MOST_TICKS {
            let reason = format!("{} would hold more than {MOST_TICKS} ticks", claim.key);
            return Err(StoreError::TicksInvalid { reason });
        }
        let added = ticks.len() as u64 - before.as_ref().map_or(0, |metadata| metadata.ticks);
        let content_hash = ContentHash::of(&ticks, digits);
        let ticks_before = before.as_ref().map(|metadata| metadata.ticks);
        let unchanged = before.is_some_and(|metadata| metadata.content_hash == content_hash);
        let change = match (ticks.timestamp.first(), ticks.timestamp.last()) {
            (Some(&first), Some(&last)) if !unchanged => {
                let metadata = PartitionMetadata {
                    key: claim.key.clone(),
                    digits,
                    ticks: ticks.len() as u64,
                    first: UnixNanos::new(first),
                    last: UnixNanos::new(last),
                    content_hash,
                    sources: unite_sources(old_sources, sources),
                };
                let bytes = encode(&ticks, &metadata)
                    .map_err(|error| StoreError::TicksInvalid { reason: error.to_string() })?;
                let file_hash = FileHash::of(&bytes);
                Some(Change { metadata, bytes, file_hash, ticks_before })
            }
            _ => None,
        };
        Ok(Staged { claim, added, duplicates: offered - added, repeats, change })
    }

    /// Puts staged ticks in place: after this returns they survive a crash and a loss of power.
    ///
    /// # Errors
    /// A failure of the file system; the partition is then as it was before.
    pub fn commit(&self, staged: Staged) -> Result<Committed, StoreError> {
        self.commit_keeping(staged, None)
    }

    /// As [`commit`](Self::commit); of a stored day that this changes, the file is kept under the name of the import.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    pub fn commit_keeping(&self, staged: Staged, import_id: Option<&str>) -> Result<Committed, StoreError> {
        let Staged { claim, added, duplicates, repeats, change } = staged;
        let Some(change) = change else {
            return Ok(Committed { added, duplicates, repeats, partition: None, replaced: None });
        };
        let _files = self.inner.changing_files();
        let replaced = change.keep_before(&claim.key, added, self.inner.home(), import_id)?;
        let partition = self.put_in_place(&claim.key, &change)?;
        Ok(Committed { added, duplicates, repeats, partition: Some(partition), replaced })
    }

    fn put_in_place(&self, key: &PartitionKey, change: &Change) -> Result<PartitionInfo, StoreError> {
        let home = self.inner.home();
        let path = home.partition(key);
        write_atomically(&home.staging(), &path, &change.bytes)?;
        let partition = change.metadata.to_info(change.file_hash, file_stamp(&path)?);
        self.inner.insert(partition.clone());
        Ok(partition)
    }

    fn stored(
        &self,
        key: &PartitionKey,
        digits: Digits,
    ) -> Result<Option<(Ticks, PartitionMetadata)>, StoreError> {
        let path = self.inner.home().partition(key);
        if !path.exists() {
            return Ok(None);
        }
        let file = PartitionFile::open(&path)?;
        let metadata = file.metadata().clone();
        if metadata.digits != digits {
            let (stored, given) = (metadata.digits, digits);
            return Err(StoreError::DigitsDiffer { symbol: key.symbol.clone(), stored, given });
        }
        Ok(Some((file.ticks(&path, Columns::ALL)?, metadata)))
    }
}

/// The accounts of a day as one, without what repeats.
fn unite(accounts: Vec<Ticks>, repeats: &mut Repeats) -> Ticks {
    let mut united: Option<Ticks> = None;
    for account in accounts {
        let account = normalise(account, repeats);
        united = Some(match united {
            Some(earlier) => merge(&earlier, &account, repeats),
            None => account,
        });
    }
    united.unwrap_or_default()
}

fn check(key: &PartitionKey, ticks: &Ticks) -> Result<(), StoreError> {
    let invalid = |what: &str| Err(StoreError::TicksInvalid { reason: format!("{what} of {key}") });
    let day = key.day.range();
    if !lie_between(&ticks.timestamp, day.start.as_i64(), day.end.as_i64() - 1) {
        return invalid("a time lies outside the day");
    }
    if !(lie_between(&ticks.bid, -MAX_POINTS, MAX_POINTS) && lie_between(&ticks.ask, -MAX_POINTS, MAX_POINTS))
    {
        return invalid("a price is too large");
    }
    let is_volume = |volume: f32| (0.0..=f32::MAX).contains(&volume);
    if !(all(&ticks.bid_volume, is_volume) && all(&ticks.ask_volume, is_volume)) {
        return invalid("a volume is negative or no number");
    }
    Ok(())
}

/// Whether all values lie from `lowest` to `highest`, which are at most `i64::MAX` apart: exactly then neither difference is negative.
///
/// Every processor subtracts 64-bit numbers in vectors; not every one compares them.
fn lie_between(values: &[i64], lowest: i64, highest: i64) -> bool {
    let differences = |value: i64| value.wrapping_sub(lowest) | highest.wrapping_sub(value);
    values.iter().fold(0, |signs, &value| signs | differences(value)) >= 0
}

/// Looks at every value without stopping early, which the compiler turns into vectors.
fn all<T: Copy>(column: &[T], holds: impl Fn(T) -> bool) -> bool {
    column.iter().fold(true, |all, &value| all & holds(value))
}
