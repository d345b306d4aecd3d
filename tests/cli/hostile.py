"""Input that breaks careless readers, made on the spot."""

import lzma
import struct
from datetime import date, timedelta
from pathlib import Path

MEBIBYTE = 1 << 20
HEADER = "timestamp,bid,ask,bid_volume,ask_volume\n"
GOOD_ROW = "2024-01-08T00:00:00.{:03}Z,1.10000,1.10002,1.5,0.75\n"


def hour_of(folder: Path, content: bytes, symbol: str = "EURUSD") -> Path:
    """A .bi5 file where the provider's tree has its hours."""
    path = folder / symbol / "2024" / "00" / "08" / "10h_ticks.bi5"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def zeros(mebibytes: int) -> bytes:
    """An LZMA-alone stream of zeros that does not say its size."""
    filters = [{"id": lzma.FILTER_LZMA1, "preset": 0, "dict_size": 1 << 16}]
    compressor = lzma.LZMACompressor(lzma.FORMAT_ALONE, filters=filters)
    block = bytes(MEBIBYTE)
    return b"".join([*(compressor.compress(block) for _ in range(mebibytes)), compressor.flush()])


def zeros_that_say(size: int) -> bytes:
    """A stream of zeros whose header claims this size."""
    stream = zeros(1)
    return stream[:5] + struct.pack("<Q", size) + stream[13:]


def csv_of(path: Path, *rows: str) -> Path:
    """A CSV file of the plain layout."""
    path.write_text(HEADER + "".join(rows))
    return path


def csv_with_a_line_of(path: Path, size: int) -> Path:
    """A good row, one endless line, and another good row."""
    block = b"x" * MEBIBYTE
    with path.open("wb") as file:
        file.write((HEADER + GOOD_ROW.format(1)).encode())
        file.writelines(block for _ in range(size // MEBIBYTE))
        file.write(("\n" + GOOD_ROW.format(2)).encode())
    return path


def many_days(path: Path, days: int, ticks_a_day: int) -> Path:
    """Rows over many days from 2024-01-01, each day with the same times and prices."""
    step = 86_400_000 // ticks_a_day
    rows = "".join(_row(tick * step, tick) for tick in range(ticks_a_day))
    with path.open("w") as file:
        file.write(HEADER)
        file.writelines(rows.replace("@", _date(day)) for day in range(days))
    return path


def _row(milliseconds: int, tick: int) -> str:
    seconds, fraction = divmod(milliseconds, 1_000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:03}"
    bid = 110_000 + tick * 7919 % 1000
    return f"@T{clock}Z,{bid / 1e5:.5f},{(bid + 2) / 1e5:.5f},{tick % 9}.5,{tick % 7}.25\n"


def _date(day: int) -> str:
    return (date(2024, 1, 1) + timedelta(days=day)).isoformat()
