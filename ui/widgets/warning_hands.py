"""起草·审核·签发·发布: whose hands a warning went through, when, and whose it waits for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from console import words
from console.domain.warning import Hands, State
from console.domain.warning_rows import WarningRow
from ui.text import Times
from ui.widgets.digest import Digest
from ui.widgets.intake_bar import Lines
from ui.widgets.spoken import Word

STEPS = ("warning.hand.draft", "warning.hand.review", "warning.hand.sign", "warning.hand.release")
_WAITS = {State.REVIEW: STEPS[1], State.SIGN: STEPS[2], State.RELEASE: STEPS[3]}


class WarningHands(Lines):
    """The four hands with names and times, in one line where there is room; a hand that is waited for says so."""

    def __init__(self, times: Times) -> None:
        super().__init__()
        self._times = times
        self.values = {code: Word() for code in STEPS}
        for code, value in self.values.items():
            self.flow.addWidget(Word(code, role="secondary"))
            self.flow.addWidget(value)
        self.digest, self.owed, self.unsaved = Digest(), Word(role="error"), Word("warning.unsaved", role="caution")
        for part in (self.digest, self.owed):
            self.flow.addWidget(part)
        self.brought = Word("asking.brought", role="caption")
        self.flow.addWidget(self.brought)
        self.flow.add_last(self.unsaved)
        for part in (self.brought, self.unsaved, self.owed):
            part.hide()

    def show_row(self, row: WarningRow, said_owed: Callable[[WarningRow], str]) -> None:
        hands = row.hands
        authors = "、".join(one.name for one in hands.authors)
        said = (
            self._said(authors, row.drafted_at), _review(self._said, row, hands), _sign(self._said, row, hands),
            self._said(row.released_by, row.released_at),
        )  # fmt: skip
        for label, text in zip(STEPS, said, strict=True):
            waits = _WAITS.get(row.state) == label
            self.values[label].show_text(text or words.say("warning.hand.waits" if waits else "warning.hand.none"))
        self.digest.setVisible(row.digest is not None)
        self.digest.show_digest(row.digest or b"")
        self.owed.show_text(said_owed(row))
        self.owed.setVisible(bool(row.owed))

    def _said(self, name: str, at: datetime | None) -> str:
        return f"{name} {self._times.near(at)}" if name and at is not None else name


_Said = Callable[[str, datetime | None], str]


def _review(said: _Said, row: WarningRow, hands: Hands) -> str:
    if hands.reviewer is not None:
        return said(hands.reviewer.name, row.reviewed_at)
    if hands.urgent:
        return words.say("warning.hand.urgent", reason=row.urgent_reason)
    return ""


def _sign(said: _Said, row: WarningRow, hands: Hands) -> str:
    if hands.signer is None:
        return ""
    shown = said(hands.signer.name, row.signed_at)
    return words.say("warning.hand.phone", said=shown) if hands.phone else shown
