"""Prices and volumes as text, read exactly: with fractions, and without any code of this project."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MOST_POINTS = 2**53


@dataclass(frozen=True)
class Numbers:
    """How numbers are read: which mark stands before decimals, and how many of these a point has."""

    decimal: str
    digits: int

    def price(self, text: str) -> int | None:
        """A price in points, or none if it is no price."""
        plain = self._plain(text)
        if plain is None or not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain, re.ASCII):
            return None
        exact = Fraction(plain) * 10**self.digits
        points = round(exact)
        fits = abs(points) <= MOST_POINTS and abs(exact - points) <= Fraction(1, 50)
        return points if fits else None

    def volume(self, text: str) -> float | None:
        """A volume as the nearest 32-bit float, or none."""
        if not text:
            return 0.0
        plain = self._plain(text)
        number = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
        if plain is None or not re.fullmatch(number, plain, re.ASCII):
            return None
        exact = Decimal(plain)
        return nearest32(Fraction(exact)) if exact >= 0 and exact.adjusted() < 60 else None

    def _plain(self, text: str) -> str | None:
        """A number with a point, without its groups of thousands."""
        decimal, group = self.decimal, "." if self.decimal == "," else ","
        if group not in text:
            return text.replace(decimal, ".")
        whole, mark, fraction = text.partition(decimal)
        grouped = re.fullmatch(
            rf"[+-]?[^{re.escape(group)}+-]{{1,3}}({re.escape(group)}.{{3}})+", whole, re.DOTALL
        )
        return f"{whole.replace(group, '')}.{fraction}" if mark and grouped else None


def nearest32(exact: Fraction) -> float | None:
    """The 32-bit float nearest to a number, ties to the even one; none beyond the largest."""
    try:
        guess = struct.unpack("<I", struct.pack("<f", float(exact)))[0]
    except OverflowError:
        guess = 0x7F7F_FFFF
    near = [bits for bits in (guess - 1, guess, guess + 1) if 0 <= bits <= 0x7F80_0000]
    best = min(near, key=lambda bits: (abs(_value(bits) - exact), bits & 1))
    return None if best == 0x7F80_0000 else float(_value(best))


def _value(bits: int) -> Fraction:
    """What these bits are; those of infinity count as the power of two that would be next."""
    if bits == 0x7F80_0000:
        return Fraction(2**128)
    return Fraction(struct.unpack("<f", struct.pack("<I", bits))[0])
