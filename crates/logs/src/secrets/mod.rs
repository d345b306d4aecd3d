//! The secrets of this process, which nothing that is logged may hold, in whatever form they come.

mod forms;
mod known;

use std::{
    borrow::Cow,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicBool, Ordering::Acquire, Ordering::Release},
    },
};

pub(crate) use forms::forms;
use known::Known;

/// What stands where a secret would.
pub const MASK: &str = "[secret]";

/// Bytes of the shortest secret that is kept out: anything shorter stands in every log by chance, and nothing of it could be read.
pub const SHORTEST: usize = 4;

/// Most processes know none, and pay one look at this.
static ANY: AtomicBool = AtomicBool::new(false);
static KNOWN: RwLock<Known> = RwLock::new(Known::new());

/// From now on [`redact`] replaces this secret, until the process ends: as it is, and as JSON, Python, Rust, URLs, base64 and
/// hexadecimal digits write it; a text of several lines also line by line.
///
/// The secret itself is not kept, only keyed hashes of its forms. Returns whether it is kept out: one of fewer than [`SHORTEST`] bytes
/// is not. A process that names more than 1,024 different secrets, or 128 KiB of them, is no longer able to tell them from other text,
/// and from then on all text counts as secret.
pub fn keep_out(secret: &[u8]) -> bool {
    if secret.len() < SHORTEST {
        return false;
    }
    KNOWN.write().unwrap_or_else(PoisonError::into_inner).add(secret);
    ANY.store(true, Release);
    true
}

/// Whether any is to be looked for.
pub(crate) fn are_there_any() -> bool {
    ANY.load(Acquire)
}

/// The text with [`MASK`] in place of every secret of this process.
///
/// ```
/// use std::borrow::Cow;
///
/// assert!(matches!(tickloom_logs::redact("nothing to hide"), Cow::Borrowed(_)));
/// tickloom_logs::keep_out(b"correct horse");
/// assert_eq!(tickloom_logs::redact("key=correct%20horse"), "key=[secret]");
/// ```
#[must_use]
pub fn redact(text: &str) -> Cow<'_, str> {
    if !are_there_any() {
        return Cow::Borrowed(text);
    }
    KNOWN.read().unwrap_or_else(PoisonError::into_inner).redact(text)
}
