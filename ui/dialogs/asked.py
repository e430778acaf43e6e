"""One dialog at a time: what it gives is done on the writing lane, and a refusal goes back into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console.errors import Refused, Unavailable
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords


def keep_words(book: KeptWords, dialog: Asking, about: str, owner: str = "") -> None:
    """What is typed into the dialog is kept until its act is done or the officer gives it up."""
    if not dialog.inputs:
        return
    watched = book.watch(dialog.inputs, dialog)
    watched.brought.connect(dialog.say_brought)
    watched.typed.connect(dialog.discard.setEnabled)
    dialog.accepted.connect(watched.settle)
    dialog.discarded.connect(watched.discard)
    dialog.finished.connect(watched.put_away)
    dialog.discard.setEnabled(False)
    dialog.discard.show()
    watched.turn_to(about, owner)


class Asked(QObject):
    """``bug`` is told what is neither Refused nor Unavailable: the dialog cannot explain it."""

    def __init__(self, jobs: Jobs, bug: Callable[[Exception], None], book: KeptWords, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._bug = bug
        self._book = book
        self.dialog: Asking | None = None

    def open(
        self,
        dialog: Asking,
        act: Callable[[Any], Any],
        done: Callable[[Any], None],
        *,
        about: str = "",
        owner: str = "",
    ) -> None:
        """Show the dialog unless another is open; ``act`` runs off the GUI thread, ``done`` on it.

        ``about`` names act and subject: what is typed is kept under it, for ``owner`` or whoever sits here.
        """
        if self.dialog is not None:
            dialog.deleteLater()
            return
        self.dialog = dialog
        if about:
            keep_words(self._book, dialog, about, owner)
        asked = self._book.officer

        def hand_up(given: Any) -> None:
            if self._book.officer != asked:
                dialog.refuse(Refused("seat_changed"))
            else:
                self._act(dialog, lambda: act(given), done)

        dialog.given.connect(hand_up)
        dialog.finished.connect(self._gone)
        dialog.open()

    def drop(self) -> None:
        """Close what is open, unless its act is under way."""
        if self.dialog is not None:
            self.dialog.reject()

    def _act(self, dialog: Asking, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def finished(answer: Any) -> None:
            if isValid(dialog):
                dialog.accept()
            if isValid(self):
                done(answer)

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.refuse(error)
            if isValid(self) and not isinstance(error, Refused | Unavailable):
                self._bug(error)

        self._jobs.write(work, finished, failed)

    def _gone(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
