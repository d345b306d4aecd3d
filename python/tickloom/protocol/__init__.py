"""What the engine and its clients say to each other, as types and tables; docs/protocol.md describes it.

>>> from tickloom.protocol import METHODS, canonical
>>> METHODS["bars.range"].params
'BarsQuery'
>>> canonical("ReplayPlay", {"until": 0, "speed": 60, "session": "s-2"})
{'session': 's-2', 'speed': 60.0, 'until': 0}
"""

from .canonical import canonical, canonical_frame
from .frames import API_LEVEL, PROTOCOL_VERSION, Frame
from .tables import ERRORS, FRAMES, METHODS, RECORDS, Method

__all__ = [
    "API_LEVEL",
    "ERRORS",
    "FRAMES",
    "METHODS",
    "PROTOCOL_VERSION",
    "RECORDS",
    "Frame",
    "Method",
    "canonical",
    "canonical_frame",
]
