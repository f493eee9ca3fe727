//! Captures everything that is logged and traced.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, Once};

use log::{LevelFilter, Log, Metadata, Record};
use tracing::field::{Field, Visit};
use tracing::span;

use super::CANARY;

/// Reads everything that this process logs, and keeps the records that contain a canary.
pub(super) struct LogCapture {
    /// The crates that logged.
    pub(super) crates: Mutex<BTreeSet<String>>,
    /// Records and spans with a canary in them.
    pub(super) leaks: Mutex<Vec<String>>,
}

pub(super) static CAPTURE: LogCapture =
    LogCapture { crates: Mutex::new(BTreeSet::new()), leaks: Mutex::new(Vec::new()) };

impl LogCapture {
    fn read(&self, target: &str, text: &str) {
        let name = target.split(':').next().unwrap_or_default();
        self.crates.lock().unwrap().insert(name.to_owned());
        // The mock server runs in this process too and logs the requests that it receives.
        if name != "httpmock" && text.contains(CANARY) {
            self.leaks.lock().unwrap().push(format!("{target}: {text}"));
        }
    }
}

impl Log for LogCapture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.read(record.target(), &record.args().to_string());
    }

    fn flush(&self) {}
}

/// Does the same for the spans and events of one thread.
pub(super) struct SpanCapture;

/// The fields of a span or an event as one text.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0 += &format!("{field}={value:?} ");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0 += &format!("{field}={value} ");
    }
}

impl tracing::Subscriber for SpanCapture {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut fields = Fields(format!("{} ", attributes.metadata().name()));
        attributes.record(&mut fields);
        CAPTURE.read(attributes.metadata().target(), &fields.0);
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        CAPTURE.read("fields recorded later", &fields.0);
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        CAPTURE.read(event.metadata().target(), &fields.0);
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

pub(super) fn capture_logs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&CAPTURE).unwrap();
        log::set_max_level(LevelFilter::Trace);
    });
}
