//! The footer of a Parquet file: every list in it is walked over, and refused if it claims more than is there.

use std::io::Read;

use parquet::file::reader::ChunkReader;

use super::thrift::Walk;

const MAGIC: &[u8] = b"PAR1";
/// The footer's length and the magic behind it.
const TAIL: u64 = 8;
/// No footer of a table of ticks comes near: a row group of a hundred columns takes some 10 KB.
const MOST_BYTES: u64 = 32 << 20;

/// Refuses a file whose footer is cut off, damaged or hostile; `Err` says why.
pub(crate) fn look_over(file: &impl ChunkReader) -> Result<(), String> {
    let footer = bytes(file)?;
    let walked = Walk::over(&footer).structure(0);
    walked.ok_or_else(|| "its footer is damaged, or describes more than a table of ticks has".into())
}

fn bytes(file: &impl ChunkReader) -> Result<Vec<u8>, String> {
    let length = file.len();
    let tail = part(file, length.checked_sub(TAIL), TAIL)?;
    let (size, magic) = tail.split_at(4);
    if magic != MAGIC {
        return Err("it does not end as Parquet does; it may be cut off".into());
    }
    let size = u64::from(u32::from_le_bytes(size.try_into().unwrap_or_default()));
    if size > MOST_BYTES {
        return Err(format!("its footer claims to have {size} bytes"));
    }
    part(file, length.checked_sub(TAIL + size), size)
}

fn part(file: &impl ChunkReader, start: Option<u64>, length: u64) -> Result<Vec<u8>, String> {
    let start = start.ok_or("it is shorter than its footer says")?;
    let mut bytes = Vec::new();
    let reader = file.get_read(start).map_err(|error| error.to_string())?;
    reader.take(length).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err("it is cut off".into()) }
}
