//! From a request to the service that answers it: the handler of all connections.

use std::{future::ready, sync::Arc, time::Duration};

use tickloom_ipc::{Answer, Call, Failure, Handler, Page, Reply, Subscription};
use tokio::{
    runtime::Handle,
    sync::{Semaphore, mpsc},
};
use tracing::{Span, error_span};

use crate::{
    Request,
    counts::{Measured, tell},
    feed::Filling,
    methods::{Begin, InParts, Once, Quick, Way},
    metrics,
    parts::AHEAD,
    pool::{Pool, guarded},
    registry::{Registry, Route},
    turns::Turns,
};

/// Prometheus's own name of its text.
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Routes by the registry.
pub(crate) struct Router {
    pub(crate) registry: Arc<Registry>,
    pub(crate) runtime: Handle,
    pub(crate) turns: Turns,
}

impl Handler for Router {
    fn request(&self, call: Call) -> Answer<Reply> {
        let Some(route) = self.registry.route(call.method()) else { return unknown(&call) };
        match &route.method.way {
            Way::AtOnce(answer) => Box::pin(ready(at_once(&route, answer, &asked(&route, call)))),
            Way::Quick(quick, answer) => quick_or_once(&route, quick, answer, asked(&route, call)),
            Way::Once(answer) => once(&route, answer.clone(), asked(&route, call)),
            Way::Parts(answer) => {
                let turns = self.turns.of(call.session());
                in_parts(route.clone(), turns, answer.clone(), asked(&route, call))
            }
            Way::Events(_) => unknown(&call),
        }
    }

    fn subscribe(&self, call: Call) -> Answer<Subscription> {
        let Some(route) = self.registry.route(call.method()) else { return unknown(&call) };
        match &route.method.way {
            Way::Events(begin) => events(&route, begin.clone(), asked(&route, call), self.runtime.clone()),
            _ => unknown(&call),
        }
    }

    fn deadline(&self, method: &str) -> Duration {
        self.registry.route(method).map_or(Duration::ZERO, |route| route.method.deadline)
    }

    fn page(&self, path: &str) -> Option<Page> {
        let metrics = || Page { content_type: METRICS, body: metrics::text(&self.registry) };
        (path == "/metrics").then(metrics)
    }

    fn left(&self, session: &str) {
        self.turns.forget(session);
        self.registry.left(session);
    }
}

fn unknown<T: Send + 'static>(call: &Call) -> Answer<T> {
    Box::pin(ready(Err(call.unknown_method())))
}

fn asked(route: &Route, call: Call) -> Request {
    let until = call.received() + route.method.deadline;
    Request::new(call, until)
}

fn at_once(route: &Route, answer: &Once, request: &Request) -> Result<Reply, Failure> {
    let result = route.service.runs().and_then(|()| guarded(request.method(), || answer(request)));
    route.counts.add(result.is_ok(), request.received().elapsed());
    tell(request, result.as_ref().err());
    result
}

fn quick_or_once(route: &Route, quick: &Quick, answer: &Once, request: Request) -> Answer<Reply> {
    let result = route.service.runs().and_then(|()| guarded(request.method(), || quick(&request)));
    let Some(result) = result.transpose() else { return once(route, answer.clone(), request) };
    route.counts.add(result.is_ok(), request.received().elapsed());
    tell(&request, result.as_ref().err());
    Box::pin(ready(result))
}

fn once(route: &Route, answer: Once, request: Request) -> Answer<Reply> {
    let measured = Measured::begin(&route.counts, &request);
    let job = begun(route, &route.service.calls, &request.clone(), move || answer(&request));
    Box::pin(async move { measured.end(async { job?.await }.await) })
}

fn in_parts(route: Arc<Route>, turns: Arc<Semaphore>, answer: InParts, request: Request) -> Answer<Reply> {
    let measured = Measured::begin(&route.counts, &request);
    let (packed, mut parts) = mpsc::channel(AHEAD);
    let answered = async move {
        let turn = turns.acquire_owned().await.map_err(|_| Failure::cancelled())?;
        let making = request.clone();
        // The turn is over when the thread is free, not when the client has given up.
        let make = move || {
            let _turn = turn;
            answer(&making, packed)
        };
        let job = begun(&route, &route.service.calls, &request, make)?;
        // Parts are sent by this future alone, so that none comes after the request was cancelled.
        while let Some(part) = parts.recv().await {
            request.call.send_part(part).await?;
        }
        job.await
    };
    Box::pin(async move { measured.end(answered.await) })
}

fn events(route: &Arc<Route>, begin: Begin, request: Request, runtime: Handle) -> Answer<Subscription> {
    let (measured, span) = (Measured::begin(&route.counts, &request), span_of(&request));
    let job = begun(route, &route.service.calls, &request.clone(), move || begin(&request));
    let route = route.clone();
    let answered = async move {
        let (reply, filling) = job?.await?;
        let counts = route.counts.clone();
        let subscription =
            Subscription::new(reply, move |events| fill(route, filling, events, runtime, span));
        Ok(subscription.observed(move |took| counts.sent.add(took)))
    };
    Box::pin(async move { measured.end(answered.await) })
}

async fn fill(
    route: Arc<Route>,
    filling: Filling,
    events: tickloom_ipc::Events,
    runtime: Handle,
    span: Span,
) -> Result<(), Failure> {
    let filled = async {
        match filling {
            Filling::Pushed(begin) => begin(events, runtime).await,
            Filling::Working(work) => {
                let name = &route.method.description.name;
                let work = move || span.in_scope(|| work(events, runtime));
                let job = route.service.feeds.run(name, work)?;
                job.await.unwrap_or_else(|_| Err(Failure::cancelled()))
            }
        }
    };
    route.service.unless_stopped(filled).await
}

/// What is done in it is logged as done for this request, on whatever thread.
fn span_of(request: &Request) -> Span {
    error_span!("request", request = request.id(), method = request.method())
}

/// A job of a service that runs. It is dropped, if it has not begun, when nobody waits any more.
fn begun<T: Send + 'static>(
    route: &Route,
    pool: &Pool,
    request: &Request,
    job: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<Answer<T>, Failure> {
    route.service.runs()?;
    let cancelled = request.cancellation();
    let span = span_of(request);
    let job = move || span.in_scope(job);
    let unless_cancelled = move || if cancelled.is_cancelled() { Err(Failure::cancelled()) } else { job() };
    let result = pool.run(request.method(), unless_cancelled)?;
    Ok(Box::pin(async move { result.await.unwrap_or_else(|_| Err(Failure::cancelled())) }))
}
