//! How the definition becomes the record that `system.describe` answers with.

use crate::{
    API_LEVEL, PROTOCOL_VERSION,
    definition::{Field, Record},
    errors::{ERRORS, ErrorCode},
    method::{Answer, MethodInfo},
    methods::{
        GROUPS,
        description::{
            Description, ErrorDescription, FieldDescription, MethodDescription, RecordDescription,
        },
    },
    reach::records,
};

impl Description {
    /// The definition that this crate holds.
    #[must_use]
    pub fn of_this_version() -> Self {
        Self {
            protocol: PROTOCOL_VERSION,
            api_level: API_LEVEL,
            methods: GROUPS.iter().flat_map(|(_, methods)| methods.iter()).map(Into::into).collect(),
            records: records().into_iter().map(Into::into).collect(),
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
        Self {
            name: error.code.into(),
            doc: error.text(),
            close: error.close.map(u32::from),
            retryable: Some(error.is_retryable),
        }
    }
}

/// A doc comment as one line.
fn said(doc: &str) -> String {
    doc.trim().to_owned()
}
