"""接班后补充: differences found after the take-over, their answers, and who has still to sign for them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.domain import sheets
from console.services.supplements import Supplementing
from ui import actions, theme
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.differences import Differences
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Spoken, Word


class Supplements(Spoken, Card):
    """Shown while something may be added or something added waits; the panel acts on its signals and button."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("handover.card.supplements", parent=parent)
        self._times = times
        self._shown: Supplementing | None = None
        self._late = False
        self.about = Word(role="secondary")
        self.about.setWordWrap(True)
        self.differences = Differences()
        self.waits = Word(role="caution")
        self.waits.setWordWrap(True)
        self.sign = KeyButton("handover.sign_supplement", actions.key_of("sign"))
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(8))
        row.addWidget(self.sign)
        row.addWidget(self.waits, 1)
        for part in (self.about, self.differences):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.hide()

    def show_supplements(self, found: Supplementing | None, side: str, officer: str = "") -> None:
        """``side`` is whose differences or answers ``officer`` at the seat may write; empty for nobody's."""
        self._shown = found
        late = found is not None and self._times.now() >= found.until
        self._late = late
        raised = sheets.supplements(found.sheet) if found else ()
        self.setVisible(found is not None and (bool(raised) or not late))
        if found is None:
            return
        self.differences.show_differences(
            raised,
            may_raise=side == "incoming" and not late,
            may_answer=side == "outgoing",
            about=f"{found.sheet.id} later",
            raiser=officer,
            answerer=officer,
        )
        self.retranslate()

    def retranslate(self) -> None:
        found = self._shown
        if found is None:
            return
        until = self._times.minute(found.until)
        self.about.say("handover.supplement_over" if self._late else "handover.supplement_until", at=until)
        raised = sheets.supplements(found.sheet)
        waiting = list(found.waits_for().values())
        self.sign.setVisible(bool(waiting))
        self.waits.setVisible(bool(raised))
        if waiting:
            self.waits.say("handover.supplement_waits", who=words.say("list.join").join(waiting))
        elif raised:
            self.waits.say("handover.supplement_signed")
