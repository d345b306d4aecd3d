//! What a method is: its name, what goes in, what comes out and what may go wrong.

use serde::{Serialize, de::DeserializeOwned};

use crate::definition::Record;

/// How a method answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A request, by one reply.
    Once,
    /// A request, by one reply or more; all but the last say that there is `more`.
    Parts,
    /// A subscription, by events.
    Events,
}

/// A method as data.
#[derive(Debug)]
pub struct MethodInfo {
    /// Its name: the group, a dot, and what comes out.
    pub name: &'static str,
    /// What it does, in Markdown.
    pub doc: &'static str,
    /// How it answers.
    pub answer: Answer,
    /// What goes in.
    pub params: &'static Record,
    /// What comes out: the result, or the data of an event.
    pub result: &'static Record,
    /// Codes that it may answer besides those of the conversation; one that ends in a dot stands for all that begin so.
    pub errors: &'static [&'static [&'static str]],
    /// The API level that brought it.
    pub since: u32,
}

impl MethodInfo {
    /// Every code, in order.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.errors.iter().flat_map(|group| group.iter().copied())
    }
}

/// A method as a type: what a handler takes and gives.
pub trait Method {
    /// The method as data.
    const INFO: MethodInfo;
    /// What goes in.
    type Params: Serialize + DeserializeOwned;
    /// What comes out: the result, or the data of an event.
    type Result: Serialize + DeserializeOwned;
}

/// The methods of a group, as types and as `METHODS`.
macro_rules! methods {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident = $answer:ident $wire:literal ($params:ident) -> $result:ident, [$($errors:expr),*];
    )*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl crate::method::Method for $name {
                const INFO: crate::method::MethodInfo = crate::method::MethodInfo {
                    name: $wire,
                    doc: concat!($($doc),+),
                    answer: crate::method::Answer::$answer,
                    params: $params::RECORD,
                    result: $result::RECORD,
                    errors: &[$($errors),*],
                    since: 1,
                };
                type Params = $params;
                type Result = $result;
            }
        )*

        /// The methods of this group.
        pub const METHODS: &[crate::method::MethodInfo] =
            &[$(<$name as crate::method::Method>::INFO),*];
    };
}

pub(crate) use methods;
