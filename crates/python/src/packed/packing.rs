//! Python's objects as MessagePack.

use pyo3::{
    prelude::*,
    types::{PyBool, PyBytes, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple},
};
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap, SerializeSeq},
};
use tickloom_protocol::MAX_DEPTH;

/// A value at some depth; one that holds itself has no end, so it is counted.
pub(super) struct Packing<'a, 'py> {
    pub(super) value: &'a Bound<'py, PyAny>,
    pub(super) depth: usize,
}

impl Serialize for Packing<'_, '_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let value = self.value;
        // True is an int too, so it is asked first.
        if value.is_none() {
            out.serialize_unit()
        } else if let Ok(truth) = value.cast::<PyBool>() {
            out.serialize_bool(truth.is_true())
        } else if let Ok(text) = value.cast::<PyString>() {
            out.serialize_str(&text.to_cow().map_err(S::Error::custom)?)
        } else if let Ok(number) = value.cast::<PyInt>() {
            whole(number, out)
        } else if let Ok(number) = value.cast::<PyFloat>() {
            out.serialize_f64(number.value())
        } else if let Ok(bytes) = value.cast::<PyBytes>() {
            out.serialize_bytes(bytes.as_bytes())
        } else {
            self.of_several(out)
        }
    }
}

impl<'py> Packing<'_, 'py> {
    fn of_several<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        if self.depth >= MAX_DEPTH {
            return Err(S::Error::custom(format!("values are nested more than {MAX_DEPTH} deep")));
        }
        if let Ok(list) = self.value.cast::<PyList>() {
            self.list(list.iter(), out)
        } else if let Ok(tuple) = self.value.cast::<PyTuple>() {
            self.list(tuple.iter(), out)
        } else if let Ok(mapping) = self.value.cast::<PyMapping>() {
            self.map(mapping, out)
        } else {
            number_or_nothing(self.value, out)
        }
    }

    fn list<S: Serializer>(
        &self,
        items: impl ExactSizeIterator<Item = Bound<'py, PyAny>>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        let mut seq = out.serialize_seq(Some(items.len()))?;
        for item in items {
            seq.serialize_element(&self.within(&item))?;
        }
        seq.end()
    }

    fn map<S: Serializer>(&self, mapping: &Bound<'py, PyMapping>, out: S) -> Result<S::Ok, S::Error> {
        let items = mapping.items().map_err(S::Error::custom)?;
        let mut map = out.serialize_map(Some(items.len()))?;
        for item in items.iter() {
            let (key, value): (String, Bound<'py, PyAny>) =
                item.extract().map_err(|_| S::Error::custom("keys must be text"))?;
            map.serialize_entry(&key, &self.within(&value))?;
        }
        map.end()
    }

    const fn within<'a>(&self, value: &'a Bound<'py, PyAny>) -> Packing<'a, 'py> {
        Packing { value, depth: self.depth + 1 }
    }
}

/// In the shortest form, unsigned unless it is negative.
fn whole<S: Serializer>(number: &Bound<'_, PyAny>, out: S) -> Result<S::Ok, S::Error> {
    if let Ok(number) = number.extract::<u64>() {
        out.serialize_u64(number)
    } else {
        let number: i64 = number.extract().map_err(|_| S::Error::custom("a whole number has 64 bits"))?;
        out.serialize_i64(number)
    }
}

/// Numbers of other libraries, such as numpy's.
fn number_or_nothing<S: Serializer>(value: &Bound<'_, PyAny>, out: S) -> Result<S::Ok, S::Error> {
    if value.extract::<i128>().is_ok() {
        whole(value, out)
    } else if let Ok(number) = value.extract::<f64>() {
        out.serialize_f64(number)
    } else {
        let kind = value.get_type().name().map_or_else(|_| "it".into(), |name| name.to_string());
        Err(S::Error::custom(format!(
            "None, bool, int of 64 bits, float, str, bytes, and lists and dicts of them can be sent, not {kind}"
        )))
    }
}
