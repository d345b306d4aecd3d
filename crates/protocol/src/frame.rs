//! The kinds of frames: each is a map whose `kind` says what else stands in it.

use crate::{
    definition::{Field, Record},
    entries::{Entries, MapWriter},
    error::ProtocolError,
    payload::{Payload, ROOM},
    slot::Slot,
};

/// Who sends a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Who asks.
    Client,
    /// Who answers.
    Engine,
}

/// One kind of frame.
#[derive(Debug)]
pub struct FrameKind {
    /// Who sends it.
    pub sender: Sender,
    /// Its name and fields; the name is what stands in `kind`, with a capital.
    pub record: Record,
    /// What stands in `kind`.
    pub kind: &'static str,
}

macro_rules! frames {
    ($life:lifetime $(
        $(#[doc = $doc:literal])+
        $name:ident = $sender:ident $kind:literal {
            $($(#[doc = $about:literal])+ $field:ident: $type:ty $(=> $($word:ident($($value:expr)?))+)?,)*
        }
    )*) => {
        /// A frame, its text and payload still in the bytes that it was read from.
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Frame<$life> {
            $(
                $(#[doc = $doc])+
                $name { $($(#[doc = $about])+ $field: $type,)* },
            )*
        }

        /// Every kind of frame, in the order of a conversation.
        pub const FRAMES: &[FrameKind] = Frame::KINDS;

        impl<$life> Frame<$life> {
            const KINDS: &'static [FrameKind] = &[$(
                FrameKind {
                    sender: Sender::$sender,
                    kind: $kind,
                    record: Record {
                        name: stringify!($name),
                        doc: concat!($($doc),+),
                        path: module_path!(),
                        fields: &[$(
                            Field::new(
                                stringify!($field),
                                concat!($($about),+),
                                <$type as Slot<$life>>::TYPE,
                                <$type as Slot<$life>>::IS_OPTIONAL,
                            ) $($(.$word($($value)?))+)?
                        ),*],
                    },
                },
            )*];

            /// What stands in `kind`.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $kind,)*
                }
            }

            /// The frame in these bytes, which must be all of it. Fields that are not known are ignored; nothing is allocated.
            ///
            /// # Errors
            /// What [`check`](crate::check) says, and [`ProtocolError::NoFrame`] for a kind that is not known, or fields that are
            /// missing or of another type.
            pub fn decode(bytes: &$life [u8]) -> Result<Self, ProtocolError> {
                let entries = Entries::<{ FIELDS.len() }>::read(FIELDS, bytes)?;
                match entries.field("kind")? {
                    $($kind => Ok(Self::$name { $($field: entries.field(stringify!($field))?,)* }),)*
                    _ => Err(ProtocolError::NoFrame("its kind is none of those".into())),
                }
            }

            /// Appends the frame: `kind` first, fields in the order above, those that are missing left out.
            ///
            /// # Errors
            /// [`ProtocolError::Unsendable`] for a payload that MessagePack cannot hold,
            /// [`ProtocolError::FrameTooLarge`] for one that is too long; nothing is appended then.
            pub fn encode_into(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
                let start = out.len();
                self.append(out).inspect_err(|_| out.truncate(start))
            }

            fn append(&self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
                let mut map = MapWriter::new(out);
                map.field("kind", &self.kind())?;
                match self {
                    $(Self::$name { $($field,)* } => { $(map.field(stringify!($field), $field)?;)* })*
                }
                map.finish()
            }
        }

        /// Every field of every kind, some of them twice.
        const FIELDS: &[&str] = &["kind", $($(stringify!($field),)*)*];
    };
}

frames! {
    'a

    /// The first frame of a connection, within five seconds.
    Hello = Client "hello" {
        /// The version of the frames that the client speaks.
        protocol: u32,
        /// What the engine printed for those who may connect.
        nonce: &'a str,
        /// Who connects, for people: name and version.
        client: &'a str,
    }
    /// The nonce was right; from now on requests are answered.
    Welcome = Engine "welcome" {
        /// The version of the frames that both speak.
        protocol: u32,
        /// How far the engine's methods go; fields of a higher level than this are not known to it.
        api_level: u32,
        /// The engine's version.
        engine: &'a str,
        /// Names this connection in logs.
        session: &'a str,
    }
    /// Asks for one result.
    Request = Client "request" {
        /// Names the request; any number that no other open request or subscription of the connection has.
        id: u32,
        /// A method that answers requests.
        method: &'a str,
        /// Those of the method.
        params: Payload<'a>,
    }
    /// The result of a request, or that a subscription was opened or ended.
    Reply = Engine "reply" {
        /// The request's.
        id: u32,
        /// Whether the result goes on in another reply. Binary fields of all of them belong together in this order.
        more: Option<bool> => default("false"),
        /// That of the method.
        result: Payload<'a>,
    }
    /// A request or a subscription that has failed, or the end of the connection.
    Error = Engine "error" {
        /// The request's or the subscription's; without it the whole connection is meant, and ends.
        id: Option<u32>,
        /// What kind of error, for programs; never changes.
        code: &'a str,
        /// What was being done, what went wrong, and what to do, for people.
        message: &'a str,
        /// Facts for programs, an `ErrorDetails`.
        details: Option<Payload<'a>>,
        /// Whether the same, asked again later, may succeed without a change of what is asked. What changes something may have been
        /// done all the same.
        retryable: Option<bool> => default("what the code says"),
    }
    /// Asks to give up a request. It is answered all the same: by `protocol.cancelled`, or by its result if that came first.
    Cancel = Client "cancel" {
        /// The request's.
        id: u32,
    }
    /// Asks for events from now on. The reply says that it begins, and holds what the method says.
    Subscribe = Client "subscribe" {
        /// Names the subscription, as a request's.
        id: u32,
        /// A method that gives events.
        method: &'a str,
        /// Those of the method.
        params: Payload<'a>,
    }
    /// Something that happened.
    Event = Engine "event" {
        /// The `id` of the frame that subscribed.
        subscription: u32,
        /// How many events came before it. Those that were merged into a later one count: a jump says how many they were.
        sequence: u64,
        /// Whether it is the last; the subscription is then closed.
        last: Option<bool> => default("false"),
        /// That of the method.
        data: Payload<'a>,
    }
    /// Asks for no more events. None comes after the reply.
    Unsubscribe = Client "unsubscribe" {
        /// Names this request.
        id: u32,
        /// The `id` of the frame that subscribed.
        subscription: u32,
    }
}

impl Frame<'_> {
    /// The frame's bytes.
    ///
    /// # Errors
    /// As [`encode_into`](Self::encode_into).
    pub fn encode(&self) -> Result<Vec<u8>, ProtocolError> {
        let mut out = Vec::with_capacity(ROOM);
        self.encode_into(&mut out)?;
        Ok(out)
    }
}
