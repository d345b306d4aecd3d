//! Records of users' tables: maps that travel, and the JSON that the store takes.

use serde_json::{Map, Value};
use tickloom_ipc::Failure;

/// Fields that the store keeps as text of JSON, and that travel as what the text says.
const INSIDE: [(&str, &str); 3] =
    [("backtests", "parameters"), ("backtests", "metrics"), ("calendars", "rules")];

/// A record as the store takes it.
pub(crate) fn to_json(table: &str, mut record: Map<String, Value>) -> String {
    for field in inside(table) {
        if let Some(value) = record.get_mut(field).filter(|value| value.is_object()) {
            *value = Value::String(value.to_string());
        }
    }
    Value::Object(record).to_string()
}

/// A record that the store gave.
pub(crate) fn from_json(table: &str, text: &str) -> Result<Map<String, Value>, Failure> {
    Ok(unfolded(table, serde_json::from_str(text).map_err(unreadable)?))
}

/// Several.
pub(crate) fn list_from_json(table: &str, text: &str) -> Result<Vec<Map<String, Value>>, Failure> {
    let records: Vec<_> = serde_json::from_str(text).map_err(unreadable)?;
    Ok(records.into_iter().map(|record| unfolded(table, record)).collect())
}

/// With what the text of its fields says, in the order of keys, and without what is missing.
fn unfolded(table: &str, mut record: Map<String, Value>) -> Map<String, Value> {
    for field in inside(table) {
        if let Some(value) = record.get_mut(field) {
            *value = value.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        }
    }
    record.retain(|_, value| !value.is_null());
    record
}

fn inside(table: &str) -> impl Iterator<Item = &'static str> {
    INSIDE.iter().filter(move |(of, _)| *of == table).map(|(_, field)| *field)
}

fn unreadable(error: serde_json::Error) -> Failure {
    Failure::new("record.invalid", format!("the stored record is no JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{from_json, to_json};

    #[test]
    fn what_is_text_inside_the_store_travels_as_what_it_says() {
        let Value::Object(record) = json!({"id": "a", "parameters": {"n": i64::MAX, "x": [1.5, null]}})
        else {
            panic!("an object")
        };
        let stored = to_json("backtests", record.clone());
        assert!(stored.contains(r#""parameters":"{\"n\":9223372036854775807"#), "{stored}");
        assert_eq!(from_json("backtests", &stored).unwrap(), record);
        assert!(to_json("trades", record).contains(r#""parameters":{"#));
    }

    #[test]
    fn what_is_missing_is_left_out() {
        let found = from_json("trades", r#"{"id": "a", "closed": null, "profit": 0.0}"#).unwrap();
        assert_eq!(Value::Object(found), json!({"id": "a", "profit": 0.0}));
    }
}
