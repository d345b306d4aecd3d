//! Trades: entries with their exits, of a backtest or an account.

use tickloom_model::Symbol;

use super::record::{finite, invalid, one_of, record};
use crate::{Store, StoreError};

record! {
    /// A position from its opening to its closing.
    Trade in "trades", key of 1, check check;
    /// Its name, unique in the store.
    id: String,
    /// The backtest it belongs to; none if it was traded.
    backtest_id: Option<String>,
    /// The symbol.
    symbol: String,
    /// `long` or `short`.
    direction: String,
    /// How much, in the instrument's unit; over 0.
    quantity: f64,
    /// When it was opened, UTC nanoseconds.
    opened: i64,
    /// At which price, in points.
    open_price: i64,
    /// When it was closed, UTC nanoseconds.
    closed: Option<i64>,
    /// At which price, in points.
    close_price: Option<i64>,
    /// What it cost, in the account's currency.
    commission: f64,
    /// What it brought, in the account's currency, commission taken off.
    profit: Option<f64>,
}

fn check(record: &Trade, _: &Store) -> Result<(), StoreError> {
    record.symbol.parse::<Symbol>()?;
    one_of("trades", "direction", &["long", "short"], &record.direction)?;
    let profit = record.profit.unwrap_or_default();
    finite(
        "trades",
        &[("quantity", record.quantity), ("commission", record.commission), ("profit", profit)],
    )?;
    if record.quantity <= 0.0 {
        return Err(invalid("trades", "quantity is not over 0"));
    }
    if record.closed.is_some_and(|closed| closed < record.opened) {
        return Err(invalid("trades", "closed is before opened"));
    }
    Ok(())
}
