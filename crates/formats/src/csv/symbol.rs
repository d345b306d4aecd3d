//! Files that name the instrument in each row: only rows of one instrument are theirs.

use tickloom_model::Symbol;

/// The names that a row's instrument may have: letters and digits, in upper case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SymbolRule {
    whole: String,
    instrument: String,
}

impl SymbolRule {
    /// Rows of this symbol, or of its instrument: `EUR/USD` and `eurusd` are rows of `EURUSD` and of `EURUSD.OANDA`.
    pub(crate) fn of(symbol: &Symbol) -> Self {
        let instrument = symbol.as_str().split(['.', '-', '_']).next().unwrap_or_default();
        Self { whole: normalised(symbol.as_str().as_bytes()), instrument: normalised(instrument.as_bytes()) }
    }

    /// Rows that name the same instrument as this cell does.
    pub(crate) fn as_in(cell: &[u8]) -> Self {
        Self { whole: normalised(cell), instrument: normalised(cell) }
    }

    /// Whether a row with this cell is one of the instrument. A quote in it is one that was never closed.
    pub(crate) fn allows(&self, cell: &[u8]) -> bool {
        if cell.contains(&b'"') {
            return false;
        }
        let name = normalised(cell);
        name == self.whole || name == self.instrument
    }
}

fn normalised(name: &[u8]) -> String {
    let letters = name.iter().filter(|byte| byte.is_ascii_alphanumeric());
    letters.map(|byte| char::from(byte.to_ascii_uppercase())).collect()
}
