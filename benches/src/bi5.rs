//! How near does an import of .bi5 files come to what liblzma alone decodes of them?

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use liblzma::stream::{Action, Status, Stream};
use tickloom_formats::bi5::{Decoder, MAX_RECORDS_BYTES};
use tickloom_model::UnixNanos;
use tickloom_store::Store;

use crate::{
    import,
    market::Market,
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

const RECORD_BYTES: usize = 20;

/// The same files, as many threads: liblzma alone, our decoder, and a whole import to committed partitions.
pub fn import_beside_bare_decoding(settings: &Settings) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    Market::of(settings.bi5_ticks).write_bi5(folder.path())?;
    let files = &files_under(folder.path())?;
    let decoding = |decode: fn(&[PathBuf], &AtomicUsize) -> Result<usize, Failure>| -> Run<'_> {
        Box::new(move || {
            let (ticks, elapsed) = timed(|| on_threads(settings.threads, files, decode));
            assert_eq!(ticks?, settings.bi5_ticks);
            Ok(elapsed)
        })
    };
    let importing: Run<'_> = Box::new(|| {
        let home = tempfile::tempdir()?;
        let store = Store::open(home.path())?;
        let (report, elapsed) = timed(|| import::into(&store, folder.path(), settings.threads));
        assert_eq!(report?.stored, settings.bi5_ticks as u64);
        Ok(elapsed)
    });
    let contenders =
        vec![("bare-liblzma", decoding(bare)), ("decode", decoding(decoder)), ("import", importing)];
    race("bi5/decode-vs-bare-liblzma", settings.bi5_ticks, settings.repeat, contenders)
}

fn files_under(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files.extend(files_under(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}

/// Each thread takes the next file until there is none.
fn on_threads(
    threads: usize,
    files: &[PathBuf],
    decode: fn(&[PathBuf], &AtomicUsize) -> Result<usize, Failure>,
) -> Result<usize, Failure> {
    let next = &AtomicUsize::new(0);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(move || decode(files, next))).collect();
        workers.into_iter().map(|worker| worker.join().map_err(|_| "a decoding thread panicked")?).sum()
    })
}

fn bare(files: &[PathBuf], next: &AtomicUsize) -> Result<usize, Failure> {
    let mut records = Vec::with_capacity(MAX_RECORDS_BYTES);
    let mut ticks = 0;
    while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        records.clear();
        let compressed = fs::read(path)?;
        let finished = compressed.is_empty()
            || Stream::new_lzma_decoder(u64::MAX)?.process_vec(&compressed, &mut records, Action::Run)?
                == Status::StreamEnd;
        assert!(finished, "a stream without an end");
        ticks += records.len() / RECORD_BYTES;
    }
    Ok(ticks)
}

fn decoder(files: &[PathBuf], next: &AtomicUsize) -> Result<usize, Failure> {
    let mut decoder = Decoder::new();
    let mut ticks = 0;
    while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        ticks += decoder.ticks(&fs::read(path)?, UnixNanos::new(0))?.ticks.len();
    }
    Ok(ticks)
}
