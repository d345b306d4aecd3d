//! Rules of calendars as JSON: what is written gives the calendar that is meant, and comes back as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use tickloom_bars::calendar::{Calendar, CalendarError, CalendarRules};
use tickloom_model::InstrumentKind;

const METALS: &str = r#"{
    "name": "gold", "zone": "America/New_York", "sessions": ["Sun 17:00-Fri 17:00"], "day_start": "17:00",
    "daily_break": "17:00-18:00",
    "holidays": [
        {"name": "New Year's Day", "date": "01-01"},
        {"name": "Good Friday", "date": "easter-2", "hours": "closed"},
        {"name": "Christmas Day", "date": "12-25"}
    ]
}"#;

#[test]
fn the_usual_calendars_come_back_from_what_they_print() {
    for kind in [InstrumentKind::Fx, InstrumentKind::Metal, InstrumentKind::Crypto, InstrumentKind::Other] {
        let rules = CalendarRules::of(kind);
        assert_eq!(rules.to_string().parse(), Ok(rules), "{kind}");
    }
}

#[test]
fn the_calendar_of_metals_can_be_written_by_hand() {
    let written: CalendarRules = METALS.parse().unwrap();
    let expected = CalendarRules { name: "gold".into(), ..CalendarRules::of(InstrumentKind::Metal) };
    assert_eq!(written, expected);
    assert!(Calendar::new(written).is_ok());
}

#[test]
fn what_is_not_said_is_usual() {
    let rules: CalendarRules = r#"{"name": "x", "zone": "UTC", "sessions": ["always"]}"#.parse().unwrap();
    assert_eq!(rules, CalendarRules { name: "x".into(), ..CalendarRules::always() });
}

#[test]
fn rules_that_cannot_be_are_refused_with_the_code_of_the_reason() {
    let with = |fields: &str| format!(r#"{{"name": "x", "zone": "UTC", "sessions": ["always"] {fields}}}"#);
    let holiday = |date: &str, hours: &str| {
        with(&format!(r#", "holidays": [{{"name": "h", "date": "{date}", "hours": "{hours}"}}]"#))
    };
    for (text, code) in [
        (String::new(), "calendar.rules_invalid"),
        ("[]".into(), "calendar.rules_invalid"),
        (with(r#", "colour": "red""#), "calendar.rules_invalid"),
        (with(r#", "daily_break": "00:00-24:00""#), "calendar.rules_invalid"),
        (with(&" ".repeat(1 << 18)), "calendar.rules_invalid"),
        (r#"{"name": "", "zone": "UTC", "sessions": ["always"]}"#.into(), "calendar.rules_invalid"),
        (r#"{"name": "a\nb", "zone": "UTC", "sessions": ["always"]}"#.into(), "calendar.rules_invalid"),
        (r#"{"name": "x", "zone": "UTC", "sessions": []}"#.into(), "calendar.rules_invalid"),
        (r#"{"name": "x", "zone": "UTC", "sessions": ["weekdays"]}"#.into(), "calendar.session_invalid"),
        (with(r#", "day_start": "5pm""#), "calendar.day_time_invalid"),
        (with(r#", "daily_break": "17:00""#), "calendar.day_time_invalid"),
        (holiday("christmas", "closed"), "calendar.holiday_date_invalid"),
        (holiday("12-25", "shut"), "calendar.holiday_hours_invalid"),
        (holiday("12-25", "closes 1pm"), "calendar.day_time_invalid"),
        (holiday("02-30", "closed"), "calendar.holiday_invalid"),
        (r#"{"name": "x", "zone": "Mars/Base", "sessions": ["always"]}"#.into(), "calendar.zone_unknown"),
    ] {
        let outcome = text.parse::<CalendarRules>().and_then(Calendar::new);
        assert_eq!(outcome.map_err(|error: CalendarError| error.code()), Err(code), "{text:.100}");
    }
}
