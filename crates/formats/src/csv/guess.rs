//! Which dialect a file with a header is in.

use super::{cells::Cells, dialects::Dialect, header::Header, time::TimeRule};

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

/// The format of times in the dialect's ordinary row.
pub(super) fn time_rule(dialect: &Dialect) -> Option<TimeRule> {
    let header = Header::of(dialect, Cells::of(dialect.row.as_bytes(), dialect.separator).count()).ok()?;
    let joined = header.has_two_time_columns().then_some(header.separator);
    TimeRule::of(&[header.time(dialect.row.as_bytes())], joined)
}
