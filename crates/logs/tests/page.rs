//! The page on logs names the keys and the names of fields that this crate goes by.

use tickloom_logs::{FORBIDDEN, KEYS, LEVELS};

const PAGE: &str = include_str!("../../../docs/logs.md");

#[test]
fn the_page_lists_what_each_record_has_in_its_order() {
    let table =
        PAGE.split("Each record has these").nth(1).and_then(|rest| rest.split("Others follow").next());
    let keys: Vec<_> = table
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert_eq!(keys, KEYS);
    assert!(LEVELS.iter().all(|(name, _)| PAGE.contains(&format!("`{name}`"))));
}

#[test]
fn the_page_lists_the_names_whose_values_are_never_shown() {
    let listed: Vec<_> =
        PAGE.lines().find(|line| line.starts_with("`api_key`")).unwrap_or_default().split(' ').collect();
    assert_eq!(listed, FORBIDDEN.map(|name| format!("`{name}`")));
}
