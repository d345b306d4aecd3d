//! Bars of many timeframes that are kept tick by tick: states that clients feed, and those of replays.

use std::sync::Arc;

use tickloom_bars::MtfState;
use tickloom_ipc::Failure;
use tickloom_model::UnixNanos;
use tickloom_protocol::methods::{
    common::{Empty, TablePart},
    mtf::{
        Advance, Close, MtfEvent, MtfOrder, MtfSession, MtfStateQuery, MtfSubscription, Open, Push, State,
        Subscribe,
    },
};
use tickloom_store::ArrowTable;

use super::mtf_feeding::{advance, push, push_few};
use crate::{
    Feed, Methods, Parts, Request, Service, failed,
    registry::stopped,
    sessions::{Kept, Session, Sessions, Watcher},
    wire::{bars::price_digits, columns, mtf, words::word},
};

pub(super) struct Mtf {
    pub(super) sessions: Arc<Sessions>,
}

impl Service for Mtf {
    fn name(&self) -> &str {
        "mtf"
    }

    fn methods(&self) -> Methods {
        let [opened, few, pushed, advanced] = [(); 4].map(|()| self.sessions.clone());
        let [asked, watched, closed] = [(); 3].map(|()| self.sessions.clone());
        Methods::new()
            .once::<Open>(move |request, order| open(&opened, request, &order))
            .quick_or_once::<Push>(
                move |request| push_few(&few, request),
                move |request, ticks| push(&pushed, request, ticks),
            )
            .once::<Advance>(move |request, moment| advance(&advanced, request, &moment))
            .parts::<State>(move |_, query, parts| state(&asked, &query, parts))
            .events::<Subscribe>(move |_, wanted| subscribe(&watched, &wanted))
            .once::<Close>(move |_, named| closed.close(&named.session).map(|()| Empty {}))
    }

    fn stop(&self) {
        self.sessions.clear(&stopped(self.name()));
    }

    fn left(&self, session: &str) {
        self.sessions.left(session);
    }
}

fn open(sessions: &Sessions, request: &Request, order: &MtfOrder) -> Result<MtfSession, Failure> {
    let config = mtf::config(order)?;
    let memory = config.memory();
    sessions.admit(request.session(), memory)?;
    let state = MtfState::new(config).map_err(failed)?;
    let config = state.config().clone();
    let session = Session::new(request.session(), memory, Kept::new(state), &config);
    let name = keep(sessions, "mtf", &session, request)?;
    let names = |all: &[tickloom_model::BarKind]| all.iter().map(ToString::to_string).collect();
    Ok(MtfSession {
        session: name,
        symbols: session.symbols().iter().map(ToString::to_string).collect(),
        timeframes: names(session.timeframes()),
        memory,
    })
}

/// Keeps a session, unless its client has gone while it was made.
pub(super) fn keep(
    sessions: &Sessions,
    kind: &str,
    session: &Arc<Session>,
    request: &Request,
) -> Result<String, Failure> {
    let name = sessions.add(kind, session.clone())?;
    if request.is_cancelled() {
        sessions.close(&name)?;
        return Err(Failure::cancelled());
    }
    Ok(name)
}

fn state(sessions: &Sessions, query: &MtfStateQuery, parts: &Parts<TablePart>) -> Result<TablePart, Failure> {
    let (session, symbol) = (sessions.find(&query.session)?, word(&query.symbol)?);
    let (kind, forming) = (word(&query.timeframe)?, query.forming.unwrap_or(true));
    let detail = query.detail.unwrap_or(true);
    let table = session.look(|kept| {
        kept.state(&symbol, kind).map(|state| mtf::table(state, query.count, forming, detail))
    })?;
    let mut digits = Some(price_digits(&table));
    let mut part = |columns| TablePart { price_digits: digits.take(), columns };
    let last = columns::write(&ArrowTable::from(&table), |piece| parts.send(&part(piece)))?;
    Ok(part(last))
}

fn subscribe(sessions: &Sessions, wanted: &MtfSubscription) -> Result<Feed<MtfEvent>, Failure> {
    let session = sessions.find(&wanted.session)?;
    let symbols = chosen(session.symbols(), wanted.symbols.as_deref(), "mtf.symbol_unknown")?;
    let timeframes = chosen(session.timeframes(), wanted.timeframes.as_deref(), "mtf.timeframe_unknown")?;
    let (completed, forming) = (wanted.completed.unwrap_or(true), wanted.forming.unwrap_or(true));
    let detail = wanted.detail.unwrap_or_default();
    let after = wanted.after.map(UnixNanos::new);
    Ok(Feed::pushed(move |events| {
        let watcher = Watcher { events, symbols, timeframes, completed, forming, detail };
        session.join(watcher, after);
        // Others may be telling just now, and who reads slowly holds them up: this thread must not wait for that.
        tokio::task::spawn_blocking(move || session.admit());
    }))
}

/// By position, whether one is among those named; all are where none is named.
fn chosen<T>(all: &[T], names: Option<&[String]>, unknown: &'static str) -> Result<Vec<bool>, Failure>
where
    T: std::str::FromStr<Err: crate::Coded> + PartialEq + ToString,
{
    let Some(names) = names else { return Ok(vec![true; all.len()]) };
    let named = names.iter().map(|name| word::<T>(name)).collect::<Result<Vec<T>, _>>()?;
    if let Some(other) = named.iter().find(|name| !all.contains(name)) {
        let known: Vec<String> = all.iter().map(ToString::to_string).collect();
        let text = format!("{} is not kept in this session: {} are", other.to_string(), known.join(" "));
        return Err(Failure::new(unknown, text));
    }
    Ok(all.iter().map(|one| named.contains(one)).collect())
}
