//! The configuration of an engine: what is set, where each value is from, and changes of it.

use super::common::Empty;
use crate::{method::methods, record::records, scalar::Scalar};

const INVALID: &[&str] = &["config.invalid"];

records! {
    /// A setting, with everything that a page of settings shows of it.
    Setting {
        /// Its name, such as `sql.timeout`.
        key: String,
        /// Its name in the environment and in files, such as `TICKLOOM_SQL__TIMEOUT`.
        variable: String,
        /// What it does.
        about: String,
        /// What its value is.
        kind: String => words(&["whole", "number", "word", "text", "folder", "list", "truth"]),
        /// What holds; a list as a text with commas.
        value: Scalar,
        /// What holds from the next start on, as a file has it; missing if it is the same.
        pending: Option<String>,
        /// What holds if nobody says another.
        default: Scalar,
        /// What it may be, for people.
        allowed: String,
        /// What a number counts.
        unit: Option<String>,
        /// The least that a number may be.
        least: Option<f64>,
        /// The most that a number may be.
        most: Option<f64>,
        /// The words that it may be.
        choices: Option<Vec<String>>,
        /// Whether it may be none.
        is_optional: bool,
        /// The kind of place that says it.
        origin: String => words(&["flag", "environment", "project", "user", "default"]),
        /// Where exactly: an option, a variable, or a file with its line; missing for a default.
        place: Option<String>,
        /// Whether a running engine takes a change of it; else it has to be started again.
        is_live: bool,
        /// Whether `config.set` may change it.
        is_changeable: bool,
    }

    /// What is configured. Secrets are no settings.
    Configuration {
        /// All settings, section by section.
        settings: Vec<Setting>,
        /// What `TICKLOOM_ENV` says.
        stage: String => words(&["development", "ci", "production"]),
        /// The user's own file, which keeps changes.
        file: String,
    }

    /// A change of one setting.
    ConfigChange {
        /// Its name.
        key: String,
        /// Its value as a file has it; missing to take back what the user's file says.
        value: Option<String>,
    }

    /// Changes that are made together, or none of them.
    ConfigChanges {
        /// The changes, of each setting one.
        changes: Vec<ConfigChange>,
    }

    /// What became of a change.
    ChangedSetting {
        /// The setting.
        key: String,
        /// Whether it holds now, holds from the next start on, or is kept while another place overrules it.
        effect: String => words(&["live", "restart", "overruled"]),
        /// The place that overrules it.
        place: Option<String>,
    }

    /// What became of changes.
    ChangedSettings {
        /// In their order.
        settings: Vec<ChangedSetting>,
    }
}

methods! {
    /// Every setting with its value and where that is from.
    Show = Once "config.show"(Empty) -> Configuration, [];
    /// Changes settings in the user's file, all or none, and in the running engine where it takes them. What is wrong is told whole.
    Set = Once "config.set"(ConfigChanges) -> ChangedSettings, [INVALID, &["config.not_kept"]];
    /// Changes as they are made, by whomever.
    Changed = Events "config.changed"(Empty) -> ChangedSettings, [];
}
