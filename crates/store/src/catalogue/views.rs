//! What SQL users see of ticks: the views `ticks` and `bars`.
//!
//! Temporary views, made for each connection: a stored view would carry the home's path and break when the home moves.

use std::path::Path;

use duckdb::Connection;
use tickloom_model::{Side, Timeframe};

use super::connect::quoted;

const NO_TICKS: &str = "SELECT NULL::VARCHAR AS symbol, NULL::DATE AS date, NULL::TIMESTAMPTZ AS timestamp, \
     NULL::BIGINT AS bid, NULL::BIGINT AS ask, NULL::FLOAT AS bid_volume, NULL::FLOAT AS ask_volume, \
     NULL::BIGINT AS file_row_number WHERE false";

/// Makes the views over the files that match a pattern, or over nothing.
pub(super) fn create(connection: &Connection, ticks_glob: Option<&Path>) -> duckdb::Result<()> {
    let source = ticks_glob.map_or_else(|| NO_TICKS.into(), tick_files);
    connection.execute_batch(&format!("{}; {TICKS}; {};", tick_rows(&source), bars()))
}

fn tick_files(glob: &Path) -> String {
    format!(
        "SELECT * FROM read_parquet({}, hive_partitioning = true, \
         hive_types = {{'symbol': VARCHAR, 'date': DATE}}, file_row_number = true)",
        quoted(&glob.to_string_lossy())
    )
}

/// Stored integers with what turns them into prices; `position` orders all ticks of a symbol, equal times included.
fn tick_rows(source: &str) -> String {
    format!(
        "CREATE OR REPLACE TEMP VIEW tick_rows AS
         SELECT symbol, CAST(timestamp AS TIMESTAMPTZ) AS timestamp, bid, ask, bid_volume, ask_volume, points_per_unit,
                (date - DATE '1970-01-01') * 4294967296 + file_row_number AS position
         FROM ({source})
         JOIN (SELECT symbol, pow(10, any_value(digits)) AS points_per_unit FROM partitions GROUP BY symbol) USING (symbol)"
    )
}

const TICKS: &str = "CREATE OR REPLACE TEMP VIEW ticks AS
     SELECT symbol, timestamp, bid / points_per_unit AS bid, ask / points_per_unit AS ask, bid_volume, ask_volume
     FROM tick_rows";

/// Bars of the standard timeframes, computed from the ticks when asked for: never stale, and never what
/// the Rust engine computed.
fn bars() -> String {
    let timeframes = Timeframe::STANDARD.map(|timeframe| {
        format!(
            "('{timeframe}', INTERVAL {} SECONDS)",
            timeframe.max_length() / tickloom_model::NANOS_PER_SECOND
        )
    });
    let sides = Side::ALL.map(|side| format!("('{side}')"));
    format!(
        "CREATE OR REPLACE TEMP VIEW bars AS
         SELECT symbol, timeframe, side,
                CASE timeframe
                    WHEN '1w' THEN date_trunc('week', timestamp)
                    WHEN '1mo' THEN date_trunc('month', timestamp)
                    ELSE time_bucket(length, timestamp, TIMESTAMPTZ '1970-01-01 00:00:00+00')
                END AS open_time,
                arg_min(price, position) AS open, max(price) AS high, min(price) AS low,
                arg_max(price, position) AS close, sum(volume) AS volume, count(*) AS ticks
         FROM (
             SELECT symbol, timeframe, length, side, timestamp, position,
                    CASE side WHEN 'bid' THEN bid / points_per_unit
                              WHEN 'ask' THEN ask / points_per_unit
                              ELSE (bid + ask) / (2 * points_per_unit) END AS price,
                    CASE side WHEN 'bid' THEN bid_volume::DOUBLE
                              WHEN 'ask' THEN ask_volume::DOUBLE
                              ELSE bid_volume::DOUBLE + ask_volume::DOUBLE END AS volume
             FROM tick_rows
             CROSS JOIN (VALUES {}) AS timeframes(timeframe, length)
             CROSS JOIN (VALUES {}) AS sides(side)
         )
         GROUP BY ALL",
        timeframes.join(", "),
        sides.join(", ")
    )
}
