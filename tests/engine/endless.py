"""A module that takes very long to load."""

import sys
import time

print("loading", file=sys.stderr, flush=True)
time.sleep(600)
