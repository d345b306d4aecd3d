//! Tells an answer, and threads that work for it, that nobody waits any more.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use tokio::sync::Notify;

/// Fires once, for all who hold a clone of it. It is made for every request, so it takes one allocation and no lock.
#[derive(Clone, Debug, Default)]
pub struct Cancellation(Arc<Fired>);

#[derive(Debug, Default)]
struct Fired {
    has_fired: AtomicBool,
    changed: Notify,
}

impl Cancellation {
    /// Whether nobody waits any more.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.has_fired.load(SeqCst)
    }

    /// Waits until nobody does.
    pub async fn cancelled(&self) {
        let mut changed = std::pin::pin!(self.0.changed.notified());
        // From here on no firing is missed, so it is enough to look once.
        changed.as_mut().enable();
        if !self.is_cancelled() {
            changed.await;
        }
    }

    /// Fires.
    pub(crate) fn cancel(&self) {
        if !self.0.has_fired.swap(true, SeqCst) {
            self.0.changed.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cancellation;

    #[test]
    fn it_fires_for_those_who_wait_and_for_those_who_come_later() {
        let cancellation = Cancellation::default();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let waiting = tokio::spawn({
                let cancellation = cancellation.clone();
                async move { cancellation.cancelled().await }
            });
            tokio::task::yield_now().await;
            assert!(!waiting.is_finished() && !cancellation.is_cancelled());
            cancellation.cancel();
            waiting.await.unwrap();
            cancellation.cancelled().await;
        });
        assert!(cancellation.is_cancelled());
    }
}
