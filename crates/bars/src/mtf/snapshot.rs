//! A whole state as bytes, and back: to stop and go on as if nothing had been.
//!
//! A snapshot is `TICKLMTF`, the version (16 bits), a BLAKE3 hash of all that follows, how the state was made, and then
//! for each symbol its sequencer, its bars in progress and its rings. Numbers are little-endian. Where things are
//! built is not in it: it is read into a state that was made the same way, so that no byte can bend its structure.

use super::{
    MtfConfig, MtfError, MtfState, SymbolBars,
    bytes::{Reader, Writer},
    stream::Stream,
};
use crate::{
    BarRing, Progress,
    sequencer::{Held, SequencerProgress},
};

/// The version of snapshots that is written and read.
pub const SNAPSHOT_VERSION: u16 = 1;

const MAGIC: [u8; 8] = *b"TICKLMTF";
const HASH_BYTES: usize = blake3::OUT_LEN;

impl MtfState {
    /// The whole state as bytes; the same state gives the same bytes.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.text(&self.config.to_string());
        self.symbols.iter().for_each(|symbol| symbol.write(&mut body));
        let hash = blake3::hash(&body.0);
        [&MAGIC[..], &SNAPSHOT_VERSION.to_le_bytes(), hash.as_bytes(), &body.0].concat()
    }

    /// The state that [`snapshot`](Self::snapshot) gave: it goes on as if it had never stopped.
    ///
    /// # Errors
    /// [`MtfError::SnapshotDamaged`], [`MtfError::SnapshotVersion`], [`MtfError::SnapshotDiffers`] if the state was made for
    /// something else, and what [`new`](Self::new) refuses.
    pub fn restore(config: MtfConfig, snapshot: &[u8]) -> Result<Self, MtfError> {
        let damaged = MtfError::SnapshotDamaged { bytes: snapshot.len() };
        let Some(mut body) = checked_body(snapshot)? else { return Err(damaged) };
        let (found, expected) = (body.text(), config.to_string());
        match found {
            None => return Err(damaged),
            Some(found) if found != expected => {
                return Err(MtfError::SnapshotDiffers { found: found.to_owned(), expected });
            }
            Some(_) => (),
        }
        let mut state = Self::new(config)?;
        let read = state.symbols.iter_mut().try_for_each(|symbol| symbol.read(&mut body));
        read.filter(|()| body.0.is_empty()).map(|()| state).ok_or(damaged)
    }
}

/// What follows the header; `None` if it is damaged.
fn checked_body(snapshot: &[u8]) -> Result<Option<Reader<'_>>, MtfError> {
    let mut reader = Reader(snapshot);
    if reader.take() != Some(MAGIC) {
        return Ok(None);
    }
    let Some(found) = reader.take().map(u16::from_le_bytes) else { return Ok(None) };
    if found != SNAPSHOT_VERSION {
        return Err(MtfError::SnapshotVersion { found, known: SNAPSHOT_VERSION });
    }
    let hash = reader.take::<HASH_BYTES>();
    let is_whole = hash.is_some_and(|hash| hash == *blake3::hash(reader.0).as_bytes());
    Ok(is_whole.then_some(reader))
}

impl SymbolBars {
    fn write(&self, to: &mut Writer) {
        self.stream.write(to);
        self.rings.iter().for_each(|ring| write_ring(ring, to));
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        self.stream.read(from)?;
        self.rings.iter_mut().try_for_each(|ring| read_ring(ring, from))
    }
}

impl Stream {
    fn write(&self, to: &mut Writer) {
        write_sequencer(&self.sequencer.progress(), to);
        self.cascade.progress().for_each(|bar| to.option(bar, Writer::bar));
        for Progress { since, bar, edges } in self.others.iter().map(|other| other.progress()) {
            to.option(since, |to, since| to.signed(since.as_i64()));
            to.option(bar, Writer::bar);
            [edges.0, edges.1].into_iter().for_each(|edge| to.signed(edge));
        }
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        self.sequencer.resume(read_sequencer(from)?)?;
        self.cascade.resume(|| from.option(Reader::bar))?;
        for other in &mut self.others {
            let (since, bar) = (from.option(Reader::time)?, from.option(Reader::bar)?);
            other.resume(Progress { since, bar, edges: (read_edge(from)?, read_edge(from)?) });
        }
        Some(())
    }
}

fn write_sequencer(progress: &SequencerProgress, to: &mut Writer) {
    [progress.latest, progress.watermark].into_iter().for_each(|time| to.signed(time));
    [progress.arrivals, progress.dropped, progress.held.len() as u64].into_iter().for_each(|n| to.number(n));
    for Held { tick, arrival } in &progress.held {
        to.tick(tick);
        to.number(*arrival);
    }
}

fn read_sequencer(from: &mut Reader<'_>) -> Option<SequencerProgress> {
    let (latest, watermark) = (from.signed()?, from.signed()?);
    let (arrivals, dropped, count) = (from.number()?, from.number()?, from.count()?);
    let mut held = || Some(Held { tick: from.tick()?, arrival: from.number()? });
    let held = (0..count).map(|_| held()).collect::<Option<_>>()?;
    Some(SequencerProgress { latest, watermark, arrivals, dropped, held })
}

fn write_ring(ring: &BarRing, to: &mut Writer) {
    to.number(ring.written());
    to.number(ring.len() as u64);
    ring.iter().for_each(|bar| to.completed(bar));
}

fn read_ring(ring: &mut BarRing, from: &mut Reader<'_>) -> Option<()> {
    let (written, count) = (from.number()?, from.count()?);
    for _ in 0..count {
        ring.write(from.completed()?);
    }
    ring.resume(written, count)
}

/// An edge of a brick: far enough from the last number that a price may be taken from it.
fn read_edge(from: &mut Reader<'_>) -> Option<i64> {
    from.signed().filter(|edge| edge.unsigned_abs() <= 1 << 62)
}
