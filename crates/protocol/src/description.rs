//! The definition as a record: what `system.describe` answers.

use crate::{
    API_LEVEL, PROTOCOL_VERSION,
    definition::{Field, Record},
    errors::{ERRORS, ErrorCode},
    method::{Answer, MethodInfo},
    methods::GROUPS,
    reach::records as all_records,
    record::records,
};

records! {
    /// A field of a record.
    FieldDescription {
        /// Its name.
        name: String,
        /// What may stand in it: `bool`, `u32`, `count`, `int64`, `float`, `text`, `bin`, `scalar`, `fields`, the name of a record, or
        /// `list of` one of them.
        kind: String,
        /// Whether it may be missing.
        is_optional: bool,
        /// What it means.
        doc: String,
        /// What a number counts.
        unit: Option<String>,
        /// Which values make sense.
        range: Option<String>,
        /// The words that it may be.
        words: Option<Vec<String>>,
        /// What it is when it is missing.
        default: Option<String>,
        /// The API level that brought it.
        since: u32,
    }

    /// A named map of fields.
    RecordDescription {
        /// Its name.
        name: String,
        /// What it is.
        doc: String,
        /// Its fields in order.
        fields: Vec<FieldDescription>,
    }

    /// A method.
    MethodDescription {
        /// Its name.
        name: String,
        /// What it does.
        doc: String,
        /// A request with one reply or with several parts, or a subscription with events.
        answer: String => words(&["once", "parts", "events"]),
        /// The record that goes in.
        params: String,
        /// The record that comes out.
        result: String,
        /// Codes that it may answer.
        errors: Vec<String>,
        /// The API level that brought it.
        since: u32,
    }

    /// An error of the conversation.
    ErrorDescription {
        /// Its code.
        name: String,
        /// What it means, and what to do.
        doc: String,
        /// The close code of the WebSocket, if the connection ends with it.
        close: Option<u32>,
    }

    /// What an engine can do.
    Description {
        /// The version of the frames.
        protocol: u32,
        /// How far methods and fields go.
        api_level: u32,
        /// All methods, by group.
        methods: Vec<MethodDescription>,
        /// All records, by name.
        records: Vec<RecordDescription>,
        /// Codes of the conversation.
        errors: Vec<ErrorDescription>,
    }
}

impl Description {
    /// The definition that this crate holds.
    #[must_use]
    pub fn of_this_version() -> Self {
        Self {
            protocol: PROTOCOL_VERSION,
            api_level: API_LEVEL,
            methods: GROUPS.iter().flat_map(|(_, methods)| methods.iter()).map(Into::into).collect(),
            records: all_records().into_iter().map(Into::into).collect(),
            errors: ERRORS.iter().map(Into::into).collect(),
        }
    }
}

impl From<&MethodInfo> for MethodDescription {
    fn from(method: &MethodInfo) -> Self {
        let answer = match method.answer {
            Answer::Once => "once",
            Answer::Parts => "parts",
            Answer::Events => "events",
        };
        Self {
            name: method.name.into(),
            doc: said(method.doc),
            answer: answer.into(),
            params: method.params.name.into(),
            result: method.result.name.into(),
            errors: method.codes().map(Into::into).collect(),
            since: method.since,
        }
    }
}

impl From<&Record> for RecordDescription {
    fn from(record: &Record) -> Self {
        Self {
            name: record.name.into(),
            doc: said(record.doc),
            fields: record.fields.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Field> for FieldDescription {
    fn from(field: &Field) -> Self {
        let words = field.words.iter().map(|word| (*word).into()).collect::<Vec<_>>();
        Self {
            name: field.name.into(),
            kind: field.kind.to_string(),
            is_optional: field.is_optional,
            doc: said(field.doc),
            unit: field.unit.map(Into::into),
            range: field.range.map(Into::into),
            words: Some(words).filter(|words| !words.is_empty()),
            default: field.default.map(Into::into),
            since: field.since,
        }
    }
}

impl From<&ErrorCode> for ErrorDescription {
    fn from(error: &ErrorCode) -> Self {
        Self { name: error.name.into(), doc: error.doc.into(), close: error.close.map(u32::from) }
    }
}

/// A doc comment as one line.
fn said(doc: &str) -> String {
    doc.trim().to_owned()
}
