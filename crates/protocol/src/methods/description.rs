//! The definition as records, which `system.describe` answers with.

use crate::record::records;

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
        /// Whether the same, asked again later, may succeed without a change of what is asked.
        retryable: Option<bool>,
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
