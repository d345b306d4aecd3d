"""Writes the chart page of the JSON on standard input to the named file, through the public functions."""

import json
import sys

from tickloom.chart import ChartData, write_page

write_page(sys.argv[1], ChartData(**json.load(sys.stdin)))
