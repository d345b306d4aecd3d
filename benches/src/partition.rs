//! How should a partition be read: whole by positioned reads, or through a memory map? (docs/adr/0005-positioned-reads.md)

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use memmap2::Mmap;
use parquet::{
    column::reader::get_typed_column_reader,
    data_type::{DataType, FloatType, Int64Type},
    file::reader::{FileReader, RowGroupReader, SerializedFileReader},
};
use tickloom_store::Store;

use crate::{
    market::Market,
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

type Read = fn(&Path) -> Result<Bytes, Failure>;

const WAYS: [(&str, Read); 2] = [("whole-read", whole_read), ("memory-map", memory_map)];

/// Small files are read this often in one run, so that a run is long enough to be timed.
const FEWEST_FILES_OF_A_RUN: usize = 50;

/// Both ways, on the largest day alone and on all days; the files are in the page cache.
pub fn read(settings: &Settings) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(folder.path())?;
    Market::of(settings.ticks).store(&store)?;
    let days = tick_files(folder.path())?;
    let largest = days.iter().max_by_key(|path| fs::metadata(path).map_or(0, |file| file.len()));
    race_over("one-day", largest.map(std::slice::from_ref).unwrap_or_default(), settings)?;
    race_over(&format!("{}-days", days.len()), &days, settings)
}

fn race_over(what: &str, files: &[PathBuf], settings: &Settings) -> Result<(), Failure> {
    let times = FEWEST_FILES_OF_A_RUN.div_ceil(files.len());
    let ticks = times * decode_all(files, whole_read)?;
    let contender = |(name, read): (&'static str, Read)| -> (&str, Run<'_>) {
        let run = move || {
            let (decoded, elapsed) =
                timed(|| (0..times).map(|_| decode_all(files, read)).sum::<Result<usize, _>>());
            assert_eq!(decoded?, ticks);
            Ok(elapsed)
        };
        (name, Box::new(run))
    };
    race(&format!("read/partition/{what}"), ticks, settings.repeat, WAYS.map(contender).into())
}

fn whole_read(path: &Path) -> Result<Bytes, Failure> {
    Ok(fs::read(path)?.into())
}

fn memory_map(path: &Path) -> Result<Bytes, Failure> {
    let file = File::open(path)?;
    // SAFETY: the files lie in this bench's own temporary folder, where nobody changes them.
    let map = unsafe { Mmap::map(&file) }?;
    Ok(Bytes::from_owner(map))
}

fn tick_files(home: &Path) -> Result<Vec<PathBuf>, Failure> {
    let days = fs::read_dir(home.join("ticks/symbol=EURUSD"))?;
    days.map(|day| Ok(day?.path().join("ticks.parquet"))).collect()
}

fn decode_all(files: &[PathBuf], read: Read) -> Result<usize, Failure> {
    files.iter().map(|path| decode(read(path)?)).sum()
}

/// Decodes all five columns and returns how many rows they have.
fn decode(bytes: Bytes) -> Result<usize, Failure> {
    let file = SerializedFileReader::new(bytes)?;
    let mut rows = 0;
    for index in 0..file.num_row_groups() {
        let group = file.get_row_group(index)?;
        for column in 0..3 {
            rows += decode_column::<Int64Type>(&*group, column)?;
        }
        for column in 3..5 {
            rows += decode_column::<FloatType>(&*group, column)?;
        }
    }
    Ok(rows / 5)
}

fn decode_column<T: DataType>(group: &dyn RowGroupReader, column: usize) -> Result<usize, Failure> {
    let rows = usize::try_from(group.metadata().num_rows())?;
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    let mut values = Vec::with_capacity(rows);
    while values.len() < rows {
        let (read, ..) = reader.read_records(rows - values.len(), None, None, &mut values)?;
        if read == 0 {
            return Err("a column ends before its last row".into());
        }
    }
    std::hint::black_box(&values);
    Ok(values.len())
}
