//! The codes of errors that belong to the conversation itself; those of what methods do travel unchanged.

/// A code that the engine adds to those of the domain.
#[derive(Debug)]
pub struct ErrorCode {
    /// The code, which never changes.
    pub name: &'static str,
    /// What happened and what to do.
    pub doc: &'static str,
    /// The close code of the WebSocket, if the connection ends with it.
    pub close: Option<u16>,
}

const fn ends(name: &'static str, close: u16, doc: &'static str) -> ErrorCode {
    ErrorCode { name, doc, close: Some(close) }
}

const fn answers(name: &'static str, doc: &'static str) -> ErrorCode {
    ErrorCode { name, doc, close: None }
}

/// All of them: first those that end the connection.
pub const ERRORS: &[ErrorCode] = &[
    ends(
        "protocol.unauthorized",
        4401,
        "The nonce is wrong, or another frame than `hello` came first. Read the nonce of the engine that runs now.",
    ),
    ends("protocol.handshake_timeout", 4408, "No `hello` within five seconds."),
    ends(
        "protocol.version_unsupported",
        4426,
        "The engine does not speak the client's version of the frames. Bring the older of the two up to date.",
    ),
    ends(
        "protocol.malformed",
        4400,
        "Not MessagePack, or no frame. The client is at fault, or not one of ours.",
    ),
    ends(
        "protocol.frame_too_large",
        1009,
        "More than 16 MiB in one frame. Ask for less, or send less at once.",
    ),
    ends("protocol.too_deep", 4413, "Values nested more than 32 deep."),
    ends("protocol.too_many_values", 4414, "More than 262,144 values in one frame. Send rows as columns."),
    ends(
        "protocol.unexpected_frame",
        4405,
        "A frame of a kind that only the engine sends, or a second `hello`.",
    ),
    ends(
        "protocol.slow_consumer",
        4429,
        "The client reads too slowly for what must not be dropped. Connect again, and subscribe to less.",
    ),
    ends("protocol.unresponsive", 4410, "Two pings brought no sign of life. Connect again."),
    ends("protocol.shutting_down", 1001, "The engine ends. Connect again when it is back."),
    answers(
        "protocol.unknown_method",
        "No such method, or it does not answer that kind of frame: `system.describe` lists those of this engine.",
    ),
    answers("protocol.bad_params", "Parameters are missing or of another type; the text names them."),
    answers(
        "protocol.id_in_use",
        "Another request or subscription of this connection has the number and is still open.",
    ),
    answers("protocol.unknown_subscription", "No subscription with this number is open."),
    answers(
        "protocol.too_many_requests",
        "Too many requests or subscriptions of this connection are open. Wait for some of them.",
    ),
    answers("protocol.cancelled", "The client cancelled the request."),
    answers(
        "protocol.timed_out",
        "The service did not answer in its time; what it did by then is not undone.",
    ),
    answers("protocol.result_too_large", "One part of the result is more than a frame holds. Ask for less."),
    answers("protocol.internal", "A defect of the engine or of a service. Its log says more."),
    answers("service.unknown", "No service has this name; `system.services` lists them."),
    answers(
        "service.unavailable",
        "The service is stopped, or fails each time it is started; the text says why.",
    ),
    answers(
        "session.unknown",
        "No state or replay has this name: it was closed, or the engine was started anew.",
    ),
    answers("import.unknown", "No import has this id."),
];
