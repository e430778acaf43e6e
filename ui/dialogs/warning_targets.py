"""再发: targets of one channel with every attempt at each; those that are ticked are sent to once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asking import Asking
from ui.dialogs.warning_release import REST_MS
from ui.models.warning_targets import TargetLine, target_model, tries_model
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.warning_channels import TickCell

OPEN, ALL = "open", "all"
NARROW, TICK_ALL = "Alt+L", "Alt+K"


@dataclass(frozen=True, slots=True)
class Again:
    """What is sent once more: the row of the outbox each, with the id its new row will have."""

    rows: tuple[tuple[UUID, UUID], ...]
    audible: int


class WarningTargetsDialog(Asking):
    """Two steps: tick, then read how many and what sounds. Hands up ``Again``; ``say`` tells what came of each."""

    LEAST_WIDTH = 860

    def __init__(self, name: str, lines: Sequence[TargetLine], times: Times, parent: QWidget | None = None) -> None:
        super().__init__("targets.title", "targets.again", parent=parent)
        self._lines = list(lines)
        self._ids: dict[UUID, UUID] = {}
        self._ready = False
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(REST_MS)
        self._rests.timeout.connect(self._rest)
        self.about = Word(role="strong")
        self.about.show_text(name)
        self.which = Choice((OPEN, ALL), lambda which: words.say(f"targets.which.{which}"))
        self.narrow = KeyButton("do.targets_narrow", NARROW, small=True)
        self.tick = KeyButton("warning.tick", actions.key_of("tick_row"), small=True)
        self.all = KeyButton("warning.all", TICK_ALL, small=True)
        self.table = RowTable(target_model(), compact=True)
        self.table.call("targets.title")
        self.table.setItemDelegateForColumn(0, TickCell(self.table))
        self.tries: RowTable = RowTable(tries_model(times), compact=True)
        self.tries.call("targets.tries")
        self.sums, self.sure = Word(role="strong"), Word(role="error")
        self.none = Word(role="secondary")
        for word in (self.sums, self.sure, self.none):
            word.setWordWrap(True)
        self.sure.hide()
        self._lay_out_lists()
        self._connect()
        self._show()
        self.restyle()

    def first(self) -> QWidget:
        return self.table

    def lines(self) -> Sequence[TargetLine]:
        return self._lines

    def tick_chosen(self) -> None:
        """Space: the chosen target is sent to once more, or is not."""
        line = self.table.chosen_row()
        if line is not None and not line.ready:
            last = line.last
            self.say_turned_away(Refused("delivery_state", number=last.number, state=last.state.value))
        elif line is not None and not self._busy:
            self._take([replace(one, ticked=not one.ticked) if one.key == line.key else one for one in self._lines])

    def tick_all(self) -> None:
        """Every target that is shown and may be sent to once more; none where all of them are ticked."""
        shown = {line.key for line in self._shown() if line.ready}
        ticked = not all(line.ticked for line in self._lines if line.key in shown)
        if not self._busy:
            self._take([replace(one, ticked=ticked) if one.key in shown else one for one in self._lines])

    def toggle_which(self) -> None:
        self.which.choose(ALL if self.which.value() == OPEN else OPEN)
        self._show()

    def hand_up(self) -> None:
        """The first time it says how many and what sounds, the second it is meant."""
        if self._busy or not any(line.ticked for line in self._lines):
            super().hand_up()
        elif self.sure.isHidden():
            given = self.answer()
            code = "targets.sure_audible" if given.audible else "targets.sure"
            self.sure.say(code, count=len(given.rows), audible=given.audible)
            self.sure.show()
            self._rests.start()
        elif self._ready:
            super().hand_up()

    def ready(self) -> bool:
        """Whether the second step may be taken."""
        return self._ready

    def answer(self) -> Again:
        """The same ticks twice are the same rows. Refuses nothing_ticked, delivery_state."""
        chosen = [line.last for line in self._lines if line.ticked]
        if not chosen:
            raise Refused("nothing_ticked")
        rows = tuple((row.id, self._ids.setdefault(row.id, uuid4())) for row in chosen)
        return Again(rows, sum(row.audible for row in chosen))

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "sums"):
            self._say()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "tries"):
            using = theme.current()
            self.table.setMinimumHeight(using.px(34) + 2 + 7 * using.compact_row)
            self.tries.setFixedHeight(using.px(34) + 2 + 3 * using.compact_row)

    def _rest(self) -> None:
        self._ready = True

    def _shown(self) -> list[TargetLine]:
        return [line for line in self._lines if self.which.value() == ALL or line.open or line.ticked]

    def _take(self, lines: list[TargetLine]) -> None:
        """Other ticks are another wish: it is said again."""
        self._rests.stop()
        self._lines, self._ready = lines, False
        self.sure.hide()
        self._show()

    def _show(self) -> None:
        shown = self._shown()
        self.table.show_rows(shown)
        if shown and self.table.chosen_row() is None:
            self.table.choose(shown[0].key, scroll=False)
        self.none.setVisible(not shown)
        self.none.say("targets.none" if self._lines else "targets.empty")
        self._show_tries(self.table.chosen_row())
        self._say()

    def _say(self) -> None:
        waits = sum(line.open for line in self._lines)
        ticked = sum(line.ticked for line in self._lines)
        self.sums.say("targets.sum", total=len(self._lines), open=waits, ticked=ticked)
        self.yes.setEnabled(ticked > 0)

    def _show_tries(self, line: TargetLine | None) -> None:
        self.tries.show_rows(line.target.rows[::-1] if line is not None else ())

    def _connect(self) -> None:
        self.tick.clicked.connect(self.tick_chosen)
        self.all.clicked.connect(self.tick_all)
        self.narrow.clicked.connect(self.toggle_which)
        self.which.picked.connect(lambda _which: self._show())
        self.table.chosen.connect(self._show_tries)
        actions.bind(
            self,
            [
                Action("targets_narrow", self.toggle_which, key=NARROW),
                Action("warning_all", self.tick_all, key=TICK_ALL),
            ],
            whole_window=False,
        )
        actions.bind(self.table, [Action("tick_row", self.tick_chosen)], whole_window=False)

    def _lay_out_lists(self) -> None:
        tools = QHBoxLayout()
        for part in (self.about, self.which, self.narrow, self.tick, self.all):
            tools.addWidget(part, 1 if part is self.about else 0)
        self.body.addLayout(tools)
        self.body.addWidget(self.sums)
        for table, stretch in ((self.table, 3), (self.tries, 0)):
            self.body.addWidget(table, stretch)
        self.body.addWidget(self.none)
        self.body.addWidget(self.sure)
