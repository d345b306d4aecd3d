//! Errors of the core as they travel: their code unchanged, their text for people.

use tickloom_bars::MtfError;
use tickloom_formats::FormatError;
use tickloom_importer::ImportError;
use tickloom_ipc::Failure;
use tickloom_model::ModelError;
use tickloom_quality::QualityError;
use tickloom_replay::ReplayError;
use tickloom_store::StoreError;

/// An error with a stable code.
pub trait Coded: std::fmt::Display {
    /// The code, the same in every language.
    fn code(&self) -> &'static str;
}

macro_rules! coded {
    ($($error:ty),+ $(,)?) => {
        $(impl Coded for $error {
            fn code(&self) -> &'static str {
                <$error>::code(self)
            }
        })+
    };
}

coded!(FormatError, ImportError, ModelError, MtfError, QualityError, ReplayError, StoreError);

/// What a client is told of an error.
#[must_use]
pub fn failed(error: impl Coded) -> Failure {
    Failure::new(error.code(), error.to_string())
}
