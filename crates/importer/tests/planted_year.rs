//! A year of ticks with errors of every kind, imported: the reports tell exactly those, the gaps and the flipped bits are found, and nothing else.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;
#[path = "../../quality/tests/common/planting.rs"]
mod planting;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use common::import_with;
use planting::{bits, disorder, plant, year};
use tempfile::TempDir;
use tickloom_bars::{
    calendar::Calendar,
    gaps::{Gap, GapClass, GapRules, gaps},
};
use tickloom_formats::csv;
use tickloom_importer::{FindingCode, ImportOptions, ImportReport};
use tickloom_model::{Digits, InstrumentKind, NANOS_PER_SECOND, Ticks, TimeRange, UnixNanos, UtcDay};
use tickloom_quality::Findings;
use tickloom_store::{Store, VerifyReport, VerifyScope};

const MINUTE: i64 = 60 * NANOS_PER_SECOND;
const HOUR: i64 = 60 * MINUTE;

/// One tick in so many of the generated market: a tick every few seconds.
const STEP: usize = 12;

/// Weekdays around both changes of the clocks, and one in most weeks: one hole of two to five hours each.
fn hole(day: UtcDay, seed: usize) -> Option<TimeRange> {
    let near_clocks =
        ["2024-03-08", "2024-03-11", "2024-11-01", "2024-11-04"].contains(&day.to_string().as_str());
    let chosen = near_clocks || seed % 7 == 3;
    let start = day
        .start()
        .saturating_add((6 + (bits(seed) % 6) as i64) * HOUR + (bits(seed + 1) % 60) as i64 * MINUTE);
    let end = start.saturating_add((2 + seed as i64 % 4) * HOUR);
    (chosen && is_weekday(day)).then_some(TimeRange { start, end })
}

fn is_weekday(day: UtcDay) -> bool {
    (1..=5).contains(&(day.days_since_epoch() + 4).rem_euclid(7))
}

/// A year of monthly files with what is wrong in them.
struct Planted {
    _folder: TempDir,
    files: Vec<PathBuf>,
    /// Of each code the (file, line) of every row, in order.
    places: BTreeMap<FindingCode, Vec<(usize, u64)>>,
    holes: Vec<TimeRange>,
}

fn planted() -> &'static Planted {
    static PLANTED: OnceLock<Planted> = OnceLock::new();
    PLANTED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut months: BTreeMap<String, Vec<Ticks>> = BTreeMap::new();
        let (mut places, mut holes) = (BTreeMap::<_, Vec<_>>::new(), Vec::new());
        for (seed, (day, ticks)) in year(STEP).enumerate() {
            let hole = hole(day, seed);
            holes.extend(hole);
            let mut ticks = without(&ticks, hole);
            let mut found = plant(&mut ticks, seed);
            found.extend(disorder(&mut ticks, &found, seed));
            let repeated = repeat(&mut ticks, &mut found, seed);
            found.extend(repeated.map(|at| (FindingCode::Repeated, at)));
            found.sort_by_key(|(_, at)| *at);
            let month = months.entry(day.to_string()[..7].to_owned()).or_default();
            let lines_before = 1 + month.iter().map(Ticks::len).sum::<usize>();
            month.push(ticks);
            let file = months.len() - 1;
            for (code, at) in found {
                places.entry(code).or_default().push((file, (lines_before + at + 1) as u64));
            }
        }
        let files = months.iter().map(|(month, days)| write(folder.path(), month, days)).collect();
        Planted { _folder: folder, files, places, holes }
    })
}

fn without(ticks: &Ticks, hole: Option<TimeRange>) -> Ticks {
    ticks.iter().filter(|tick| hole.is_none_or(|hole| !hole.contains(tick.timestamp))).collect()
}

/// Doubles a row with nothing wrong near it, late in the day if it is long enough; says where the second stands.
fn repeat(ticks: &mut Ticks, found: &mut [(FindingCode, usize)], seed: usize) -> Option<usize> {
    let is_near = |at: usize| found.iter().any(|(_, other)| other.abs_diff(at) < 200);
    let first = ticks.len() / 2 + bits(seed + 7) as usize % 100;
    let at = (first..ticks.len()).find(|at| !is_near(*at))?;
    let mut doubled = Ticks::default();
    doubled.extend_from(ticks, 0..at + 1);
    doubled.extend_from(ticks, at..ticks.len());
    *ticks = doubled;
    found.iter_mut().filter(|(_, other)| *other > at).for_each(|(_, other)| *other += 1);
    Some(at + 1)
}

fn write(folder: &Path, month: &str, days: &[Ticks]) -> PathBuf {
    let mut rows = Vec::new();
    csv::write_dukascopy_header(&mut rows);
    days.iter().for_each(|day| csv::write_dukascopy_ticks(day, Digits::new(5).unwrap(), &mut rows));
    let path = folder.join(format!("EURUSD_{month}.csv"));
    fs::write(&path, rows).unwrap();
    path
}

/// A home into which the year was imported in pieces of 64 KiB, so that there are many seams.
fn imported(strict: bool) -> (TempDir, Store, ImportReport) {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let options =
        ImportOptions { strict, piece_bytes: NonZeroUsize::new(65_536), ..ImportOptions::default() };
    let report = import_with(&store, "EURUSD", &planted().files, &options).unwrap();
    (home, store, report)
}

#[test]
fn the_report_counts_exactly_what_was_planted_and_shows_the_first_places() {
    let (_home, _store, report) = imported(false);
    let expected: Vec<_> =
        planted().places.iter().map(|(code, places)| (*code, places.len() as u64)).collect();
    let found: Vec<_> = report.findings.iter().map(|finding| (finding.code, finding.count)).collect();
    assert_eq!(found, expected);
    assert!(expected.len() >= 9 && planted().places.values().all(|places| places.len() > 90), "{expected:?}");
    for finding in &report.findings {
        let shown: Vec<_> = finding.first.iter().filter_map(|place| place.line).collect();
        let lines: Vec<_> = planted().places[&finding.code].iter().take(5).map(|(_, line)| *line).collect();
        if finding.code != FindingCode::Stale {
            assert_eq!(shown, lines, "{}", finding.code);
        }
    }
}

#[test]
fn a_strict_import_refuses_every_planted_row_and_no_other() {
    let (_home, store, report) = imported(true);
    let refused = planted().places.iter().filter(|(code, _)| code.is_refused_by_strict());
    let expected: BTreeSet<(usize, u64)> = refused.flat_map(|(_, places)| places).copied().collect();
    let text = fs::read_to_string(report.quarantine.unwrap()).unwrap();
    let rows = text.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.splitn(3, ',').collect();
        let name = |file: &PathBuf| file.ends_with(Path::new(cells[0]).file_name().unwrap());
        (planted().files.iter().position(name).unwrap(), cells[1].parse().unwrap())
    });
    assert_eq!(rows.collect::<BTreeSet<_>>(), expected);
    assert_eq!(report.refused, expected.len() as u64);
    assert_eq!(refused_left(&store), Findings::default());
}

/// What the checks of pieces still find in the stored days, of what is refused.
fn refused_left(store: &Store) -> Findings {
    let mut left = Findings::default();
    for day in stored(store) {
        let marks = tickloom_quality::checks::batch(&day, Digits::new(5).unwrap(), Default::default());
        for (code, count, _) in marks.iter().filter(|(code, ..)| code.is_refused_by_strict()) {
            left.add(code, count, []);
        }
    }
    left
}

fn stored(store: &Store) -> Vec<Ticks> {
    store.ticks(&"EURUSD".parse().unwrap(), TimeRange::ALL).unwrap().days
}

#[test]
fn every_planted_hole_is_a_suspicious_gap_and_no_other_is() {
    let (_home, store, _) = imported(false);
    let days = stored(&store);
    let calendar = Calendar::of(InstrumentKind::Fx).unwrap();
    let found = gaps(days.iter().map(|day| &day.timestamp[..]), &calendar, &GapRules::default());
    let suspicious: Vec<&Gap> = found.iter().filter(|gap| gap.class == GapClass::Suspicious).collect();
    assert!(planted().holes.len() > 30);
    let covers = |gap: &Gap, hole: &TimeRange| gap.range.start <= hole.start && hole.end <= gap.range.end;
    let none = |gap: &&&Gap| !planted().holes.iter().any(|hole| covers(gap, hole));
    assert_eq!(suspicious.iter().filter(none).collect::<Vec<_>>(), [] as [&&Gap; 0]);
    assert_eq!(suspicious.len(), planted().holes.len());
    // The year's ticks begin after New Year's Day.
    assert_eq!(holidays(&found), ["2024-03-29", "2024-12-25"]);
}

/// The session days on which a silence of a day is put down to a holiday.
fn holidays(gaps: &[Gap]) -> Vec<String> {
    let length = |range: TimeRange| range.end.as_i64() - range.start.as_i64();
    let long = gaps.iter().filter(|gap| gap.class == GapClass::Holiday && length(gap.range) > 12 * HOUR);
    long.map(|gap| UtcDay::of(UnixNanos::new(gap.range.end.as_i64() - 6 * HOUR)).to_string()).collect()
}

#[test]
fn every_flipped_bit_is_found_in_its_file_and_no_other_file_is_blamed() {
    let (home, store, _) = imported(false);
    assert_eq!(verify(&store).problems, []);
    let files: Vec<PathBuf> = tick_files(home.path());
    let flipped: BTreeSet<PathBuf> = (0..40).map(|n| files[bits(n) as usize % files.len()].clone()).collect();
    for (number, file) in flipped.iter().enumerate() {
        let mut bytes = fs::read(file).unwrap();
        let at = bits(100 + number) as usize % bytes.len();
        bytes[at] ^= 1 << (number % 8);
        fs::write(file, bytes).unwrap();
    }
    let blamed: BTreeSet<PathBuf> =
        verify(&store).problems.into_iter().map(|problem| home.path().join(problem.path)).collect();
    assert_eq!(blamed, flipped);
}

fn verify(store: &Store) -> VerifyReport {
    store.verify(&VerifyScope::default(), &mut |_| true).unwrap()
}

fn tick_files(home: &Path) -> Vec<PathBuf> {
    let days = fs::read_dir(home.join("ticks/symbol=EURUSD")).unwrap();
    let mut files: Vec<PathBuf> = days.map(|day| day.unwrap().path().join("ticks.parquet")).collect();
    files.sort();
    files
}
