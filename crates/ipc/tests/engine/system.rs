//! What the operating system says of this process.

/// Bytes of memory that the process holds, where the system tells it in a file.
pub fn resident() -> Option<u64> {
    let pages: u64 = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4_096)
}

/// Asserts that no more than so many bytes have come to `before`; says nothing where nothing can be known.
pub fn assert_flat(before: Option<u64>, more: u64, what: &str) {
    let (Some(before), Some(after)) = (before, resident()) else { return };
    let grown = after.saturating_sub(before);
    assert!(grown <= more, "{what}: {grown} bytes more");
}

/// As many open files as may be.
#[cfg(unix)]
pub fn allow_many_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let most = getrlimit(Resource::Nofile).maximum;
    let wanted = most.map_or(8_192, |most| most.min(8_192));
    setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: most }).unwrap();
}

#[cfg(not(unix))]
pub fn allow_many_files() {}
