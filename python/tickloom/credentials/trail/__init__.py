"""The audit trail: who did what to which credential, when and with what outcome, and never a value."""

from .checking import Finding, check, lines
from .line import Line
from .writing import Trail

__all__ = ["Finding", "Line", "Trail", "check", "lines"]
