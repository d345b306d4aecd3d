//! The footer of a Parquet file: every list in it is walked over, and refused if it claims more than is there.

use std::io::Read;

use parquet::file::reader::ChunkReader;

use super::{columns::Columns, format::FOOTER, thrift::walk};

const MAGIC: &[u8] = b"PAR1";
/// The footer's length and the magic behind it.
const TAIL: u64 = 8;
/// No footer of a table of ticks comes near: a row group of a hundred columns takes some 10 KB.
const MOST_BYTES: u64 = 32 << 20;

/// Refuses a file whose footer is cut off, damaged or hostile; `Err` says why.
pub(crate) fn look_over(file: &impl ChunkReader) -> Result<(), String> {
    let footer = bytes(file)?;
    let mut columns = Columns::default();
    let walked = walk(&footer, FOOTER, &mut |claim, number| columns.hear(claim, number));
    if walked.is_some() && columns.is_plausible() {
        return Ok(());
    }
    Err("its footer is damaged, or describes more than a table of ticks has".into())
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

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn is_sound(footer: &[u8]) -> bool {
        let size = u32::try_from(footer.len()).unwrap().to_le_bytes();
        look_over(&Bytes::from([footer, size.as_slice(), MAGIC].concat())).is_ok()
    }

    #[test]
    fn a_list_hidden_in_a_text_is_found_out() {
        // {2: [{4: "a", 8: precision, 11: text}]}; within the text, what a decoder comes to: {5: two billion pairs}.
        let hidden = [0x39, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let footer = |precision: &[u8]| {
            [&[0x29, 0x1c, 0x48, 1, b'a'], precision, &[0x38, 16], &hidden, &[0, 0]].concat()
        };
        assert!(is_sound(&footer(&[0x45, 24])), "a number");
        assert!(!is_sound(&footer(&[0x41])), "a truth value, behind which a decoder reads a number");
    }

    #[test]
    fn a_footer_that_claims_more_columns_than_it_lists_is_refused() {
        let footer = |children: &[u8]| [&[0x29, 0x1c, 0x48, 1, b'a', 0x15], children, &[0, 0]].concat();
        assert!(is_sound(&footer(&[0])));
        assert!(!is_sound(&footer(&[0xfe, 0xff, 0xff, 0xff, 0x0f])), "two billion");
    }
}
