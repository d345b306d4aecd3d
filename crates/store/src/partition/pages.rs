//! One column of a row group as finished bytes: pages compressed, described, and put one after the other.

use std::io;

use bytes::Bytes;
use parquet::{
    basic::{Compression, Encoding, ZstdLevel},
    column::{
        page::{CompressedPage, Page, PageWriteSpec, PageWriter},
        writer::ColumnCloseResult,
    },
    errors::{ParquetError, Result},
    file::{
        metadata::{ColumnChunkMetaData, ColumnChunkMetaDataBuilder},
        statistics::Statistics,
        writer::{SerializedPageWriter, TrackedWrite},
    },
    schema::types::ColumnDescPtr,
};
use zstd::{
    bulk::Compressor,
    zstd_safe::{CParameter, ParamSwitch, compress_bound},
};

/// Bytes between two places where zstd looks for a repeat: in packed differences there is none worth the search, only long runs.
const STRIDE: u32 = 1000;

/// zstd as an entropy coder: four times as fast on these pages as its first level, and smaller.
pub(super) struct EntropyCoder {
    zstd: Compressor<'static>,
    room: Vec<u8>,
}

impl EntropyCoder {
    pub(super) fn new() -> io::Result<Self> {
        let mut zstd = Compressor::new(1)?;
        zstd.set_parameter(CParameter::TargetLength(STRIDE))?;
        zstd.set_parameter(CParameter::LiteralCompressionMode(ParamSwitch::Enable))?;
        Ok(Self { zstd, room: Vec::new() })
    }

    fn code(&mut self, bytes: &[u8]) -> io::Result<Bytes> {
        self.room.clear();
        self.room.reserve(compress_bound(bytes.len()));
        self.zstd.compress_to_buffer(bytes, &mut self.room)?;
        Ok(Bytes::copy_from_slice(&self.room))
    }
}

/// The pages of a column, as far as they are written.
pub(super) struct Pages<'coder> {
    column: ColumnDescPtr,
    coder: &'coder mut EntropyCoder,
    written: TrackedWrite<Vec<u8>>,
    encodings: Vec<Encoding>,
    /// Where the first data page starts.
    first_data: usize,
    uncompressed: usize,
    rows: u32,
}

impl<'coder> Pages<'coder> {
    pub(super) fn new(column: ColumnDescPtr, coder: &'coder mut EntropyCoder) -> Self {
        let written = TrackedWrite::new(Vec::new());
        Self {
            column,
            coder,
            written,
            encodings: vec![Encoding::RLE],
            first_data: 0,
            uncompressed: 0,
            rows: 0,
        }
    }

    /// The list of values that the data pages speak of; it comes first.
    pub(super) fn put_dictionary(&mut self, values: &[u8], count: usize) -> Result<()> {
        let page =
            |buf, num_values, encoding| Page::DictionaryPage { buf, num_values, encoding, is_sorted: false };
        self.put(values, count, Encoding::PLAIN, page)?;
        self.first_data = self.written.bytes_written();
        Ok(())
    }

    /// A page of values, without levels: every column is required.
    pub(super) fn put_data(&mut self, values: &[u8], count: usize, encoding: Encoding) -> Result<()> {
        let page = |buf, num_values, encoding| Page::DataPage {
            buf,
            num_values,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        self.rows += self.put(values, count, encoding, page)?.num_values;
        Ok(())
    }

    fn put(
        &mut self,
        values: &[u8],
        count: usize,
        encoding: Encoding,
        page: impl FnOnce(Bytes, u32, Encoding) -> Page,
    ) -> Result<PageWriteSpec> {
        let count = u32::try_from(count).map_err(|error| ParquetError::External(error.into()))?;
        let page = CompressedPage::new(page(self.coder.code(values)?, count, encoding), values.len());
        let spec = SerializedPageWriter::new(&mut self.written).write_page(page)?;
        self.uncompressed += spec.uncompressed_size;
        self.encodings.push(encoding);
        Ok(spec)
    }

    /// The bytes of the column and what the footer will say of them.
    pub(super) fn close(self, statistics: Option<Statistics>) -> Result<(Bytes, ColumnCloseResult)> {
        let bytes = self.written.into_inner()?;
        let metadata = ColumnChunkMetaData::builder(self.column)
            .set_encodings(self.encodings)
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(self.uncompressed as i64)
            .set_num_values(self.rows.into())
            .set_dictionary_page_offset((self.first_data > 0).then_some(0))
            .set_data_page_offset(self.first_data as i64);
        let metadata = statistics.into_iter().fold(metadata, ColumnChunkMetaDataBuilder::set_statistics);
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: self.rows.into(),
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((bytes.into(), close))
    }
}
