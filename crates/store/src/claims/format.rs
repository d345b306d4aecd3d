//! What stands where in a Parquet file's footer and page headers: its decoder reads a field by its number, whatever its type.

use Kind::{Byte, Double, Flag, List, Number, Struct, Text, Told};

/// The fields of a struct by their numbers. Others may be there, too, such as those of encryption, which our decoder is
/// built without: it passes over them by their type.
pub(super) type Fields = &'static [(u64, Kind)];

/// What stands in a field or a list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Flag,
    Byte,
    /// A whole number, which is written the same way in any width.
    Number,
    Double,
    Text,
    List(&'static Kind),
    Struct(Fields),
    /// What the walk tells of: a number, the length of a text, the end of a struct.
    Told(Claim, &'static Kind),
    /// Anything, in a field that is not the format's.
    Unknown,
}

/// What a file claims of its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Bytes of a page, and those it is packed in.
    Unpacked,
    Packed,
    /// Values in a dictionary.
    Listed,
    /// Bytes of a column's name, and columns in it; then the end of what is said of it.
    Name,
    Children,
    Column,
}

/// Version, columns, rows, row groups, what is said of the file, its writer, orders of columns.
pub(super) const FOOTER: Fields = &[
    (1, Number),
    (2, List(&Told(Claim::Column, &Struct(COLUMN)))),
    (3, Number),
    (4, List(&Struct(ROW_GROUP))),
    (5, List(&Struct(KEY_VALUE))),
    (6, Text),
    (7, List(&Struct(&[(1, NOTHING)]))),
];

/// Type, sizes, checksum; then what there is of its type: data, an index, a dictionary, data in the second form.
pub(super) const PAGE_HEADER: Fields = &[
    (1, Number),
    (2, Told(Claim::Unpacked, &Number)),
    (3, Told(Claim::Packed, &Number)),
    (4, Number),
    (5, Struct(DATA_PAGE)),
    (6, NOTHING),
    (7, Struct(&[(1, Told(Claim::Listed, &Number)), (2, Number), (3, Flag)])),
    (8, Struct(DATA_PAGE_V2)),
];

const NOTHING: Kind = Struct(&[]);

/// Type, its length, repetition, name, children, converted type, scale, precision, id, logical type.
const COLUMN: Fields = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Told(Claim::Name, &Text)),
    (5, Told(Claim::Children, &Number)),
    (6, Number),
    (7, Number),
    (8, Number),
    (9, Number),
    (10, Struct(LOGICAL_TYPE)),
];

/// One of them: most need no more than their number, but decimals, times, whole numbers, variants and places do.
const LOGICAL_TYPE: Fields = &[
    (1, NOTHING),
    (2, NOTHING),
    (3, NOTHING),
    (4, NOTHING),
    (5, Struct(&[(1, Number), (2, Number)])),
    (6, NOTHING),
    (7, TIME),
    (8, TIME),
    (10, Struct(&[(1, Byte), (2, Flag)])),
    (11, NOTHING),
    (12, NOTHING),
    (13, NOTHING),
    (14, NOTHING),
    (15, NOTHING),
    (16, Struct(&[(1, Byte)])),
    (17, Struct(&[(1, Text)])),
    (18, Struct(&[(1, Text), (2, Number)])),
];

const TIME: Kind = Struct(&[(1, Flag), (2, Struct(&[(1, NOTHING), (2, NOTHING), (3, NOTHING)]))]);

/// Columns, bytes, rows, order, offset, packed bytes, ordinal.
const ROW_GROUP: Fields = &[
    (1, List(&Struct(CHUNK))),
    (2, Number),
    (3, Number),
    (4, List(&Struct(&[(1, Number), (2, Flag), (3, Flag)]))),
    (5, Number),
    (6, Number),
    (7, Number),
];

/// File, offset, metadata, places of the two indexes.
const CHUNK: Fields = &[
    (1, Text),
    (2, Number),
    (3, Struct(CHUNK_METADATA)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
];

/// Type, encodings, path, codec, values, sizes, what is said of it, offsets of pages, statistics, encodings of pages,
/// a Bloom filter, statistics of sizes and of places.
const CHUNK_METADATA: Fields = &[
    (1, Number),
    (2, List(&Number)),
    (3, List(&Text)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, List(&Struct(KEY_VALUE))),
    (9, Number),
    (10, Number),
    (11, Number),
    (12, Struct(STATISTICS)),
    (13, List(&Struct(&[(1, Number), (2, Number), (3, Number)]))),
    (14, Number),
    (15, Number),
    (16, Struct(&[(1, Number), (2, List(&Number)), (3, List(&Number))])),
    (17, Struct(&[(1, Struct(BOX)), (2, List(&Number))])),
];

const KEY_VALUE: Fields = &[(1, Text), (2, Text)];

const STATISTICS: Fields =
    &[(1, Text), (2, Text), (3, Number), (4, Number), (5, Text), (6, Text), (7, Flag), (8, Flag)];

const BOX: Fields =
    &[(1, Double), (2, Double), (3, Double), (4, Double), (5, Double), (6, Double), (7, Double), (8, Double)];

const DATA_PAGE: Fields = &[(1, Number), (2, Number), (3, Number), (4, Number), (5, Struct(STATISTICS))];

const DATA_PAGE_V2: Fields = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Flag),
    (8, Struct(STATISTICS)),
];
