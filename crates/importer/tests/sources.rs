//! Imports from whatever offers files: sources of one's own, and archives that are not what they say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
};

use common::{data, import_paths};
use tickloom_importer::{
    BytesFile, Control, Files, ImportError, ImportOptions, ImportReport, Listing, Outcome, TickFile,
    TickSource, import_from,
};
use tickloom_store::Store;

const ROWS: &[u8] = b"timestamp,bid,ask\n2019-02-04T00:00:00.994Z,1.14541,1.14545\n";

fn import_into(home: &Path, source: &dyn TickSource) -> Result<ImportReport, ImportError> {
    let store = Store::open(home).unwrap();
    let symbol = "EURUSD".parse().unwrap();
    import_from(&store, &symbol, source, &ImportOptions::default(), &mut |_| Control::Continue)
}

fn content_hash(home: &Path) -> String {
    format!("{:?}", Store::open(home).unwrap().instruments().unwrap()[0].content_hash)
}

/// A source out of closures.
struct Offering<F>(F);

impl<F: Fn() -> io::Result<Listing> + Send + Sync> TickSource for Offering<F> {
    fn describe(&self) -> String {
        "the test".into()
    }

    fn list(&self) -> io::Result<Listing> {
        (self.0)()
    }
}

/// A file whose bytes end in an error.
struct BreaksOff;

impl TickFile for BreaksOff {
    fn name(&self) -> &str {
        "broken.csv"
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(ROWS.chain(Fails)))
    }

    fn hash(&self) -> io::Result<String> {
        Ok("unknown".into())
    }
}

struct Fails;

impl Read for Fails {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(io::ErrorKind::ConnectionReset, "the line went dead"))
    }
}

#[test]
fn hours_from_memory_are_the_hours_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let hours = data("dukascopy-bi5/EURUSD/2019/01/04");
    let store = Store::open(&folder.path().join("files")).unwrap();
    let from_files = import_paths(&store, "EURUSD", std::slice::from_ref(&hours));
    drop(store);
    let in_memory = Offering(|| {
        // In no order at all: which hour a file is, its name says.
        let files = (0..24).rev().map(|hour| {
            let bytes = fs::read(hours.join(format!("{hour:02}h_ticks.bi5")))?;
            let file = BytesFile::new(format!("EURUSD/2019/01/04/{hour:02}h_ticks.bi5"), bytes);
            Ok(Box::new(file) as Box<dyn TickFile>)
        });
        Ok(Listing { files: files.collect::<io::Result<_>>()?, unreadable: Vec::new() })
    });
    let report = import_into(&folder.path().join("memory"), &in_memory).unwrap();
    assert_eq!((report.files, report.stored, report.bytes), (24, from_files.stored, from_files.bytes));
    assert_eq!(content_hash(&folder.path().join("memory")), content_hash(&folder.path().join("files")));
}

#[test]
fn a_file_that_breaks_off_is_refused_and_the_others_are_stored() {
    let folder = tempfile::tempdir().unwrap();
    let source = Offering(|| {
        let files: Vec<Box<dyn TickFile>> =
            vec![Box::new(BreaksOff), Box::new(BytesFile::new("whole.csv", ROWS))];
        Ok(Listing { files, unreadable: Vec::new() })
    });
    let report = import_into(folder.path(), &source).unwrap();
    assert_eq!((report.outcome, report.files, report.stored), (Outcome::Refused, 1, 1));
    assert_eq!(report.refused_files[0].code, "import.unreadable");
    assert!(report.refused_files[0].message.contains("the line went dead"));
}

#[test]
fn a_file_whose_source_panics_is_refused_and_the_others_are_stored() {
    struct Panics(&'static str);

    impl TickFile for Panics {
        fn name(&self) -> &str {
            self.0
        }

        fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
            panic!("a defect of {}", self.0)
        }
    }

    let folder = tempfile::tempdir().unwrap();
    let source = Offering(|| {
        let files: Vec<Box<dyn TickFile>> = vec![
            Box::new(Panics("a.csv")),
            Box::new(Panics("EURUSD/2019/01/04/07h_ticks.bi5")),
            Box::new(BytesFile::new("whole.csv", ROWS)),
        ];
        Ok(Listing { files, unreadable: Vec::new() })
    });
    let report = import_into(folder.path(), &source).unwrap();
    assert_eq!((report.outcome, report.files, report.stored), (Outcome::Refused, 1, 1));
    assert!(report.refused_files.iter().all(|file| file.code == "internal.error"));
    assert_eq!(report.refused_files.len(), 2);
}

#[test]
fn a_source_that_cannot_say_what_it_has_ends_the_import_before_it_starts() {
    let folder = tempfile::tempdir().unwrap();
    let error =
        import_into(folder.path(), &Offering(|| Err(io::Error::other("nobody is there")))).unwrap_err();
    assert_eq!(error.code(), "import.source_failed");
    assert!(error.to_string().contains("the test cannot be told: nobody is there"), "{error}");
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, ROWS).unwrap();
    let twice = Files::at(&[path, folder.path().into()]).unwrap();
    assert_eq!(twice.list().unwrap().files.len(), 1);
}

#[test]
fn members_that_are_not_what_the_archive_says_are_refused() {
    for (what, from, to, reason) in [
        ("other bytes", &b"1.14541"[..], &b"1.14549"[..], "checksum"),
        ("other name's end", b"a.csv", b"a.pdf", ""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("all.zip");
        write_archive(&path, zip::CompressionMethod::Stored);
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
        bytes[at..at + to.len()].copy_from_slice(to);
        fs::write(&path, bytes).unwrap();
        let report = import_into(&folder.path().join("home"), &Files::at(&[path]).unwrap()).unwrap();
        let said = report.refused_files.iter().map(|file| file.message.as_str()).collect::<String>();
        assert!(said.contains(reason), "{what}: {said}");
        assert_eq!(report.refused_files.is_empty(), reason.is_empty(), "{what}");
    }
}

#[test]
fn members_are_read_whole_however_they_are_packed() {
    for method in [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("all.zip");
        write_archive(&path, method);
        let report = import_into(&folder.path().join("home"), &Files::at(&[path]).unwrap()).unwrap();
        assert_eq!((report.files, report.stored, report.outcome), (1, 1, Outcome::Done), "{method}");
    }
}

fn write_archive(path: &Path, method: zip::CompressionMethod) {
    let mut archive = zip::ZipWriter::new(File::create(path).unwrap());
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    archive.start_file("EURUSD a.csv", options).unwrap();
    archive.write_all(ROWS).unwrap();
    archive.finish().unwrap();
}
