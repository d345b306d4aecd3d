//! The engine itself over a socket: what it is, what runs in it, and what it counts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use engine::Running;
use serde_json::json;
use tickloom_engine::{Engine, EngineConfig};
use tickloom_protocol::{
    Description,
    methods::{
        common::Empty,
        system::{Describe, Health, Ping, Restart, ServiceName, Services, Start, Stop},
    },
};

fn named(name: &str) -> ServiceName {
    ServiceName { name: name.into() }
}

#[test]
fn it_answers_what_time_it_is() {
    let running = Running::empty();
    let before = tickloom_store::now().as_i64();
    let time = running.client().ask::<Ping>(&Empty {}).unwrap().time;
    assert!((before..=tickloom_store::now().as_i64()).contains(&time));
}

#[test]
fn it_describes_the_protocol_of_its_version() {
    let described = Running::empty().client().ask::<Describe>(&Empty {}).unwrap();
    assert_eq!(described, Description::of_this_version());
}

#[test]
fn it_tells_how_it_is() {
    let running = Running::empty();
    let health = running.client().ask::<Health>(&Empty {}).unwrap();
    assert_eq!((health.is_healthy, health.reasons.len(), health.clients), (true, 0, 1));
    assert_eq!(health.pid, std::process::id());
    assert!(health.memory > 1 << 20, "{}", health.memory);
    assert!(health.started <= tickloom_store::now().as_i64());
}

#[test]
fn every_service_runs_and_stands_behind_what_it_needs() {
    let services = Running::empty().client().ask::<Services>(&Empty {}).unwrap().services;
    for (place, service) in services.iter().enumerate() {
        assert_eq!((service.state.as_str(), service.is_healthy), ("running", true), "{service:?}");
        let before = services[..place].iter().map(|other| &other.name).collect::<Vec<_>>();
        assert!(service.needs.iter().all(|need| before.contains(&need)), "{service:?}");
    }
}

#[test]
fn a_call_is_counted_with_the_time_that_it_took() {
    let running = Running::empty();
    let mut client = running.client();
    for _ in 0..10 {
        client.ask::<Ping>(&Empty {}).unwrap();
    }
    client.ask::<Stop>(&named("nobody")).unwrap_err();
    let services = client.ask::<Services>(&Empty {}).unwrap().services;
    let counts = |method: &str| {
        let all = services.iter().flat_map(|service| &service.methods);
        all.clone().find(|counts| counts.method == method).unwrap().clone()
    };
    let (ping, stop) = (counts("system.ping"), counts("system.stop"));
    assert_eq!((ping.calls, ping.errors, stop.calls, stop.errors), (10, 0, 1, 1));
    assert!(0.0 < ping.p50 && ping.p50 <= ping.p99 && ping.p99 <= ping.longest && ping.longest < 20.0);
}

#[test]
fn an_unknown_service_is_named_and_so_are_the_known() {
    let running = Running::empty();
    let mut client = running.client();
    for refused in [
        client.ask::<Start>(&named("nobody")).unwrap_err(),
        client.ask::<Stop>(&named("nobody")).unwrap_err(),
        client.ask::<Restart>(&named("nobody")).unwrap_err(),
    ] {
        assert_eq!(refused.code, "service.unknown");
        assert!(refused.message.contains("\"nobody\"") && refused.message.contains("system"), "{refused:?}");
    }
}

#[test]
fn the_engine_itself_is_not_stopped_as_a_service() {
    let running = Running::empty();
    let mut client = running.client();
    for refused in [
        client.ask::<Stop>(&named("system")).unwrap_err(),
        client.ask::<Restart>(&named("system")).unwrap_err(),
    ] {
        assert_eq!(refused.code, "service.unavailable");
    }
    assert_eq!(client.ask::<Start>(&named("system")).unwrap().state, "running");
}

#[test]
fn methods_that_are_not_there_are_unknown_however_they_are_asked() {
    let running = Running::empty();
    let mut client = running.client();
    for method in ["", "system", "system.", "system.pin", "system.ping.", "demo.echo"] {
        assert_eq!(client.ask_any(method, &json!({})).unwrap_err().code, "protocol.unknown_method");
    }
    assert_eq!(client.subscribe("system.ping", &json!({})).unwrap_err().code, "protocol.unknown_method");
}

#[test]
fn metrics_are_text_that_prometheus_reads() {
    let running = Running::empty();
    running.client().ask::<Ping>(&Empty {}).unwrap();
    let page = running.metrics();
    for line in [
        "Content-Type: text/plain; version=0.0.4; charset=utf-8\r",
        "# TYPE tickloom_requests_total counter",
        "tickloom_requests_total{method=\"system.ping\",outcome=\"ok\"} 1",
        "tickloom_requests_total{method=\"system.ping\",outcome=\"error\"} 0",
        "# TYPE tickloom_request_seconds histogram",
        "tickloom_request_seconds_bucket{method=\"system.ping\",le=\"+Inf\"} 1",
        "tickloom_request_seconds_count{method=\"system.ping\"} 1",
        "tickloom_service_up{service=\"system\"} 1",
        "# TYPE tickloom_connections gauge",
    ] {
        assert!(page.lines().any(|found| found == line.trim_end_matches('\r')), "{line}\n{page}");
    }
}

#[test]
fn every_sample_of_the_metrics_has_a_declared_name_and_a_number() {
    let page = Running::empty().metrics();
    let (_, text) = page.split_once("\r\n\r\n").unwrap();
    let mut declared = "";
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            declared = kind.split(' ').next().unwrap();
        } else if !line.starts_with("# HELP ") {
            let (sample, value) = line.rsplit_once(' ').unwrap();
            let name = sample.split('{').next().unwrap();
            let is_declared =
                ["", "_bucket", "_sum", "_count"].iter().any(|end| name == format!("{declared}{end}"));
            assert!(is_declared && value.parse::<f64>().is_ok(), "{line}");
        }
    }
}

#[test]
fn a_second_engine_of_a_home_is_refused_by_another_process_only() {
    // In one process a store is shared, so that embedded users and an engine can stand side by side.
    let running = Running::empty();
    let other = Engine::start(EngineConfig::new(running.home())).unwrap();
    assert_ne!(other.address(), running.engine.address());
}

#[test]
fn a_home_that_cannot_be_is_said_with_its_code() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Engine::start(EngineConfig::new(file.path())).err().unwrap();
    assert!(error.code().starts_with("store."), "{error}");
}

#[test]
fn it_ends_when_it_is_told_and_closes_its_store() {
    let running = Running::empty();
    let mut client = running.client();
    running.engine.stop();
    running.engine.wait();
    assert!(running.engine.has_ended());
    while !matches!(client.hear(), engine::Heard::Closed) {}
    let reopened = tickloom_store::Store::open(running.home()).unwrap();
    drop(reopened);
    let again = Engine::start(EngineConfig::new(running.home())).unwrap();
    again.stop();
    again.stop();
    again.wait();
}
