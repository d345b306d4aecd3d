//! The extension module `tickloom._core`: Python's door to the Rust core, without any logic of its own.
//!
//! Every function converts its arguments, lets the interpreter go on, calls the core and wraps the result. What
//! is said to users about them stands in `python/tickloom/_core.pyi`.

mod aggregate;
mod backup;
mod bar_fields;
mod bars;
mod batch;
mod clean;
mod column;
mod connection;
mod convert;
mod cores;
mod door;
mod downloads;
mod engine;
mod engine_settings;
mod errors;
mod events;
mod health;
mod imports;
mod inspect;
mod instruments;
mod logs;
mod mtf;
mod numbers;
mod observer;
mod pace;
mod packed;
mod parent;
mod pieces;
mod quality;
mod reduce;
mod replay;
mod sample;
mod services;
mod sizes;
mod sources;
mod store;
mod stream;
mod table;
mod ticks_in;
mod times;
mod verify;

/// The core of Tickloom; use it through the package `tickloom`.
#[pyo3::pymodule]
mod _core {
    use pyo3::{
        prelude::{Bound, PyModule, PyModuleMethods, PyResult},
        types::PyTuple,
    };
    use tickloom_model::Timeframe;

    #[pymodule_export]
    use crate::{
        aggregate::aggregate,
        backup::restore,
        batch::bars_of_ticks,
        column::Column,
        connection::{Answer, Connection, Events},
        cores::leave_no_core,
        downloads::{DownloadedHours, download_ticks},
        engine::Engine,
        errors::error_codes,
        inspect::inspect_path,
        logs::{configure_logs, is_logged, keep_out_of_logs, log, log_panics, redact, request_id},
        mtf::{MultiTimeframe, SymbolTicks},
        pace::Pace,
        packed::{py_pack, py_unpack},
        parent::Parent,
        pieces::ParquetPieces,
        quality::passport_hash,
        reduce::{reduce_floats, reduce_integers},
        replay::Replay,
        sample::write_sample,
        services::Request,
        store::Store,
        stream::arrow_bytes,
        table::Table,
        times::{format_time, parse_time},
    };

    /// Version of the core, the same as the package's.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "a name of Python's")]
    const version: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let names = Timeframe::STANDARD.map(|timeframe| timeframe.to_string());
        module.add("STANDARD_TIMEFRAMES", PyTuple::new(module.py(), names)?)?;
        warn_of_debug_build(module)
    }

    #[cfg(debug_assertions)]
    fn warn_of_debug_build(module: &Bound<'_, PyModule>) -> PyResult<()> {
        use pyo3::exceptions::PyRuntimeWarning;

        let category = module.py().get_type::<PyRuntimeWarning>();
        let message = c"tickloom._core is a debug build, many times slower than a release build: \
                        build it with `maturin develop --release` before measuring anything";
        pyo3::PyErr::warn(module.py(), category.as_any(), message, 2)
    }

    #[cfg(not(debug_assertions))]
    fn warn_of_debug_build(_: &Bound<'_, PyModule>) -> PyResult<()> {
        Ok(())
    }
}
