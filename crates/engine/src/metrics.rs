//! The engine's counts as Prometheus reads them.

use std::{
    fmt::{Display, Write},
    sync::atomic::Ordering::Relaxed,
};

use crate::{
    counts::{BOUNDS, Counts, Histogram},
    registry::{Entry, Registry},
};

/// The page `/metrics`.
pub(crate) fn text(registry: &Registry) -> String {
    let mut page = Page(String::with_capacity(64 << 10));
    page.engine(registry);
    page.connections(registry);
    let services = registry.services();
    page.services(&services);
    let methods = services.iter().flat_map(|entry| entry.methods()).collect::<Vec<_>>();
    page.head(
        "tickloom_requests_total",
        "counter",
        "Requests and subscriptions, by method and how they ended.",
    );
    for (method, counts) in &methods {
        page.outcomes(&method.name, counts);
    }
    page.head("tickloom_request_seconds", "histogram", "Time from a request to its answer.");
    for (method, counts) in &methods {
        page.times("tickloom_request_seconds", &method.name, &counts.took);
    }
    let about = "Time from a request to the socket of an event that it caused, by the subscription's method.";
    page.head("tickloom_event_seconds", "histogram", about);
    for (method, counts) in methods.iter().filter(|(_, counts)| counts.sent.sum() > 0.0) {
        page.times("tickloom_event_seconds", &method.name, &counts.sent);
    }
    page.0
}

/// Bytes of memory that this process holds, where the system says so.
pub(crate) fn memory() -> Option<u64> {
    memory_stats::memory_stats().map(|stats| stats.physical_mem as u64)
}

struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, about: &str) {
        self.line(format_args!("# HELP {name} {about}\n# TYPE {name} {kind}"));
    }

    /// One value without labels.
    fn value(&mut self, name: &str, kind: &str, about: &str, value: impl Display) {
        self.head(name, kind, about);
        self.line(format_args!("{name} {value}"));
    }

    fn engine(&mut self, registry: &Registry) {
        self.head("tickloom_info", "gauge", "The engine's version.");
        self.line(format_args!("tickloom_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION")));
        let uptime = registry.uptime().as_secs_f64();
        self.value("tickloom_uptime_seconds", "gauge", "Time since the engine began.", uptime);
        if let Some(memory) = memory() {
            self.value("tickloom_memory_bytes", "gauge", "Memory that the engine's process holds.", memory);
        }
    }

    fn connections(&mut self, registry: &Registry) {
        let counts = registry.connections();
        let gauge = "Connections that are open.";
        self.value("tickloom_connections", "gauge", gauge, counts.connections);
        for (name, about, value) in [
            ("welcomed", "Connections whose nonce was right.", counts.welcomed),
            ("refused", "Connections that were refused.", counts.refused),
            ("slow", "Connections closed for reading too slowly.", counts.slow),
            ("not_accepted", "Connections that the system would not give.", counts.not_accepted),
        ] {
            self.value(&format!("tickloom_connections_{name}_total"), "counter", about, value);
        }
        let about = "Events that were merged into a later one or dropped.";
        self.value("tickloom_events_merged_total", "counter", about, counts.merged);
    }

    fn services(&mut self, services: &[std::sync::Arc<Entry>]) {
        self.head("tickloom_service_up", "gauge", "Whether a service runs.");
        for entry in services {
            let runs = u8::from(entry.runs().is_ok());
            self.line(format_args!("tickloom_service_up{{service=\"{}\"}} {runs}", entry.name()));
        }
        self.head("tickloom_service_restarts_total", "counter", "How often a service was started again.");
        for entry in services {
            let restarts = entry.status().restarts;
            self.line(format_args!(
                "tickloom_service_restarts_total{{service=\"{}\"}} {restarts}",
                entry.name()
            ));
        }
    }

    fn outcomes(&mut self, method: &str, counts: &Counts) {
        let outcomes = [("ok", &counts.answered), ("error", &counts.failed), ("given_up", &counts.given_up)];
        for (outcome, count) in outcomes {
            let count = count.load(Relaxed);
            self.line(format_args!(
                "tickloom_requests_total{{method=\"{method}\",outcome=\"{outcome}\"}} {count}"
            ));
        }
    }

    fn times(&mut self, name: &str, method: &str, times: &Histogram) {
        let (below, all) = times.cumulative();
        for (power, count) in BOUNDS.into_iter().zip(below) {
            let bound = (1_u64 << power) as f64 / 1e9;
            self.line(format_args!("{name}_bucket{{method=\"{method}\",le=\"{bound}\"}} {count}"));
        }
        self.line(format_args!("{name}_bucket{{method=\"{method}\",le=\"+Inf\"}} {all}"));
        self.line(format_args!("{name}_sum{{method=\"{method}\"}} {}", times.sum()));
        self.line(format_args!("{name}_count{{method=\"{method}\"}} {all}"));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{line}");
    }
}
