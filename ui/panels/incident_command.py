"""现场指挥官 and the command group: who has which part, from whom it was taken over, and who had it before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.people import Action as Permission
from console.services.incident_command import LIMITS, ON_SCENE, CommandRow, Member
from ui import actions, theme
from ui.dialogs.finding import Asks, FindingDialog
from ui.models.incident_command import CommandLine, command_lines, command_model
from ui.widgets.card import Card
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

if TYPE_CHECKING:
    from ui.panels.incident_overview import OverviewPage

_TIME = 40


class CommandCard(Card):
    """The chosen line is the part that is taken over or left."""

    def __init__(self, page: OverviewPage) -> None:
        super().__init__("incidents.command", flush=True)
        self._page = page
        self.table = RowTable(command_model(page.times), compact=True)
        self.table.call("incidents.command")
        self.take_button = KeyButton("incidents.do.command", actions.key_of("command_take"), small=True)
        self.leave_button = KeyButton("incidents.do.command_leave", actions.key_of("command_leave"), small=True)
        self.bar = Lines()
        self.bar.flow.addWidget(self.take_button)
        self.bar.flow.addWidget(self.leave_button)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.bar)
        self.take_button.clicked.connect(self.ask_take)
        self.leave_button.clicked.connect(self.ask_leave)
        self.table.opened.connect(lambda _line: self.ask_take())
        page.guard(Permission.INCIDENTS, self.take_button, self.leave_button)
        self.restyle()

    def verbs(self) -> dict[str, Callable[[], object]]:
        return {"command_take": self.ask_take, "command_leave": self.ask_leave}

    def read(self, incident_id: UUID) -> tuple[list[Member], list[CommandRow]]:
        """On a worker."""
        ask = self._page.services.command
        return ask.proposed(incident_id), ask.of(incident_id)

    def show_command(self, known: tuple[list[Member], list[CommandRow]]) -> None:
        self.table.show_rows(command_lines(*known))

    def ask_take(self) -> None:
        """Somebody takes the chosen part; the on-scene commander where none is chosen."""
        row, page, line = self._page.row, self._page, self._chosen()
        if row is None or not page.may():
            return
        part = line.part if line is not None else ON_SCENE
        proposed = line.proposed if line is not None and line.row is None else None
        fields = [
            Asks("part", "incidents.part", required=True, limit=LIMITS["part"]),
            Asks("name", "incidents.command.name", required=True, limit=LIMITS["name"]),
            Asks("organisation", "incidents.command.organisation", limit=LIMITS["organisation"]),
            Asks("phone", "incidents.command.phone", limit=LIMITS["phone"]),
            Asks("since", "incidents.since", limit=_TIME),
            Asks("reason", "incidents.reason", limit=LIMITS["reason"]),
        ]
        given = {"part": part}
        if proposed is not None:
            given |= {"name": proposed.name, "organisation": proposed.organisation, "phone": proposed.phone}
        dialog = FindingDialog("incidents.do.command", f"{row.number} {row.title}", fields, given, parent=page.window())
        by, times, ask = page.by, page.times, page.services.command

        def act(said: dict[str, str]) -> object:
            since = times.read(said["since"]) if said["since"].strip() else None
            member = Member(said["part"], said["name"], said["organisation"], said["phone"])
            return ask.takes(row.id, member, since, said["reason"], by=by)

        page.ask(dialog, f"incident.command {part}", act, "incidents.told.command")

    def ask_leave(self) -> None:
        """The chosen part stands empty from now on."""
        row, page, line = self._page.row, self._page, self._chosen()
        if row is None or line is None or line.row is None or line.former or not page.may():
            return
        by, ask, part = page.by, page.services.command, line.part
        fields = [Asks("reason", "incidents.reason", required=True, limit=LIMITS["reason"])]
        about = f"{part} {line.row.name}"
        dialog = FindingDialog("incidents.do.command_leave", about, fields, parent=page.window())
        page.ask(
            dialog, f"incident.command.leave {part}", lambda said: ask.leaves(row.id, part, said["reason"], by=by),
            "incidents.told.command",
        )  # fmt: skip

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "bar"):
            edge = theme.current().px(8)
            self.bar.flow.setContentsMargins(edge, 0, edge, edge)
            self.table.setMinimumHeight(theme.current().px(130))

    def _chosen(self) -> CommandLine | None:
        line: CommandLine | None = self.table.chosen_row()
        return line
