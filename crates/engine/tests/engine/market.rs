//! A real day in a home, and streams of Arrow as the tables that they are.

use std::{io::Cursor, path::Path};

use arrow::{
    array::{ArrowPrimitiveType, AsArray, RecordBatch},
    compute::concat_batches,
    ipc::reader::StreamReader,
};
use tickloom_importer::{Control, ImportOptions, import};
use tickloom_store::Store;

use super::shared;

/// Ticks of EUR/USD on 2019-02-04.
pub const TICKS_OF_THE_DAY: usize = 136_741;

/// Imports that day.
pub fn a_real_day(home: &Path) {
    let store = Store::open(home).unwrap();
    let symbol = "EURUSD".parse().unwrap();
    let paths = [shared("dukascopy-bi5/EURUSD")];
    import(&store, &symbol, &paths, &ImportOptions::default(), &mut |_| Control::Continue).unwrap();
}

/// The table of a whole stream.
pub fn table(stream: Vec<u8>) -> RecordBatch {
    let reader = StreamReader::try_new(Cursor::new(stream), None).unwrap();
    let schema = reader.schema();
    let batches = reader.map(Result::unwrap).collect::<Vec<_>>();
    concat_batches(&schema, &batches).unwrap()
}

/// The numbers of a column.
pub fn column<T: ArrowPrimitiveType>(table: &RecordBatch, name: &str) -> Vec<T::Native> {
    table.column_by_name(name).unwrap().as_primitive::<T>().values().to_vec()
}
