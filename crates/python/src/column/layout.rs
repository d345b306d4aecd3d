//! Which of Arrow's types numpy lays out the same in memory, and what it calls them.

use std::ffi::CStr;

use arrow::datatypes::{DataType, TimeUnit};

/// How values lie in memory, as numpy and the buffer protocol say it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) dtype: &'static str,
    pub(super) format: &'static CStr,
    pub(super) bytes: usize,
}

/// The layout of a type; none if its values must become Python objects.
pub(super) fn layout(kind: &DataType) -> Option<Layout> {
    let (dtype, format, bytes) = match kind {
        // Bits are widened to bytes on the way.
        DataType::Boolean => ("?", c"?", 1),
        DataType::Int8 => ("i1", c"b", 1),
        DataType::Int16 => ("i2", c"h", 2),
        DataType::Int32 => ("i4", c"i", 4),
        DataType::Int64 => ("i8", c"q", 8),
        DataType::UInt8 => ("u1", c"B", 1),
        DataType::UInt16 => ("u2", c"H", 2),
        DataType::UInt32 => ("u4", c"I", 4),
        DataType::UInt64 => ("u8", c"Q", 8),
        DataType::Float32 => ("f4", c"f", 4),
        DataType::Float64 => ("f8", c"d", 8),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => ("M8[ns]", c"q", 8),
        DataType::Timestamp(TimeUnit::Microsecond, _) => ("M8[us]", c"q", 8),
        _ => return None,
    };
    Some(Layout { dtype, format, bytes })
}
