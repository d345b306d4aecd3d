//! Which dialect a file is in: by its header, or, without one, which of them would read its rows.

use super::{
    dialects::Dialect, header::Header, layout::Layout, options::ReadOptions, time::TimeRule, zone::Zone,
};
use tickloom_model::UtcDay;

use super::cells::Cells;

/// The dialect whose columns these are, with times in its format if several have them.
pub(super) fn by_header(header: &Header, rule: &TimeRule) -> Option<&'static Dialect> {
    let names = header.names.join(",");
    let rank = |dialect: &&'static Dialect| {
        let fits =
            dialect.header && dialect.separator == header.separator && dialect.columns.starts_with(&names);
        fits.then(|| (dialect.columns == names, time_rule(dialect).as_ref() == Some(rule)))
    };
    let ranked = Dialect::ALL.iter().filter_map(|dialect| Some((rank(&dialect)?, dialect)));
    // Of equals, the first of the table.
    ranked.rev().max_by_key(|(rank, _)| *rank).map(|(_, dialect)| dialect)
}

/// The dialects that would read a first row and those that follow, as quotes whose bid is mostly not above the ask.
pub(super) fn by_rows(first_row: &[u8], rows: &[u8]) -> Vec<&'static Dialect> {
    Dialect::ALL.iter().filter(|dialect| reads(dialect, first_row, rows)).collect()
}

fn reads(dialect: &'static Dialect, first_row: &[u8], rows: &[u8]) -> bool {
    let known = ReadOptions {
        dialect: Some(dialect),
        zone: Some(Zone::UTC),
        date: Some(UtcDay::from_days_since_epoch(0)),
        ..ReadOptions::default()
    };
    let Ok(layout) = Layout::bind_with(first_row, rows, &known) else { return false };
    let has_its_times = Some(layout.times().rule) == time_rule(dialect);
    let (quotes, crossed) = layout.crossed(first_row, rows);
    has_its_times && quotes > 0 && crossed * 2 <= quotes
}

/// The format of times in the dialect's ordinary row.
fn time_rule(dialect: &Dialect) -> Option<TimeRule> {
    let header = Header::of(dialect, Cells::of(dialect.row.as_bytes(), dialect.separator).count()).ok()?;
    let joined = header.has_two_time_columns().then_some(header.separator);
    TimeRule::of(&[header.time(dialect.row.as_bytes())], joined)
}
