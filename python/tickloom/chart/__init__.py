"""Bars as one self-contained web page that opens from disk, without any network.

The page itself is built from ``ui/src/chart-page``; this package only puts bars into it, and imports no
data library for that.
"""

from .data import MAX_BARS, ChartData
from .errors import ChartError, InvalidChart, PageNotBuilt, TooManyBars
from .writing import page, write_page

__all__ = [
    "MAX_BARS",
    "ChartData",
    "ChartError",
    "InvalidChart",
    "PageNotBuilt",
    "TooManyBars",
    "page",
    "write_page",
]
