//! The thread that reads: sources one after the other, cut into pieces of work for the parsers.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use crossbeam_channel::{Receiver, Sender};
use tickloom_formats::{
    FormatError,
    csv::{Carry, Layout, LineCutter, Piece, ReadOptions},
    json,
};
use tickloom_model::{Digits, NANOS_PER_SECOND};

use crate::{
    identity::{Identity, read_json},
    job::Job,
    journal::Journal,
    kind::Kind,
    options::read_options,
    parse::{Arrived, Content, Part, Task, Work},
    plan::Source,
    quarantine::QUARANTINED_OF_PIECE,
    refusal::Refusal,
    rows::Rows,
    table::Table,
    unpack::Unpacked,
};

/// How much of a CSV file makes one piece of work, unless asked otherwise: little enough that memory given back is at hand for the
/// next piece. Pieces of 4 MiB were measured to cost three times the page faults and twice the memory.
pub(crate) const PIECE_BYTES: usize = 256 << 10;

/// Reads sources in order. One token is taken for each piece, so that no more than their number is ever in memory.
pub(crate) struct Feeder<'import> {
    pub(crate) job: Job<'import>,
    pub(crate) journal: &'import Journal,
    pub(crate) tokens: Receiver<()>,
    pub(crate) tasks: Sender<Task<'import>>,
    pub(crate) arrived: Sender<Arrived>,
    pub(crate) sequence: u64,
}

impl<'import> Feeder<'import> {
    pub(crate) fn run(mut self, sources: &'import [Source]) {
        let mut number = 0;
        for together in sources.chunk_by(neighbours) {
            if self.job.shared.stopping() {
                return;
            }
            self.job.shared.tally().current.clone_from(&together[0].name);
            self.feed_together(number, together);
            number += together.len();
            if self.job.shared.stopping() {
                // Whether these were read to their end is not known.
                return;
            }
            self.arrive((number - together.len()..number).map(|source| Part::told(source, Content::End)));
        }
    }

    /// Feeds neighbouring hours as one task, which costs the threads less than handing them over one by one; anything else is alone.
    fn feed_together(&mut self, number: usize, sources: &'import [Source]) {
        let unknown = self.pass_over_known(number, sources);
        let hours: Vec<_> =
            unknown.iter().filter_map(|&(number, source)| hour_of_ticks(number, source)).collect();
        if !hours.is_empty() && hours.len() == unknown.len() {
            return self.send(hours);
        }
        for (number, source) in unknown {
            // A source that fails where it should refuse must not take the import with it.
            let outcome = catch_unwind(AssertUnwindSafe(|| self.feed(number, source)));
            if let Err(refusal) = outcome.unwrap_or_else(|_| Err(Refusal::defect())) {
                self.arrive(std::iter::once(Part::told(number, Content::Refused(refusal))));
            }
        }
    }

    /// Passes over what was read before and has not changed since; gives back the rest.
    fn pass_over_known(
        &mut self,
        number: usize,
        sources: &'import [Source],
    ) -> Vec<(usize, &'import Source)> {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for (number, source) in (number..).zip(sources) {
            match self.journal.ticks_by_stamp(source) {
                Some(ticks) => known.push(known_source(number, source, ticks)),
                None => unknown.push((number, source)),
            }
        }
        if !known.is_empty() {
            self.arrive(known.into_iter());
        }
        unknown
    }

    fn feed(&mut self, number: usize, source: &Source) -> Result<(), Refusal> {
        let hash = source.file.hash()?;
        if let Some(ticks) = self.journal.ticks_by_content(source, &hash) {
            self.arrive(std::iter::once(known_source(number, source, ticks)));
            return Ok(());
        }
        let identity = identity(source, hash);
        if matches!(source.kind, Kind::Parquet | Kind::Arrow) {
            return self.feed_table(number, source, identity);
        }
        let mut packed = source.file.open()?;
        let mut reader = Unpacked::new(source.gzip, &mut packed);
        let outcome = self.feed_unpacked(number, source, identity, &mut reader);
        let rest = Part { source: number, bytes: reader.taken(), content: Content::Nothing };
        if rest.bytes > 0 {
            self.arrive(std::iter::once(rest));
        }
        outcome
    }

    fn feed_unpacked(
        &mut self,
        number: usize,
        source: &Source,
        identity: Identity,
        reader: &mut Unpacked<'_>,
    ) -> Result<(), Refusal> {
        let options = read_options(self.job.read, self.job.symbol, source);
        match source.kind {
            Kind::Json => {
                let bytes = read_json(reader)?;
                let identity = Arc::new(Identity { format: "dukascopy-json", ..identity });
                self.task(number, reader.taken(), Work::Json { identity, bytes });
                Ok(())
            }
            _ => self.feed_csv(number, identity, reader, &options),
        }
    }

    fn feed_table(&mut self, number: usize, source: &Source, identity: Identity) -> Result<(), Refusal> {
        let options = read_options(self.job.read, self.job.symbol, source);
        let Some(mut table) = Table::open(source, &options)? else { return Ok(()) };
        let identity = Arc::new(Identity { format: table.format, ..identity });
        let mut carry = Carry::default();
        while let Some(batch) = table.next()? {
            let (layout, identity) = (Arc::clone(&table.layout), Arc::clone(&identity));
            let bytes = table.bytes_of(&batch);
            if layout.is_serial() {
                let parsed = layout.parse_next(&batch, self.job.examiner.digits, &mut carry);
                let content = self.job.examiner.whole(identity, parsed, Rows::Values);
                self.arrive(std::iter::once(Part { source: number, bytes, content }));
            } else {
                self.task(number, bytes, Work::Table { identity, layout, batch });
            }
            if self.job.shared.stopping() {
                break;
            }
        }
        Ok(())
    }

    fn feed_csv(
        &mut self,
        number: usize,
        mut identity: Identity,
        reader: &mut Unpacked<'_>,
        options: &ReadOptions,
    ) -> Result<(), Refusal> {
        let mut pieces = Pieces::new(reader, self.job.piece_bytes);
        let bound = bind(pieces.next()?, options)?;
        identity.format = bound.layout.dialect();
        let layout = Arc::new(bound.layout.keeping(QUARANTINED_OF_PIECE));
        let identity = Arc::new(identity);
        let (mut next, mut header_lines) = (Some(bound.rows), bound.header_lines);
        let mut carry = Carry::default();
        while let Some(piece) = next {
            let (layout, identity) = (Arc::clone(&layout), Arc::clone(&identity));
            let bytes = pieces.reader.taken();
            if layout.is_serial() {
                let parsed = layout.parse_next(&piece.bytes, self.job.examiner.digits, &mut carry);
                let content = self.job.examiner.text(identity, parsed, &piece, header_lines);
                self.arrive(std::iter::once(Part { source: number, bytes, content }));
            } else {
                self.task(number, bytes, Work::Csv { identity, layout, piece, header_lines });
            }
            header_lines = 0;
            if self.job.shared.stopping() {
                break;
            }
            next = pieces.next()?;
        }
        Ok(())
    }

    fn task(&mut self, source: usize, bytes: u64, work: Work<'import>) {
        self.send(vec![Part { source, bytes, content: work }]);
    }

    fn send(&mut self, parts: Vec<Part<Work<'import>>>) {
        let sequence = self.take_turn();
        // The parsers are gone only after a failure, which is told elsewhere.
        let _ = self.tasks.send(Task { sequence, parts });
    }

    /// What needs no parsing keeps its place in the order all the same.
    fn arrive(&mut self, parts: impl Iterator<Item = Part<Content>>) {
        let parts = parts.collect();
        let sequence = self.take_turn();
        let _ = self.arrived.send(Arrived { sequence, parts });
    }

    fn take_turn(&mut self) -> u64 {
        self.job.shared.wait_while_paused();
        let _ = self.tokens.recv();
        self.sequence += 1;
        self.sequence - 1
    }
}

/// Hours that make one task: a day, measured faster than both a single hour and a quarter of a day.
const HOURS_TOGETHER: i64 = 24;

fn neighbours(left: &Source, right: &Source) -> bool {
    let stretch = |source: &Source| {
        source.kind.hour().map(|hour| hour.as_i64().div_euclid(HOURS_TOGETHER * 3600 * NANOS_PER_SECOND))
    };
    stretch(left).is_some() && stretch(left) == stretch(right)
}

fn hour_of_ticks(number: usize, source: &Source) -> Option<Part<Work<'_>>> {
    let work = Work::Hour { source, hour: source.kind.hour()? };
    Some(Part { source: number, bytes: source.bytes, content: work })
}

fn known_source(number: usize, source: &Source, ticks: u64) -> Part<Content> {
    Part { source: number, bytes: source.bytes, content: Content::Known { ticks } }
}

fn identity(source: &Source, hash: String) -> Identity {
    Identity { name: source.name.clone(), hash, bytes: source.bytes, format: "" }
}

/// The decimals of prices that the first rows of a source show, if they have any.
pub(crate) fn first_digits(source: &Source, options: &ReadOptions) -> Result<Option<Digits>, Refusal> {
    let mut packed = source.file.open()?;
    let mut reader = Unpacked::new(source.gzip, &mut packed);
    match source.kind {
        Kind::Bi5 { .. } => Ok(None),
        Kind::Parquet | Kind::Arrow => Ok(Table::open(source, options)?.and_then(|table| table.digits())),
        Kind::Json => Ok(Some(json::ticks(&read_json(&mut reader)?)?.0)),
        Kind::Csv => {
            let bound = bind(Pieces::new(&mut reader, PIECE_BYTES).next()?, options)?;
            Ok(bound.layout.digits(&bound.rows.bytes))
        }
    }
}

/// A CSV source whose layout is known.
struct Bound {
    layout: Layout,
    /// The first piece, without the header.
    rows: Piece,
    header_lines: u64,
}

/// Takes the header, if there is one, off the first piece and binds the columns.
fn bind(first: Option<Piece>, options: &ReadOptions) -> Result<Bound, FormatError> {
    let Piece { mut bytes, offset } = first.unwrap_or(Piece { bytes: Vec::new(), offset: 0 });
    let first_line = bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |feed| feed + 1);
    let layout = Layout::bind_with(&bytes[..first_line], &bytes[first_line..], options)?;
    let start = layout.rows_start();
    let rows = Piece { bytes: bytes.split_off(start), offset: offset + start as u64 };
    let header_lines = layout.has_header().into();
    Ok(Bound { layout, rows, header_lines })
}

/// A reader as pieces of whole lines. Where reading fails, the whole lines before that come first.
struct Pieces<'reader, 'source> {
    reader: &'reader mut Unpacked<'source>,
    cutter: LineCutter,
    buffer: Vec<u8>,
    /// How much is read at once.
    bytes: usize,
    at_end: bool,
    failure: Option<io::Error>,
}

impl<'reader, 'source> Pieces<'reader, 'source> {
    fn new(reader: &'reader mut Unpacked<'source>, bytes: usize) -> Self {
        let (cutter, buffer) = (LineCutter::new(), Vec::new());
        Self { reader, cutter, buffer, bytes, at_end: false, failure: None }
    }

    fn next(&mut self) -> io::Result<Option<Piece>> {
        while !self.at_end && self.failure.is_none() {
            match self.reader.fill(self.bytes, &mut self.buffer) {
                Ok(count) => self.at_end = count < self.bytes,
                Err(error) => self.failure = Some(error),
            }
            if let Some(piece) = self.cutter.cut(&mut self.buffer, self.at_end) {
                return Ok(Some(piece));
            }
        }
        self.failure.take().map_or(Ok(None), Err)
    }
}
