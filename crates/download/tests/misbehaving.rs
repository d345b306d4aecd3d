//! Downloads of a real day from servers that behave, and from those that do not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod server;

use std::{
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    time::Duration,
};

use server::{Reply, Server};
use tickloom_download::{Download, DownloadError, DownloadOptions, DownloadReport, SpooledHours};
use tickloom_formats::bi5;
use tickloom_importer::{Control, Files, ImportOptions, Progress, TickSource, import_from};
use tickloom_model::{Symbol, TimeRange};
use tickloom_store::Store;

fn day() -> PathBuf {
    let root = std::env::var_os("TICKLOOM_TEST_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let day = root.join("dukascopy-bi5/EURUSD/2019/01/04");
    assert!(day.exists(), "{} is missing: real data is needed", day.display());
    day
}

fn hour_of(path: &str) -> Vec<u8> {
    fs::read(day().join(path.rsplit('/').next().unwrap())).unwrap()
}

fn symbol() -> Symbol {
    "EURUSD".parse().unwrap()
}

fn download(server: &Server, folder: &Path, from: &str, to: &str) -> Download {
    Download {
        symbol: symbol(),
        range: TimeRange::new(from.parse().unwrap(), to.parse().unwrap()).unwrap(),
        base: server.url().parse().unwrap(),
        folder: folder.into(),
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
    }
}

fn whole_day(server: &Server, folder: &Path) -> Download {
    download(server, folder, "2019-02-04T00:00:00Z", "2019-02-05T00:00:00Z")
}

fn one_hour(server: &Server, folder: &Path) -> Download {
    download(server, folder, "2019-02-04T07:00:00Z", "2019-02-04T08:00:00Z")
}

/// As the default, but in no mood to wait.
fn impatient() -> DownloadOptions {
    DownloadOptions {
        timeout: Duration::from_secs(30),
        pause: Duration::from_millis(1),
        attempts: 3,
        ..DownloadOptions::default()
    }
}

fn run(download: &Download) -> DownloadReport {
    download.run(&impatient(), &mut |_| Control::Continue).unwrap()
}

fn content_hash(home: &Path, source: &dyn TickSource) -> String {
    let store = Store::open(home).unwrap();
    import_from(&store, &symbol(), source, &ImportOptions::default(), &mut |_| Control::Continue).unwrap();
    format!("{:?}", store.instruments().unwrap()[0].content_hash)
}

/// The hash of the store after a download is that after an import of the folder the server has.
fn assert_same_store(folder: &Path, report: &DownloadReport) {
    let homes = tempfile::tempdir().unwrap();
    let spooled = SpooledHours { folder: folder.into(), symbol: symbol(), hours: report.kept.clone() };
    let direct = Files::at(&[day()]).unwrap();
    assert_eq!(
        content_hash(&homes.path().join("downloaded"), &spooled),
        content_hash(&homes.path().join("direct"), &direct)
    );
}

#[test]
fn a_day_is_fetched_over_no_more_connections_than_allowed_and_only_once() {
    let server = Server::answering(|path, _| {
        std::thread::sleep(Duration::from_millis(20));
        Reply::Hour(hour_of(path))
    });
    let folder = tempfile::tempdir().unwrap();
    let options = DownloadOptions { connections: NonZeroUsize::new(3).unwrap(), ..impatient() };
    let mut last: Option<Progress> = None;
    let first = whole_day(&server, folder.path())
        .run(&options, &mut |progress| {
            last = Some(progress.clone());
            Control::Continue
        })
        .unwrap();
    assert_eq!((first.hours, first.fetched, first.requests), (24, 24, 24));
    assert!(first.is_complete() && first.ticks > 100_000, "{first:?}");
    assert_eq!(server.most_at_once(), 3);
    assert!(last.is_some_and(|last| (last.files_done, last.files_total) == (24, 24)));
    let second = run(&whole_day(&server, folder.path()));
    assert_eq!((second.fetched, second.reused, second.requests, second.ticks), (0, 24, 0, first.ticks));
    assert_same_store(folder.path(), &second);
}

#[test]
fn faults_that_pass_are_asked_again_until_all_is_there() {
    let server = Server::answering(|path, nth| {
        let bytes = hour_of(path);
        let hour: usize = path[path.len() - 13..path.len() - 11].parse().unwrap();
        match (nth, hour % 8) {
            (0, 0) => Reply::Status("500 Internal Server Error", String::new()),
            (0, 1) => Reply::Status("429 Too Many Requests", "Retry-After: 1\r\n".into()),
            (0, 2) => Reply::CutOff(bytes),
            (0, 3) => Reply::TooMany(bytes),
            (0, 4) => Reply::HangUp,
            (0, 5) => Reply::Hour(b"<!DOCTYPE html><title>Sorry</title>".into()),
            (0, 6) => Reply::WithoutLength(Vec::new()),
            (1, 0) => Reply::Status("503 Service Unavailable", "Retry-After: soon\r\n".into()),
            (_, 6) => Reply::Chunked(bytes),
            (_, 7) => Reply::WithoutLength(bytes),
            _ => Reply::Hour(bytes),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let report = run(&whole_day(&server, folder.path()));
    assert_eq!(report.lost, []);
    assert_eq!((report.fetched, report.missing.len()), (24, 0));
    assert_eq!(server.asked()["EURUSD/2019/01/04/00h_ticks.bi5"], 3);
    assert_same_store(folder.path(), &report);
}

#[test]
fn faults_that_stay_lose_the_hour_with_their_reason() {
    for (what, reply, code, requests) in [
        ("500s", Reply::Status("500 Internal Server Error", String::new()), "download.status", 3),
        ("403", Reply::Status("403 Forbidden", String::new()), "download.status", 1),
        (
            "long wait",
            Reply::Status("429 Too Many Requests", "Retry-After: 86400\r\n".into()),
            "download.status",
            1,
        ),
        (
            "redirect",
            Reply::Status("302 Found", "Location: http://127.0.0.1:1/\r\n".into()),
            "download.redirect",
            1,
        ),
        ("cut off", Reply::CutOff(hour_of("07h_ticks.bi5")), "download.incomplete", 3),
        ("cut off unnoticed", Reply::Hour(hour_of("07h_ticks.bi5")[..9000].into()), "bi5.truncated", 3),
        ("garbage", Reply::Hour(b"<html>no such thing</html>".into()), "bi5.not_lzma", 3),
        ("hang up", Reply::HangUp, "download.network", 3),
        ("huge", Reply::Announces(1 << 40), "download.too_large", 1),
        ("later time", Reply::Hour(another_hours_ticks()), "download.wrong_hour", 3),
        ("partial record", Reply::Hour(candles()), "bi5.partial_record", 3),
    ] {
        let server = Server::answering(move |_, _| reply.clone());
        let folder = tempfile::tempdir().unwrap();
        let report = run(&one_hour(&server, folder.path()));
        let lost: Vec<_> = report.lost.iter().map(|hour| hour.code).collect();
        assert_eq!(lost, [code], "{what}: {:?}", report.lost);
        assert_eq!((report.requests, report.kept.len()), (requests, 0), "{what}");
        assert!(!report.is_complete());
        assert!(!folder.path().join("EURUSD/2019/01/04/07h_ticks.bi5").exists(), "{what}");
    }
}

#[test]
fn slow_and_endless_answers_are_ended() {
    let hour = hour_of("07h_ticks.bi5");
    for (what, reply, code) in [
        ("drip", Reply::Drip(hour), "download.timeout"),
        ("silence", Reply::Silence, "download.timeout"),
        ("endless", Reply::Endless, "download.too_large"),
    ] {
        let server = Server::answering(move |_, _| reply.clone());
        let folder = tempfile::tempdir().unwrap();
        let seconds = if code == "download.too_large" { 60 } else { 1 };
        let options = DownloadOptions { attempts: 2, timeout: Duration::from_secs(seconds), ..impatient() };
        let report = one_hour(&server, folder.path()).run(&options, &mut |_| Control::Continue).unwrap();
        assert_eq!(report.lost.first().map(|lost| lost.code), Some(code), "{what}: {:?}", report.lost);
    }
}

#[test]
fn hours_that_do_not_exist_or_hold_nothing_are_told_apart() {
    let server = Server::answering(|path, _| match &path[path.len() - 13..path.len() - 11] {
        "00" => Reply::Status("404 Not Found", String::new()),
        "01" => Reply::Hour(Vec::new()),
        _ => Reply::Hour(hour_of(path)),
    });
    let folder = tempfile::tempdir().unwrap();
    let report = run(&whole_day(&server, folder.path()));
    assert_eq!(report.lost, []);
    let missing: Vec<_> = report.missing.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["2019-02-04T00:00:00.000Z"]);
    assert_eq!((report.fetched, report.empty, report.kept.len()), (23, 1, 23));
}

#[test]
fn the_same_bytes_under_two_hours_are_kept_as_neither() {
    let server = Server::answering(|path, _| match &path[path.len() - 13..path.len() - 11] {
        "08" => Reply::Hour(hour_of("07h_ticks.bi5")),
        _ => Reply::Hour(hour_of(path)),
    });
    let folder = tempfile::tempdir().unwrap();
    let report = run(&whole_day(&server, folder.path()));
    let lost: Vec<_> = report.lost.iter().map(|lost| (lost.hour.to_string(), lost.code)).collect();
    assert_eq!(
        lost,
        [
            ("2019-02-04T07:00:00.000Z".into(), "download.repeated"),
            ("2019-02-04T08:00:00.000Z".into(), "download.repeated"),
        ]
    );
    assert_eq!(report.kept.len(), 22);
}

#[test]
fn a_server_that_only_fails_is_left_in_peace() {
    let server = Server::answering(|_, _| Reply::Status("500 Internal Server Error", String::new()));
    let folder = tempfile::tempdir().unwrap();
    let options = DownloadOptions { give_up_after: 10, connections: NonZeroUsize::MIN, ..impatient() };
    let report = whole_day(&server, folder.path()).run(&options, &mut |_| Control::Continue).unwrap();
    assert_eq!((report.requests, report.lost.len()), (10, 24));
    assert_eq!(report.lost.last().unwrap().code, "download.gave_up");
}

#[test]
fn hours_that_are_not_over_are_not_asked_for() {
    let server = Server::answering(|path, _| Reply::Hour(hour_of(path)));
    let folder = tempfile::tempdir().unwrap();
    let now = "2019-02-04T22:59:59Z".parse().unwrap();
    let report = run(&Download { now, ..whole_day(&server, folder.path()) });
    assert_eq!((report.fetched, report.lost.len(), server.asked().len()), (22, 2, 22));
    assert!(report.lost.iter().all(|lost| lost.code == "download.not_over"));
}

#[test]
fn a_download_that_was_stopped_goes_on_from_what_is_there() {
    let server = Server::answering(|path, _| {
        std::thread::sleep(Duration::from_millis(100));
        Reply::Hour(hour_of(path))
    });
    let folder = tempfile::tempdir().unwrap();
    let options = DownloadOptions { connections: NonZeroUsize::MIN, ..impatient() };
    let stopped = whole_day(&server, folder.path())
        .run(&options, &mut |progress| match progress.files_done {
            0..3 => Control::Continue,
            _ => Control::Stop,
        })
        .unwrap();
    assert!(stopped.not_asked > 0 && stopped.fetched >= 3 && stopped.lost.is_empty(), "{stopped:?}");
    let resumed = run(&whole_day(&server, folder.path()));
    assert_eq!((resumed.reused, resumed.fetched + resumed.reused), (stopped.fetched, 24));
    assert_same_store(folder.path(), &resumed);
}

#[test]
fn kept_hours_are_verified_before_they_are_trusted_again() {
    let server = Server::answering(|path, _| Reply::Hour(hour_of(path)));
    let folder = tempfile::tempdir().unwrap();
    run(&whole_day(&server, folder.path()));
    let hours = folder.path().join("EURUSD/2019/01/04");
    let damaged = hours.join("07h_ticks.bi5");
    let bytes = fs::read(&damaged).unwrap();
    fs::write(&damaged, &bytes[..bytes.len() - 100]).unwrap();
    // What a kill leaves of an hour that was being written.
    fs::write(hours.join("08h_ticks.bi5.part"), b"half").unwrap();
    fs::remove_file(hours.join("08h_ticks.bi5")).unwrap();
    let report = run(&whole_day(&server, folder.path()));
    assert_eq!((report.fetched, report.reused), (2, 22));
    assert_eq!(fs::read(hours.join("07h_ticks.bi5.damaged")).unwrap().len(), bytes.len() - 100);
    assert_same_store(folder.path(), &report);
}

#[test]
fn two_downloads_do_not_work_in_one_folder() {
    let server = Server::answering(|path, _| {
        std::thread::sleep(Duration::from_millis(100));
        Reply::Hour(hour_of(path))
    });
    let folder = tempfile::tempdir().unwrap();
    let mut second = None;
    whole_day(&server, folder.path())
        .run(&impatient(), &mut |_| {
            second.get_or_insert_with(|| {
                whole_day(&server, folder.path()).run(&impatient(), &mut |_| Control::Continue)
            });
            Control::Continue
        })
        .unwrap();
    assert!(matches!(second, Some(Err(DownloadError::FolderInUse { .. }))));
}

#[test]
fn a_proxy_that_cannot_be_one_is_refused_without_repeating_its_address() {
    let server = Server::answering(|path, _| Reply::Hour(hour_of(path)));
    let folder = tempfile::tempdir().unwrap();
    let options = DownloadOptions { proxy: Some("secret nonsense".into()), ..impatient() };
    let error = one_hour(&server, folder.path()).run(&options, &mut |_| Control::Continue).unwrap_err();
    assert_eq!(error.code(), "download.proxy_invalid");
    assert!(!error.to_string().contains("secret") && server.asked().is_empty());
}

#[test]
fn a_folder_that_cannot_be_written_ends_the_download() {
    let server = Server::answering(|path, _| Reply::Hour(hour_of(path)));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("EURUSD"), "a file where a folder is wanted").unwrap();
    let error = whole_day(&server, folder.path()).run(&impatient(), &mut |_| Control::Continue).unwrap_err();
    assert_eq!(error.code(), "download.folder_unusable");
}

/// Ticks of two hours as if they were one: some are later than any tick of the hour can be.
fn another_hours_ticks() -> Vec<u8> {
    let start = "2019-02-04T07:00:00Z".parse().unwrap();
    let ticks = bi5::Decoder::new().ticks(&hour_of("07h_ticks.bi5"), start).unwrap().ticks;
    let good = bi5::encode_ticks(&ticks, start).unwrap();
    let records = liblzma_records(&good);
    let late: Vec<u8> = records
        .chunks(20)
        .flat_map(|record| {
            let millis = u32::from_be_bytes(record[..4].try_into().unwrap()) + 3_600_000;
            [&millis.to_be_bytes()[..], &record[4..]].concat()
        })
        .collect();
    compressed(&late)
}

fn candles() -> Vec<u8> {
    compressed(&[7; 24 * 3 + 1])
}

fn liblzma_records(bytes: &[u8]) -> Vec<u8> {
    let mut stream = liblzma::stream::Stream::new_lzma_decoder(u64::MAX).unwrap();
    let mut records = Vec::with_capacity(1 << 20);
    stream.process_vec(bytes, &mut records, liblzma::stream::Action::Run).unwrap();
    records
}

fn compressed(records: &[u8]) -> Vec<u8> {
    let options = liblzma::stream::LzmaOptions::new_preset(6).unwrap();
    let mut stream = liblzma::stream::Stream::new_lzma_encoder(&options).unwrap();
    let mut bytes = Vec::with_capacity(records.len() + (1 << 16));
    stream.process_vec(records, &mut bytes, liblzma::stream::Action::Finish).unwrap();
    bytes
}
