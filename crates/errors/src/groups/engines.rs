//! Engines, how they are found, and the own end of connections to them.

use crate::entry::{Group, defect, not_found, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "Engines",
    about: "An engine that cannot start, cannot be found or cannot be reached; said on this side of the connection.",
    entries: &[
        unusable(
            "engine.no_threads",
            "EngineError",
            "The operating system gives no threads.",
            "Close other programs, or raise the limit of processes.",
        )
        .retryable(),
        unusable("engine.ended", "EngineError", "The engine has ended.", "Start another one."),
        usage(
            "engine.service_invalid",
            "InvalidService",
            "The service's name or one of its methods is taken, or what it needs is not there; the text says which.",
            "Rename it, or add what it needs first.",
        ),
        usage(
            "engine.service_unknown",
            "CommandError",
            "No class of `tickloom.services.Service` has this name.",
            "Give `--service MODULE:CLASS`, and look whether the module can be found.",
        ),
        usage(
            "engine.no_secrets",
            "SecretsMissing",
            "With `--secrets-from-stdin`, no line `{\"secrets\": {\"NAME\": \"SECRET\"}}` came on standard input; the text says what did.",
            "Write that line, and nothing else, to the command's standard input.",
        ),
        unusable(
            "run_file.refused",
            "RunFileRefused",
            "The file by which an engine is found, or its folder, may have been written or read by others: a link, another user's, open to others, or no run file at all; the text says which.",
            "Remove it, and start the engine again.",
        ),
        not_found(
            "ipc.no_engine",
            "EngineUnreachable",
            "No engine owns the home.",
            "Start one with `tickloom engine`.",
        )
        .retryable(),
        unusable(
            "ipc.unreachable",
            "EngineUnreachable",
            "Nobody answers where the engine should be, or not as an engine does.",
            "Start it again.",
        )
        .retryable(),
        unusable(
            "ipc.disconnected",
            "Disconnected",
            "The connection broke before the answer came, or there was none for five seconds; what was asked may have been done. The connection comes back by itself.",
            "Look whether it was done before you ask again.",
        )
        .retryable(),
        unusable("ipc.closed", "ConnectionClosed", "The connection was closed.", "Make another one."),
        usage(
            "ipc.result_too_large",
            "ConnectionUnusable",
            "The result has more bytes than a client takes.",
            "Ask for less.",
        ),
        defect(
            "ipc.callback_failed",
            "ConnectionUnusable",
            "A function that was given to a connection, to find the engine or to go on with events, has raised what the text says.",
            "Mend the function.",
        ),
        unusable(
            "ipc.cannot_start",
            "ConnectionUnusable",
            "The operating system gives no thread for a connection.",
            "Close other programs, or raise the limit of processes.",
        )
        .retryable(),
        usage(
            "ipc.not_loopback",
            "ConnectionUnusable",
            "The engine listens on this machine alone.",
            "Give 127.0.0.1 or ::1.",
        ),
        unusable(
            "ipc.cannot_listen",
            "ConnectionUnusable",
            "No port can be opened, for the reason in the text.",
            "Remove the reason, or name another port.",
        ),
        unusable(
            "ipc.no_randomness",
            "ConnectionUnusable",
            "The operating system gives no random numbers, so no nonce can be made.",
            "Look after the operating system; without them nobody could be let in safely.",
        ),
    ],
};
