//! From `tracing` to records: events with the fields of the spans that they happen in.

use std::{fmt, sync::Once};

use serde_json::{Map, Value};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id},
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
    registry::{LookupSpan, SpanRef},
};

use crate::{Level, Record, sink};

type Fields = Map<String, Value>;

/// From now on this process's events come here, unless a program has them go elsewhere already.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = tracing::subscriber::set_global_default(Registry::default().with(Records));
    });
}

/// What is known of what this thread does: the fields of its spans, the inner ones before the outer.
pub(crate) fn surroundings() -> Fields {
    tracing::dispatcher::get_default(|dispatch| {
        let Some(registry) = dispatch.downcast_ref::<Registry>() else { return Fields::new() };
        let current = registry.current_span();
        let span = current.id().and_then(|id| registry.span(id));
        span.map(all_fields).unwrap_or_default()
    })
}

struct Records;

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Records {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        // Spans are few, and say what others' records belong to.
        metadata.is_span() || sink::is_wanted((*metadata.level()).into(), metadata.target())
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Collected::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields.0);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut collected = Collected::default();
        event.record(&mut collected);
        let mut fields = collected.0;
        let message = fields.remove("message");
        context.event_span(event).into_iter().flat_map(all_fields).for_each(|(name, value)| {
            fields.entry(name).or_insert(value);
        });
        let metadata = event.metadata();
        sink::write(Record {
            level: Level::from(*metadata.level()),
            target: metadata.target().into(),
            event: message.as_ref().and_then(Value::as_str).unwrap_or(metadata.name()).into(),
            fields,
        });
    }
}

fn all_fields<'span, S: LookupSpan<'span>>(span: SpanRef<'span, S>) -> Fields {
    let mut all = Fields::new();
    for span in span.scope() {
        for (name, value) in span.extensions().get::<Fields>().into_iter().flatten() {
            all.entry(name.as_str()).or_insert_with(|| value.clone());
        }
    }
    all
}

#[derive(Default)]
struct Collected(Fields);

impl Collected {
    fn add(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().into(), value.into());
    }
}

impl Visit for Collected {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.add(field, value.to_string());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, format!("{value:?}"));
    }
}
