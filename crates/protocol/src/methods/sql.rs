//! Queries over ticks, bars and records.

use serde_bytes::ByteBuf;

use super::common::CATALOGUE;
use crate::{method::methods, record::records, scalar::Scalar};

records! {
    /// A query, and how much of an answer is wanted.
    SqlQuery {
        /// One SELECT, or EXPLAIN of one.
        query: String,
        /// What stands for `?`, `$1` and so on; times as ISO 8601 text.
        params: Option<Vec<Scalar>>,
        /// How many rows at most; without it, all that fit into 2 GiB.
        max_rows: Option<u64>,
        /// How long it may take; without it, as long as it needs.
        timeout: Option<f64> => unit("s") range("over 0"),
    }

    /// The rows of a query, or a part of them.
    SqlPart {
        /// A piece of an Arrow IPC stream: those of all parts, one after the other, are the stream.
        columns: ByteBuf,
        /// Whether there were more rows than asked for. In the last part alone.
        is_cut: Option<bool> => default("false"),
    }
}

methods! {
    /// The result of one SELECT over the views `ticks` and `bars` and all records. Nothing can be changed and no file be read.
    Query = Parts "sql.query"(SqlQuery) -> SqlPart,
        [&["sql.refused", "sql.failed", "sql.too_large", "interrupted"], CATALOGUE];
}
