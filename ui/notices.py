"""Trouble as sentences: Refused says what to do, Unavailable gives advice, a bug gets an id and the program lives."""

from __future__ import annotations

from collections.abc import Callable

from console import words
from console.errors import Refused, Unavailable

Report = Callable[[BaseException], str]
"""Writes a bug with its traceback to the program's log and answers the id it got."""


class Notices:
    """Turns any error into the sentence the strip shows. ``report`` is asked for bugs only."""

    def __init__(self, report: Report, show: Callable[[str], None]) -> None:
        self._report = report
        self._show = show

    def tell(self, error: BaseException) -> None:
        """Show trouble; on the GUI thread."""
        self._show(self.sentence(error))

    def sentence(self, error: BaseException) -> str:
        if isinstance(error, Refused | Unavailable):
            return words.sentence(error)
        return words.say("bug", id=self._report(error))
