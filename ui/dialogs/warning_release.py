"""发布: what will happen channel by channel, read first, then said a second time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.warning import Kind
from console.domain.warning_rows import WarningRow
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.table import Column, RowTableModel
from ui.models.warning_channels import ChannelLine
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

REST_MS = 600
"""A key hit once too often, or already on its way, has read nothing: the second step rests that long."""


@dataclass(frozen=True, slots=True)
class Going:
    """What a release would do. ``previous`` is the number of what it ends."""

    row: WarningRow
    lines: tuple[ChannelLine, ...]
    people: int
    numbers: int
    previous: str = ""


def happens(line: ChannelLine) -> str:
    """What one channel does once it is released."""
    if line.manual:
        code = "warning.goes.list" if line.people else "warning.goes.manual"
        return words.say(code, target=line.target or line.usual, count=line.count)
    if line.audible:
        return words.say("warning.goes.armed", names="、".join(line.devices))
    if line.people:
        return words.say("warning.goes.people", names="、".join(line.devices), count=line.count)
    return words.say("warning.goes.device", names="、".join(line.devices))


class WarningReleaseDialog(Asking):
    """Two steps: read what happens, then say it. Hands up nothing but that it is wanted."""

    LEAST_WIDTH = 720

    def __init__(self, going: Going, *, practice: bool, parent: QWidget | None = None) -> None:
        super().__init__("warning.release", "warning.release.next", parent=parent)
        row = going.row
        self._ready = False
        if practice:
            self.say_sentence("warning.practice", role="caution")
        self.say_sentence("warning.sign.number", role="title", number=row.number, title=row.title)
        self.say_sentence("warning.release.who", people=going.people, numbers=going.numbers)
        if going.previous:
            kind = row.kind.value if row.kind is not Kind.FIRST else Kind.CHANGE.value
            self.say_sentence(f"warning.release.{kind}", role="caution", number=going.previous)
        columns: tuple[Column[ChannelLine], ...] = (
            Column("send_channel", lambda line: line.name, width=180, stays=True),
            Column("send_happens", happens, stretch=True,
                                ink=lambda line: "redtext" if line.audible else None),
        )  # fmt: skip
        self.table = RowTable(RowTableModel(columns, key=lambda line: line.code), compact=True)
        self.table.call("warning.channels")
        self.table.show_rows(going.lines)
        using = theme.current()
        self.table.setMinimumHeight(using.px(34) + 2 + min(10, max(3, len(going.lines))) * using.compact_row)
        self.body.addWidget(self.table, 1)
        sirens = [line.name for line in going.lines if line.audible]
        if sirens:
            self.say_sentence("warning.release.arm", role="caution", names="、".join(sirens))
        self.sure = Word("warning.release.sure", role="error")
        self.sure.setWordWrap(True)
        self.sure.hide()
        self.body.addWidget(self.sure)

    def first(self) -> QWidget:
        return self.table

    def hand_up(self) -> None:
        """The first time it is read, the second it is meant."""
        if self.sure.isHidden():
            self.sure.show()
            self.yes.say("warning.release")
            self.yes.show_kind("danger")
            QTimer.singleShot(REST_MS, self, self._rest)
        elif self._ready:
            super().hand_up()

    def answer(self) -> None:
        return None

    def ready(self) -> bool:
        """Whether the second step may be taken."""
        return self._ready

    def _rest(self) -> None:
        self._ready = True
