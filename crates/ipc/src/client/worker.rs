//! The thread that serves a client: connects, and connects again.

use std::sync::{Arc, mpsc};

use tokio::{
    runtime,
    time::{Instant, timeout},
};

use tracing::info;

use super::{ClientConfig, Welcome, backoff::Backoff, book::Book, conversation::Conversation, desk::Desk};
use super::{faults, opening};
use crate::{Failure, wire::Wire};

/// Who connects for the first time wants to know how that went.
type First = mpsc::Sender<Result<(), Failure>>;

/// Starts it.
pub(crate) fn start(config: ClientConfig, desk: Arc<Desk>, first: First) -> Result<(), Failure> {
    let runtime =
        runtime::Builder::new_current_thread().enable_all().build().map_err(faults::cannot_start)?;
    let thread = std::thread::Builder::new().name("tickloom-client".into());
    let serve = move || runtime.block_on(serve(config, desk, first));
    thread.spawn(serve).map(drop).map_err(faults::cannot_start)
}

async fn serve(mut config: ClientConfig, desk: Arc<Desk>, first: First) {
    let opened = opening::open(&mut config).await;
    let (opened, told) = match opened {
        Ok(opened) => (Some(opened), Ok(())),
        Err(failure) => (None, Err(failure)),
    };
    desk.set_welcome(opened.as_ref().map(|(_, welcome)| welcome.clone()));
    // A caller that has gone took its client along.
    let _ = first.send(told);
    let Some(opened) = opened else { return desk.close() };
    let mut book = Book::new(config.limits.clone(), desk.clone());
    let why = go_on(&mut config, &desk, &mut book, opened).await;
    desk.close();
    book.close(&why);
}

/// Connects again whenever the connection breaks, until the client is closed or nothing will ever come of it.
async fn go_on(
    config: &mut ClientConfig,
    desk: &Desk,
    book: &mut Book,
    mut opened: (Wire, Welcome),
) -> Failure {
    let mut backoff = Backoff::default();
    loop {
        let (wire, welcome) = opened;
        let since = Instant::now();
        info!(session = welcome.session, engine = welcome.engine, "connected to an engine");
        book.begin(&welcome.session);
        desk.set_welcome(Some(welcome));
        let why = Conversation::new(wire, book, desk).hold(config.limits.heartbeat).await;
        desk.set_welcome(None);
        if desk.is_closed() {
            return faults::closed();
        }
        info!(code = why.code(), reason = why.message(), "connection to the engine broke");
        book.broke(&why);
        // An engine that lets everybody in and then talks nonsense is not asked at once.
        if since.elapsed() >= config.limits.longest_pause {
            backoff.reset();
        }
        opened = match reconnect(config, desk, book, &mut backoff, why).await {
            Ok(opened) => opened,
            Err(why) => return why,
        };
    }
}

async fn reconnect(
    config: &mut ClientConfig,
    desk: &Desk,
    book: &mut Book,
    backoff: &mut Backoff,
    mut why: Failure,
) -> Result<(Wire, Welcome), Failure> {
    loop {
        pause(backoff, config, desk, book, &why).await;
        if desk.is_closed() {
            return Err(faults::closed());
        }
        match opening::open(config).await {
            Ok(opened) => return Ok(opened),
            Err(failure) if failure.code() == "protocol.version_unsupported" => return Err(failure),
            Err(failure) => why = failure,
        }
    }
}

/// Lets time pass; who waits for too long is told, who has gone is forgotten, and a client that is closed ends it.
async fn pause(backoff: &mut Backoff, config: &ClientConfig, desk: &Desk, book: &mut Book, why: &Failure) {
    let until = Instant::now() + backoff.pause(&config.limits);
    while Instant::now() < until && !desk.is_closed() {
        let slice = until.saturating_duration_since(Instant::now()).min(config.limits.patience / 4);
        // Either is a reason to look.
        let _ = timeout(slice, desk.changed()).await;
        book.take_orders(&mut |_| ());
        book.lose_patience(why);
    }
}
