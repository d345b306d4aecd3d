"""How well an import foretells its own end."""

import json

FIRST_TENTH = 0.1


def worst_error(words: str) -> float | None:
    """The largest error of the whole time foretold after the first tenth, as a share of the time taken.

    ``words`` are the lines of JSON on stderr; the last one is the end. None if there were none in between.
    """
    moments = [json.loads(line) for line in words.splitlines() if line.startswith("{")]
    if not moments:
        return None
    took = moments[-1]["elapsed"]
    told = [moment for moment in moments if moment["remaining"] is not None and _counts(moment)]
    errors = [abs(moment["elapsed"] + moment["remaining"] - took) / took for moment in told]
    return max(errors, default=None)


def _counts(moment: dict[str, float]) -> bool:
    return FIRST_TENTH <= moment["bytes_done"] / moment["bytes_total"] < 1
