//! Secrets: the keychain, the encrypted file, the environment, and the trail of what was done to them.

use crate::entry::{Group, not_found, owned, refused, unusable, usage};

const UNLOCK: &str = "Unlock or start it (on Linux a Secret Service such as gnome-keyring); or choose the encrypted file, `TICKLOOM_CREDENTIALS__BACKEND=file`.";

pub(crate) const GROUP: Group = Group {
    name: "Credentials",
    about: "Secrets by name, and the places that keep them. No text of these errors holds a value. Work that needs no secret goes on.",
    entries: &[
        usage(
            "credentials.name_invalid",
            "InvalidCredential",
            "That is no name of a credential; the text does not repeat it, for it may have been the value.",
            "Give a lower-case letter, then letters, digits and `_`, 64 at most.",
        ),
        usage(
            "credentials.value_invalid",
            "InvalidCredential",
            "The value is empty, no Unicode, holds a NUL or is longer than 16 KiB.",
            "Give it again, whole.",
        ),
        usage(
            "credentials.too_many",
            "InvalidCredential",
            "There are 256 credentials already, or the encrypted file has no room for more; the text says which.",
            "Delete those that nobody needs any more.",
        ),
        usage(
            "credentials.values_differ",
            "CommandError",
            "What was typed the second time is not what was typed first.",
            "Run the command again.",
        ),
        usage(
            "credentials.no_terminal",
            "CommandError",
            "Nobody can be asked for the value: standard input is no terminal.",
            "Write the value on standard input, and give `--stdin`.",
        ),
        not_found(
            "credentials.not_found",
            "CredentialNotFound",
            "No credential has this name, it has no value before the current one, or its backend has lost the value; the text says which.",
            "Set it: `tickloom credentials set NAME`.",
        ),
        refused(
            "credentials.refused",
            "CredentialRefused",
            "The integration that needs the credential refuses the value; the text says why. Nothing was changed.",
            "Get a value that it takes.",
        ),
        refused(
            "credentials.environment_refused",
            "CredentialRefused",
            "A secret stands in the environment, or in a file that others can write, and this is not development (`TICKLOOM_ENV`).",
            "Remove it there, and run `tickloom credentials set NAME`.",
        ),
        unusable(
            "credentials.no_keychain",
            "CredentialsUnavailable",
            "This machine has no keychain, or none that this session reaches.",
            UNLOCK,
        ),
        unusable(
            "credentials.keychain_timeout",
            "CredentialsUnavailable",
            "The keychain gave no answer in time (`TICKLOOM_CREDENTIALS__TIMEOUT`, 3 s); it may be asking for its password.",
            UNLOCK,
        )
        .retryable(),
        unusable(
            "credentials.keychain_refused",
            "CredentialsUnavailable",
            "The keychain refuses, for the reason in the text: most often it is locked.",
            UNLOCK,
        ),
        unusable(
            "credentials.locked",
            "CredentialsUnavailable",
            "The encrypted file needs its passphrase, and nobody can be asked for it.",
            "Run the command on a terminal, or write the passphrase on standard input and give `--passphrase-stdin`; an engine takes it as the secret `credentials_passphrase`.",
        ),
        unusable(
            "credentials.passphrase_wrong",
            "CredentialsUnavailable",
            "The passphrase is another, or the encrypted file was changed: nobody can tell the two apart.",
            "Give the passphrase again; if it is right, restore the file from a backup.",
        ),
        owned(
            "credentials.busy",
            "CredentialsUnavailable",
            "Other programs are at work on the credentials.",
            "Try again.",
        )
        .retryable(),
        unusable(
            "credentials.damaged",
            "CredentialsUnavailable",
            "The index of names or the encrypted file is none of ours, or of a later version; the text says which.",
            "Restore it from a backup, or remove it and set the credentials again.",
        ),
        unusable(
            "credentials.folder_unusable",
            "CredentialsUnavailable",
            "The folder of the credentials, or a file in it, cannot be used: a link, another user's, open to others, or not writable; the text says which.",
            "Make it yours alone, as the text says.",
        ),
        unusable(
            "credentials.trail_unwritable",
            "CredentialsUnavailable",
            "The audit trail cannot be written. What cannot be written down is not done.",
            "Make room on its disk, and let this user write there.",
        ),
        unusable(
            "credentials.trail_damaged",
            "TrailDamaged",
            "The audit trail is not as it was written: a line was changed, removed, added or put elsewhere; the text says where.",
            "Keep the files, and find out who could write there; what is written from now on is chained anew.",
        ),
        unusable(
            "credentials.unhealthy",
            "CommandError",
            "A credential is missing, unreadable or refused; each line says what to do.",
            "Do what the lines say.",
        ),
    ],
};
