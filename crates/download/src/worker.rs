//! What one connection does: hour after hour, each asked for until it is had, is known not to exist, or counts as lost.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, TryRecvError};
use tickloom_formats::bi5::{self, Decoder};
use tickloom_model::{Symbol, UnixNanos};
use tracing::info;

use crate::{
    BaseUrl, DownloadError, DownloadOptions,
    client::{Answer, Client},
    failure::{Again, Failure},
    pause::pause_after,
    spool::Spool,
    verify::{Verified, verify},
};

/// What the connections share.
pub(crate) struct Shared {
    pub(crate) base: BaseUrl,
    pub(crate) symbol: Symbol,
    pub(crate) options: DownloadOptions,
    pub(crate) spool: Arc<Spool>,
    pub(crate) hours: Vec<UnixNanos>,
    pub(crate) next: AtomicUsize,
    pub(crate) requests: AtomicU64,
    failed_in_a_row: AtomicU32,
    /// Until when the server wants to be left alone.
    quiet_until: Mutex<Option<Instant>>,
}

/// What became of an hour.
pub(crate) struct Finished {
    pub(crate) hour: UnixNanos,
    pub(crate) outcome: Result<Outcome, DownloadError>,
}

pub(crate) enum Outcome {
    Fetched(Verified),
    Reused(Verified),
    Missing,
    Lost(Failure),
}

impl Shared {
    pub(crate) const fn new(
        base: BaseUrl,
        symbol: Symbol,
        options: DownloadOptions,
        spool: Arc<Spool>,
        hours: Vec<UnixNanos>,
    ) -> Self {
        Self {
            base,
            symbol,
            options,
            spool,
            hours,
            next: AtomicUsize::new(0),
            requests: AtomicU64::new(0),
            failed_in_a_row: AtomicU32::new(0),
            quiet_until: Mutex::new(None),
        }
    }

    fn take(&self) -> Option<UnixNanos> {
        self.hours.get(self.next.fetch_add(1, Ordering::Relaxed)).copied()
    }

    fn heard(&self, is_good: bool) {
        match is_good {
            true => self.failed_in_a_row.store(0, Ordering::Relaxed),
            false => _ = self.failed_in_a_row.fetch_add(1, Ordering::Relaxed),
        }
    }

    fn has_given_up(&self) -> bool {
        self.failed_in_a_row.load(Ordering::Relaxed) >= self.options.give_up_after
    }

    /// Keeps all connections from asking for a while.
    fn quieten(&self, pause: Duration) {
        let until = Instant::now().checked_add(pause);
        let mut quiet_until = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        *quiet_until = until.max(*quiet_until);
    }

    fn quiet_for(&self) -> Duration {
        let until = *self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()))
    }
}

/// One connection.
pub(crate) struct Worker {
    pub(crate) shared: Arc<Shared>,
    pub(crate) client: Client,
    pub(crate) decoder: Decoder,
    pub(crate) finished: Sender<Finished>,
    /// Nothing ever comes here; it is closed when all shall stop.
    pub(crate) stop: Receiver<()>,
}

impl Worker {
    pub(crate) fn run(mut self) {
        while let Some(hour) = self.shared.take() {
            let outcome = self.hour(hour);
            let is_last = self.is_stopped() || outcome.is_err();
            // An hour that was broken off is none; one that was finished all the same counts.
            let counts = !self.is_stopped() || !matches!(outcome, Ok(Outcome::Lost(_)));
            if counts && self.finished.send(Finished { hour, outcome }).is_err() || is_last {
                return;
            }
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop.try_recv() == Err(TryRecvError::Disconnected)
    }

    /// Waits, unless all shall stop before the time is over.
    fn wait(&self, pause: Duration) {
        if !pause.is_zero() {
            _ = self.stop.recv_timeout(pause);
        }
    }

    fn hour(&mut self, hour: UnixNanos) -> Result<Outcome, DownloadError> {
        let shared = Arc::clone(&self.shared);
        if let Some(verified) = shared.spool.kept(&mut self.decoder, hour)? {
            return Ok(Outcome::Reused(verified));
        }
        let mut attempt = 0;
        loop {
            attempt += 1;
            let failure = match self.attempt(hour)? {
                Outcome::Lost(failure) => failure,
                outcome => return Ok(outcome),
            };
            let pause = pause_after(attempt, &failure, shared.options.pause);
            self.tell(hour, attempt, &failure);
            match pause.filter(|_| attempt < shared.options.attempts && !self.is_stopped()) {
                None => return Ok(Outcome::Lost(failure)),
                Some(pause) if matches!(failure.again, Again::After(_)) => shared.quieten(pause),
                Some(pause) => self.wait(pause),
            }
        }
    }

    fn tell(&self, hour: UnixNanos, attempt: u32, failure: &Failure) {
        let (symbol, hour, code) = (&self.shared.symbol, hour.as_i64(), failure.code);
        info!(%symbol, hour, attempt, code, reason = failure.message, "hour not had");
    }

    fn attempt(&mut self, hour: UnixNanos) -> Result<Outcome, DownloadError> {
        self.wait(self.shared.quiet_for());
        if self.shared.has_given_up() {
            let message = format!("{} requests in a row had failed", self.shared.options.give_up_after);
            return Ok(Outcome::Lost(Failure::lasting("download.gave_up", message)));
        }
        let answered = self.ask(hour);
        self.shared.heard(answered.is_ok());
        match answered {
            Ok(None) => Ok(Outcome::Missing),
            Ok(Some((bytes, verified))) => self.keep(hour, &bytes, verified),
            Err(failure) => Ok(Outcome::Lost(failure)),
        }
    }

    fn ask(&mut self, hour: UnixNanos) -> Result<Option<(Vec<u8>, Verified)>, Failure> {
        let url = self.shared.base.join(&bi5::path_of_hour(&self.shared.symbol, hour));
        self.shared.requests.fetch_add(1, Ordering::Relaxed);
        match self.client.ask(&url, &|| self.is_stopped())? {
            Answer::NoSuchHour => Ok(None),
            Answer::Body(bytes) => {
                let verified = verify(&mut self.decoder, &bytes, hour)?;
                Ok(Some((bytes, verified)))
            }
        }
    }

    fn keep(&self, hour: UnixNanos, bytes: &[u8], verified: Verified) -> Result<Outcome, DownloadError> {
        // Once all shall stop, the folder may be another download's.
        if self.is_stopped() {
            return Ok(Outcome::Lost(Failure::lasting("download.incomplete", "it was asked to stop")));
        }
        self.shared.spool.keep(hour, bytes)?;
        Ok(Outcome::Fetched(verified))
    }
}
