"""Makes a paper or a file of a laid-out form and counts it: the number it bears is the number recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from console import words
from console.domain.people import Actor
from console.errors import Unavailable
from ui.printing.form import Form
from ui.printing.laid import Laid

log = logging.getLogger(__name__)

PAPER = "paper"


class Copies(Protocol):
    """What is asked of the service that counts."""

    def reserve(self, form: str, number: str, target: str, *, by: Actor) -> int: ...
    def failed(self, form: str, number: str, ordinal: int, *, begun: bool, by: Actor) -> None: ...


Work = Callable[[Laid], object]
Count = Callable[[Laid, str, Work], str]
"""Does the work with the form as it shall be marked, and answers the mark (empty: not counted)."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts prints in the name of whoever asked for them; called on a worker."""

    copies: Copies
    by: Actor

    def __call__(self, laid: Laid, target: str, work: Work) -> str:
        """Raises what the work raises; a copy that did not come to be is given back first."""
        form = laid.form
        if not form.counted:
            return uncounted(laid, target, work)
        ordinal = self.copies.reserve(form.kind, form.number, target, by=self.by)
        marked = with_mark(laid, copy_word(ordinal))
        try:
            work(marked)
        except Exception as error:
            # whatever broke: a copy that did not come to be is not counted
            self._give_back(form, ordinal, _begun(error, target))
            raise
        return marked.form.footer.copy

    def _give_back(self, form: Form, ordinal: int, begun: bool) -> None:
        try:
            self.copies.failed(form.kind, form.number, ordinal, begun=begun, by=self.by)
        except Unavailable as trouble:
            # the copy stays counted: an ordinal too many harms nobody, one given twice does
            log.warning("copy %s of %s could not be given back: %s", ordinal, form.number, trouble)


def uncounted(laid: Laid, target: str, work: Work) -> str:  # noqa: ARG001
    """A print without a number of its own, or one that nobody counts."""
    work(with_mark(laid, "") if laid.form.counted else laid)
    return ""


def copy_word(ordinal: int) -> str:
    """正本, then 副本 2, 副本 3 …"""
    if ordinal == 1:
        return words.say_in(words.PRINTED, "sheet.original")
    return words.say_in(words.PRINTED, "sheet.copy", number=ordinal)


def with_mark(laid: Laid, mark: str) -> Laid:
    """The same pages with another mark of the copy in the footer."""
    return replace(laid, form=replace(laid.form, footer=replace(laid.form.footer, copy=mark)))


def _begun(error: Exception, target: str) -> bool:
    """Whether some of it may lie on paper: a printer says so itself; a bug while printing is taken for it."""
    if isinstance(error, Unavailable):
        return bool(error.facts.get("begun"))
    return target == PAPER
