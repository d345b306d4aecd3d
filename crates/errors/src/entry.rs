//! What the catalogue says of one code, and how an entry is written: by the exit code it ends a command with.

use crate::exit::Exit;

/// The class of codes that no exception carries: they stand in reports.
pub const IN_REPORTS: &str = "in reports";

/// The class of codes that only the command line says, without an exception of their own.
pub const COMMAND_LINE: &str = "command line";

/// One code.
#[derive(Debug)]
pub struct Entry {
    /// The code, `group.kind`, which never changes.
    pub code: &'static str,
    /// The exception of Python that carries it: a name of [`CLASSES`](crate::CLASSES), [`IN_REPORTS`] or [`COMMAND_LINE`].
    pub class: &'static str,
    /// How a command ends that it ends.
    pub exit: Exit,
    /// What happened: one sentence or more, in Markdown without links.
    pub what: &'static str,
    /// What the operator should do: one sentence or more, in Markdown without links.
    pub advice: &'static str,
    /// Whether the same, asked again later, may succeed without a change of what is asked.
    pub is_retryable: bool,
    /// The close code of the WebSocket, 1000 to 4999, if a connection ends with it.
    pub close: Option<u16>,
}

/// Codes that belong together, under one heading.
#[derive(Debug)]
pub struct Group {
    /// The heading.
    pub name: &'static str,
    /// Where these codes come from: one sentence or more, in Markdown.
    pub about: &'static str,
    /// Its codes, in the order in which a reader wants them.
    pub entries: &'static [Entry],
}

impl Entry {
    /// What happened and what to do, in one text.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{} {}", self.what, self.advice)
    }

    /// Marks what may succeed when it is asked again.
    pub(crate) const fn retryable(self) -> Self {
        Self { is_retryable: true, ..self }
    }

    /// Marks what ends a connection.
    pub(crate) const fn closing(self, code: u16) -> Self {
        Self { close: Some(code), ..self }
    }
}

macro_rules! by_exit {
    ($($(#[doc = $doc:literal])+ $name:ident => $exit:ident;)*) => {
        $(
            $(#[doc = $doc])+
            pub(crate) const fn $name(
                code: &'static str,
                class: &'static str,
                what: &'static str,
                advice: &'static str,
            ) -> Entry {
                Entry { code, class, exit: Exit::$exit, what, advice, is_retryable: false, close: None }
            }
        )*
    };
}

by_exit! {
    /// What was asked for makes no sense.
    usage => Usage;
    /// Input was not taken.
    refused => Refused;
    /// What was asked for is not there.
    not_found => NotFound;
    /// Somebody else has it.
    owned => Owned;
    /// Something cannot be used as it is.
    unusable => Unusable;
    /// The program, or a part that was given to it, is at fault.
    defect => Internal;
    /// Somebody did not want it any more.
    interrupted => Interrupted;
}
