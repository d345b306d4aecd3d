//! The dialects by name: which columns their files have, in which zone, and what their volumes count.

use super::zone::Zone;
use crate::FormatError;

/// How some source writes ticks. Files with a header are bound by it; for files without one the dialect says the columns.
#[derive(Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The stable name, as in reports.
    pub name: &'static str,
    /// The names of the columns in lower case, letters only; volumes at the end may be missing.
    pub columns: &'static str,
    /// The byte between the fields.
    pub separator: u8,
    /// Whether its files have a header.
    pub header: bool,
    /// Hours ahead of UTC where rows and header name no zone; `None` if that differs from file to file.
    pub utc_hours: Option<i8>,
    /// What its volumes count.
    pub volumes: VolumeUnit,
    /// Whether an empty side stands for the side of the row before, and rows may be cut off behind their prices.
    pub sparse: bool,
    /// An ordinary row.
    pub row: &'static str,
}

/// What volumes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VolumeUnit {
    /// Millions of the base currency.
    Millions,
    /// Units of the base currency.
    Units,
    /// There are none.
    Absent,
    /// It differs, or is not known.
    Unknown,
}

impl VolumeUnit {
    /// The name, as in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Millions => "millions",
            Self::Units => "units",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
        }
    }
}

/// What most dialects have in common.
const COMMON: Dialect = Dialect {
    name: "",
    columns: "",
    separator: b',',
    header: true,
    utc_hours: Some(0),
    volumes: VolumeUnit::Unknown,
    sparse: false,
    row: "",
};

use VolumeUnit::{Absent, Millions, Units};

const DIALECTS: [Dialect; 19] = [
    Dialect {
        name: "dukascopy-website",
        columns: "gmttime,ask,bid,askvolume,bidvolume",
        volumes: Millions,
        row: "01.07.2019 13:30:03.304,203.14900000000003,203.107,0.0002,0.0001",
        ..COMMON
    },
    Dialect {
        name: "dukascopy-website-local",
        columns: "localtime,ask,bid,askvolume,bidvolume",
        utc_hours: None,
        row: "04.09.2023 01:00:05.962 GMT+0300,4516.181,4515.664,1,1",
        ..COMMON
    },
    Dialect {
        name: "dukascopy-export",
        columns: "time,ask,bid,askvolume,bidvolume",
        volumes: Millions,
        row: "01.05.2012 00:00:01.680,80.928,80.911,2.33,1.58",
        ..COMMON
    },
    Dialect {
        name: "dukascopy-node",
        columns: "timestamp,askprice,bidprice,askvolume,bidvolume",
        row: "1735772400455,2626.592,2625.098,449.99999227,449.99999227",
        ..COMMON
    },
    Dialect {
        name: "duka",
        columns: "time,ask,bid,askvolume,bidvolume",
        row: "2017-01-01 22:00:20.786,1.05236,1.05148,0.75,0.75",
        ..COMMON
    },
    Dialect {
        name: "fx-data",
        columns: "time,bid,ask,askvolume,bidvolume",
        header: false,
        row: "2019.02.04 23:00:00.080,1.14352,1.14364,3440000,1000000",
        ..COMMON
    },
    Dialect {
        name: "iso-ask-first",
        columns: "utc,askprice,bidprice,askvolume,bidvolume",
        row: "2020-01-01T22:01:12.821+00:00,1.1216,1.12106,1.5,0.75",
        ..COMMON
    },
    Dialect {
        name: "iso-bid-first",
        columns: "time,bid,ask,bidvolume,askvolume",
        volumes: Units,
        row: "2010-01-01T00:00:05.996000Z,1.43278,1.4329,1400000,4200000",
        ..COMMON
    },
    Dialect {
        name: "tickstory",
        columns: "timestamp,bidprice,askprice,bidvolume,askvolume",
        row: "2019-02-04T13:30:00+00,1.14541,1.14545,0.75,1.5",
        ..COMMON
    },
    Dialect {
        name: "quant-data-manager",
        columns: "datetime,bid,ask,volume",
        volumes: Units,
        row: "20200101 22:01:12.821,1.12106,1.12160,750000",
        ..COMMON
    },
    Dialect {
        name: "histdata",
        columns: "time,bid,ask,volume",
        header: false,
        utc_hours: Some(-5),
        volumes: Absent,
        row: "20200101 170000065,1.121200,1.121720,0",
        ..COMMON
    },
    Dialect {
        name: "truefx",
        columns: "timestamp,bid,ask",
        volumes: Absent,
        row: "2013-01-01 22:00:00.295000+00:00,86.655,86.728",
        ..COMMON
    },
    Dialect {
        name: "lean",
        columns: "time,bid,ask",
        header: false,
        volumes: Absent,
        row: "75600462,1.38817,1.38884",
        ..COMMON
    },
    Dialect {
        name: "lean-fxcm",
        columns: "time,bid,ask",
        header: false,
        utc_hours: Some(-5),
        volumes: Absent,
        row: "50451815,1.38757,1.38765",
        ..COMMON
    },
    Dialect {
        name: "mt5",
        columns: "date,time,bid,ask,last,volume,flags",
        separator: b'\t',
        utc_hours: None,
        sparse: true,
        row: "2022.11.10\t15:00:00.017\t0.86682\t0.86712\t\t\t6",
        ..COMMON
    },
    Dialect {
        name: "mt5-semicolons",
        columns: "date,time,bid,ask,last,volume",
        separator: b';',
        utc_hours: None,
        sparse: true,
        row: "2022.11.10;15:00:00.017;0.86682;0.86712;;",
        ..COMMON
    },
    Dialect {
        name: "date-time-spread",
        columns: "date,time,ask,bid,spread",
        separator: b';',
        row: "2022.11.10;15:00:00.017;0.86712;0.86682;30",
        ..COMMON
    },
    Dialect {
        name: "symbol-semicolons",
        columns: "symbol,time,ask,bid,askvol,bidvol",
        separator: b';',
        row: "EURUSD;2019-02-04 13:30:00.250;1.14545;1.14541;1.5;0.75",
        ..COMMON
    },
    Dialect {
        name: "tickloom",
        columns: "timestamp,bid,ask,bidvolume,askvolume",
        row: "2019-02-04T00:00:00.994Z,1.14541,1.14545,0.75,1.5",
        ..COMMON
    },
];

impl Dialect {
    /// Every dialect that has a name.
    pub const ALL: &[Self] = &DIALECTS;

    /// The dialect of that name.
    ///
    /// # Errors
    /// [`FormatError::CsvDialectUnknown`] if there is none.
    pub fn named(name: &str) -> Result<&'static Self, FormatError> {
        let known = || Self::ALL.iter().map(|dialect| dialect.name).collect::<Vec<_>>().join(", ");
        Self::ALL
            .iter()
            .find(|dialect| dialect.name == name)
            .ok_or_else(|| FormatError::CsvDialectUnknown { found: name.into(), known: known() })
    }

    /// The zone of its times where neither rows nor header name one, if it is always the same.
    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        self.utc_hours.map(|hours| Zone::fixed(i32::from(hours) * 3_600))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.split(',')
    }
}
