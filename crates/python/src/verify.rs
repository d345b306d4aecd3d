//! What a verification and a repair tell, as plain values.

use pyo3::prelude::*;
use tickloom_importer::{RepairReport, RepairedDay, UnrepairedSymbol};
use tickloom_store::{Problem, VerifyProgress, VerifyReport};

use crate::imports::ReportFields;

/// A moment of a running verification.
#[derive(IntoPyObject)]
pub(crate) struct VerifyProgressFields {
    files_done: u64,
    files_total: u64,
    bytes_done: u64,
    bytes_total: u64,
    problems: u64,
    elapsed: f64,
}

/// What a verification found.
#[derive(IntoPyObject)]
pub(crate) struct VerifyFields {
    files: u64,
    bytes: u64,
    ticks: u64,
    problems: Vec<ProblemFields>,
    more_foreign: u64,
    elapsed: f64,
}

/// Something that is not as it was stored.
#[derive(IntoPyObject)]
struct ProblemFields {
    code: &'static str,
    symbol: Option<String>,
    day: Option<String>,
    path: String,
    found: String,
    advice: &'static str,
}

/// What a repair did.
#[derive(IntoPyObject)]
pub(crate) struct RepairFields {
    found: VerifyFields,
    repaired: Vec<RepairedFields>,
    left: Vec<ProblemFields>,
    imports: Vec<ReportFields>,
    unrepaired: Vec<UnrepairedFields>,
}

/// A day that was brought back.
#[derive(IntoPyObject)]
struct RepairedFields {
    symbol: String,
    day: String,
    ticks_before: Option<u64>,
    ticks_after: u64,
    is_same: Option<bool>,
}

/// A symbol that the source could do nothing for.
#[derive(IntoPyObject)]
struct UnrepairedFields {
    symbol: String,
    code: &'static str,
    message: String,
}

impl From<&VerifyProgress> for VerifyProgressFields {
    fn from(progress: &VerifyProgress) -> Self {
        Self {
            files_done: progress.files_done,
            files_total: progress.files_total,
            bytes_done: progress.bytes_done,
            bytes_total: progress.bytes_total,
            problems: progress.problems,
            elapsed: progress.elapsed.as_secs_f64(),
        }
    }
}

impl From<&VerifyReport> for VerifyFields {
    fn from(report: &VerifyReport) -> Self {
        Self {
            files: report.files,
            bytes: report.bytes,
            ticks: report.ticks,
            problems: report.problems.iter().map(ProblemFields::from).collect(),
            more_foreign: report.more_foreign,
            elapsed: report.elapsed.as_secs_f64(),
        }
    }
}

impl From<&Problem> for ProblemFields {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.kind.code(),
            symbol: problem.symbol.as_ref().map(ToString::to_string),
            day: problem.day.map(|day| day.to_string()),
            path: problem.path.display().to_string(),
            found: problem.found.clone(),
            advice: problem.kind.advice(),
        }
    }
}

impl From<&RepairReport> for RepairFields {
    fn from(report: &RepairReport) -> Self {
        Self {
            found: VerifyFields::from(&report.found),
            repaired: report.repaired.iter().map(RepairedFields::from).collect(),
            left: report.left.iter().map(ProblemFields::from).collect(),
            imports: report.imports.iter().map(ReportFields::from).collect(),
            unrepaired: report.unrepaired.iter().map(UnrepairedFields::from).collect(),
        }
    }
}

impl From<&RepairedDay> for RepairedFields {
    fn from(day: &RepairedDay) -> Self {
        Self {
            symbol: day.key.symbol.to_string(),
            day: day.key.day.to_string(),
            ticks_before: day.ticks_before,
            ticks_after: day.ticks_after,
            is_same: day.is_same,
        }
    }
}

impl From<&UnrepairedSymbol> for UnrepairedFields {
    fn from(symbol: &UnrepairedSymbol) -> Self {
        let UnrepairedSymbol { symbol, code, message } = symbol.clone();
        Self { symbol: symbol.to_string(), code, message }
    }
}
