//! The threads of an import and the bounded queues between them.
//!
//! ```text
//! feeder ──tasks──▶ workers ──arrived──▶ assembler ──days──▶ workers ──staged──▶ committers
//!    ▲                                       │
//!    └───────────────tokens──────────────────┘
//! ```
//! Workers parse and, with priority, merge and encode whole days; the committers wait for the disk. A token for each piece
//! bounds what is between feeder and assembler, so no queue there can fill; days and staged partitions wait for
//! those who take them, never the other way round.

use std::{num::NonZeroUsize, thread, time::Duration};

use crossbeam_channel::{Receiver, Sender, bounded, select};
use tickloom_model::Ticks;
use tickloom_quality::Findings;
use tickloom_store::{PartitionKey, SourceRecord, StoreError};

use crate::{
    Control, Progress, RefusedFile,
    assemble::{Assembler, DayWork},
    commit::{COMMITTERS, Committer, StagedDay},
    feed::Feeder,
    job::Job,
    journal::Journal,
    parse::{Arrived, Parser, Task},
    plan::Source,
    progress::Shared,
};

/// How often progress is shown.
const SHOW_EVERY: Duration = Duration::from_millis(100);

/// Encoded partitions that wait for the disk.
const STAGED_AT_ONCE: usize = 4;

/// Brings all sources in. Returns when everything that was read is committed, or the store has failed.
pub(crate) fn run<'import>(
    job: Job<'import>,
    journal: &'import Journal,
    sources: &'import [Source],
    threads: NonZeroUsize,
    observe: &mut dyn FnMut(&Progress) -> Control,
) {
    let pieces = 2 * threads.get() + 2;
    let (token_out, tokens) = bounded(pieces);
    for _ in 0..pieces {
        let _ = token_out.try_send(());
    }
    let (task_out, tasks) = bounded(pieces);
    let (arrived_out, arrived) = bounded(pieces);
    let (day_out, days) = bounded(threads.get());
    let (staged_out, staged) = bounded(STAGED_AT_ONCE);
    let (done_out, done) = bounded::<()>(0);
    let committer = &Committer::new(job, journal, sources);

    thread::scope(|scope| {
        for _ in 0..threads.get() {
            let worker = Worker {
                job,
                journal,
                tasks: tasks.clone(),
                days: days.clone(),
                arrived: Some(arrived_out.clone()),
                staged: staged_out.clone(),
            };
            scope.spawn(move || worker.run());
        }
        drop((tasks, days, staged_out));
        let feeder = Feeder { job, journal, tokens, tasks: task_out, arrived: arrived_out, sequence: 0 };
        scope.spawn(move || feeder.run(sources));
        let assembler = Assembler::new(job, journal, sources, day_out);
        scope.spawn(move || assembler.run(&arrived, &token_out));
        for _ in 0..COMMITTERS {
            let (staged, done_out) = (staged.clone(), done_out.clone());
            scope.spawn(move || {
                committer.run(&staged);
                drop(done_out);
            });
        }
        drop((staged, done_out));
        watch(job.shared, &done, observe);
    });
    committer.record_rest();
}

/// Shows progress until all is done.
fn watch(shared: &Shared, done: &Receiver<()>, observe: &mut dyn FnMut(&Progress) -> Control) {
    loop {
        let finished = !matches!(done.recv_timeout(SHOW_EVERY), Err(error) if error.is_timeout());
        match observe(&shared.progress()) {
            Control::Continue => shared.go_on(),
            Control::Pause => shared.pause(),
            Control::Stop => shared.stop(),
            Control::Abort => shared.abort(),
        }
        if finished {
            return;
        }
    }
}

struct Worker<'import> {
    job: Job<'import>,
    journal: &'import Journal,
    tasks: Receiver<Task<'import>>,
    days: Receiver<DayWork>,
    /// Given up when no more tasks come, so that the assembler learns of the end.
    arrived: Option<Sender<Arrived>>,
    staged: Sender<StagedDay>,
}

impl Worker<'_> {
    fn run(mut self) {
        let mut parser = Parser::new(self.job.examiner, self.journal);
        while let Some(arrived) = self.arrived.take() {
            if let Ok(day) = self.days.try_recv() {
                self.stage(day);
                self.arrived = Some(arrived);
                continue;
            }
            select! {
                recv(self.days) -> day => {
                    day.into_iter().for_each(|day| self.stage(day));
                    self.arrived = Some(arrived);
                }
                recv(self.tasks) -> task => if let Ok(task) = task {
                    // There is room for every piece that has a token.
                    let _ = arrived.send(parser.parse(task));
                    self.arrived = Some(arrived);
                }
            }
        }
        while let Ok(day) = self.days.recv() {
            self.stage(day);
        }
    }

    fn stage(&self, work: DayWork) {
        let Job { store, symbol, examiner, shared, .. } = self.job;
        if shared.is_over() {
            return;
        }
        let key = PartitionKey { symbol: symbol.clone(), day: work.day };
        let source = only(&work.sources);
        let mut found = Findings::default();
        let look = |ticks: &Ticks| found = examiner.examine_day(ticks, source);
        match store.stage_and_look(key.clone(), examiner.digits, work.accounts, &work.sources, look) {
            Ok(staged) => {
                shared.tally().noticed.set_day(work.day, found);
                drop(self.staged.send(StagedDay { staged, fed_by: work.fed_by }));
            }
            Err(error) => self.cannot_stage(&key, error),
        }
    }

    /// A damaged partition costs its own day; what the operating system refuses costs the import.
    fn cannot_stage(&self, key: &PartitionKey, error: StoreError) {
        match error {
            StoreError::PartitionDamaged { .. } | StoreError::TicksInvalid { .. } => {
                let (code, message) = (error.code(), error.to_string());
                self.job.shared.tally().refused_files.push(RefusedFile {
                    source: key.to_string(),
                    code,
                    message,
                });
            }
            error => self.job.shared.fail(error),
        }
    }
}

/// The name of the only source of a day.
fn only(sources: &[SourceRecord]) -> Option<&str> {
    match sources {
        [source] => Some(&source.name),
        _ => None,
    }
}
