"""What it costs to ask a service that is written in Python, beside a method in Rust."""

import json
import os
import subprocess

from bare_limits import Line
from places import ENVIRONMENT, contender, tickloom


def measure(profile: str, repeat: int) -> list[Line]:
    """Both figures, as the contender that asks prints them."""
    command = contender("asking", tickloom(), str(repeat))
    environment = os.environ | ENVIRONMENT
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) | {"profile": profile} for line in done.stdout.splitlines()]
