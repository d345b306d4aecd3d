//! What a definition says of frames, records and methods, as data: types of other languages, pages and `system.describe` are
//! made of it.

use std::fmt;

use serde_bytes::ByteBuf;
use serde_json::{Map, Value};

/// What may stand in a field.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number from 0 to 4,294,967,295.
    U32,
    /// A whole number from 0 to 2^53 - 1, which no language rounds.
    Count,
    /// A whole number of 64 bits, from -2^63 on.
    Int64,
    /// A floating-point number of 64 bits.
    Float,
    /// Text in UTF-8.
    Text,
    /// Bytes.
    Bin,
    /// Nothing, true or false, a number or text.
    Scalar,
    /// A map of text to anything, its keys in the order of their bytes.
    Fields,
    /// Whatever the method says.
    Payload,
    /// So many values of one type.
    List(&'static Type),
    /// A map with these fields.
    Record(&'static Record),
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Bool => "bool",
            Self::U32 => "u32",
            Self::Count => "count",
            Self::Int64 => "int64",
            Self::Float => "float",
            Self::Text => "text",
            Self::Bin => "bin",
            Self::Scalar => "scalar",
            Self::Fields => "fields",
            Self::Payload => "payload",
            Self::Record(record) => record.name,
            Self::List(item) => return write!(formatter, "list of {item}"),
        })
    }
}

/// A field of a frame or of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name, which is the key.
    pub name: &'static str,
    /// What may stand in it.
    pub kind: Type,
    /// Whether it may be missing; nil is the same.
    pub is_optional: bool,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// What a number counts, such as `ns since 1970-01-01T00:00Z`.
    pub unit: Option<&'static str>,
    /// Which values make sense.
    pub range: Option<&'static str>,
    /// The words that it may be; empty for any.
    pub words: &'static [&'static str],
    /// What it is when it is missing.
    pub default: Option<&'static str>,
    /// The API level that brought it.
    pub since: u32,
}

/// A named map of fields.
#[derive(Debug)]
pub struct Record {
    /// Its name, the same in every language.
    pub name: &'static str,
    /// What it is, in Markdown.
    pub doc: &'static str,
    /// The module of this crate that defines it.
    pub path: &'static str,
    /// Its fields in the order in which they are written.
    pub fields: &'static [Field],
}

impl Record {
    /// The name of the file that defines it, which is called the same in every language.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        self.path.rsplit("::").next().unwrap_or(self.path)
    }
}

/// A type of Rust that a field can have.
pub trait Wire {
    /// What stands in the field.
    const TYPE: Type;
    /// Whether the field may be missing.
    const IS_OPTIONAL: bool = false;

    /// Whether it is left out when the record is written.
    fn is_absent(&self) -> bool {
        false
    }
}

impl Field {
    /// A field of a type of Rust.
    #[must_use]
    pub const fn of<T: Wire>(name: &'static str, doc: &'static str) -> Self {
        Self::new(name, doc, T::TYPE, T::IS_OPTIONAL)
    }

    pub(crate) const fn new(name: &'static str, doc: &'static str, kind: Type, is_optional: bool) -> Self {
        Self { name, kind, is_optional, doc, unit: None, range: None, words: &[], default: None, since: 1 }
    }

    pub(crate) const fn unit(self, unit: &'static str) -> Self {
        Self { unit: Some(unit), ..self }
    }

    /// A moment.
    pub(crate) const fn time(self) -> Self {
        self.unit("ns since 1970-01-01T00:00Z")
    }

    pub(crate) const fn range(self, range: &'static str) -> Self {
        Self { range: Some(range), ..self }
    }

    pub(crate) const fn words(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }

    pub(crate) const fn default(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }
}

macro_rules! wire {
    ($($rust:ty => $kind:expr),* $(,)?) => {
        $(impl Wire for $rust {
            const TYPE: Type = $kind;
        })*
    };
}

wire! {
    bool => Type::Bool,
    u32 => Type::U32,
    u64 => Type::Count,
    i64 => Type::Int64,
    f64 => Type::Float,
    String => Type::Text,
    ByteBuf => Type::Bin,
    Map<String, Value> => Type::Fields,
}

impl<T: Wire> Wire for Option<T> {
    const TYPE: Type = T::TYPE;
    const IS_OPTIONAL: bool = true;

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Wire> Wire for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);
}
