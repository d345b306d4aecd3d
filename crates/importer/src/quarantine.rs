//! The rows that an import refuses, listed in a file as they come, so that they can be looked at, mended and imported again.

use std::path::PathBuf;

use tickloom_formats::{BadRow, row_text};
use tickloom_store::{ReportFile, Store, StoreError};

/// How many refused rows of one piece are listed; all are counted. Pieces of rows of usual length never have that many.
pub(crate) const QUARANTINED_OF_PIECE: usize = 100_000;

/// How large the file may grow.
const MAX_ROWS: u64 = 1_000_000;
const MAX_BYTES: u64 = 256 << 20;

const FILE: &str = "quarantine.csv";
const HEADER: &[u8] = b"source,line,byte,code,field,found,expected,row\n";

/// The code of a row that is no tick.
pub(crate) const BAD_ROW: &str = "import.bad_row";

/// A refused row, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quarantined {
    pub(crate) code: &'static str,
    pub(crate) row: BadRow,
}

impl Quarantined {
    pub(crate) const fn unparsed(row: BadRow) -> Self {
        Self { code: BAD_ROW, row }
    }
}

/// The file in the making. It comes to be with its first row.
pub(crate) struct Quarantine<'import> {
    store: &'import Store,
    import_id: &'import str,
    file: Option<ReportFile>,
    rows: u64,
    bytes: u64,
    unlisted: u64,
}

impl<'import> Quarantine<'import> {
    pub(crate) const fn new(store: &'import Store, import_id: &'import str) -> Self {
        Self { store, import_id, file: None, rows: 0, bytes: 0, unlisted: 0 }
    }

    /// Lists rows of a source, of which `unlisted` more were refused.
    pub(crate) fn add(
        &mut self,
        source: &str,
        rows: &[Quarantined],
        unlisted: u64,
    ) -> Result<(), StoreError> {
        let mut text = Vec::new();
        let mut listed = 0;
        for refused in rows {
            if self.rows + listed == MAX_ROWS || self.bytes + text.len() as u64 > MAX_BYTES {
                break;
            }
            write_row(source, refused, &mut text);
            listed += 1;
        }
        self.unlisted += unlisted + rows.len() as u64 - listed;
        if listed == 0 { Ok(()) } else { self.append(&text, listed) }
    }

    /// Makes the file durable; its last line says how many more rows there were, if there were.
    pub(crate) fn finish(mut self) -> Result<Option<PathBuf>, StoreError> {
        if self.unlisted > 0 {
            let told = format!(
                ",,,quarantine.full,,,,{} more rows were refused and are not listed\n",
                self.unlisted
            );
            self.append(told.as_bytes(), 0)?;
        }
        self.file.map(ReportFile::finish).transpose()
    }

    fn append(&mut self, text: &[u8], rows: u64) -> Result<(), StoreError> {
        let file = match self.file.take() {
            Some(file) => file,
            None => {
                let mut file = self.store.create_report_file(self.import_id, FILE)?;
                file.append(HEADER)?;
                file
            }
        };
        let file = self.file.insert(file);
        file.append(text)?;
        self.rows += rows;
        self.bytes += text.len() as u64;
        Ok(())
    }
}

fn write_row(source: &str, refused: &Quarantined, out: &mut Vec<u8>) {
    let BadRow { line, byte, field, found, expected, row } = &refused.row;
    let (source, line, byte) = (row_text(source.as_bytes()), line.to_string(), byte.to_string());
    let cells = [&source, &line, &byte, refused.code, field.name(), found, *expected, row];
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_cell(cell, out);
    }
    out.push(b'\n');
}

/// A cell that a spreadsheet takes for text: what would begin a formula, and a `'` itself, gets a `'` before it.
fn write_cell(cell: &str, out: &mut Vec<u8>) {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\'']) { "'" } else { "" };
    if cell.contains([',', '"', '\r', '\n']) {
        out.extend_from_slice(format!("\"{guard}{}\"", cell.replace('"', "\"\"")).as_bytes());
    } else {
        out.extend_from_slice(guard.as_bytes());
        out.extend_from_slice(cell.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_to_every_program() {
        for (cell, expected) in [
            ("1.14545", "1.14545"),
            ("a,b", "\"a,b\""),
            ("say \"so\"", "\"say \"\"so\"\"\""),
            ("=1+1", "'=1+1"),
            ("-0.5", "'-0.5"),
            ("'quoted", "''quoted"),
            ("@SUM(A1),2", "\"'@SUM(A1),2\""),
        ] {
            let mut out = Vec::new();
            write_cell(cell, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
