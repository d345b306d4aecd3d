//! The files of a log: bounded, whole, private, and no reason for anybody's work to fail.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod child;

use std::{collections::BTreeSet, fs, io::Read, path::Path, thread};

use tickloom_logs::{Bounds, Config, attach, configure};
use tracing::info;

/// The texts of all files, the oldest first.
fn texts(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder.join(tickloom_logs::FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort_by_key(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        std::cmp::Reverse(name.split('.').nth(1).and_then(|age| age.parse().ok()).unwrap_or(0))
    });
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn numbers(text: &str) -> impl Iterator<Item = u64> {
    text.lines().map(|line| {
        let line: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        line["number"].as_u64().unwrap()
    })
}

#[test]
fn crowded_child() {
    let Some(home) = child::home() else { return };
    configure(Config { bounds: Bounds { bytes: 20_000, files: 100 }, ..Config::default() });
    let _attached = attach(&home);
    thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || (0..500).for_each(|number| info!(number = thread * 500 + number, "crowded")));
        }
    });
}

#[test]
fn many_threads_lose_no_line_and_no_file_is_too_long() {
    let folder = tempfile::tempdir().unwrap();
    assert!(child::command("crowded_child", folder.path()).status().unwrap().success());
    let texts = texts(folder.path());
    assert!(texts.len() > 10 && texts.iter().all(|text| text.len() <= 20_000), "{}", texts.len());
    let found: Vec<_> = texts.iter().flat_map(|text| numbers(text)).collect();
    assert_eq!(found.len(), 4_000);
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>().len(), 4_000);
}

#[test]
fn endless_child() {
    let Some(home) = child::home() else { return };
    configure(Config { bounds: Bounds { bytes: 10_000, files: 3 }, ..Config::default() });
    let _attached = attach(&home);
    for number in 0.. {
        info!(number, "endless");
        if number == 2_000 {
            println!("enough"); // for its parent, which ends it
        }
    }
}

#[test]
fn a_process_that_is_killed_leaves_whole_lines_within_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = child::command("endless_child", folder.path());
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let (mut out, mut heard) = (child.stdout.take().unwrap(), Vec::new());
    while !heard.ends_with(b"enough\n") {
        let mut byte = [0];
        out.read_exact(&mut byte).unwrap();
        heard.push(byte[0]);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut texts = texts(folder.path());
    // Between two steps of a rotation the newest may be missing.
    assert!((2..=3).contains(&texts.len()) && texts.iter().all(|text| text.len() <= 10_000));
    let last = texts.pop().unwrap();
    let whole = &last[..last.rfind('\n').map_or(0, |end| end + 1)];
    let found: Vec<_> = texts.iter().map(String::as_str).chain([whole]).flat_map(numbers).collect();
    assert!(found.len() > 50 && found.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{found:?}");
}

#[test]
fn continuing_child() {
    let Some(home) = child::home() else { return };
    info!(number = 0, "nobody listens yet");
    configure(Config::default());
    info!(number = 1, "there is no folder yet");
    let attached = attach(&home);
    info!(number = 2, "now there is");
    drop(attached);
    info!(number = 3, "not any more");
    let (_first, _second) = (attach(&home), attach(&home.join("other")));
    info!(number = 4, "the first of two");
}

#[test]
fn a_line_that_was_cut_off_is_ended_and_the_log_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(tickloom_logs::FOLDER).join(tickloom_logs::NAME);
    fs::create_dir(file.parent().unwrap()).unwrap();
    fs::write(&file, "{\"cut").unwrap();
    assert!(child::command("continuing_child", folder.path()).status().unwrap().success());
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(numbers(text.strip_prefix("{\"cut\n").unwrap()).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(!folder.path().join("other").exists());
}

#[test]
fn sharing_child() {
    let Some(folder) = child::home() else { return };
    let bounds = Bounds { bytes: 20_000, files: 100 };
    configure(Config { bounds, folder: Some(folder.clone()), ..Config::default() });
    let _attached = attach(&folder.join("a home of its own"));
    (0..500).for_each(|number| info!(number, "shared"));
}

#[test]
fn processes_that_share_a_folder_lose_no_line() {
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join(tickloom_logs::FOLDER);
    let begin = |_| child::command("sharing_child", &logs).spawn().unwrap();
    let children: Vec<_> = (0..4).map(begin).collect();
    children.into_iter().for_each(|mut child| assert!(child.wait().unwrap().success()));
    let texts = texts(folder.path());
    // Each may have written a line into a file that another was about to give a number.
    assert!(texts.len() > 5 && texts.iter().all(|text| text.len() <= 21_000), "{}", texts.len());
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.is_empty());
    let found: Vec<_> = lines.flat_map(numbers).collect();
    assert!((0..500).all(|number| found.iter().filter(|found| **found == number).count() == 4));
}

#[test]
fn removing_child() {
    let Some(home) = child::home() else { return };
    configure(Config::default());
    let _attached = attach(&home);
    info!(number = 0, "goes");
    fs::remove_file(home.join(tickloom_logs::FOLDER).join(tickloom_logs::NAME)).unwrap();
    info!(number = 1, "stays");
}

#[test]
fn a_file_that_somebody_removes_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    assert!(child::command("removing_child", folder.path()).status().unwrap().success());
    assert_eq!(numbers(&texts(folder.path()).concat()).collect::<Vec<_>>(), [1]);
}

#[test]
fn fewer_child() {
    let Some(home) = child::home() else { return };
    for files in [6, 2] {
        configure(Config { bounds: Bounds { bytes: 2_000, files }, ..Config::default() });
        let _attached = attach(&home);
        (0..100).for_each(|number| info!(number, "fewer"));
    }
}

#[test]
fn files_that_are_too_many_since_fewer_are_kept_go() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join(tickloom_logs::FOLDER).join("tickloom.last.jsonl");
    fs::create_dir(other.parent().unwrap()).unwrap();
    fs::write(&other, "{\"number\":1}").unwrap();
    assert!(child::command("fewer_child", folder.path()).status().unwrap().success());
    assert_eq!(texts(folder.path()).len(), 3);
    assert!(other.exists(), "what is no log of ours stays");
}

#[test]
fn unheard_child() {
    let Some(home) = child::home() else { return };
    configure(Config::default());
    let _attached = attach(&home.join("file"));
    (0..100).for_each(|number| info!(number, "lost"));
}

#[test]
fn a_folder_that_cannot_be_written_is_told_once_and_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "no folder").unwrap();
    let done = child::command("unheard_child", folder.path()).output().unwrap();
    assert!(done.status.success());
    let told = String::from_utf8(done.stderr).unwrap();
    assert_eq!(told.matches("is not written: ").count(), 1, "{told}");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it_and_no_link_is_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join(tickloom_logs::FOLDER);
    let run = || child::command("continuing_child", folder.path()).output().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    run();
    let file = logs.join(tickloom_logs::NAME);
    assert_eq!((mode(&logs), mode(&file)), (0o700, 0o600));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    run();
    assert_eq!(mode(&file), 0o600);
    let other = folder.path().join("somebody's");
    fs::rename(&file, &other).unwrap();
    let before = fs::read(&other).unwrap();
    symlink(&other, &file).unwrap();
    assert!(String::from_utf8(run().stderr).unwrap().contains("is not written"));
    assert_eq!(fs::read(&other).unwrap(), before);
}
