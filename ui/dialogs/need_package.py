"""套响应包: what packages and running plans suggest for an incident, taken over line by line, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.needs import NewNeed, Suggested
from console.domain.stock import shown
from console.errors import Refused
from ui import actions, theme
from ui.dialogs.asking import Asking
from ui.models.table import Column, RowTableModel
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

_TICK, _NO_TICK = "☑", "☐"
_LEAST, _MOST = 3, 12


@dataclass(frozen=True, slots=True)
class Pick:
    """A line that may be taken over; ``on`` while it is ticked."""

    at: int
    suggested: Suggested
    on: bool

    @property
    def free(self) -> bool:
        """Nobody has taken it over yet."""
        return not self.suggested.taken


class PackageDialog(Asking):
    """Hands up the ticked lines as ``NewNeed``; all that were not taken over are ticked at first."""

    LEAST_WIDTH = 760

    def __init__(self, about: str, found: Sequence[Suggested], parent: QWidget | None = None) -> None:
        super().__init__("need.packages", "need.take_over", parent=parent)
        self.say_sentence("need.about", role="strong", about=about)
        self.say_sentence("need.packages_how", role="secondary")
        self._picks = [Pick(at, one, not one.taken) for at, one in enumerate(found)]
        self.table = RowTable(_model(), compact=True)
        self.table.call("need.packages")
        self.table.show_rows(self._picks)
        self.body.addWidget(self.table)
        self.tick = KeyButton("need.tick", actions.key_of("tick_row"), small=True)
        self.tick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tick.clicked.connect(self.turn)
        self.body.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignLeft)
        self.table.clicked.connect(lambda index: self.turn() if index.column() == 0 else None)
        self.table.installEventFilter(self)
        first = next((pick.at for pick in self._picks if pick.free), 0)
        self.table.choose(first)
        self.restyle()

    def first(self) -> QWidget:
        return self.table

    def turn(self) -> None:
        """Tick the chosen line, or take its tick away; what was taken over stays taken."""
        pick = self.table.chosen_row()
        if pick is None or not pick.free:
            return
        self._picks[pick.at] = Pick(pick.at, pick.suggested, not pick.on)
        self.table.show_rows(self._picks)

    def answer(self) -> list[NewNeed]:
        taken = [pick.suggested.form for pick in self._picks if pick.on]
        if not taken:
            raise Refused("nothing_chosen")
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            self.turn()
            return True
        return super().eventFilter(watched, event)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            using = theme.current()
            rows = min(_MOST, max(_LEAST, len(self._picks)))
            self.table.setFixedHeight(using.px(34) + 4 + rows * using.compact_row)


def _model() -> RowTableModel[Pick]:
    return RowTableModel(
        (
            Column("need.tick", lambda pick: (_TICK if pick.on else _NO_TICK) if pick.free else "", width=48, tip=_tip),
            Column("need.what", lambda pick: pick.suggested.form.what, stretch=True, tip=_tip, ink=_ink),
            Column("need.amount", _amount, width=64, ink=_ink, stays=True),
            Column("need.priority", _priority, width=56, ink=_ink),
            Column("need.of", lambda pick: pick.suggested.title, stretch=True, tip=_tip, ink=_ink),
            Column("need.taken", lambda pick: pick.suggested.taken, width=112, ink=_ink, stays=True),
        ),
        key=lambda pick: pick.at,
    )


def _amount(pick: Pick) -> str:
    form = pick.suggested.form
    return f"{shown(form.quantity)} {form.unit}".rstrip()


def _priority(pick: Pick) -> str:
    return words.say(f"need.priority.{pick.suggested.form.priority}")


def _tip(pick: Pick) -> str:
    return " · ".join(part for part in (pick.suggested.title, pick.suggested.basis) if part)


def _ink(pick: Pick) -> str | None:
    return None if pick.free else "text3"
