//! The threads of one service: few, made when they are needed, with a queue that has an end.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use tickloom_ipc::Failure;
use tokio::sync::oneshot;

use crate::complaint::{complain, text_of};

/// How long a thread without work stays.
const IDLE: Duration = Duration::from_secs(20);

/// How often threads that hang are given up, before some of them have come back.
const GIVEN_UP: usize = 8;

type Job = Box<dyn FnOnce() + Send>;

/// Bounds of a pool.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Jobs that run at once.
    pub(crate) threads: usize,
    /// Jobs that wait.
    pub(crate) queue: usize,
}

/// Runs jobs that may block.
pub(crate) struct Pool {
    current: Mutex<Arc<Inner>>,
    given_up: Mutex<Vec<Weak<Inner>>>,
}

struct Inner {
    name: String,
    size: Size,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Job>,
    /// Jobs that wait or run.
    jobs: usize,
    threads: usize,
    is_closed: bool,
}

impl Pool {
    pub(crate) fn new(name: &str, size: Size) -> Self {
        Self { current: Inner::new(name, size).into(), given_up: Mutex::default() }
    }

    /// Runs a job on a thread. What comes back is ready when it is done; one that panics is a failure, and stands in the log.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        about: &str,
        job: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, Failure>>, Failure> {
        let (done, result) = oneshot::channel();
        let about = about.to_owned();
        // Who has gone meanwhile need not be told.
        self.current().push(Box::new(move || drop(done.send(guarded(&about, job)))))?;
        Ok(result)
    }

    /// Begins anew: jobs that wait are forgotten, and threads that hang hold up nobody from here on. That can be done a few times;
    /// if none of them has come back by then, it stays as it is.
    pub(crate) fn renew(&self) {
        let mut given_up = self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        given_up.retain(|inner| inner.strong_count() > 0);
        if given_up.len() < GIVEN_UP {
            let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            let new = Inner::new(&current.name, current.size);
            let old = std::mem::replace(&mut *current, new);
            old.close();
            given_up.push(Arc::downgrade(&old));
        }
    }

    /// Forgets the jobs that wait, and takes no other.
    pub(crate) fn close(&self) {
        self.current().close();
    }

    /// Waits until no job runs any more; false if that took longer.
    pub(crate) fn is_done_by(&self, moment: Instant) -> bool {
        let (inner, left) = (self.current(), moment.saturating_duration_since(Instant::now()));
        let waited = inner.changed.wait_timeout_while(inner.state(), left, |state| state.jobs > 0);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn current(&self) -> Arc<Inner> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Inner {
    fn new(name: &str, size: Size) -> Arc<Self> {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Arc::new(Self { name: name.into(), size, state, changed })
    }

    fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        let forgotten = std::mem::take(&mut state.queue);
        state.jobs -= forgotten.len();
        drop(state);
        drop(forgotten);
        self.changed.notify_all();
    }

    fn push(self: &Arc<Self>, job: Job) -> Result<(), Failure> {
        let mut state = self.state();
        if state.is_closed {
            return Err(unavailable(format!("{} has stopped", self.name)));
        }
        let Size { threads, queue } = self.size;
        if state.jobs >= threads + queue {
            return Err(self.full());
        }
        if state.jobs >= state.threads && state.threads < threads {
            self.spawn(&mut state)?;
        }
        state.jobs += 1;
        state.queue.push_back(job);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// One more thread. Where the system gives none, those that are there have to do.
    fn spawn(self: &Arc<Self>, state: &mut State) -> Result<(), Failure> {
        let (inner, name) = (self.clone(), format!("tickloom-{}", self.name));
        match std::thread::Builder::new().name(name).spawn(move || inner.work()) {
            Ok(_) => state.threads += 1,
            Err(error) if state.threads == 0 => {
                return Err(unavailable(format!("{} has no thread: {error}", self.name)));
            }
            Err(_) => {}
        }
        Ok(())
    }
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        while let Some(job) = self.next() {
            job();
            self.finish();
        }
    }

    /// The next job; none if none came for a while, and the thread ends.
    fn next(&self) -> Option<Job> {
        let nothing = |state: &mut State| state.queue.is_empty() && !state.is_closed;
        let waited = self.changed.wait_timeout_while(self.state(), IDLE, nothing);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner).0;
        let job = state.queue.pop_front();
        if job.is_none() {
            state.threads -= 1;
        }
        job
    }

    fn finish(&self) {
        let mut state = self.state();
        state.jobs -= 1;
        if state.is_closed {
            self.changed.notify_all();
        }
    }

    fn full(&self) -> Failure {
        let Size { threads, queue } = self.size;
        unavailable(format!("{} does {threads} things already, and {queue} wait: ask again later", self.name))
    }
}

/// The result of a job, or that it has panicked. What it leaves half done is its own: nothing of it is seen here again.
pub(crate) fn guarded<T>(about: &str, job: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|panic| {
        complain(about, &format!("it has panicked: {}", text_of(&*panic)));
        Err(Failure::internal(about))
    })
}

pub(crate) fn unavailable(reason: impl Into<String>) -> Failure {
    Failure::new("service.unavailable", reason)
}

#[cfg(test)]
mod tests {
    use std::{
        sync::mpsc,
        time::{Duration, Instant},
    };

    use super::{Pool, Size};

    #[test]
    fn as_many_jobs_run_and_wait_as_may_and_no_more() {
        let pool = Pool::new("test", Size { threads: 2, queue: 1 });
        let (go_on, wait) = mpsc::channel::<()>();
        let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
        let mut begun = Vec::new();
        for _ in 0..3 {
            let wait = wait.clone();
            let job = move || Ok(wait.lock().unwrap().recv().is_ok());
            begun.push(pool.run("waits", job).unwrap());
        }
        let refused = pool.run("one more", || Ok(())).unwrap_err();
        assert_eq!(refused.code(), "service.unavailable");
        assert!(refused.message().contains("does 2 things already, and 1 wait"), "{}", refused.message());
        drop(go_on);
        assert!(begun.into_iter().all(|result| result.blocking_recv().unwrap().is_ok()));
        assert!(pool.run("again", || Ok(())).is_ok());
    }

    #[test]
    fn a_panic_is_a_failure_and_its_thread_goes_on() {
        let pool = Pool::new("test", Size { threads: 1, queue: 4 });
        let panicked = pool.run::<()>("bad.method", || panic!("for a test")).unwrap();
        assert_eq!(panicked.blocking_recv().unwrap().unwrap_err().code(), "protocol.internal");
        assert!(pool.run("good.method", || Ok(1)).unwrap().blocking_recv().unwrap().is_ok());
    }

    #[test]
    fn a_pool_whose_threads_hang_begins_anew_but_not_without_end() {
        let pool = Pool::new("test", Size { threads: 2, queue: 1 });
        let (go_on, wait) = mpsc::channel::<()>();
        let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
        let hang = || {
            let wait = wait.clone();
            pool.run("hangs", move || Ok(wait.lock().unwrap().recv().is_err()))
        };
        for _ in 0..super::GIVEN_UP {
            let begun = [hang().unwrap(), hang().unwrap()];
            while !pool.current().state().queue.is_empty() {
                std::thread::yield_now();
            }
            let waiting = hang().unwrap();
            assert!(hang().is_err());
            pool.renew();
            assert!(waiting.blocking_recv().is_err());
            drop(begun);
        }
        let hanging = [hang().unwrap(), hang().unwrap(), hang().unwrap()];
        pool.renew();
        assert!(hang().is_err());
        drop(go_on);
        assert!(hanging.into_iter().all(|result| result.blocking_recv().unwrap().is_ok()));
        let by = Instant::now() + Duration::from_secs(20);
        while pool.given_up.lock().unwrap().iter().any(|inner| inner.strong_count() > 0) {
            assert!(Instant::now() < by, "threads that were given up end after their job");
            std::thread::yield_now();
        }
        pool.renew();
        assert!(pool.run("again", || Ok(())).is_ok());
    }

    #[test]
    fn a_closed_pool_forgets_what_waits_and_ends() {
        let pool = Pool::new("test", Size { threads: 1, queue: 4 });
        let (go_on, wait) = mpsc::channel::<()>();
        let (begins, begun) = mpsc::channel();
        let running = pool.run("runs", move || Ok(begins.send(()).is_ok() && wait.recv().is_ok())).unwrap();
        begun.recv().unwrap();
        let waiting = pool.run("waits", || Ok(())).unwrap();
        pool.close();
        assert!(waiting.blocking_recv().is_err());
        assert!(!pool.is_done_by(Instant::now() + Duration::from_millis(1)));
        drop(go_on);
        assert!(running.blocking_recv().unwrap().is_ok());
        assert!(pool.is_done_by(Instant::now() + Duration::from_secs(20)));
        assert!(pool.run("more", || Ok(())).is_err());
    }
}
