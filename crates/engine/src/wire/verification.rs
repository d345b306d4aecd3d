//! What a verification and a repair are told, and tell.

use tickloom_importer as importer;
use tickloom_ipc::Failure;
use tickloom_protocol::methods::{verification, work};
use tickloom_store::{Problem, VerifyProgress, VerifyReport, VerifyScope};

use super::{
    report,
    words::{range, word},
};

pub(crate) fn scope(selection: verification::StoreSelection) -> Result<VerifyScope, Failure> {
    let verification::StoreSelection { symbols, start, end } = selection;
    let symbols = symbols.unwrap_or_default();
    let symbols = symbols.iter().map(|symbol| word(symbol)).collect::<Result<_, _>>()?;
    Ok(VerifyScope { symbols, range: range(start, end)? })
}

pub(crate) fn verify_progress(progress: &VerifyProgress) -> work::VerifyProgress {
    let VerifyProgress { files_done, files_total, bytes_done, bytes_total, problems, elapsed } = *progress;
    let elapsed = elapsed.as_secs_f64();
    work::VerifyProgress { files_done, files_total, bytes_done, bytes_total, problems, elapsed }
}

pub(crate) fn verify_report(report: VerifyReport) -> verification::VerifyReport {
    let VerifyReport { files, bytes, ticks, problems, more_foreign, elapsed } = report;
    let (problems, elapsed) = (problems.into_iter().map(problem).collect(), elapsed.as_secs_f64());
    verification::VerifyReport { files, bytes, ticks, problems, more_foreign, elapsed }
}

fn problem(problem: Problem) -> verification::StoreProblem {
    verification::StoreProblem {
        code: problem.kind.code().into(),
        symbol: problem.symbol.map(|symbol| symbol.to_string()),
        day: problem.day.map(|day| day.to_string()),
        path: problem.path.display().to_string(),
        found: problem.found,
        advice: problem.kind.advice().into(),
    }
}

pub(crate) fn repair_report(done: importer::RepairReport) -> verification::RepairReport {
    let importer::RepairReport { found, repaired, left, imports, unrepaired } = done;
    verification::RepairReport {
        found: verify_report(found),
        repaired: repaired.into_iter().map(repaired_day).collect(),
        left: left.into_iter().map(problem).collect(),
        imports: imports.iter().map(report::import_report).collect(),
        unrepaired: unrepaired.into_iter().map(unrepaired_symbol).collect(),
    }
}

fn repaired_day(day: importer::RepairedDay) -> verification::RepairedDay {
    let importer::RepairedDay { key, ticks_before, ticks_after, is_same } = day;
    let (symbol, day) = (key.symbol.to_string(), key.day.to_string());
    verification::RepairedDay { symbol, day, ticks_before, ticks_after, is_same }
}

fn unrepaired_symbol(symbol: importer::UnrepairedSymbol) -> verification::UnrepairedSymbol {
    let importer::UnrepairedSymbol { symbol, code, message } = symbol;
    verification::UnrepairedSymbol { symbol: symbol.to_string(), code: code.into(), message }
}
