//! The thread that reads: sources one after the other, cut into pieces of work for the parsers.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use crossbeam_channel::{Receiver, Sender};
use tickloom_formats::{
    FormatError,
    csv::{Carry, Layout, LineCutter, Piece, ReadOptions, date_of_name},
    json,
};
use tickloom_model::{Digits, NANOS_PER_SECOND, Symbol};
use zip::ZipArchive;

use crate::{
    parse::{Arrived, Content, Part, Task, Work},
    pipeline::Job,
    refusal::Refusal,
    source::{Identity, Kind, Place, Source, fill, hash_bytes, hash_file, read_bi5, read_json},
    unpack::Unpacked,
};

/// How much of a CSV file makes one piece of work.
pub(crate) const PIECE_BYTES: usize = 4 << 20;

/// Reads sources in order. One token is taken for each piece, so that no more than their number is ever in memory.
pub(crate) struct Feeder<'import> {
    pub(crate) job: Job<'import>,
    pub(crate) tokens: Receiver<()>,
    pub(crate) tasks: Sender<Task>,
    pub(crate) arrived: Sender<Arrived>,
    pub(crate) sequence: u64,
    pub(crate) archive: Option<OpenArchive>,
}

/// The archive whose members are being read; its directory and hash are read once.
pub(crate) struct OpenArchive {
    path: PathBuf,
    hash: String,
    members: ZipArchive<File>,
}

impl Feeder<'_> {
    pub(crate) fn run(mut self, sources: &[Source]) {
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
    fn feed_together(&mut self, number: usize, sources: &[Source]) {
        let files: Vec<Part<Work>> =
            (number..).zip(sources).filter_map(|(source, found)| bi5_file(source, found)).collect();
        if files.len() == sources.len() {
            return self.send(files);
        }
        for (number, source) in (number..).zip(sources) {
            if let Err(refusal) = self.feed(number, source) {
                self.arrive(std::iter::once(Part::told(number, Content::Refused(refusal))));
            }
        }
    }

    fn feed(&mut self, number: usize, source: &Source) -> Result<(), Refusal> {
        match &source.place {
            Place::File(path) => {
                let identity = identity(source, hash_file(path)?);
                self.feed_bytes(number, source, identity, &mut File::open(path)?)
            }
            Place::Member { archive, index } => {
                // Taken out while it is read: the reading of a member borrows it.
                let mut open = self.open_archive(archive)?;
                let outcome = self.feed_member(number, source, &mut open, *index);
                self.archive = Some(open);
                outcome
            }
        }
    }

    fn feed_member(
        &mut self,
        number: usize,
        source: &Source,
        archive: &mut OpenArchive,
        index: usize,
    ) -> Result<(), Refusal> {
        let identity = identity(source, archive.hash.clone());
        let mut member = archive.members.by_index(index).map_err(io::Error::from)?;
        self.feed_bytes(number, source, identity, &mut member)
    }

    fn feed_bytes(
        &mut self,
        number: usize,
        source: &Source,
        identity: Identity,
        packed: &mut dyn Read,
    ) -> Result<(), Refusal> {
        let mut reader = Unpacked::new(source.gzip, packed);
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
        match source.kind {
            Kind::Csv => {
                let options = read_options(self.job.read, self.job.symbol, source);
                return self.feed_csv(number, identity, reader, &options);
            }
            Kind::Bi5 { hour } => {
                let bytes = read_bi5(reader)?;
                let identity = Arc::new(Identity { hash: hash_bytes(&bytes), format: "bi5", ..identity });
                self.task(number, reader.taken(), Work::Bi5 { identity, hour, bytes });
            }
            Kind::Json => {
                let bytes = read_json(reader)?;
                let identity = Arc::new(Identity { format: "dukascopy-json", ..identity });
                self.task(number, reader.taken(), Work::Json { identity, bytes });
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
        let mut pieces = Pieces::new(reader);
        let bound = bind(pieces.next()?, options)?;
        identity.format = bound.layout.dialect();
        let (layout, identity) = (Arc::new(bound.layout), Arc::new(identity));
        let (mut next, mut header_lines) = (Some(bound.rows), bound.header_lines);
        let mut carry = Carry::default();
        while let Some(piece) = next {
            let (layout, identity) = (Arc::clone(&layout), Arc::clone(&identity));
            let bytes = pieces.reader.taken();
            if layout.is_serial() {
                let parsed = layout.parse_next(&piece.bytes, self.job.digits, &mut carry);
                let content = Content::Ticks { identity, parsed, offset: piece.offset, header_lines };
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

    fn open_archive(&mut self, path: &Path) -> Result<OpenArchive, Refusal> {
        match self.archive.take() {
            Some(open) if open.path == path => Ok(open),
            _ => Ok(OpenArchive {
                path: path.into(),
                hash: hash_file(path)?,
                members: ZipArchive::new(File::open(path)?).map_err(io::Error::from)?,
            }),
        }
    }

    fn task(&mut self, source: usize, bytes: u64, work: Work) {
        self.send(vec![Part { source, bytes, content: work }]);
    }

    fn send(&mut self, parts: Vec<Part<Work>>) {
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
        let _ = self.tokens.recv();
        self.sequence += 1;
        self.sequence - 1
    }
}

/// Hours that make one task: a day, measured faster than both a single hour and a quarter of a day.
const HOURS_TOGETHER: i64 = 24;

fn neighbours(left: &Source, right: &Source) -> bool {
    let stretch = |source: &Source| match (&source.place, source.kind) {
        (Place::File(_), Kind::Bi5 { hour }) if !source.gzip => {
            Some(hour.as_i64().div_euclid(HOURS_TOGETHER * 3600 * NANOS_PER_SECOND))
        }
        _ => None,
    };
    stretch(left).is_some() && stretch(left) == stretch(right)
}

fn bi5_file(source: usize, found: &Source) -> Option<Part<Work>> {
    let (Place::File(path), Kind::Bi5 { hour }, false) = (&found.place, found.kind, found.gzip) else {
        return None;
    };
    let work = Work::Bi5File { path: path.clone(), name: found.name.clone(), hour };
    Some(Part { source, bytes: found.bytes, content: work })
}

fn identity(source: &Source, hash: String) -> Identity {
    Identity { name: source.name.clone(), hash, bytes: source.bytes, format: "" }
}

/// What is known of one CSV source: what the caller knows, and what its name says.
pub(crate) fn read_options(known: &ReadOptions, symbol: &Symbol, source: &Source) -> ReadOptions {
    let date = known.date.or_else(|| date_of_name(&source.name));
    ReadOptions { date, symbol: Some(symbol.clone()), ..known.clone() }
}

/// The decimals of prices that the first rows of a source show, if they have any.
pub(crate) fn first_digits(source: &Source, options: &ReadOptions) -> Result<Option<Digits>, Refusal> {
    match &source.place {
        Place::File(path) => digits_of(source, &mut File::open(path)?, options),
        Place::Member { archive, index } => {
            let mut archive = ZipArchive::new(File::open(archive)?).map_err(io::Error::from)?;
            digits_of(source, &mut archive.by_index(*index).map_err(io::Error::from)?, options)
        }
    }
}

fn digits_of(
    source: &Source,
    packed: &mut dyn Read,
    options: &ReadOptions,
) -> Result<Option<Digits>, Refusal> {
    let mut reader = Unpacked::new(source.gzip, packed);
    match source.kind {
        Kind::Bi5 { .. } => Ok(None),
        Kind::Json => Ok(Some(json::ticks(&read_json(&mut reader)?)?.0)),
        Kind::Csv => {
            let bound = bind(Pieces::new(&mut reader).next()?, options)?;
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
    if !layout.has_header() {
        return Ok(Bound { layout, rows: Piece { bytes, offset }, header_lines: 0 });
    }
    let rows = Piece { bytes: bytes.split_off(first_line), offset: offset + first_line as u64 };
    Ok(Bound { layout, rows, header_lines: 1 })
}

/// A reader as pieces of whole lines. Where reading fails, the whole lines before that come first.
struct Pieces<'reader, 'source> {
    reader: &'reader mut Unpacked<'source>,
    cutter: LineCutter,
    buffer: Vec<u8>,
    at_end: bool,
    failure: Option<io::Error>,
}

impl<'reader, 'source> Pieces<'reader, 'source> {
    fn new(reader: &'reader mut Unpacked<'source>) -> Self {
        Self { reader, cutter: LineCutter::new(), buffer: Vec::new(), at_end: false, failure: None }
    }

    fn next(&mut self) -> io::Result<Option<Piece>> {
        while !self.at_end && self.failure.is_none() {
            match fill(self.reader, PIECE_BYTES, &mut self.buffer) {
                Ok(count) => self.at_end = count < PIECE_BYTES,
                Err(error) => self.failure = Some(error),
            }
            if let Some(piece) = self.cutter.cut(&mut self.buffer, self.at_end) {
                return Ok(Some(piece));
            }
        }
        self.failure.take().map_or(Ok(None), Err)
    }
}
