//! What stands in the examples: numbers where their form changes, and records that would be real.

use serde_json::{Map, json};

use crate::{
    methods::{
        mtf, replay,
        report::{Finding, ImportReport, Place},
        sql, tables,
        work::ImportProgress,
    },
    scalar::Scalar,
};

/// 2024-01-08T09:00Z, in nanoseconds.
pub(super) const NINE: i64 = 1_704_704_400_000_000_000;

/// Bytes from 0 on.
pub(super) fn bytes(many: usize) -> Vec<u8> {
    (0..=u8::MAX).take(many).collect()
}

/// One of each single value, and whole numbers on both sides of each change of form.
pub(super) fn scalars() -> sql::SqlQuery {
    let numbers = [0, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, i64::MAX];
    let below = [-1, -32, -33, -128, -129, -32_768, -32_769, -2_147_483_648, -2_147_483_649, i64::MIN];
    let mut params = vec![Scalar::Null, Scalar::Bool(true), Scalar::Bool(false), Scalar::UInt64(u64::MAX)];
    params.extend(numbers.into_iter().chain(below).map(Scalar::Int64));
    params.extend([0.1, -2.5e-7, f64::MAX, f64::from_bits(1)].map(Scalar::Float));
    params.extend(["", "€ in quotes: \"1\"", &"long ".repeat(60)].map(|text| Scalar::Text(text.into())));
    sql::SqlQuery {
        query: "SELECT ?".into(),
        params: Some(params),
        max_rows: Some(1_000),
        timeout: Some(0.25),
    }
}

/// A map of any values.
pub(super) fn record() -> tables::RecordOfTable {
    let inside = json!({"window": 20, "bands": [1.5, 2.5], "nested": {"on": true, "off": null}});
    let fields =
        [("parameters", inside), ("id", json!("run-1")), ("created", json!(NINE)), ("Name", json!("Größe"))];
    let record = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>();
    tables::RecordOfTable { table: "backtests".into(), record }
}

/// The report of an import with an outcome.
pub(super) fn report(outcome: &str) -> ImportReport {
    let place = Place {
        source: Some("EURUSD.csv".into()),
        line: Some(7),
        byte: Some(412),
        time: NINE,
        what: "bid 1.2, ask 1.1".into(),
    };
    let code = "finding.crossed".into();
    let finding =
        Finding { code, severity: "warning".into(), count: 1, rule: "kept".into(), first: vec![place] };
    ImportReport {
        id: "i-1".into(),
        symbol: "EURUSD".into(),
        digits: 5,
        outcome: outcome.into(),
        files: 1,
        bytes: 4_294_967_296,
        rows: 87_000_000,
        stored: 86_999_999,
        duplicates: 1,
        days_changed: 251,
        elapsed: 31.0,
        findings: vec![finding],
        file: "reports/i-1/report.json".into(),
        ..Default::default()
    }
}

/// The end of an import.
pub(super) fn progress() -> ImportProgress {
    ImportProgress {
        id: "i-1".into(),
        symbol: "EURUSD".into(),
        state: "done".into(),
        files_done: 1,
        files_total: 1,
        current: "EURUSD.csv".into(),
        elapsed: 31.0,
        remaining: Some(0.0),
        report: Some(report("done")),
        ..Default::default()
    }
}

/// A bar that a replay told of, with details, after the tick that ended it.
pub(super) fn played() -> replay::ReplayEvents {
    let tick = replay::TickColumns {
        symbol: vec![0],
        timestamp: vec![NINE],
        bid: vec![1.09471],
        ask: vec![1.09571],
        bid_volume: vec![1.5],
        ask_volume: vec![0.75],
    };
    let text = "EURUSD 1t completed 2024-01-08T09:00 o 1.09471 h 1.09471 l 1.09471 c 1.09471 v 1.5 n 1 \
                spread 0.00100..0.00100";
    let bar = mtf::BarColumns {
        symbol: vec![0],
        timeframe: vec![0],
        open_time: vec![NINE],
        open: vec![1.09471],
        high: vec![1.09471],
        low: vec![1.09471],
        close: vec![1.09471],
        volume: vec![1.5],
        ticks: vec![1],
        available_at: vec![NINE],
        complete: vec![true],
        spread_min: Some(vec![0.001]),
        spread_mean: Some(vec![0.001]),
        spread_max: Some(vec![0.001]),
        spread_close: Some(vec![0.001]),
        text: Some(vec![text.into()]),
    };
    let position = replay::ReplayPosition { now: NINE, played: 1, ticks: 2, next: Some(NINE) };
    replay::ReplayEvents { position, ticks: Some(tick), bars: Some(bar), ticks_before: Some(vec![1]) }
}

/// A bar that became complete, and the one that began.
pub(super) fn bars() -> mtf::MtfEvent {
    let minute = 60_000_000_000;
    let bars = mtf::BarColumns {
        symbol: vec![0, 0],
        timeframe: vec![0, 0],
        open_time: vec![NINE, NINE + minute],
        open: vec![1.09471, 1.0947],
        high: vec![1.1, 1.0947],
        low: vec![1.0, 1.0947],
        close: vec![1.0947, 1.0947],
        volume: vec![812.5, 2.0],
        ticks: vec![311, 1],
        available_at: vec![NINE + minute, NINE + 2 * minute],
        complete: vec![true, false],
        ..Default::default()
    };
    mtf::MtfEvent { time: NINE + minute, bars }
}
