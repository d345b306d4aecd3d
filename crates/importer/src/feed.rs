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
    csv::{Layout, LineCutter, Piece},
};
use tickloom_model::{UnixNanos, UtcDay};
use zip::ZipArchive;

use crate::{
    parse::{Arrived, Content, Part, Task, Work},
    progress::Shared,
    refusal::Refusal,
    source::{Identity, Kind, Place, Source, fill, hash_bytes, hash_file, read_bi5},
};

/// How much of a CSV file makes one piece of work.
pub(crate) const PIECE_BYTES: usize = 4 << 20;

/// Reads sources in order. One token is taken for each piece, so that no more than their number is ever in memory.
pub(crate) struct Feeder<'import> {
    pub(crate) shared: &'import Shared,
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
        for together in sources.chunk_by(same_day_of_bi5) {
            if self.shared.stopping() {
                return;
            }
            self.shared.tally().current.clone_from(&together[0].name);
            self.feed_together(number, together);
            number += together.len();
            if self.shared.stopping() {
                // Whether these were read to their end is not known.
                return;
            }
            self.arrive((number - together.len()..number).map(|source| (source, Content::End)));
        }
    }

    /// Feeds the hours of a day as one task, which costs the threads a twentieth of handing them over one by one; anything else is alone.
    fn feed_together(&mut self, number: usize, sources: &[Source]) {
        let files: Vec<Part<Work>> =
            (number..).zip(sources).filter_map(|(source, found)| bi5_file(source, found)).collect();
        if files.len() == sources.len() {
            return self.send(files);
        }
        for (number, source) in (number..).zip(sources) {
            if let Err(refusal) = self.feed(number, source) {
                self.arrive(std::iter::once((number, Content::Refused(refusal))));
            }
        }
    }

    fn feed(&mut self, number: usize, source: &Source) -> Result<(), Refusal> {
        match &source.place {
            Place::File(path) => {
                let identity = identity(source, hash_file(path)?);
                self.feed_csv(number, identity, &mut File::open(path)?)
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
        match source.kind {
            Kind::Csv => self.feed_csv(number, identity, &mut member),
            Kind::Bi5 { hour } => self.feed_bi5(number, identity, &mut member, hour),
        }
    }

    fn feed_bi5(
        &mut self,
        number: usize,
        identity: Identity,
        reader: &mut dyn Read,
        hour: UnixNanos,
    ) -> Result<(), Refusal> {
        let bytes = read_bi5(reader)?;
        let identity = Identity { hash: hash_bytes(&bytes), format: "bi5", ..identity };
        self.task(number, identity.bytes, Work::Bi5 { identity: Arc::new(identity), hour, bytes });
        Ok(())
    }

    fn feed_csv(
        &mut self,
        number: usize,
        mut identity: Identity,
        reader: &mut dyn Read,
    ) -> Result<(), Refusal> {
        let mut pieces = Pieces::new(reader);
        let first = pieces.next()?;
        let (layout, rows) = bind(first)?;
        identity.format = layout.dialect();
        let (layout, identity) = (Arc::new(layout), Arc::new(identity));
        let (mut next, mut header_lines) = (Some(rows), 1);
        while let Some(piece) = next {
            let (layout, identity) = (Arc::clone(&layout), Arc::clone(&identity));
            let bytes = piece.bytes.len() as u64;
            self.task(number, bytes, Work::Csv { identity, layout, piece, header_lines });
            header_lines = 0;
            if self.shared.stopping() {
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
    fn arrive(&mut self, contents: impl Iterator<Item = (usize, Content)>) {
        let parts = contents.map(|(source, content)| Part { source, bytes: 0, content }).collect();
        let sequence = self.take_turn();
        let _ = self.arrived.send(Arrived { sequence, parts });
    }

    fn take_turn(&mut self) -> u64 {
        let _ = self.tokens.recv();
        self.sequence += 1;
        self.sequence - 1
    }
}

fn same_day_of_bi5(left: &Source, right: &Source) -> bool {
    let day = |source: &Source| match (&source.place, source.kind) {
        (Place::File(_), Kind::Bi5 { hour }) => Some(UtcDay::of(hour)),
        _ => None,
    };
    day(left).is_some() && day(left) == day(right)
}

fn bi5_file(source: usize, found: &Source) -> Option<Part<Work>> {
    let (Place::File(path), Kind::Bi5 { hour }) = (&found.place, found.kind) else { return None };
    let work = Work::Bi5File { path: path.clone(), name: found.name.clone(), hour };
    Some(Part { source, bytes: found.bytes, content: work })
}

fn identity(source: &Source, hash: String) -> Identity {
    Identity { name: source.name.clone(), hash, bytes: source.bytes, format: "" }
}

/// The header and the first rows of a CSV file, for whoever wants to know its layout.
pub(crate) fn first_rows(source: &Source) -> Result<(Layout, Vec<u8>), Refusal> {
    let (layout, rows) = match &source.place {
        Place::File(path) => bind_first(&mut File::open(path)?),
        Place::Member { archive, index } => {
            let mut archive = ZipArchive::new(File::open(archive)?).map_err(io::Error::from)?;
            bind_first(&mut archive.by_index(*index).map_err(io::Error::from)?)
        }
    }?;
    Ok((layout, rows.bytes))
}

fn bind_first(reader: &mut dyn Read) -> Result<(Layout, Piece), Refusal> {
    let first = Pieces::new(reader).next()?;
    Ok(bind(first)?)
}

/// Takes the header off the first piece and binds the columns by it.
fn bind(first: Option<Piece>) -> Result<(Layout, Piece), FormatError> {
    let Piece { mut bytes, offset } = first.unwrap_or(Piece { bytes: Vec::new(), offset: 0 });
    let header_length = bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |feed| feed + 1);
    let rows = bytes.split_off(header_length);
    let layout = Layout::bind(&bytes, &rows)?;
    Ok((layout, Piece { bytes: rows, offset: offset + header_length as u64 }))
}

/// A reader as pieces of whole lines.
struct Pieces<'reader> {
    reader: &'reader mut dyn Read,
    cutter: LineCutter,
    buffer: Vec<u8>,
    at_end: bool,
}

impl<'reader> Pieces<'reader> {
    fn new(reader: &'reader mut dyn Read) -> Self {
        Self { reader, cutter: LineCutter::new(), buffer: Vec::new(), at_end: false }
    }

    fn next(&mut self) -> io::Result<Option<Piece>> {
        while !self.at_end {
            self.at_end = fill(self.reader, PIECE_BYTES, &mut self.buffer)? < PIECE_BYTES;
            if let Some(piece) = self.cutter.cut(&mut self.buffer, self.at_end) {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }
}
