//! The class `Column`: one column in the memory layout of numpy, shared and never copied where Arrow's is the same.

use std::{
    ffi::{c_int, c_void},
    ptr,
    sync::Arc,
};

use arrow::{
    array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, PrimitiveArray},
    buffer::Buffer,
    compute::{CastOptions, cast_with_options},
    datatypes::{
        DataType, Float32Type, Float64Type, TimeUnit, TimestampMicrosecondType, TimestampNanosecondType,
    },
    error::ArrowError,
    util::display::{ArrayFormatter, FormatOptions},
};
use pyo3::{IntoPyObjectExt, exceptions::PyBufferError, ffi, prelude::*};

use crate::column::layout::{Layout, layout};

mod layout;

/// One column: numbers and times in one piece of memory, or Python objects where numpy has no layout.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Column {
    values: Values,
    /// Read by consumers of the buffer for as long as they hold it.
    shape: [ffi::Py_ssize_t; 1],
    strides: [ffi::Py_ssize_t; 1],
}

enum Values {
    Plain { buffer: Buffer, layout: Layout, is_utc: bool },
    Truths(Vec<Option<bool>>),
    Texts(Vec<Option<String>>),
}

#[pymethods]
impl Column {
    #[getter]
    fn dtype(&self) -> &'static str {
        self.layout().map_or("O", |layout| layout.dtype)
    }

    #[getter]
    fn is_utc(&self) -> bool {
        matches!(self.values, Values::Plain { is_utc: true, .. })
    }

    fn objects<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match &self.values {
            Values::Plain { .. } => Ok(None),
            Values::Truths(truths) => truths.into_bound_py_any(py).map(Some),
            Values::Texts(texts) => texts.into_bound_py_any(py).map(Some),
        }
    }

    fn __len__(&self) -> usize {
        self.shape[0].unsigned_abs()
    }

    unsafe fn __getbuffer__(slf: Bound<'_, Self>, view: *mut ffi::Py_buffer, flags: c_int) -> PyResult<()> {
        let column = slf.get();
        let Values::Plain { buffer, layout, .. } = &column.values else {
            return Err(PyBufferError::new_err("the column holds Python objects, not numbers"));
        };
        if flags & ffi::PyBUF_WRITABLE == ffi::PyBUF_WRITABLE {
            return Err(PyBufferError::new_err("the column is shared and cannot be written"));
        }
        let asked = |flag: c_int| flags & flag == flag;
        // SAFETY: the interpreter passes a view to be filled. What it points to lives in `slf`, which the view owns
        // from here on, or forever; `slf` is frozen, so nothing moves or changes.
        unsafe {
            (*view).buf = buffer.as_ptr().cast::<c_void>().cast_mut();
            (*view).len = buffer.len() as ffi::Py_ssize_t;
            (*view).readonly = 1;
            (*view).itemsize = column.strides[0];
            (*view).ndim = 1;
            (*view).format = pointer_if(asked(ffi::PyBUF_FORMAT), layout.format.as_ptr());
            (*view).shape = pointer_if(asked(ffi::PyBUF_ND), column.shape.as_ptr());
            (*view).strides = pointer_if(asked(ffi::PyBUF_STRIDES), column.strides.as_ptr());
            (*view).suboffsets = ptr::null_mut();
            (*view).internal = ptr::null_mut();
            (*view).obj = slf.into_any().into_ptr();
        }
        Ok(())
    }
}

const fn pointer_if<T>(wanted: bool, pointer: *const T) -> *mut T {
    if wanted { pointer.cast_mut() } else { ptr::null_mut() }
}

impl Column {
    /// The rows of an array.
    pub(crate) fn of(array: &ArrayRef) -> Result<Self, ArrowError> {
        let values = values(array)?;
        let item_size = if let Values::Plain { layout, .. } = &values { layout.bytes } else { 1 };
        // Lengths of memory fit by definition.
        Ok(Self { values, shape: [array.len() as ffi::Py_ssize_t], strides: [item_size as ffi::Py_ssize_t] })
    }

    const fn layout(&self) -> Option<&Layout> {
        match &self.values {
            Values::Plain { layout, .. } => Some(layout),
            _ => None,
        }
    }
}

fn values(array: &ArrayRef) -> Result<Values, ArrowError> {
    if let (DataType::Boolean, true) = (array.data_type(), array.null_count() > 0) {
        return Ok(Values::Truths(array.as_boolean().iter().collect()));
    }
    let simple = without_nulls(&simplified(array)?)?;
    let Some(layout) = layout(simple.data_type()) else { return texts(&simple).map(Values::Texts) };
    let is_utc = matches!(array.data_type(), DataType::Timestamp(_, Some(_)));
    let simple = if layout.dtype == "?" { cast(&simple, &DataType::UInt8)? } else { simple };
    let data = simple.to_data();
    let (start, length) = (data.offset() * layout.bytes, data.len() * layout.bytes);
    Ok(Values::Plain { buffer: data.buffers()[0].slice_with_length(start, length), layout, is_utc })
}

/// Decimals become numbers and dates become times, exactly where they can.
fn simplified(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let candidates: &[DataType] = match array.data_type() {
        DataType::Decimal128(_, 0) => &[DataType::Int64, DataType::Float64],
        DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => &[DataType::Float64],
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => &[
            DataType::Timestamp(TimeUnit::Nanosecond, None),
            DataType::Timestamp(TimeUnit::Microsecond, None),
        ],
        _ => return Ok(array.clone()),
    };
    Ok(candidates.iter().find_map(|kind| cast(array, kind).ok()).unwrap_or_else(|| array.clone()))
}

/// What is missing becomes NaN or NaT; whole numbers with gaps become floats, as everywhere in numpy's world.
fn without_nulls(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    if array.null_count() == 0 {
        return Ok(array.clone());
    }
    Ok(match array.data_type() {
        DataType::Float32 => filled::<Float32Type>(array, f32::NAN),
        kind if kind.is_numeric() => filled::<Float64Type>(&cast(array, &DataType::Float64)?, f64::NAN),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => filled::<TimestampNanosecondType>(array, NAT),
        DataType::Timestamp(TimeUnit::Microsecond, _) => filled::<TimestampMicrosecondType>(array, NAT),
        _ => array.clone(),
    })
}

/// How numpy spells "not a time".
const NAT: i64 = i64::MIN;

fn filled<T: ArrowPrimitiveType>(array: &ArrayRef, missing: T::Native) -> ArrayRef {
    let values = array.as_primitive::<T>().iter().map(|value| value.unwrap_or(missing));
    Arc::new(PrimitiveArray::<T>::from_iter_values(values))
}

fn texts(array: &ArrayRef) -> Result<Vec<Option<String>>, ArrowError> {
    let options = FormatOptions::new();
    let formatter = ArrayFormatter::try_new(array.as_ref(), &options)?;
    let text = |row| array.is_valid(row).then(|| formatter.value(row).try_to_string()).transpose();
    (0..array.len()).map(text).collect()
}

/// Fails rather than losing a value that does not fit.
fn cast(array: &ArrayRef, kind: &DataType) -> Result<ArrayRef, ArrowError> {
    cast_with_options(array, kind, &CastOptions { safe: false, ..CastOptions::default() })
}
