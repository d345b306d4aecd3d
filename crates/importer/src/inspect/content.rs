//! The ticks at both ends of a file, and how many there are, for every kind of file.

use std::io::{Read, Seek, SeekFrom};

use tickloom_formats::{
    bi5,
    csv::{Layout, ReadOptions},
    json,
};
use tickloom_model::{Digits, Ticks, UnixNanos};

use crate::{
    TickFile,
    identity::{read_bi5, read_json},
    kind::Kind,
    refusal::Refusal,
    table::Table,
    unpack::Unpacked,
};

/// How much of a file's end is looked at.
const TAIL_BYTES: u64 = 1 << 16;

/// What the ends of a file show.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    pub(super) first: Ticks,
    pub(super) last: Option<UnixNanos>,
    pub(super) rows: Option<u64>,
    /// Whether the rows were counted, not estimated.
    pub(super) counted: bool,
    pub(super) digits: Option<Digits>,
}

impl Content {
    fn of_all(ticks: Ticks, rows: u64, digits: Option<Digits>) -> Self {
        let last = ticks.timestamp.last().map(|last| UnixNanos::new(*last));
        Self { first: ticks, last, rows: Some(rows), counted: true, digits }
    }

    pub(super) fn of_bi5(reader: &mut Unpacked<'_>, path: &str) -> Result<Self, Refusal> {
        if path.contains("candles") {
            let message = "it holds candles, not ticks: Tickloom makes candles out of ticks".into();
            return Err(Refusal { code: "bi5.candles", message });
        }
        let hour = bi5::hour_of_path(path).map_or(UnixNanos::new(0), |(_, hour)| hour);
        let mut bytes = Vec::new();
        read_bi5(reader, &mut bytes)?;
        let parsed = bi5::Decoder::new().ticks(&bytes, hour)?;
        Ok(Self::of_all(parsed.ticks, parsed.rows, None))
    }

    pub(super) fn of_json(reader: &mut Unpacked<'_>) -> Result<Self, Refusal> {
        let (digits, parsed) = json::ticks(&read_json(reader)?)?;
        Ok(Self::of_all(parsed.ticks, parsed.rows, Some(digits)))
    }

    pub(super) fn of_table(
        file: &dyn TickFile,
        kind: Kind,
        gzip: bool,
        options: &ReadOptions,
    ) -> Result<Self, Refusal> {
        let Some(mut table) = Table::of(file, kind, gzip, options)? else {
            return Ok(Self { rows: Some(0), counted: true, ..Self::default() });
        };
        let (digits, rows) = (table.digits(), table.rows());
        let first = table.next()?.map(|batch| table.layout.parse(&batch, digits.unwrap_or(Digits::MAX)));
        Ok(Self { first: first.unwrap_or_default().ticks, rows, counted: rows.is_some(), digits, last: None })
    }

    /// Of CSV, from its start, its end if one can go there, and its size.
    pub(super) fn of_csv(file: &dyn TickFile, gzip: bool, start: &[u8], options: &ReadOptions) -> Self {
        let end = start.iter().position(|&byte| byte == b'\n').map_or(start.len(), |feed| feed + 1);
        let Ok(layout) = Layout::bind_with(&start[..end], &start[end..], options) else {
            return Self::default();
        };
        let rows = if layout.has_header() { &start[end..] } else { start };
        let whole = rows.iter().rposition(|&byte| byte == b'\n').map_or(rows.len(), |feed| feed + 1);
        let digits = layout.digits(&rows[..whole]);
        let parsed = layout.parse(&rows[..whole], digits.unwrap_or(Digits::MAX));
        let size = file.bytes().filter(|_| !gzip);
        let counted = size == Some(start.len() as u64);
        let estimate = |size: u64| size.saturating_mul(parsed.rows) / (whole as u64).max(1);
        let last = if counted { last_of(&parsed.ticks) } else { tail(file, gzip, &layout, digits) };
        let rows = if counted { Some(parsed.rows) } else { size.map(estimate) };
        Self { first: parsed.ticks, last, rows, counted, digits }
    }
}

fn last_of(ticks: &Ticks) -> Option<UnixNanos> {
    ticks.timestamp.last().map(|last| UnixNanos::new(*last))
}

fn tail(file: &dyn TickFile, gzip: bool, layout: &Layout, digits: Option<Digits>) -> Option<UnixNanos> {
    let mut file = file.on_disk().ok()?.filter(|_| !gzip)?;
    let size = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL_BYTES))).ok()?;
    let mut bytes = Vec::new();
    file.take(TAIL_BYTES).read_to_end(&mut bytes).ok()?;
    let start = bytes.iter().position(|&byte| byte == b'\n')? + 1;
    last_of(&layout.parse(&bytes[start..], digits.unwrap_or(Digits::MAX)).ticks)
}
