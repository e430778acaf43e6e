"""The version of a record a question is about, while other seats may change the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from console.errors import Refused

Done = TypeVar("Done")


class Seen:
    """What was changed elsewhere is refused once, in words; handed up again it is about what stands there then.

    ``newest`` asks for the version that stands now; on a worker.
    """

    def __init__(self, version: int, newest: Callable[[], int]) -> None:
        self._version, self._newest = version, newest

    def tried(self, act: Callable[[int], Done]) -> Done:
        """On a worker."""
        try:
            return act(self._version)
        except Refused as refused:
            if refused.code == "changed_meanwhile":
                self._version = self._newest()
            raise
