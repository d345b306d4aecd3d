//! What the catalogue says of an exception of Python.

/// A class of exceptions.
#[derive(Debug)]
pub struct Class {
    /// Its name.
    pub name: &'static str,
    /// The class it is a kind of, which stands before it in the list.
    pub parent: &'static str,
    /// The exception of Python's own that it is, too.
    pub builtin: Option<&'static str>,
    /// What it says of its errors, as Python's docstring: a line, and more lines after an empty one.
    pub doc: &'static str,
    /// What codes begin with, such as `csv.`, which a later version may have and this one does not know.
    pub families: &'static [&'static str],
}

impl Class {
    /// Also one of Python's own.
    pub(crate) const fn also(self, builtin: &'static str) -> Self {
        Self { builtin: Some(builtin), ..self }
    }

    /// Stands for all codes that begin so and have no class of their own.
    pub(crate) const fn of(self, families: &'static [&'static str]) -> Self {
        Self { families, ..self }
    }
}

/// A class below another.
pub(crate) const fn class(name: &'static str, parent: &'static str, doc: &'static str) -> Class {
    Class { name, parent, builtin: None, doc, families: &[] }
}
