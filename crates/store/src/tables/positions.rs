//! Positions: what an account holds now.

use tickloom_model::Symbol;

use super::record::{finite, record};
use crate::{Store, StoreError};

record! {
    /// What an account holds of a symbol.
    Position in "positions", key of 1, check check;
    /// Its name, unique in the store.
    id: String,
    /// The account.
    account: String,
    /// The symbol.
    symbol: String,
    /// How much, in the instrument's unit; negative when short.
    quantity: f64,
    /// What one unit cost on average, in quote currency.
    average_price: f64,
    /// What closing parts of it has brought, in the account's currency.
    realised_profit: f64,
    /// When it last changed, UTC nanoseconds.
    updated: i64,
}

fn check(record: &Position, _: &Store) -> Result<(), StoreError> {
    record.symbol.parse::<Symbol>()?;
    finite(
        "positions",
        &[
            ("quantity", record.quantity),
            ("average_price", record.average_price),
            ("realised_profit", record.realised_profit),
        ],
    )
}
