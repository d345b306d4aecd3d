//! What an engine answers when it is the conversation itself that goes wrong.

use crate::entry::{Group, defect, interrupted, not_found, owned, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "Conversations with an engine",
    about: "What an engine and its clients could not say to each other. Those with a close code in [the protocol](protocol.md#errors) end the connection.",
    entries: &[
        unusable(
            "protocol.unauthorized",
            "EngineRefused",
            "The nonce is wrong, or another frame than `hello` came first.",
            "Read the nonce of the engine that runs now.",
        )
        .closing(4401),
        unusable(
            "protocol.handshake_timeout",
            "EngineUnreachable",
            "No `hello` came within five seconds.",
            "Connect again, and say `hello` at once.",
        )
        .closing(4408)
        .retryable(),
        unusable(
            "protocol.version_unsupported",
            "EngineRefused",
            "The engine does not speak the client's version of the frames.",
            "Bring the older of the two up to date.",
        )
        .closing(4426),
        defect(
            "protocol.malformed",
            "ProtocolError",
            "This is no MessagePack, or no frame: the client is at fault, or not one of ours.",
            "Mend the client.",
        )
        .closing(4400),
        defect(
            "protocol.frame_too_large",
            "ProtocolError",
            "There are more than 16 MiB in one frame.",
            "Ask for less, or send less at once.",
        )
        .closing(1009),
        defect(
            "protocol.too_deep",
            "ProtocolError",
            "Values are nested more than 32 deep.",
            "Send them flat.",
        )
        .closing(4413),
        defect(
            "protocol.too_many_values",
            "ProtocolError",
            "There are more than 262,144 values in one frame.",
            "Send rows as columns.",
        )
        .closing(4414),
        defect(
            "protocol.unexpected_frame",
            "ProtocolError",
            "A frame came of a kind that only the engine sends, or a second `hello`.",
            "Mend the client.",
        )
        .closing(4405),
        unusable(
            "protocol.slow_consumer",
            "EngineUnreachable",
            "The client reads too slowly for what must not be dropped.",
            "Connect again, and subscribe to less.",
        )
        .closing(4429)
        .retryable(),
        unusable(
            "protocol.unresponsive",
            "EngineUnreachable",
            "Two pings brought no sign of life.",
            "Connect again.",
        )
        .closing(4410)
        .retryable(),
        unusable(
            "protocol.shutting_down",
            "EngineUnreachable",
            "The engine ends.",
            "Connect again when it is back.",
        )
        .closing(1001)
        .retryable(),
        defect(
            "protocol.unknown_method",
            "ProtocolError",
            "There is no such method, or it does not answer that kind of frame.",
            "Use one that `system.describe` lists: those are the methods of this engine.",
        ),
        usage(
            "protocol.bad_params",
            "InvalidParameters",
            "Parameters are missing or of another type; the text names them.",
            "Give those that docs/protocol.md lists.",
        ),
        defect(
            "protocol.id_in_use",
            "ProtocolError",
            "Another request or subscription of this connection has the number and is still open.",
            "Use another number.",
        ),
        defect(
            "protocol.unknown_subscription",
            "ProtocolError",
            "No subscription with this number is open.",
            "Mend the client.",
        ),
        owned(
            "protocol.too_many_requests",
            "ProtocolError",
            "Too many requests or subscriptions of this connection are open.",
            "Wait for some of them.",
        )
        .retryable(),
        interrupted(
            "protocol.cancelled",
            "RequestCancelled",
            "The client cancelled the request; what was done by then is not undone.",
            "Ask again if it is wanted after all.",
        ),
        unusable(
            "protocol.timed_out",
            "RequestTimedOut",
            "The service did not answer in its time; what it did by then is not undone.",
            "Look whether it was done, and ask again.",
        )
        .retryable(),
        defect(
            "protocol.result_too_large",
            "ProtocolError",
            "One part of the result is more than a frame holds.",
            "Ask for less.",
        ),
        defect(
            "protocol.internal",
            "ProtocolError",
            "This is a defect of the engine or of a service; its log says more.",
            "Report it, with what the log says.",
        ),
        not_found(
            "service.unknown",
            "NotOfThisEngine",
            "No service has this name.",
            "Use one that `system.services` lists.",
        ),
        unusable(
            "service.unavailable",
            "ServiceUnavailable",
            "The service is stopped, or fails each time it is started; the text says why.",
            "Start it, or remove the reason.",
        )
        .retryable(),
        not_found(
            "session.unknown",
            "NotOfThisEngine",
            "No state or replay has this name: it was closed, or the engine was started anew.",
            "Open it again.",
        ),
        not_found(
            "import.unknown",
            "NotOfThisEngine",
            "No import has this id.",
            "Use one that `imports.running` shows, or that `imports.start` gave.",
        ),
    ],
};
