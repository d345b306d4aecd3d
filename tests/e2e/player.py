"""A player for a test, in a process of its own: sends every ball back that another player has hit.

Told a home, a name and a number, it ends at the ball of this number and prints a line for each that it saw.
"""

import sys
from typing import Any

from tickloom.client import Client


def play(home: str, name: str, last: int) -> list[dict[str, Any]]:
    """Every ball that was seen, in order."""
    seen: list[dict[str, Any]] = []
    with Client(home) as client, client.listen("court.balls") as balls:
        balls.next()
        print("ready", flush=True)
        for ball in balls:
            seen.append(ball.data)
            if ball.data["number"] == last:
                return seen
            if ball.data["by"] != name:
                client.ask("court.hit", returned(ball.data, name))
    return seen


def returned(ball: dict[str, Any], name: str) -> dict[str, Any]:
    """The ball that comes back."""
    return {"by": name, "number": ball["number"] + 1, "time": ball["time"] + 1}


if __name__ == "__main__":
    for ball in play(sys.argv[1], sys.argv[2], int(sys.argv[3])):
        print(ball["by"], ball["number"], ball["time"])
