//! The pages of the columns that are to be read: what their headers claim is no more than their bytes can hold.

use parquet::{
    basic::{Compression, Type},
    file::{
        metadata::{ColumnChunkMetaData, ParquetMetaData},
        reader::ChunkReader,
    },
};

use super::{
    format::{Claim, PAGE_HEADER},
    thrift::walk,
};

/// Headers take some dozen bytes; those with statistics of long texts more.
const MOST_HEADER: u64 = 16 << 10;
/// A writer may put all rows of a group into one page.
const MOST_UNPACKED: u64 = 1 << 30;

/// Refuses a file of whose columns a page claims more than can be there; `Err` says why.
pub(crate) fn look_over(
    file: &impl ChunkReader,
    metadata: &ParquetMetaData,
    columns: &[usize],
) -> Result<(), String> {
    for group in metadata.row_groups() {
        for chunk in columns.iter().filter_map(|column| group.columns().get(*column)) {
            Chunk::of(file, chunk)?.look_over()?;
        }
    }
    Ok(())
}

/// The pages of a column in a row group.
struct Chunk<'file, R> {
    file: &'file R,
    codec: Compression,
    /// Bytes that a value in a dictionary takes at least.
    narrowest: u64,
    position: u64,
    end: u64,
}

impl<'file, R: ChunkReader> Chunk<'file, R> {
    fn of(file: &'file R, chunk: &ColumnChunkMetaData) -> Result<Self, String> {
        let start = chunk.dictionary_page_offset().unwrap_or_else(|| chunk.data_page_offset());
        let place = u64::try_from(start).ok().zip(u64::try_from(chunk.compressed_size()).ok());
        let (position, end) = place
            .and_then(|(start, size)| Some((start, start.checked_add(size)?)))
            .filter(|(_, end)| *end <= file.len())
            .ok_or("a column lies beyond its end")?;
        Ok(Self { file, codec: chunk.compression(), narrowest: narrowest(chunk), position, end })
    }

    fn look_over(mut self) -> Result<(), String> {
        while self.position < self.end {
            let most = MOST_HEADER.min(self.end - self.position) as usize;
            let start = self.file.get_bytes(self.position, most).map_err(|error| error.to_string())?;
            let (page, length) = Page::of(&start).ok_or("the header of a page is damaged")?;
            self.position += length + page.packed;
            if self.position > self.end || !page.is_plausible(self.codec, self.narrowest) {
                return Err("a page claims to hold more than is there".into());
            }
        }
        Ok(())
    }
}

/// What the header of a page says of sizes.
#[derive(Debug, Default)]
struct Page {
    unpacked: u64,
    packed: u64,
    /// How many values a dictionary lists.
    listed: u64,
}

impl Page {
    /// The page that begins so, and the length of its header.
    fn of(bytes: &[u8]) -> Option<(Self, u64)> {
        let (mut page, mut is_sound) = (Self::default(), true);
        let rest = walk(bytes, PAGE_HEADER, &mut |claim, number| {
            let claimed = match claim {
                Claim::Unpacked => &mut page.unpacked,
                Claim::Packed => &mut page.packed,
                Claim::Listed => &mut page.listed,
                _ => return,
            };
            *claimed = u64::try_from(number).unwrap_or_default();
            is_sound &= number >= 0;
        })?;
        is_sound.then_some((page, (bytes.len() - rest.len()) as u64))
    }

    fn is_plausible(&self, codec: Compression, narrowest: u64) -> bool {
        self.unpacked <= MOST_UNPACKED
            && self.unpacked <= most_unpacked(self.packed, codec)
            && self.listed <= self.unpacked / narrowest
    }
}

/// What as many bytes can be unpacked to, by the densest way to write each format.
fn most_unpacked(packed: u64, codec: Compression) -> u64 {
    let growth = match codec {
        Compression::UNCOMPRESSED => return packed,
        Compression::SNAPPY => 32,
        Compression::LZ4 | Compression::LZ4_RAW => 256,
        Compression::GZIP(_) => 1_032,
        _ => 1 << 16,
    };
    packed.saturating_mul(growth)
}

fn narrowest(chunk: &ColumnChunkMetaData) -> u64 {
    match chunk.column_type() {
        Type::BOOLEAN => 1,
        // A length stands before each text.
        Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 4,
        Type::INT64 | Type::DOUBLE => 8,
        Type::INT96 => 12,
        Type::FIXED_LEN_BYTE_ARRAY => u64::try_from(chunk.column_descr().type_length()).unwrap_or(1).max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// {1: 2, 2: unpacked, 3: packed, 7: {1: listed}}, each number below 64.
    fn header(unpacked: u8, packed: u8, listed: u8) -> [u8; 11] {
        [0x15, 4, 0x15, unpacked * 2, 0x15, packed * 2, 0x4c, 0x15, listed * 2, 0, 0]
    }

    #[test]
    fn a_page_that_claims_more_than_it_can_hold_is_implausible() {
        let plain = Compression::UNCOMPRESSED;
        for (name, bytes, codec, expected) in [
            ("four numbers", header(32, 32, 4), plain, true),
            ("more numbers than bytes for them", header(32, 32, 5), plain, false),
            ("grown without being packed", header(33, 32, 4), plain, false),
            ("packed", header(63, 2, 4), Compression::SNAPPY, true),
            ("packed more than that is possible", header(63, 1, 4), Compression::SNAPPY, false),
        ] {
            let (page, length) = Page::of(&bytes).unwrap();
            assert_eq!((page.is_plausible(codec, 8), length), (expected, 11), "{name}");
        }
        assert!(Page::of(&[0x15, 4, 0x15, 1, 0]).is_none(), "a size below nothing");
    }
}
