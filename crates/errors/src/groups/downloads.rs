//! Downloads of hours from a server.

use crate::entry::{Group, owned, refused, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "Downloads",
    about: "A download that could not start, or an hour that did not come. The latter stands in the report; the hour is asked for again by the same command. An hour that came damaged has the code of the damage, `bi5.…`.",
    entries: &[
        usage(
            "download.address_invalid",
            "InvalidAddress",
            "The base address is no `http://` or `https://` URL of a host, or holds a name, a password, a query or a fragment; it is not repeated, for it may hold secrets.",
            "Give scheme, host and path alone.",
        ),
        usage(
            "download.proxy_invalid",
            "InvalidAddress",
            "The proxy's address cannot be used.",
            "Give it as `http://host:port`.",
        ),
        usage(
            "download.too_many_hours",
            "InvalidRange",
            "The range is longer than fifty years.",
            "Ask for a shorter one.",
        ),
        owned(
            "download.folder_in_use",
            "DownloadFailed",
            "Another download works in this folder.",
            "Wait for it, or name another with `--into`.",
        )
        .retryable(),
        unusable(
            "download.folder_unusable",
            "DownloadFailed",
            "The folder, or a file in it, cannot be written or read; what came before is kept.",
            "Make it writable, or name another with `--into`.",
        ),
        refused(
            "download.gave_up",
            "DownloadFailed",
            "So many requests in a row had failed that this hour was not asked for any more.",
            "See the other hours' reasons, and try later.",
        )
        .retryable(),
        refused(
            "download.incomplete",
            "DownloadFailed",
            "The answer for this hour broke off, or is of another length than announced.",
            "Ask again.",
        )
        .retryable(),
        refused(
            "download.network",
            "DownloadFailed",
            "The host was not found, did not take the connection, or cut it.",
            "Look after the network, and ask again.",
        )
        .retryable(),
        refused(
            "download.not_over",
            "DownloadFailed",
            "The hour is not over yet, so its file would not be whole.",
            "Ask again later.",
        )
        .retryable(),
        refused(
            "download.redirect",
            "DownloadFailed",
            "The server points elsewhere, which is not followed.",
            "Give the other address if you trust it.",
        ),
        refused(
            "download.repeated",
            "DownloadFailed",
            "The bytes of this hour are those of another hour, so one of the two is wrong; both were put aside as `….bi5.damaged`.",
            "Compare them.",
        ),
        refused(
            "download.status",
            "DownloadFailed",
            "The server answers with an error, or wants to be left alone for longer than five minutes.",
            "Ask again later, or correct the address.",
        )
        .retryable(),
        refused(
            "download.timeout",
            "DownloadFailed",
            "The answer did not come whole in time.",
            "Ask again; `--timeout` gives it longer.",
        )
        .retryable(),
        refused(
            "download.tls",
            "DownloadFailed",
            "The server's certificate cannot be trusted.",
            "Look after this machine's clock, and after who answers in the server's place.",
        ),
        refused(
            "download.too_large",
            "DownloadFailed",
            "The answer is longer than any hour of ticks.",
            "Look at what lies at this address.",
        ),
        refused(
            "download.wrong_hour",
            "DownloadFailed",
            "The answer holds records that no tick of an hour can be.",
            "Look at what lies at this address.",
        ),
    ],
};
