//! Users' work beside the ticks: typed records, created, read, updated and deleted by key.

mod backtests;
mod bars_cache;
mod calendars;
mod findings;
mod imports;
mod instruments;
mod positions;
mod record;
mod table;
mod trades;

pub use backtests::Backtest;
pub use bars_cache::CachedBar;
pub use calendars::CalendarRecord;
pub use findings::FindingRecord;
pub use imports::ImportRecord;
pub use instruments::InstrumentRecord;
pub use positions::Position;
pub use record::Record;
pub use table::{AnyTable, Table};
pub use trades::Trade;
