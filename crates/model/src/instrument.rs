//! What is known of an instrument, and the ones known from the start.

use std::{fmt, str::FromStr};

use crate::{Digits, ModelError, Symbol};

/// The market an instrument belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InstrumentKind {
    /// A currency pair.
    Fx,
    /// A spot metal.
    Metal,
    /// A cryptocurrency.
    Crypto,
    /// Anything else.
    Other,
}

impl InstrumentKind {
    const ALL: [Self; 4] = [Self::Fx, Self::Metal, Self::Crypto, Self::Other];

    /// The name, as everywhere in Tickloom.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fx => "fx",
            Self::Metal => "metal",
            Self::Crypto => "crypto",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for InstrumentKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for InstrumentKind {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| ModelError::InvalidKind { found: text.into() })
    }
}

/// An instrument: its name, how many decimals its price has, and its market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// The name.
    pub symbol: Symbol,
    /// Decimals of a price.
    pub digits: Digits,
    /// The market.
    pub kind: InstrumentKind,
}

/// Currencies whose pairs Dukascopy quotes with five decimals, or three against the yen.
const CURRENCIES: [&str; 8] = ["AUD", "CAD", "CHF", "EUR", "GBP", "JPY", "NZD", "USD"];

/// Metals and cryptocurrencies with Dukascopy's decimals.
const OTHERS: [(&str, u64, InstrumentKind); 4] = [
    ("XAUUSD", 3, InstrumentKind::Metal),
    ("XAGUSD", 3, InstrumentKind::Metal),
    ("BTCUSD", 1, InstrumentKind::Crypto),
    ("ETHUSD", 1, InstrumentKind::Crypto),
];

impl Instrument {
    /// What is known of a symbol without having seen any of its ticks: the 56 pairs of the eight major currencies, gold, silver,
    /// Bitcoin and Ether. `None` for every other.
    #[must_use]
    pub fn builtin(symbol: &Symbol) -> Option<Self> {
        let (digits, kind) = builtin_other(symbol.as_str()).or_else(|| builtin_pair(symbol.as_str()))?;
        Some(Self { symbol: symbol.clone(), digits: Digits::new(digits).ok()?, kind })
    }
}

fn builtin_other(symbol: &str) -> Option<(u64, InstrumentKind)> {
    OTHERS.iter().find(|(name, ..)| *name == symbol).map(|(_, digits, kind)| (*digits, *kind))
}

fn builtin_pair(symbol: &str) -> Option<(u64, InstrumentKind)> {
    let (base, quote) = symbol.split_at_checked(3)?;
    let known = |currency| CURRENCIES.contains(&currency);
    (known(base) && known(quote) && base != quote)
        .then_some((if quote == "JPY" { 3 } else { 5 }, InstrumentKind::Fx))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majors_metals_and_crypto_are_known() {
        for (name, digits, kind) in [
            ("EURUSD", 5, InstrumentKind::Fx),
            ("CADJPY", 3, InstrumentKind::Fx),
            ("XAUUSD", 3, InstrumentKind::Metal),
            ("BTCUSD", 1, InstrumentKind::Crypto),
        ] {
            let known = Instrument::builtin(&name.parse().unwrap()).unwrap();
            assert_eq!((u64::from(known.digits), known.kind), (digits, kind), "{name}");
        }
    }

    #[test]
    fn every_other_symbol_is_unknown() {
        for name in ["EUREUR", "EURXXX", "EUR", "AAPL.US", "EURUSDX"] {
            assert_eq!(Instrument::builtin(&name.parse().unwrap()), None, "{name}");
        }
    }
}
