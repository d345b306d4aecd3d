//! What is remembered of a file that was read, and the reading of small ones whole.

use tickloom_store::SourceRecord;

use crate::{
    refusal::Refusal,
    unpack::{USUAL_BYTES, Unpacked},
};

/// What a partition remembers of a source.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) hash: String,
    pub(crate) bytes: u64,
    pub(crate) format: &'static str,
}

impl Identity {
    pub(crate) fn record(&self, ticks: u64) -> SourceRecord {
        SourceRecord {
            name: self.name.clone(),
            hash: self.hash.clone(),
            bytes: self.bytes,
            format: self.format.into(),
            ticks,
        }
    }
}

pub(crate) fn hash_bytes(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A whole answer of JSON; one that is too long is cut off where its parser will see that.
pub(crate) fn read_json(reader: &mut Unpacked<'_>) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    reader.fill(tickloom_formats::json::MAX_BYTES + 1, &mut bytes)?;
    Ok(bytes)
}

/// The most that one .bi5 hour may take compressed: its records, were they not compressible at all, and a header.
const MAX_BI5_BYTES: usize = tickloom_formats::bi5::MAX_RECORDS_BYTES + (1 << 20);

/// A whole .bi5 hour in place of what `bytes` held; one that no hour can be is refused before it fills the memory.
pub(crate) fn read_bi5(reader: &mut Unpacked<'_>, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
    bytes.clear();
    bytes.shrink_to(USUAL_BYTES);
    if reader.fill(MAX_BI5_BYTES + 1, bytes)? > MAX_BI5_BYTES {
        let message = format!("it is over {MAX_BI5_BYTES} bytes long, which no hour of ticks is");
        return Err(Refusal { code: "bi5.too_large", message });
    }
    Ok(())
}
