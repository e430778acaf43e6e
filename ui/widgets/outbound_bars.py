"""Below the register: what can be done with the chosen line, and the questions about it, asked in line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QWidget

from console import words
from console.domain.outbound import NAME_LIMIT, NOTE_LIMIT, OutboundRow, OutboundState
from ui import actions
from ui.text import Times
from ui.widgets.intake_bars import Bar, Question
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Spoken
from ui.widgets.typed import ShortText


class RowBar(Bar):
    """Receipt, not delivered, copy: one key each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.receipt = KeyButton("outbound.receipt", actions.key_of("receipt"))
        self.failed = KeyButton("outbound.failed", actions.key_of("not_delivered"))
        self.copy = KeyButton("copy.out", actions.key_of("copy_out"))
        for button in (self.receipt, self.failed, self.copy):
            self.row.addWidget(button)
        self.row.addStretch(1)

    def show_row(self, row: OutboundRow | None, *, may: bool, why_not: str) -> None:
        waits = row is not None and row.state is OutboundState.SENT
        for button in (self.receipt, self.failed):
            button.setEnabled(waits and may)
            button.setToolTip("" if may else why_not)
        self.copy.setEnabled(row is not None)


class ReceiptQuestion(Spoken, Question):
    """Who received it, when, a note."""

    def __init__(self, times: Times) -> None:
        super().__init__("outbound.receipt_yes")
        self._times = times
        self.name, self.at, self.note = ShortText(NAME_LIMIT), ShortText(40), ShortText(NOTE_LIMIT)
        self.ends = QCheckBox()
        self._kinds: tuple[str, ...] = ()
        for editor, share in ((self.name, 2), (self.at, 1), (self.note, 3)):
            editor.returnPressed.connect(self.yes)
            self.row.addWidget(editor, share)
        self.row.addWidget(self.ends)
        self.end_row()
        self.retranslate()

    def begin(self, row: OutboundRow, clocks: Sequence[str] = ()) -> None:
        """The name it was sent to stands there already; another one is typed over it. ``clocks`` may end with it."""
        self._kinds = tuple(clocks)
        self.ends.setChecked(bool(clocks))
        self.ends.setVisible(bool(clocks))
        self.name.setText(row.to_name)
        self.at.clear()
        self.note.clear()
        self.name.setFocus()
        self.name.selectAll()

    def inputs(self) -> dict[str, QWidget]:
        """What is typed, for whoever keeps it."""
        return {"name": self.name, "at": self.at, "note": self.note}

    def answer(self) -> tuple[str, datetime | None, str]:
        """Name, time (None is now), note; Refused("bad_time") for a time that cannot be read."""
        typed = self.at.text().strip()
        return self.name.text().strip(), self._times.read(typed) if typed else None, self.note.text().strip()

    def ending(self) -> tuple[str, ...]:
        """Clocks of the item that end with this receipt."""
        return self._kinds if self.ends.isChecked() else ()

    def retranslate(self) -> None:
        self.ends.setText(words.say("outbound.receipt_ends"))
        self.ends.setToolTip(words.say("outbound.receipt_ends_hint"))
        _hint(self.name, "outbound.receipt_by")
        _hint(self.at, "outbound.receipt_at")
        _hint(self.note, "outbound.receipt_note")


class FailedQuestion(Spoken, Question):
    """Why it did not arrive."""

    def __init__(self) -> None:
        super().__init__("outbound.failed_yes", kind="danger")
        self.reason = ShortText(NOTE_LIMIT)
        self.reason.returnPressed.connect(self.yes)
        self.row.addWidget(self.reason, 1)
        self.end_row()
        self.retranslate()

    def begin(self, _row: OutboundRow, _clocks: Sequence[str] = ()) -> None:
        self.reason.clear()
        self.reason.setFocus()

    def inputs(self) -> dict[str, QWidget]:
        return {"reason": self.reason}

    def retranslate(self) -> None:
        _hint(self.reason, "outbound.failed_why")


def _hint(editor: ShortText, code: str) -> None:
    editor.setPlaceholderText(words.say(code))
    editor.setAccessibleName(words.say(code))
