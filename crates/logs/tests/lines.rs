//! What stands in the file and on standard error: the same keys, and never a secret. Each case is a process of its own.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod child;

use std::{fs, path::Path};

use serde_json::{Value, json};
use tickloom_logs::{
    Config, FORBIDDEN, Filter, Format, Level, MASK, Record, attach, configure, keep_out, log,
};
use tracing::{error, info, info_span, warn};

const SECRET: &str = "pl\"nted ünd xyzzy";

fn begin(terminal: &str) -> Option<tickloom_logs::Attached> {
    let home = child::home()?;
    configure(Config { terminal: terminal.parse().unwrap(), ..Config::default() });
    tickloom_logs::log_panics();
    Some(attach(&home))
}

/// Runs a case: the lines of its file, and its standard error.
fn run(case: &str) -> (Vec<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let done = child::command(case, folder.path()).output().unwrap();
    let stderr = String::from_utf8(done.stderr).unwrap();
    (lines(folder.path()), stderr)
}

fn lines(folder: &Path) -> Vec<Value> {
    let text = fs::read_to_string(folder.join(tickloom_logs::FOLDER).join(tickloom_logs::NAME)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn speaking_child() {
    let Some(_attached) = begin("warning") else { return };
    let request = info_span!("request", request = "c1-7", method = "ticks.range").entered();
    info!(symbol = "EURUSD", ticks = 12, seconds = 0.5, whole = true, "read");
    warn!(request = "of its own", event = "taken", "said\nin two lines");
    drop(request);
    log(record("python", json!({"a": [1, {"b": null}], "time": "mine"})));
    tracing::debug!("not wanted");
}

fn record(event: &str, fields: Value) -> Record {
    let Value::Object(fields) = fields else { panic!("fields are an object") };
    Record { level: Level::Info, target: "tickloom.test".into(), event: event.into(), fields }
}

#[test]
fn a_line_has_the_same_keys_whoever_writes_it() {
    let (lines, stderr) = run("speaking_child");
    let expected = [
        json!({"level": "info", "target": "lines", "event": "read", "symbol": "EURUSD", "ticks": 12, "seconds": 0.5,
            "whole": true, "request": "c1-7", "method": "ticks.range"}),
        json!({"level": "warning", "target": "lines", "event": "said\nin two lines", "event_": "taken",
            "request": "of its own", "method": "ticks.range"}),
        json!({"level": "info", "target": "tickloom.test", "event": "python", "a": [1, {"b": null}], "time_": "mine"}),
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:?}");
    for (mut line, expected) in lines.into_iter().zip(expected) {
        let time = line["time"].take();
        assert!(time.as_str().is_some_and(|time| time.len() == 30 && time.ends_with('Z')), "{time}");
        assert!(line["pid"].take().as_u64().is_some());
        line.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        assert_eq!(line, expected);
    }
    let shown = stderr.lines().find(|line| line.contains("warning")).unwrap();
    assert_eq!(
        &shown[12..],
        " warning  said\\nin two lines  event_=taken method=ticks.range request=\"of its own\""
    );
}

#[test]
fn telling_child() {
    let Some(_attached) = begin("trace") else { return };
    keep_out(SECRET.as_bytes());
    keep_out(b"987654321");
    let _span = info_span!("request", request = SECRET).entered();
    info!("the event {SECRET}");
    info!(text = SECRET, path = ?Path::new("/home/x").join(SECRET), "in a text and a path");
    info!(number = 98_765_432_198_u64, "in a number");
    error!(error = %std::io::Error::other(SECRET), "in an error");
    info!(one = "pl\"nted", two = " ünd xyzzy", "split");
    log(record(
        "nested",
        json!({"a": {"b": [{"c": SECRET}], SECRET: 1}, "json": json!([SECRET]).to_string()}),
    ));
    log(record("bound", json!({"deep": deep(100), "long": "x".repeat(1 << 20), "wide": vec![0; 1 << 16]})));
    for name in FORBIDDEN {
        log(record("named", json!({name: "shown", format!("Old-{name}").to_uppercase(): {"a": "shown"}})));
    }
    drop(std::thread::Builder::new().name("hurt".into()).spawn(|| panic!("at {SECRET}")).unwrap().join());
}

fn deep(levels: u32) -> Value {
    (0..levels).fold(json!("shown"), |inner, _| json!([inner]))
}

#[test]
fn no_secret_reaches_a_file_or_standard_error() {
    let (lines, stderr) = run("telling_child");
    let file = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    for text in [&file, &stderr] {
        for part in ["nted", "xyzzy", "987654321", "shown"] {
            assert!(!text.contains(part), "{part} stands in {text}");
        }
        assert!(text.contains(MASK));
        assert!(text.len() < 200_000, "{} bytes", text.len());
    }
    assert_eq!(lines.len(), 7 + FORBIDDEN.len() + 1);
    let panic = lines.last().unwrap();
    assert_eq!(panic["event"], "panicked");
    assert_eq!(panic["thread"], "hurt");
    assert_eq!(panic["panic"], format!("at {MASK}"));
    assert_eq!(panic["backtrace"], Value::Null, "nobody has asked for one");
}

#[test]
fn vast_child() {
    let Some(_attached) = begin("off") else { return };
    let _request = info_span!("request", request = "c1-7").entered();
    let many: serde_json::Map<_, _> = (0..100).map(|n| (format!("n{n:02}"), n.into())).collect();
    let vast = vec![vec!["x".repeat(1 << 10); 64]; 64];
    log(record(
        "vast",
        json!({"list": vec![0; 100], "many": many, "text": "x".repeat(20_000), "vast": vast}),
    ));
}

#[test]
fn a_record_is_bounded_and_tells_what_is_left_off() {
    let (lines, _) = run("vast_child");
    let [line] = &lines[..] else { panic!("{} lines", lines.len()) };
    assert!(line.to_string().len() < 200_000, "{} bytes", line.to_string().len());
    assert_eq!((line["list"].as_array().unwrap().len(), &line["list"][63]), (64, &json!("… (37 more)")));
    assert_eq!((line["many"].as_object().unwrap().len(), &line["many"]["…"]), (64, &json!("37 more")));
    assert!(line["text"].as_str().unwrap().ends_with("… (3616 bytes more)"));
    assert!(line["vast"].as_array().unwrap().last().unwrap().as_str().unwrap().ends_with(" more)"));
    assert_eq!(line["request"], "c1-7");
}

#[test]
fn json_child() {
    let Some(_attached) = begin("info") else { return };
    configure(Config {
        file: Filter::off(),
        terminal: Filter::from_level(Level::Info),
        format: Format::Json,
        ..Config::default()
    });
    info!("both");
    configure(Config { file: "off,lines=info".parse().unwrap(), ..Config::default() });
    info!("the file alone");
    info!(target: "elsewhere", "neither");
}

#[test]
fn what_is_written_where_can_be_changed_at_any_time() {
    let (lines, stderr) = run("json_child");
    assert_eq!(lines.iter().map(|line| line["event"].clone()).collect::<Vec<_>>(), ["the file alone"]);
    let shown = stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    assert_eq!(shown.map(|line| line["event"].clone()).collect::<Vec<_>>(), ["both"]);
}
