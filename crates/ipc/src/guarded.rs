//! Runs an answer so that its panic, its hanging and its client's leaving concern nothing else.

use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
    time::Duration,
};

use tokio::time::sleep;

use crate::{
    Answer, Cancellation, Failure,
    counters::{Counters, count},
};

/// The answer of `begin`, or that it was cancelled. It is asked first: a result that is there is not thrown away, while a failure
/// after the cancel is taken for its consequence.
pub(crate) async fn until_cancelled<T>(
    method: &str,
    cancelled: &Cancellation,
    counters: &Counters,
    begin: impl FnOnce() -> Answer<T>,
) -> Result<T, Failure> {
    tokio::select! {
        biased;
        result = without_panic(begin) => match result {
            Ok(Err(_)) if cancelled.is_cancelled() => Err(Failure::cancelled()),
            Ok(result) => result,
            Err(Panicked) => {
                count(&counters.panics);
                Err(Failure::internal(method))
            }
        },
        () = cancelled.cancelled() => Err(Failure::cancelled()),
    }
}

/// The answer, if it comes in time. One that is ready at once is not timed.
pub(crate) async fn within<T>(
    deadline: impl Fn() -> Duration,
    answer: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let mut answer = pin!(answer);
    let mut clock = None;
    poll_fn(|cx| match answer.as_mut().poll(cx) {
        Poll::Ready(result) => Poll::Ready(result),
        Poll::Pending => {
            let clock = clock.get_or_insert_with(|| Box::pin(sleep(deadline())));
            clock.as_mut().poll(cx).map(|()| Err(Failure::timed_out()))
        }
    })
    .await
}

struct Panicked;

/// What is left of an answer that panics is dropped and never looked at again, so it cannot be seen half changed.
async fn without_panic<T>(begin: impl FnOnce() -> Answer<T>) -> Result<Result<T, Failure>, Panicked> {
    let mut answer = catch_unwind(AssertUnwindSafe(begin)).map_err(|_| Panicked)?;
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(cx))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(result)) => Poll::Ready(Ok(result)),
        Err(_) => Poll::Ready(Err(Panicked)),
    })
    .await
}
