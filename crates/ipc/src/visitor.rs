//! A connection from its first byte to its last.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
};

use tokio::{
    net::TcpStream,
    sync::OwnedSemaphorePermit,
    time::{Instant, timeout_at},
};
use tracing::info;

use crate::{
    Handler, Limits, Nonce,
    connection::Connection,
    counters::{Counters, count},
    dispatch::Dispatch,
    ending::Ending,
    farewell, greeting,
    http::{self, Gate, Refusal, Wish},
    outbox::Outbox,
    peer::Peer,
    pending::Pending,
    switch::Stopping,
    wire::Wire,
};

/// What all connections of a server share.
pub(crate) struct House {
    pub(crate) gate: Gate,
    pub(crate) nonce: Nonce,
    pub(crate) engine: String,
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) stopping: Stopping,
    pub(crate) sessions: AtomicU64,
}

/// Serves whoever it is. The handshake's place is free as soon as the nonce was right.
pub(crate) async fn visit(house: &House, stream: TcpStream, handshake: OwnedSemaphorePermit) {
    let arrived = tokio::select! {
        biased;
        () = house.stopping.begun() => None,
        arrived = arrive(house, stream) => arrived,
    };
    let Some((mut wire, greeted)) = arrived else { return };
    let ending = match greeted {
        Ok(client) => {
            drop(handshake);
            serve(house, &mut wire, client).await
        }
        Err(ending) => {
            house.counters.refuse(ending.code());
            ending
        }
    };
    farewell::say(wire, &ending, house.limits.farewell).await;
}

/// The WebSocket, if one was opened, and who is there, if that was said in time.
async fn arrive(house: &House, mut stream: TcpStream) -> Option<(Wire, Result<String, Ending>)> {
    // Small frames must not wait for each other. Where the system will not, they are only later.
    let _ = stream.set_nodelay(true);
    let by = Instant::now() + house.limits.handshake_time;
    let opened = timeout_at(by, open(house, &mut stream)).await;
    let rest = opened.inspect_err(|_| house.counters.refuse(Some("protocol.handshake_timeout"))).ok()??;
    let mut wire = Wire::new(stream, rest);
    let greeted = timeout_at(by, greeting::hear(&mut wire, &house.nonce)).await;
    Some((wire, greeted.unwrap_or_else(|_| Err(Ending::handshake_timeout()))))
}

/// What is left of the bytes that were read, if a WebSocket was opened; everything else is answered here.
async fn open(house: &House, stream: &mut TcpStream) -> Option<Vec<u8>> {
    let refusal = match http::receive(stream, &house.gate).await {
        Ok((Wish::Upgrade { accept }, rest)) => {
            return http::accept(stream, &accept).await.ok().map(|()| rest);
        }
        Ok((Wish::Page { path }, _)) => match house.handler.page(&path) {
            Some(page) => {
                http::show(stream, &page).await;
                return None;
            }
            None => Refusal::NotFound,
        },
        Err(refusal) => refusal,
    };
    house.counters.refuse(refusal.status());
    http::refuse(stream, refusal).await;
    None
}

async fn serve(house: &House, wire: &mut Wire, client: String) -> Ending {
    count(&house.counters.welcomed);
    let peer = Arc::new(house.peer(client));
    info!(session = peer.session, client = peer.client, "client came in");
    let leaving = Leaving { peer: peer.clone(), handler: house.handler.clone() };
    if let Err(ending) = greeting::welcome(wire, &house.engine, &peer.session) {
        return ending;
    }
    let (handler, limits) = (house.handler.clone(), house.limits.clone());
    let dispatch = Dispatch { peer, handler, limits, is_draining: false };
    let ending = Connection::new(wire, dispatch).serve(&house.stopping).await;
    info!(session = leaving.peer.session, code = ending.code(), "client left");
    match &ending {
        Ending::Told(_) if ending.is_slow() => count(&house.counters.slow),
        Ending::Told(failure) => wire.send(failure.frame(None)),
        Ending::Left => {}
    }
    ending
}

impl House {
    fn peer(&self, client: String) -> Peer {
        Peer {
            session: format!("c{}", self.sessions.fetch_add(1, Relaxed) + 1),
            client,
            outbox: Outbox::new(&self.limits),
            pending: Pending::new(self.limits.requests),
            counters: self.counters.clone(),
            gives_way: AtomicBool::new(false),
        }
    }
}

/// Gives up what was begun for a client, however its connection ends.
struct Leaving {
    peer: Arc<Peer>,
    handler: Arc<dyn Handler>,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.peer.leave();
        self.handler.left(&self.peer.session);
    }
}
