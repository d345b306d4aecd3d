""".bi5 hours, good and damaged, out of a seed; and what Python's own lzma reads in them."""

from __future__ import annotations

import lzma
import math
import random
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from csv_rules import Bad, Said, Tick
from csv_times import EPOCH

HOUR = datetime(2019, 2, 4, 10, tzinfo=UTC)
_RECORD = struct.Struct(">IIIff")
_MOST_DICTIONARY = 64 << 20


@dataclass(frozen=True)
class Hour:
    """A file and where its records end."""

    name: str
    content: bytes


def bi5_file(index: int) -> Hour:
    """The file of that number."""
    chance = random.Random(f"bi5 {index}")
    records = _records(chance, bad=index % 4 == 1)
    if index % 20 == 2:
        records = records[: chance.randrange(len(records) + 1)] + b"x" * chance.randrange(3)
    content = _compressed(records, chance)
    damage = (_as_it_is, _as_it_is, _cut, _flipped, _with_more, _as_it_is, _with_another_size)[index % 7]
    return Hour(f"B{index:04}", damage(content, chance) if index % 50 else b"")


def _records(chance: random.Random, *, bad: bool) -> bytes:
    millis = sorted(chance.randrange(3_600_000) for _ in range(chance.randint(1, 300)))
    return b"".join(_record(at, chance, bad=bad and chance.random() < 0.05) for at in millis)


def _record(millis: int, chance: random.Random, *, bad: bool) -> bytes:
    bid = (
        chance.choice([114_541, 0, 2**32 - 1]) if chance.random() < 0.02 else chance.randint(114_000, 115_000)
    )
    volumes = [chance.randint(1, 2000) / 100 for _ in range(2)]
    if bad:
        millis = chance.choice([millis, 3_600_000, 2**32 - 1])
        volumes[chance.randrange(2)] = chance.choice([-1.0, math.nan, math.inf, -math.inf, -0.0, 3e38])
    return _RECORD.pack(millis, min(bid + chance.randint(0, 9), 2**32 - 1), bid, *volumes)


def _compressed(records: bytes, chance: random.Random) -> bytes:
    size = chance.choice([1 << 16, 1 << 20, 3 << 19, 4 << 20])
    filters = [{"id": lzma.FILTER_LZMA1, "preset": chance.randint(0, 2), "dict_size": size}]
    return lzma.compress(records, lzma.FORMAT_ALONE, filters=filters)


def _as_it_is(content: bytes, _chance: random.Random) -> bytes:
    return content


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(1, len(content) - 1)]


def _flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _with_more(content: bytes, chance: random.Random) -> bytes:
    return content + chance.choice([b"\0", b"x" * 20, content])


def _with_another_size(content: bytes, chance: random.Random) -> bytes:
    size = chance.choice([0, 1, 20, 2_000, 72_000_001, 2**37, 2**40])
    return content[:5] + struct.pack("<Q", size) + content[13:]


def read(content: bytes) -> Said | None:
    """What the hour says, or none if it is not one whole stream of whole records."""
    records = _decompressed(content) if content else b""
    if records is None or len(records) % _RECORD.size:
        return None
    said, start = Said(), (HOUR - EPOCH) // timedelta(microseconds=1) * 1_000
    for number, (millis, ask, bid, ask_volume, bid_volume) in enumerate(_RECORD.iter_unpack(records)):
        if millis < 3_600_000 and all(0 <= volume < math.inf for volume in (ask_volume, bid_volume)):
            said.ticks.append(Tick(start + millis * 1_000_000, bid, ask, bid_volume + 0.0, ask_volume + 0.0))
        else:
            said.bad.append(Bad(number + 1, number * _RECORD.size))
    return said


def _decompressed(content: bytes) -> bytes | None:
    if not _is_size_of_a_dictionary(int.from_bytes(content[1:5], "little")):
        return None
    decoder = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_MOST_DICTIONARY + (16 << 20))
    try:
        records = decoder.decompress(content)
    except (lzma.LZMAError, MemoryError):
        return None
    return records if decoder.eof and not decoder.unused_data else None


def _is_size_of_a_dictionary(size: int) -> bool:
    """Encoders write ``2^n`` and ``2^n + 2^(n-1)``; xz itself takes a file with another for no LZMA."""
    powers = [1 << bits for bits in range(32)]
    return size in {*powers, *(3 * power for power in powers), 2**32 - 1}
