//! Secrets by name: how they are, and values that go in. None ever comes out.

use super::common::Empty;
use crate::{method::methods, record::records};

const NAME: &[&str] = &["credentials.name_invalid"];
const FOUND: &[&str] = &["credentials.not_found"];
const VALUE: &[&str] = &["credentials.value_invalid", "credentials.too_many", "credentials.refused"];
const PLACE: &[&str] = &[
    "credentials.no_keychain",
    "credentials.keychain_timeout",
    "credentials.keychain_refused",
    "credentials.locked",
    "credentials.passphrase_wrong",
    "credentials.busy",
    "credentials.damaged",
    "credentials.folder_unusable",
    "credentials.trail_unwritable",
];

records! {
    /// A credential and how it is, without a word of what it holds.
    Credential {
        /// Its name.
        name: String,
        /// How it is; `old` still works.
        state: String => words(&["ok", "missing", "old", "unreadable", "refused"]),
        /// What keeps it; missing if nothing does.
        backend: Option<String> => words(&["keychain", "file", "environment"]),
        /// When it was set; missing if that is not known.
        since: Option<i64> => time(),
        /// Whether the value before is kept, too, until the rotation is finished.
        has_previous: bool,
        /// What is wrong, and what to do; missing if nothing is.
        advice: Option<String>,
    }

    /// Credentials.
    CredentialList {
        /// By name.
        credentials: Vec<Credential>,
    }

    /// Names a credential.
    CredentialName {
        /// Its name.
        name: String,
    }

    /// A value that goes in. Frames of it are in no log and in no error.
    CredentialValue {
        /// The name of the credential.
        name: String,
        /// Its value, at most 16 KiB of UTF-8.
        value: String,
    }
}

methods! {
    /// Which credentials there are and which are missing. No value is read.
    List = Once "credentials.list"(Empty) -> CredentialList, [PLACE];
    /// The same, with every value read, aged and shown to the validator of its integration.
    Check = Once "credentials.check"(Empty) -> CredentialList, [PLACE];
    /// Keeps a value; one that was there before is forgotten.
    Set = Once "credentials.set"(CredentialValue) -> Empty, [NAME, VALUE, PLACE];
    /// Keeps a new value beside the old one, which stays until the rotation is finished.
    Rotate = Once "credentials.rotate"(CredentialValue) -> Empty, [NAME, FOUND, VALUE, PLACE];
    /// Forgets the value before the current one.
    Finish = Once "credentials.finish"(CredentialName) -> Empty, [NAME, FOUND, PLACE];
    /// Goes back to the value before the current one, which is forgotten.
    Undo = Once "credentials.undo"(CredentialName) -> Empty, [NAME, FOUND, PLACE];
    /// Forgets all values of a credential.
    Delete = Once "credentials.delete"(CredentialName) -> Empty, [NAME, FOUND, PLACE];
}
