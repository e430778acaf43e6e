"""One line for a person of the duty staff: typed by characters, sound or initials, offered while typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QCompleter, QWidget

from console import words
from console.domain.roster_draft import Candidate, matching
from console.errors import Refused
from ui.widgets.typed import OneLine

LONGEST = 60
_OFFERED, _NAMED = 8, 4


class WhoLine(OneLine):
    """``person`` is whoever is meant; nobody is offered before something is typed."""

    def __init__(self, candidates: Sequence[Candidate], given: str = "", parent: QWidget | None = None) -> None:
        super().__init__(LONGEST, given)
        if parent is not None:
            self.setParent(parent)
        self._candidates = candidates
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        self.textEdited.connect(self._offer)

    def person(self) -> Candidate:
        """Who is meant by the text: a whole name, or the only one it fits.

        Refuses name_missing, nobody_called, several_called.
        """
        typed = self.text().strip()
        if not typed:
            raise Refused("name_missing")
        found = matching(self._candidates, typed, "")
        if not found:
            raise Refused("nobody_called", typed=typed[:40])
        named = [one for one in found if one.name == typed] or found
        if len({one.name for one in named}) > 1:
            names = words.say("list.join").join(one.name for one in named[:_NAMED])
            raise Refused("several_called", typed=typed[:40], names=names)
        return named[0]

    def only(self) -> Candidate | None:
        """Who is meant so far, None while that is open."""
        try:
            return self.person()
        except Refused:
            return None

    def _offer(self, typed: str) -> None:
        found = matching(self._candidates, typed, "") if typed.strip() else []
        self._offered.setStringList([one.name for one in found[:_OFFERED]])
