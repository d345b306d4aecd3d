//! Records beside the ticks: backtests, trades, positions, cached bars and more.

use serde_json::{Map, Value};

use super::{
    bars::SIDES,
    common::{CATALOGUE, Empty, WRITE},
};
use crate::{definition::Record, method::methods, record::records};

/// The tables that there are.
pub(crate) const TABLES: &[&str] =
    &["backtests", "trades", "positions", "bars_cache", "imports", "findings", "instruments", "calendars"];
const INVALID: &[&str] = &["record.invalid"];
/// Fields of records that mean nothing.
const FIELD: &[&str] = &[
    "symbol.invalid",
    "timeframe.invalid",
    "side.invalid",
    "digits.invalid",
    "digits.differ",
    "instrument.kind_invalid",
    "calendar.",
];

/// What records of each table hold that no other method gives.
pub const TABLE_RECORDS: &[&Record] = &[Backtest::RECORD, Trade::RECORD, Position::RECORD, CachedBar::RECORD];

records! {
    /// One run of a backtest: a record of `backtests`, by `id`.
    Backtest {
        /// Names it.
        id: String,
        /// For people.
        name: String,
        /// What is traded.
        symbol: String,
        /// On which bars.
        timeframe: String,
        /// When it was planned.
        created: i64 => time(),
        /// How it stands.
        status: String => words(&["planned", "running", "done", "failed"]),
        /// When it ended.
        finished: Option<i64> => time(),
        /// The content hash of the ticks that it ran on.
        data_hash: Option<String>,
        /// What it was told.
        parameters: Map<String, Value>,
        /// What came out.
        metrics: Map<String, Value>,
    }

    /// A position from its opening to its closing: a record of `trades`, by `id`.
    Trade {
        /// Names it.
        id: String,
        /// What is traded.
        symbol: String,
        /// Which way.
        direction: String => words(&["long", "short"]),
        /// In the instrument's unit.
        quantity: f64 => range("over 0"),
        /// When.
        opened: i64 => time(),
        /// At which price.
        open_price: i64 => unit("points"),
        /// Of a backtest; missing, of an account.
        backtest_id: Option<String>,
        /// When it ended.
        closed: Option<i64> => time(),
        /// At which price.
        close_price: Option<i64> => unit("points"),
        /// In the account's currency.
        commission: f64,
        /// In the account's currency, commission taken off.
        profit: Option<f64>,
    }

    /// What an account holds of a symbol: a record of `positions`, by `id`.
    Position {
        /// Names it.
        id: String,
        /// Whose.
        account: String,
        /// What is traded.
        symbol: String,
        /// Negative when short.
        quantity: f64,
        /// In quote currency.
        average_price: f64,
        /// When it changed.
        updated: i64 => time(),
        /// In the account's currency.
        realised_profit: f64,
    }

    /// A bar kept for reuse: a record of `bars_cache`. Its key is `symbol`, `timeframe`, `side` and `open_time`.
    CachedBar {
        /// What is traded.
        symbol: String,
        /// Of which length or kind.
        timeframe: String,
        /// Of which prices.
        side: String => words(SIDES),
        /// When it begins.
        open_time: i64 => time(),
        /// The first price; half points for mid, as all of them.
        open: i64 => unit("points"),
        /// The highest price.
        high: i64 => unit("points"),
        /// The lowest price.
        low: i64 => unit("points"),
        /// The last price.
        close: i64 => unit("points"),
        /// The volume of that side.
        volume: f64,
        /// How many ticks.
        ticks: u64,
        /// That of the ticks it was built from; another one makes it stale.
        content_hash: String,
    }

    /// A record and its table.
    RecordOfTable {
        /// The table.
        table: String => words(TABLES),
        /// The record's fields.
        record: Map<String, Value>,
    }

    /// The key of a record and its table.
    KeyOfTable {
        /// The table.
        table: String => words(TABLES),
        /// The parts of the key as text, in order.
        key: Vec<String>,
    }

    /// A record, if there is one.
    FoundRecord {
        /// Its fields; missing if none has this key.
        record: Option<Map<String, Value>>,
    }

    /// A page of a table.
    PageOfTable {
        /// The table.
        table: String => words(TABLES),
        /// How many records at most.
        limit: Option<u32> => range("1 to 10,000") default("1000"),
        /// How many are passed over.
        offset: Option<u64> => default("0"),
    }

    /// Records of a table.
    FoundRecords {
        /// In the order of their keys.
        records: Vec<Map<String, Value>>,
    }

    /// What became of a record.
    DeletedRecord {
        /// False if there was none.
        deleted: bool,
    }
}

methods! {
    /// Stores a new record.
    Create = Once "tables.create"(RecordOfTable) -> Empty, [INVALID, FIELD, &["record.exists"], WRITE];
    /// The record of a key.
    Get = Once "tables.get"(KeyOfTable) -> FoundRecord, [INVALID, CATALOGUE];
    /// Records in the order of their keys.
    List = Once "tables.list"(PageOfTable) -> FoundRecords, [INVALID, CATALOGUE];
    /// Replaces the record of the same key.
    Update = Once "tables.update"(RecordOfTable) -> Empty, [INVALID, FIELD, &["record.not_found"], WRITE];
    /// Removes the record of a key.
    Delete = Once "tables.delete"(KeyOfTable) -> DeletedRecord, [INVALID, &["symbol.invalid"], WRITE];
}
