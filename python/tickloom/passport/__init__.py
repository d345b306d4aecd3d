"""The passport of a symbol's month: what is stored, what is missing, what is odd, and where it came from."""

from __future__ import annotations

from .document import Passport

__all__ = ["Passport"]
