//! The thread that puts pieces back in order and gathers them into days.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    ops::Range,
    sync::Arc,
};

use crossbeam_channel::{Receiver, Sender};
use tickloom_model::{Ticks, UnixNanos, UtcDay};
use tickloom_quality::{FindingCode, Place};
use tickloom_store::SourceRecord;

use crate::{
    RefusedFile,
    examine::Examined,
    identity::Identity,
    job::Job,
    journal::Journal,
    parse::{Arrived, Content, Part},
    plan::Source,
    progress::Shared,
    quarantine::{Quarantine, Quarantined},
    reference::{Off, Reference},
    stitch::{Stitched, Stitcher},
};

/// Ticks that wait for their day to be complete, over which the largest day is committed as far as it is: about 64 MB.
const MAX_WAITING: usize = 2 << 20;

/// Ticks for which a day has room from the start, so that growing does not copy a usual one.
const USUAL_DAY: usize = 1 << 17;

/// A day's ticks on their way to its partition.
pub(crate) struct DayWork {
    pub(crate) day: UtcDay,
    pub(crate) accounts: Vec<Ticks>,
    pub(crate) sources: Vec<SourceRecord>,
    /// Their numbers, for the journal.
    pub(crate) fed_by: Vec<usize>,
}

pub(crate) struct Assembler<'import> {
    shared: &'import Shared,
    journal: &'import Journal,
    /// Days whose ticks are wanted; all if none.
    wanted: Option<&'import BTreeSet<UtcDay>>,
    sources: &'import [Source],
    days_out: Sender<DayWork>,
    days: BTreeMap<UtcDay, DayBuffer>,
    waiting: usize,
    is_strict: bool,
    /// The source whose pieces are coming, and under which name its ticks are stored.
    current: Option<(usize, Arc<Identity>)>,
    stitcher: Stitcher,
    reference: Reference<'import>,
    quarantine: Quarantine<'import>,
    refused: HashSet<usize>,
}

/// What has come of a day.
#[derive(Default)]
struct DayBuffer {
    /// Ticks of sources that may overlap stay apart: the store's rules decide what they are together.
    accounts: Vec<Account>,
    /// Every source with the ticks it gave, in order.
    sources: Vec<Given>,
    len: usize,
}

/// How many ticks a source gave.
struct Given {
    source: usize,
    identity: Arc<Identity>,
    ticks: u64,
}

struct Account {
    source: usize,
    latest: i64,
    ticks: Ticks,
}

impl<'import> Assembler<'import> {
    pub(crate) fn new(
        job: Job<'import>,
        journal: &'import Journal,
        sources: &'import [Source],
        days_out: Sender<DayWork>,
    ) -> Self {
        Self {
            shared: job.shared,
            journal,
            wanted: job.days,
            sources,
            days_out,
            days: BTreeMap::new(),
            waiting: 0,
            is_strict: job.examiner.is_strict,
            current: None,
            stitcher: Stitcher::new(job.examiner),
            reference: Reference::new(job.store, job.symbol),
            quarantine: Quarantine::new(job.store, job.import_id),
            refused: HashSet::new(),
        }
    }

    /// Takes pieces in order of their numbers until no more come, and gives back a token for each.
    pub(crate) fn run(mut self, arrived: &Receiver<Arrived>, tokens: &Sender<()>) {
        let mut early = BTreeMap::new();
        let mut next = 0;
        for piece in arrived {
            early.insert(piece.sequence, piece);
            while let Some(piece) = early.remove(&next) {
                piece.parts.into_iter().for_each(|part| self.take(part));
                next += 1;
                let _ = tokens.send(());
            }
        }
        self.end_source();
        while let Some((day, buffer)) = self.days.pop_first() {
            self.send(day, buffer);
        }
        match self.quarantine.finish() {
            Ok(path) => self.shared.tally().quarantine = path,
            Err(error) => self.shared.fail(error),
        }
    }

    fn take(&mut self, part: Part<Content>) {
        if let Content::Known { ticks } = part.content {
            return self.shared.tally().pass_over(part.bytes, ticks);
        }
        self.shared.tally().read_bytes(part.bytes);
        match part.content {
            Content::Ticks { identity, examined, header_lines } => {
                self.take_piece(part.source, identity, *examined, header_lines);
            }
            Content::Nothing | Content::Known { .. } => {}
            Content::Refused(refusal) => self.refuse(part.source, refusal.code, refusal.message),
            Content::End => {
                self.end_source();
                self.shared.tally().files_done += u64::from(!self.refused.remove(&part.source));
                self.journal.end(part.source, &self.sources[part.source]);
            }
        }
    }

    fn take_piece(&mut self, source: usize, identity: Arc<Identity>, piece: Examined, header_lines: u64) {
        let is_first = self.current.as_ref().is_none_or(|(current, _)| *current != source);
        if is_first {
            self.end_source();
        }
        if !piece.parsed.ticks.is_empty() {
            if is_first && let Some(off) = self.reference.check(&piece.parsed.ticks) {
                self.tell_scale(source, &off, &piece, header_lines);
            }
            self.current = Some((source, Arc::clone(&identity)));
        }
        if self.is_strict && self.refused.contains(&source) {
            return;
        }
        let stitched = self.stitcher.stitch(&self.sources[source].name, piece, header_lines);
        self.journal.read(source, &identity, stitched.rows, stitched.refused);
        let ticks = self.count(source, stitched);
        ticks.iter().for_each(|ticks| self.gather(source, &identity, ticks));
    }

    /// A file in another unit than all others is told, and refused by a strict import.
    fn tell_scale(&mut self, source: usize, off: &Off, piece: &Examined, header_lines: u64) {
        let place = Place {
            source: Some(self.sources[source].name.clone()),
            line: Some(self.stitcher.line_of(piece, header_lines, 0)),
            byte: piece.edges.as_ref().and_then(|edges| edges.first.row(0)?.byte),
            time: piece.parsed.ticks.get(0).timestamp,
            what: off.to_string(),
        };
        if self.is_strict {
            let message = format!("{off}; give it the right decimals, or import it without --strict");
            self.refuse(source, FindingCode::WrongScale.code(), message);
        }
        self.shared.tally().noticed.add(FindingCode::WrongScale, place);
    }

    fn refuse(&mut self, source: usize, code: &'static str, message: String) {
        self.refused.insert(source);
        self.journal.spoil(source);
        let file = RefusedFile { source: self.sources[source].name.clone(), code, message };
        self.shared.tally().refused_files.push(file);
    }

    /// Counts what a piece showed, lists what is refused of it, and gives its ticks.
    fn count(&mut self, source: usize, piece: Stitched) -> [Ticks; 2] {
        let mut tally = self.shared.tally();
        tally.rows += piece.rows;
        tally.refused += piece.refused;
        tally.noticed.add_piece(piece.findings);
        piece.moments.into_iter().for_each(|place| tally.noticed.remember(place));
        drop(tally);
        self.list(source, &piece.listed, piece.unlisted);
        piece.ticks
    }

    fn list(&mut self, source: usize, refused: &[Quarantined], unlisted: u64) {
        let name = &self.sources[source].name;
        self.shared.tally().first_refused(name, refused);
        if let Err(error) = self.quarantine.add(name, refused, unlisted) {
            self.shared.fail(error);
        }
    }

    /// No more pieces of the current source will come.
    fn end_source(&mut self) {
        let (rest, refused) = self.stitcher.end();
        if let Some((source, identity)) = self.current.take() {
            self.list(source, &refused, 0);
            if !refused.is_empty() {
                self.journal.spoil(source);
            }
            self.gather(source, &identity, &rest);
        }
    }

    fn gather(&mut self, source: usize, identity: &Arc<Identity>, ticks: &Ticks) {
        if ticks.is_empty() {
            return;
        }
        let touched = self.split(source, identity, ticks);
        // Sources come in order, mostly: a day that a piece has left behind is complete.
        let complete: Vec<UtcDay> = self.days.keys().filter(|day| !touched.contains(day)).copied().collect();
        for day in complete {
            if let Some(buffer) = self.days.remove(&day) {
                self.send(day, buffer);
            }
        }
        while self.waiting > MAX_WAITING {
            self.send_largest();
        }
    }

    /// Deals ticks out to their days; returns which.
    fn split(&mut self, source: usize, identity: &Arc<Identity>, ticks: &Ticks) -> Vec<UtcDay> {
        let mut touched = Vec::new();
        let mut start = 0;
        while start < ticks.len() {
            let day = UtcDay::of(UnixNanos::new(ticks.timestamp[start]));
            let range = day.range();
            let inside = |time: &&i64| range.contains(UnixNanos::new(**time));
            let end = start + ticks.timestamp[start..].iter().take_while(inside).count();
            if self.wanted.is_none_or(|wanted| wanted.contains(&day)) {
                if self.days.entry(day).or_default().push(source, identity, ticks, start..end) {
                    self.journal.feeds(source, day);
                }
                self.waiting += end - start;
                touched.push(day);
            } else {
                self.shared.tally().outside += (end - start) as u64;
            }
            start = end;
        }
        touched
    }

    /// Commits the largest day as far as it has come, but for its last moment, whose other ticks may follow.
    fn send_largest(&mut self) {
        let largest = self.days.iter().max_by_key(|(_, buffer)| buffer.len).map(|(day, _)| *day);
        let Some((day, mut buffer)) = largest.and_then(|day| self.days.remove_entry(&day)) else { return };
        if let Some(rest) = buffer.split_last_moment() {
            rest.sources.iter().for_each(|given| self.journal.feeds(given.source, day));
            self.days.insert(day, rest);
        }
        self.send(day, buffer);
    }

    fn send(&mut self, day: UtcDay, buffer: DayBuffer) {
        self.waiting -= buffer.len;
        if self.shared.is_over() {
            return;
        }
        let sources = buffer.sources.iter().map(|given| given.identity.record(given.ticks)).collect();
        let fed_by = buffer.sources.iter().map(|given| given.source).collect();
        let accounts = buffer.accounts.into_iter().map(|account| account.ticks).collect();
        // The workers are gone only after a failure, which is told elsewhere.
        let _ = self.days_out.send(DayWork { day, accounts, sources, fed_by });
    }
}

impl DayBuffer {
    /// Takes ticks of a source; `true` if another source, or none, gave some just before.
    fn push(
        &mut self,
        source: usize,
        identity: &Arc<Identity>,
        ticks: &Ticks,
        positions: Range<usize>,
    ) -> bool {
        self.len += positions.len();
        let count = positions.len() as u64;
        let is_next = match self.sources.last_mut() {
            Some(given) if Arc::ptr_eq(&given.identity, identity) => {
                given.ticks += count;
                false
            }
            _ => {
                self.sources.push(Given { source, identity: Arc::clone(identity), ticks: count });
                true
            }
        };
        let account = match self.accounts.last_mut() {
            Some(account)
                if account.source == source || account.latest < ticks.timestamp[positions.start] =>
            {
                account
            }
            _ => {
                self.accounts.push(Account {
                    source,
                    latest: i64::MIN,
                    ticks: Ticks::with_capacity(USUAL_DAY),
                });
                let last = self.accounts.len() - 1;
                &mut self.accounts[last]
            }
        };
        account.source = source;
        account.push(ticks, positions);
        is_next
    }

    /// Takes the ticks of the last account's last moment out, unless there is nothing else.
    fn split_last_moment(&mut self) -> Option<Self> {
        let account = self.accounts.last_mut()?;
        let times = &account.ticks.timestamp;
        let last = *times.last()?;
        let start = times.len() - times.iter().rev().take_while(|&&time| time == last).count();
        if start == 0 {
            return None;
        }
        let mut rest = Account { source: account.source, latest: i64::MIN, ticks: Ticks::default() };
        rest.push(&account.ticks, start..account.ticks.len());
        account.ticks.truncate(start);
        let len = rest.ticks.len();
        self.len -= len;
        let last = self.sources.last()?;
        let given = Given { source: last.source, identity: Arc::clone(&last.identity), ticks: len as u64 };
        Some(Self { accounts: vec![rest], sources: vec![given], len })
    }
}

impl Account {
    fn push(&mut self, ticks: &Ticks, positions: Range<usize>) {
        let latest = ticks.timestamp[positions.clone()].iter().copied().max();
        self.latest = self.latest.max(latest.unwrap_or(i64::MIN));
        self.ticks.extend_from(ticks, positions);
    }
}
