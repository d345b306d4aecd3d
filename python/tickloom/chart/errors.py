"""What can go wrong with a chart, each with the code that it carries everywhere.

ChartError
 ├─ InvalidChart   (ValueError)    chart.invalid
 ├─ TooManyBars    (ValueError)    chart.too_many_bars
 └─ PageNotBuilt   (RuntimeError)  chart.not_built
"""

from typing import ClassVar


class ChartError(Exception):
    """The base of every error of this package. ``code`` names the kind and never changes."""

    code: ClassVar[str] = "chart"


class InvalidChart(ChartError, ValueError):
    """The columns are not a chart: empty, of different lengths, out of order, or not finite numbers."""

    code = "chart.invalid"


class TooManyBars(ChartError, ValueError):
    """More bars than a page can hold and a browser can draw smoothly."""

    code = "chart.too_many_bars"

    def __init__(self, found: int, limit: int) -> None:
        """Tells how many there are and how many would do."""
        self.found = found
        self.limit = limit
        super().__init__(
            f"{found:,} bars are too many for one chart (at most {limit:,}): "
            "choose a longer timeframe, or less time with --from and --to"
        )


class PageNotBuilt(ChartError, RuntimeError):
    """The page's template is missing: a source tree whose user interface was not built yet."""

    code = "chart.not_built"

    def __init__(self) -> None:
        """Tells how to build it."""
        super().__init__("the chart page is not built yet: run `make build` once")
