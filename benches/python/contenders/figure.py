"""A figure as the Rust benches print theirs: a line of JSON."""

import json
from collections.abc import Sequence
from statistics import median


def tell(name: str, size: int | str, unit: str, values: Sequence[float]) -> None:
    """Prints the median and the lowest of what was measured."""
    figure = {"name": name, "size": str(size), "unit": unit, "median": median(values)}
    print(json.dumps(figure | {"min": min(values), "n": len(values)}))
