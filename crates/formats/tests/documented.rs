//! The page on data lists every dialect as it is.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use tickloom_formats::csv::Dialect;

const PAGE: &str = include_str!("../../../docs/data.md");

#[test]
fn every_dialect_is_listed() {
    let listed = |dialect: &&Dialect| PAGE.contains(&format!("\n| `{}` | ", dialect.name));
    let missing: Vec<_> =
        Dialect::ALL.iter().filter(|dialect| !listed(dialect)).map(|one| one.name).collect();
    assert_eq!(missing, [] as [&str; 0]);
}

#[test]
fn the_table_of_named_dialects_is_the_reader_s() {
    let rows: Vec<Vec<&str>> = PAGE
        .lines()
        .map(|line| line.split(" | ").collect())
        .filter(|cells: &Vec<&str>| cells.len() == 6 && cells[0].starts_with("| `"))
        .collect();
    assert_eq!(rows.len(), 12);
    for cells in rows {
        let dialect = Dialect::named(cells[0].trim_matches(['|', ' ', '`'])).unwrap();
        assert_eq!(cells[1].split('`').nth(1), Some(dialect.columns), "{}", dialect.name);
        assert_eq!(cells[2], if dialect.header { "yes" } else { "no" }, "{}", dialect.name);
        let row = dialect.row.replace("\t\t\t", " (empty) (empty) ").replace('\t', " ");
        assert_eq!(cells[3].trim_matches('`'), row, "{}", dialect.name);
        let zone = dialect.zone().map_or("to be named".to_owned(), |zone| zone.to_string());
        assert_eq!(cells[4], zone, "{}", dialect.name);
        assert_eq!(cells[5].trim_end_matches([' ', '|']), dialect.volumes.name(), "{}", dialect.name);
    }
}
