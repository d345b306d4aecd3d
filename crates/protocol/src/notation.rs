//! MessagePack as text that people read: JSON, with binary values as `h'00ff'`.

use std::fmt::{self, Write};

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

use crate::{error::ProtocolError, scan::check};

/// What a frame, or any value that one may hold, says.
///
/// # Errors
/// As [`check`].
pub fn notation(bytes: &[u8]) -> Result<String, ProtocolError> {
    check(bytes)?;
    let mut text = String::new();
    let mut reader = rmp_serde::Deserializer::from_read_ref(bytes);
    Shown { text: &mut text, before: "" }
        .deserialize(&mut reader)
        .map_err(|error| ProtocolError::NoFrame(error.to_string()))?;
    Ok(text)
}

/// A value to be shown behind what stands before it.
struct Shown<'o> {
    text: &'o mut String,
    before: &'static str,
}

impl<'de> DeserializeSeed<'de> for Shown<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        self.text.push_str(self.before);
        reader.deserialize_any(self)
    }
}

macro_rules! shown {
    ($($visit:ident($value:ident: $type:ty) => $format:literal;)*) => {
        $(fn $visit<E>(self, $value: $type) -> Result<(), E> {
            // Writing to a text never fails.
            let _ = write!(self.text, $format);
            Ok(())
        })*
    };
}

impl<'de> Visitor<'de> for Shown<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    shown! {
        visit_bool(value: bool) => "{value}";
        visit_i64(value: i64) => "{value}";
        visit_u64(value: u64) => "{value}";
        visit_f64(value: f64) => "{value:?}";
        visit_str(value: &str) => "{value:?}";
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.text.push_str("null");
        Ok(())
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<(), E> {
        let _ = write!(self.text, "h'{}'", hex(bytes));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.text.push('[');
        let mut before = "";
        while items.next_element_seed(Shown { text: self.text, before })?.is_some() {
            before = ", ";
        }
        self.text.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.text.push('{');
        let mut before = "";
        while entries.next_key_seed(Shown { text: self.text, before })?.is_some() {
            entries.next_value_seed(Shown { text: self.text, before: ": " })?;
            before = ", ";
        }
        self.text.push('}');
        Ok(())
    }
}

/// Bytes as digits, two each.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
