//! What the parsing threads do: a piece of work becomes ticks, or the reason why it does not.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use tickloom_formats::{
    Parsed, bi5,
    csv::{Layout, Piece},
    json,
    table::{RecordBatch, TableLayout},
};
use tickloom_model::UnixNanos;

use crate::{
    examine::{Examined, Examiner},
    identity::{Identity, hash_bytes, read_bi5},
    journal::Journal,
    plan::Source,
    quarantine::QUARANTINED_OF_PIECE,
    refusal::Refusal,
    rows::Rows,
    unpack::Unpacked,
};

/// Work for one parser, numbered in the order of the sources.
pub(crate) struct Task<'import> {
    pub(crate) sequence: u64,
    pub(crate) parts: Vec<Part<Work<'import>>>,
}

/// What became of it.
pub(crate) struct Arrived {
    pub(crate) sequence: u64,
    pub(crate) parts: Vec<Part<Content>>,
}

/// A part of a source, or all of it.
pub(crate) struct Part<T> {
    /// Its position in the plan.
    pub(crate) source: usize,
    /// How many of the source's bytes this part is.
    pub(crate) bytes: u64,
    pub(crate) content: T,
}

impl Part<Content> {
    /// Something to know of a source that is none of its bytes.
    pub(crate) fn told(source: usize, content: Content) -> Self {
        Self { source, bytes: 0, content }
    }
}

pub(crate) enum Work<'import> {
    Csv {
        identity: Arc<Identity>,
        layout: Arc<Layout>,
        piece: Piece,
        header_lines: u64,
    },
    Json {
        identity: Arc<Identity>,
        bytes: Vec<u8>,
    },
    Table {
        identity: Arc<Identity>,
        layout: Arc<TableLayout>,
        batch: RecordBatch,
    },
    /// An hour of .bi5, read by the parser: a tree of thousands of small files keeps all threads busy.
    Hour {
        source: &'import Source,
        hour: UnixNanos,
    },
}

pub(crate) enum Content {
    Ticks {
        identity: Arc<Identity>,
        examined: Box<Examined>,
        /// Lines between the piece before, or the start of the source, and this one.
        header_lines: u64,
    },
    /// Nothing was read, or nothing parsed: so many ticks of it are stored already.
    Known { ticks: u64 },
    /// Bytes that held no row of their own, such as the rest of an endless line.
    Nothing,
    /// The source cannot be read, or not further.
    Refused(Refusal),
    /// The source is read to its end, or refused.
    End,
}

/// Parses pieces one after the other, reusing memory.
pub(crate) struct Parser<'import> {
    decoder: bi5::Decoder,
    /// The bytes of the hour that is being parsed.
    packed: Vec<u8>,
    examiner: Examiner,
    journal: &'import Journal,
}

impl<'import> Parser<'import> {
    pub(crate) fn new(examiner: Examiner, journal: &'import Journal) -> Self {
        let decoder = bi5::Decoder::new().keeping(QUARANTINED_OF_PIECE);
        Self { decoder, packed: Vec::new(), examiner, journal }
    }

    pub(crate) fn parse(&mut self, task: Task<'_>) -> Arrived {
        let parse = |Part { source, bytes, content }| {
            // A parser that fails on a hostile file must not take the import with it.
            let outcome = catch_unwind(AssertUnwindSafe(|| self.content(content)));
            let content = outcome.unwrap_or_else(|_| Err(Refusal::defect())).unwrap_or_else(Content::Refused);
            Part { source, bytes, content }
        };
        Arrived { sequence: task.sequence, parts: task.parts.into_iter().map(parse).collect() }
    }

    fn content(&mut self, work: Work<'_>) -> Result<Content, Refusal> {
        let digits = self.examiner.digits;
        match work {
            Work::Csv { identity, layout, piece, header_lines } => {
                let parsed = layout.parse(&piece.bytes, digits);
                Ok(self.examiner.text(identity, parsed, &piece, header_lines))
            }
            Work::Json { identity, bytes } => {
                let parsed = json::ticks_with(&bytes, digits)?;
                Ok(self.examiner.whole(identity, parsed, Rows::Values))
            }
            Work::Table { identity, layout, batch } => {
                Ok(self.examiner.whole(identity, layout.parse(&batch, digits), Rows::Values))
            }
            Work::Hour { source, hour } => {
                let mut packed = source.file.open()?;
                let bytes = &mut self.packed;
                read_bi5(&mut Unpacked::new(source.gzip, &mut packed), bytes)?;
                let (name, hash) = (source.name.clone(), hash_bytes(bytes));
                if let Some(ticks) = self.journal.ticks_by_content(source, &hash) {
                    return Ok(Content::Known { ticks });
                }
                let parsed = self.decoder.ticks(bytes, hour)?;
                let identity = Identity { name, hash, bytes: bytes.len() as u64, format: "bi5" };
                Ok(self.examiner.whole(Arc::new(identity), parsed, Rows::Bi5))
            }
        }
    }
}

impl Examiner {
    /// A piece of a CSV source with what is noticed about it.
    pub(crate) fn text(
        self,
        identity: Arc<Identity>,
        mut parsed: Parsed,
        piece: &Piece,
        header_lines: u64,
    ) -> Content {
        parsed.shift(0, piece.offset);
        let rows = Rows::Text { bytes: &piece.bytes, offset: piece.offset, lines: parsed.lines };
        Content::Ticks { identity, examined: Box::new(self.examine(parsed, rows)), header_lines }
    }

    /// A piece of a source that is no text with what is noticed about it.
    pub(crate) fn whole(self, identity: Arc<Identity>, parsed: Parsed, rows: Rows<'_>) -> Content {
        Content::Ticks { identity, examined: Box::new(self.examine(parsed, rows)), header_lines: 0 }
    }
}
