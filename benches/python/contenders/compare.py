"""Fails unless the kept results of two contenders are equal: all but volumes exactly, volumes to 1e-6."""

import sys

import numpy as np


def compare(left_path: str, right_path: str) -> None:
    """Compares every column of both."""
    left, right = np.load(left_path), np.load(right_path)
    assert set(left) == set(right), f"{sorted(left)} and {sorted(right)} are not the same columns"
    for name in left:
        equal = (
            np.allclose(left[name], right[name], rtol=0, atol=1e-6)
            if "volume" in name
            else (np.array_equal(left[name], right[name]))
        )
        assert equal, f"{name} differs between {left_path} and {right_path}"


if __name__ == "__main__":
    compare(*sys.argv[1:])
