"""未应答终端: where nobody can say that it was heard, whom to telephone there, and who drives there instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.domain.lists import ListItem
from console.errors import Refused
from console.services.warning_channels_out import Silent
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asking import Asking
from ui.models.warning_targets import SilentLine, silent_model
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.warning_channels import TickCell

CALL, PAPER, TICK_ALL = "Alt+M", "Alt+P", "Alt+K"
VAN = "van"
"""宣传车 among the channels the program ships."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A manual channel in place of these terminals."""

    silent: tuple[Silent, ...]
    channel: str


class WarningSilentDialog(Asking):
    """Hands up a ``StandIn``. ``call_asked``, ``copy_asked`` and ``print_asked`` carry what is ticked."""

    LEAST_WIDTH = 900

    call_asked = Signal(object)
    copy_asked = Signal(object)
    print_asked = Signal(object)

    def __init__(
        self, number: str, found: Sequence[Silent], channels: Sequence[ListItem], parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__("silent.title", "silent.stand_in", parent=parent)
        self._lines = [SilentLine(one) for one in found]
        self.about, self.sums = Word(role="strong"), Word("silent.what", role="secondary")
        self.about.say("silent.about", number=number, count=len(found))
        self.sums.setWordWrap(True)
        self.call = KeyButton("do.silent_call", CALL, small=True)
        self.copy_out = KeyButton("do.silent_copy", actions.key_of("copy_out"), small=True)
        self.paper = KeyButton("do.silent_print", PAPER, small=True, icon="print")
        self.tick = KeyButton("warning.tick", actions.key_of("tick_row"), small=True)
        self.all = KeyButton("warning.all", TICK_ALL, small=True)
        self.table = RowTable(silent_model(), compact=True)
        self.table.call("silent.title")
        self.table.setItemDelegateForColumn(0, TickCell(self.table))
        names = {item.code: item for item in channels}
        self.channel = Choice(tuple(names), lambda code: names[code].name(words.language()))
        if VAN in names:
            self.channel.choose(VAN)
        self._lay_out_list()
        self._connect()
        self._show()
        self.restyle()

    def first(self) -> QWidget:
        return self.table

    def ticked(self) -> tuple[Silent, ...]:
        return tuple(line.silent for line in self._lines if line.ticked)

    def tick_chosen(self) -> None:
        """Space: the chosen terminal is meant, or is not."""
        line = self.table.chosen_row()
        if line is not None and not self._busy:
            self._take([replace(one, ticked=not one.ticked) if one.key == line.key else one for one in self._lines])

    def tick_all(self) -> None:
        """All of them; none where all were ticked."""
        ticked = not all(line.ticked for line in self._lines)
        if not self._busy:
            self._take([replace(one, ticked=ticked) for one in self._lines])

    def answer(self) -> StandIn:
        """Refuses nothing_ticked, no_such_channel."""
        if not self.ticked():
            raise Refused("nothing_ticked")
        if self.channel.value() is None:
            raise Refused("no_such_channel", name="")
        return StandIn(self.ticked(), self.channel.value())

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "channel"):
            using = theme.current()
            self.table.setMinimumHeight(using.px(34) + 2 + 6 * using.compact_row)

    def _take(self, lines: list[SilentLine]) -> None:
        self._lines = lines
        self._show()

    def _show(self) -> None:
        self.table.show_rows(self._lines)
        if self._lines and self.table.chosen_row() is None:
            self.table.choose(self._lines[0].key, scroll=False)
        for button in (self.call, self.copy_out, self.paper, self.yes):
            button.setEnabled(bool(self.ticked()))

    def _connect(self) -> None:
        self.tick.clicked.connect(self.tick_chosen)
        self.all.clicked.connect(self.tick_all)
        asked = (("silent_call", self.call, self.call_asked, CALL), ("copy_out", self.copy_out, self.copy_asked, None),
                 ("silent_print", self.paper, self.print_asked, PAPER))  # fmt: skip
        bound = [Action("warning_all", self.tick_all, key=TICK_ALL)]
        for name, button, signal, key in asked:
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.ticked()))
            bound.append(Action(name, button.click, key=key))
        actions.bind(self, bound, whole_window=False)
        actions.bind(self.table, [Action("tick_row", self.tick_chosen)], whole_window=False)

    def _lay_out_list(self) -> None:
        tools = QHBoxLayout()
        for part in (self.about, self.tick, self.all, self.call, self.copy_out, self.paper):
            tools.addWidget(part, 1 if part is self.about else 0)
        self.body.addLayout(tools)
        self.body.addWidget(self.sums)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Field("silent.channel", self.channel))
