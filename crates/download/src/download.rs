//! A download from beginning to end: hours, connections, progress, report.

use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use tickloom_formats::bi5::Decoder;
use tickloom_importer::{Control, Progress};
use tickloom_model::{Symbol, TimeRange, UnixNanos};

use crate::{
    BaseUrl, DownloadError, DownloadOptions, DownloadReport, MAX_CONNECTIONS,
    client::Client,
    failure::Failure,
    hours::{NANOS_PER_HOUR, hours_of},
    spool::Spool,
    tally::Tally,
    worker::{Finished, Outcome, Shared, Worker},
};

/// How often progress is shown.
const SHOW_EVERY: Duration = Duration::from_millis(100);

/// How long a download that was asked to stop waits for requests under way.
const FAREWELL: Duration = Duration::from_secs(2);

/// What to download, and where to.
#[derive(Debug, Clone)]
pub struct Download {
    /// The symbol, as the server calls it.
    pub symbol: Symbol,
    /// All hours that this range touches are asked for.
    pub range: TimeRange,
    /// Where the feed begins.
    pub base: BaseUrl,
    /// The folder in which hours are kept, laid out as the feed.
    pub folder: PathBuf,
    /// The present moment: an hour that is not over by then is not asked for.
    pub now: UnixNanos,
}

impl Download {
    /// Asks for every hour that is not in the folder yet, several at once.
    ///
    /// `observe` is called on this thread about ten times a second, with hours as files; it can ask to stop, which keeps all that is
    /// there. Hours that could not be had are no error: they stand in the report.
    ///
    /// # Errors
    /// [`DownloadError`], if the download cannot start or the folder cannot be written.
    pub fn run(
        &self,
        options: &DownloadOptions,
        observe: &mut dyn FnMut(&Progress) -> Control,
    ) -> Result<DownloadReport, DownloadError> {
        let hours = hours_of(self.range)?;
        let spool = Arc::new(Spool::open(&self.folder, &self.symbol)?);
        let (over, future): (Vec<_>, Vec<_>) = hours.iter().partition(|hour| self.is_over(**hour));
        let mut tally = Tally::new(hours.len() as u64);
        future.into_iter().for_each(|hour| tally.take(hour, Outcome::Lost(not_over())));
        let shared =
            Shared::new(self.base.clone(), self.symbol.clone(), options.clone(), Arc::clone(&spool), over);
        let shared = Arc::new(shared);
        self.fetch(&shared, &mut tally, observe)?;
        tally.set_repeats_aside(&spool)?;
        Ok(tally.report(&self.symbol, shared.requests.load(Ordering::Relaxed)))
    }

    fn is_over(&self, hour: UnixNanos) -> bool {
        hour.saturating_add(NANOS_PER_HOUR) <= self.now
    }

    /// Runs the connections until all hours are finished, or it is time to stop.
    fn fetch(
        &self,
        shared: &Arc<Shared>,
        tally: &mut Tally,
        observe: &mut dyn FnMut(&Progress) -> Control,
    ) -> Result<(), DownloadError> {
        let connections = shared.options.connections.get().min(MAX_CONNECTIONS).min(shared.hours.len());
        let (finished_out, finished) = bounded(connections.max(1));
        let (stop_out, stop) = bounded::<()>(0);
        for _ in 0..connections {
            let worker = Worker {
                shared: Arc::clone(shared),
                client: Client::new(&shared.options)?,
                decoder: Decoder::new(),
                finished: finished_out.clone(),
                stop: stop.clone(),
            };
            thread::spawn(move || worker.run());
        }
        drop(finished_out);
        let mut show = |tally: &Tally| observe(&tally.progress(&self.symbol)) == Control::Continue;
        let goes_on = watch(&finished, tally, &mut show)?;
        drop(stop_out);
        if !goes_on {
            wait_for_the_last(&finished, tally)?;
        }
        Ok(())
    }
}

/// Takes what is finished and shows progress; false if it was asked to stop.
fn watch(
    finished: &Receiver<Finished>,
    tally: &mut Tally,
    show: &mut dyn FnMut(&Tally) -> bool,
) -> Result<bool, DownloadError> {
    let mut shown = Instant::now();
    loop {
        match finished.recv_timeout(SHOW_EVERY) {
            Ok(Finished { hour, outcome }) => tally.take(hour, outcome?),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                // A stop that comes after the last hour has nothing left to stop.
                show(tally);
                return Ok(true);
            }
        }
        if shown.elapsed() >= SHOW_EVERY {
            shown = Instant::now();
            if !show(tally) {
                return Ok(false);
            }
        }
    }
}

/// Requests under way may end well; those that take longer end by themselves and keep nothing.
fn wait_for_the_last(finished: &Receiver<Finished>, tally: &mut Tally) -> Result<(), DownloadError> {
    let until = Instant::now() + FAREWELL;
    while let Ok(Finished { hour, outcome }) = finished.recv_deadline(until) {
        tally.take(hour, outcome?);
    }
    Ok(())
}

fn not_over() -> Failure {
    Failure::lasting("download.not_over", "the hour is not over yet: ask again when it is")
}
