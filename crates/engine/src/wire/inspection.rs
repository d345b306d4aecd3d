//! What a path holds, told before anything is imported.

use tickloom_formats::csv::ZoneSource;
use tickloom_importer::{FileInspection, Inspected, KindCount, RefusedFile, TreeInspection};
use tickloom_protocol::methods::inspection;

pub(crate) fn inspection(inspected: Inspected) -> inspection::Inspection {
    match inspected {
        Inspected::File(found) => inspection::Inspection { file: Some(file(*found)), tree: None },
        Inspected::Tree(found) => inspection::Inspection { file: None, tree: Some(tree(*found)) },
    }
}

fn file(found: FileInspection) -> inspection::FileInspection {
    let problem =
        |(code, message): (&'static str, String)| inspection::Problem { code: code.into(), message };
    inspection::FileInspection {
        name: found.name,
        bytes: found.bytes,
        gzip: found.gzip,
        format: found.found.format.into(),
        confidence: found.found.confidence,
        reasons: found.found.reasons,
        warnings: found.found.warnings,
        problem: found.problem.map(problem),
        symbol: found.symbol.map(|symbol| symbol.to_string()),
        digits: found.digits.map(|digits| digits.get().into()),
        rows: found.rows,
        rows_are_counted: found.rows_are_counted,
        first: found.first.map(tickloom_model::UnixNanos::as_i64),
        last: found.last.map(tickloom_model::UnixNanos::as_i64),
        shown: found.shown,
        arguments: found.arguments,
        csv: found.found.csv.map(csv),
    }
}

fn csv(found: tickloom_formats::CsvInspection) -> inspection::CsvInspection {
    inspection::CsvInspection {
        dialect: found.dialect.into(),
        has_header: found.has_header,
        separator: found.separator.into(),
        decimal: found.decimal.into(),
        time_format: found.time_format.into(),
        zone: found.zone.to_string(),
        zone_from: zone_from(found.zone_source).into(),
        columns: found.columns.into_iter().map(str::to_owned).collect(),
        volumes: found.volumes.name().into(),
    }
}

const fn zone_from(source: ZoneSource) -> &'static str {
    match source {
        ZoneSource::Rows => "rows",
        ZoneSource::Header => "header",
        ZoneSource::Caller => "caller",
        ZoneSource::Dialect => "dialect",
        ZoneSource::Assumed => "assumed",
    }
}

fn tree(found: TreeInspection) -> inspection::TreeInspection {
    let symbol = |(symbol, files): (tickloom_model::Symbol, u64)| inspection::SymbolCount {
        symbol: symbol.to_string(),
        files,
    };
    inspection::TreeInspection {
        kinds: found.kinds.into_iter().map(kind).collect(),
        unreadable: found.unreadable.into_iter().map(unreadable).collect(),
        symbols: found.symbols.into_iter().map(symbol).collect(),
        example: found.example.map(file),
    }
}

fn kind(KindCount { kind: ending, files, bytes }: KindCount) -> inspection::EndingCount {
    inspection::EndingCount { ending, files, bytes }
}

fn unreadable(refused: RefusedFile) -> inspection::Problem {
    let message = format!("{}: {}", refused.source, refused.message);
    inspection::Problem { code: refused.code.into(), message }
}
