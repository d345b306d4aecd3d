//! What an import did.

use tickloom_importer::{self as importer, Place};
use tickloom_protocol::methods::report;

pub(crate) fn import_report(done: &importer::ImportReport) -> report::ImportReport {
    report::ImportReport {
        id: done.id.clone(),
        symbol: done.symbol.to_string(),
        digits: done.digits.get().into(),
        strict: done.strict,
        outcome: done.outcome.name().into(),
        files: done.files,
        bytes: done.bytes,
        rows: done.rows,
        stored: done.stored,
        duplicates: done.duplicates,
        files_known: done.files_known,
        outside: done.outside,
        refused: done.refused,
        first_refused: done.first_refused.iter().map(refused_row).collect(),
        refused_files: done.refused_files.iter().map(refused_file).collect(),
        skipped: done.skipped.iter().map(skipped_file).collect(),
        days_changed: done.days_changed,
        replaced: done.replaced.iter().map(replaced_day).collect(),
        elapsed: done.elapsed.as_secs_f64(),
        findings: done.findings.iter().map(|found| finding(done, found)).collect(),
        file: done.file.display().to_string(),
        quarantine: done.quarantine.as_ref().map(|path| path.display().to_string()),
    }
}

fn refused_row(refused: &importer::RefusedRow) -> report::RefusedRow {
    let importer::RefusedRow { source, line, byte, code, field, found, expected, row } = refused.clone();
    let (code, field) = (code.into(), field.into());
    report::RefusedRow { source, line, byte, code, field, found, expected, row }
}

fn refused_file(refused: &importer::RefusedFile) -> report::RefusedFile {
    let importer::RefusedFile { source, code, message } = refused.clone();
    report::RefusedFile { source, code: code.into(), message }
}

fn skipped_file(skipped: &importer::SkippedFile) -> report::SkippedFile {
    let importer::SkippedFile { source, reason } = skipped.clone();
    report::SkippedFile { source, reason }
}

fn replaced_day(replaced: &importer::Replaced) -> report::ReplacedDay {
    report::ReplacedDay {
        day: replaced.day.to_string(),
        ticks_before: replaced.ticks_before,
        ticks_after: replaced.ticks_after,
        added: replaced.added,
        kept_at: replaced.kept_at.display().to_string(),
    }
}

fn finding(of: &importer::ImportReport, finding: &importer::Finding) -> report::Finding {
    report::Finding {
        code: finding.code.code().into(),
        severity: finding.code.severity().name().into(),
        count: finding.count,
        rule: of.rule(finding.code).into(),
        first: finding.first.iter().map(place).collect(),
    }
}

fn place(place: &Place) -> report::Place {
    let Place { source, line, byte, time, what } = place.clone();
    report::Place { source, line, byte, time: time.as_i64(), what }
}
