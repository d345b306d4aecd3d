"""A service written in Python that gives back what it was asked: what a call costs, and nothing else."""

from tickloom.services import Request, Service, once


class Echoing(Service):
    """Echoes."""

    name = "echoing"

    @once
    def echo(self, request: Request) -> dict[str, object]:
        """The parameters."""
        return request.params
