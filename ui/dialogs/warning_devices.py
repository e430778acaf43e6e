"""按台选: which devices of a channel a warning goes out by; those of the area where nobody chooses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.domain.wire import DeviceRow
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asking import Asking
from ui.models.table import Column, RowTableModel
from ui.widgets.channel_tick import TickCell
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

ALL, NEAR = "Alt+K", "Alt+A"


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device with whether it is chosen; ``near``: it belongs to the area, or nobody wrote down where it stands."""

    row: DeviceRow
    near: bool
    ticked: bool


class WarningDevicesDialog(Asking):
    """Hands up the ids that are ticked, in their order; nothing where they are exactly those of the area."""

    LEAST_WIDTH = 640

    def __init__(
        self, channel: str, devices: Sequence[DeviceRow], near: Collection[UUID], chosen: Collection[UUID],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("warning.devices", "warning.devices.yes", parent=parent)
        self._near = frozenset(near)
        self.say_sentence("warning.devices.of", role="strong", name=channel)
        self.say_sentence("warning.devices.what", role="secondary")
        self.table = RowTable(_model(), compact=True)
        self.table.call("warning.devices")
        self.table.setItemDelegateForColumn(0, TickCell(self.table))
        self.tick = KeyButton("warning.tick", actions.key_of("tick_row"), small=True)
        self.all = KeyButton("warning.all", ALL, small=True)
        self.near = KeyButton("warning.devices.near", NEAR, small=True)
        tools = QHBoxLayout()
        for button in (self.tick, self.all, self.near):
            tools.addWidget(button)
        tools.addStretch(1)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(tools)
        picked = frozenset(chosen) or self._near
        self.table.show_rows([DeviceLine(row, row.id in self._near, row.id in picked) for row in devices])
        if devices:
            self.table.choose(devices[0].id)
        self.table.setMinimumHeight(theme.current().px(34) + 2 + 8 * theme.current().compact_row)
        self.table.opened.connect(self.toggle)
        self.tick.clicked.connect(self.toggle_chosen)
        self.all.clicked.connect(self.toggle_all)
        self.near.clicked.connect(self.take_near)
        actions.bind(self.table, [Action("tick_row", self.toggle_chosen)], whole_window=False)
        actions.bind(
            self, [Action("warning_all", self.toggle_all, key=ALL), Action("warning_near", self.take_near, key=NEAR)],
            whole_window=False,
        )  # fmt: skip

    def first(self) -> QWidget:
        return self.table

    def lines(self) -> Sequence[DeviceLine]:
        return self.table.rows_model.rows()

    def answer(self) -> tuple[UUID, ...]:
        ticked = tuple(line.row.id for line in self.lines() if line.ticked)
        if not ticked:
            raise Refused("devices_none")
        return () if set(ticked) == self._near else ticked

    def toggle(self, line: DeviceLine | None = None) -> None:
        """Space or Enter: the chosen one sounds, or does not."""
        chosen = line or self.table.chosen_row()
        if chosen is not None:
            self._take({chosen.row.id: not chosen.ticked})

    def toggle_chosen(self) -> None:
        self.toggle()

    def toggle_all(self) -> None:
        """Every one; none where all were."""
        ticked = not all(line.ticked for line in self.lines())
        self._take({line.row.id: ticked for line in self.lines()})

    def take_near(self) -> None:
        """As where nobody chooses."""
        self._take({line.row.id: line.near for line in self.lines()})

    def _take(self, ticked: dict[UUID, bool]) -> None:
        self.table.show_rows([replace(line, ticked=ticked.get(line.row.id, line.ticked)) for line in self.lines()])


def _model() -> RowTableModel[Any]:
    columns: tuple[Column[DeviceLine], ...] = (
        Column("devices.code", lambda line: line.row.form.code, width=110, picture=14, stays=True,
                               strong=lambda line: line.ticked),
        Column("devices.name", _name, stretch=True),
        Column("devices.place", lambda line: line.row.place_path or line.row.form.place_text, width=180),
        Column("devices.near", lambda line: words.say("warning.near" if line.near else "warning.far"), width=90,
                               ink=lambda line: None if line.near else "text3"),
    )  # fmt: skip
    return RowTableModel(columns, key=lambda line: line.row.id)


def _name(line: DeviceLine) -> str:
    form = line.row.form
    return (form.name_en if words.language() == "en" else "") or form.name
