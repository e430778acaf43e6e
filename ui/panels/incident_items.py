"""Calls and documents of an incident: joined and taken out again by an officer, never by themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.changes import Topic
from console.domain.inbound import InboundRow
from console.domain.incident import IncidentRow, ItemRow
from console.domain.people import Action as Permission
from ui import actions
from ui.dialogs.finding import Asks, FindingDialog
from ui.dialogs.join_incident import JoinDialog, item_choice
from ui.models.incident_rows import item_model
from ui.panels.incident_part import IncidentTable
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

OFFERED = 200
"""Newest inbound items that are offered to be joined."""


class ItemsPage(IncidentTable):
    """``item_asked`` leads to the item itself."""

    topics = frozenset({Topic.INCIDENTS, Topic.INBOUND})

    item_asked = Signal(str, object)

    def build(self) -> None:
        self.card = Card("incidents.items", flush=True)
        self.table = RowTable(item_model(self._times))
        self.table.call("incidents.items")
        self.empty = Empty("incidents.items.empty")
        self.show_button = KeyButton("incidents.do.show_item", "Return")
        self.join = KeyButton("incidents.do.join", actions.key_of("incident_join"), kind="primary")
        self.take = KeyButton("incidents.do.take_figures", actions.key_of("figures_take"))
        self.leave_button = KeyButton("incidents.do.leave", actions.key_of("item_leave"))
        self.lay_out([self.show_button, self.take, self.leave_button, self.join])
        self.guard(Permission.INCIDENTS, self.join, self.take, self.leave_button)
        self.table.opened.connect(self._show_item)
        self.show_button.clicked.connect(lambda: self._show_item(self.table.chosen_row()))
        self.join.clicked.connect(self.ask_join)
        self.take.clicked.connect(self.take_figures)
        self.leave_button.clicked.connect(self.ask_leave)
        self.bind_keys(
            {"incident_join": self.ask_join, "figures_take": self.take_figures, "item_leave": self.ask_leave}
        )
        self._offered: tuple[InboundRow, ...] = ()

    def read(self, incident_id: UUID) -> Any:
        held = self._ask.items.of(incident_id, former=True)
        here = {row.inbound_id for row in held if row.ended_at is None}
        newest = [row for row in self._ask.intake.newest(OFFERED) if row.id not in here]
        return sorted(held, key=lambda row: row.ended_at is not None), tuple(newest)

    def show_incident(self, row: IncidentRow, more: Any) -> None:
        held, self._offered = more
        self.show_rows(held)
        self.card.caption.say("incidents.items.count", count=row.items)

    def possible(self, widget: QWidget) -> bool:
        chosen: ItemRow | None = self.table.chosen_row()
        if widget is self.join:
            return self.row is not None
        return self.row is not None and chosen is not None and chosen.ended_at is None

    def ask_join(self) -> None:
        """Another inbound item belongs to this incident."""
        row = self.row
        if row is None or not self._seat.may(Permission.INCIDENTS):
            return
        by, items = self._seat.actor, self._ask.items
        dialog = JoinDialog(
            "incidents.do.join", f"{row.number} {row.title}", "incidents.join.item",
            [item_choice(one) for one in self._offered], parent=self.window(),
        )  # fmt: skip
        self.ask(
            dialog, "incident.join", lambda said: items.join(row.id, said.id, said.kind, by=by),
            "incidents.told.joined",
        )  # fmt: skip

    def ask_leave(self) -> None:
        """The chosen item does not belong here after all."""
        row, chosen = self.row, self._chosen()
        if row is None or chosen is None:
            return
        by, items, inbound_id = self._seat.actor, self._ask.items, chosen.inbound_id
        dialog = FindingDialog(
            "incidents.do.leave", f"{chosen.number} {chosen.summary[:80]}",
            [Asks("reason", "incidents.reason", required=True)], parent=self.window(),
        )  # fmt: skip
        self.ask(
            dialog, f"incident.leave {inbound_id}", lambda said: items.leave(row.id, inbound_id, said["reason"], by=by),
            "incidents.told.left",
        )  # fmt: skip

    def take_figures(self) -> None:
        """What the chosen item said of casualties and losses counts for the incident."""
        row, chosen = self.row, self._chosen()
        if row is None or chosen is None:
            return
        by, figures, inbound_id = self._seat.actor, self._ask.figures, chosen.inbound_id
        self.act(lambda: figures.take_over(row.id, inbound_id, by=by), "incidents.told.figures")

    def _chosen(self) -> ItemRow | None:
        chosen: ItemRow | None = self.table.chosen_row()
        if chosen is None or chosen.ended_at is not None or not self._seat.may(Permission.INCIDENTS):
            return None
        return chosen

    def _show_item(self, chosen: ItemRow | None) -> None:
        if chosen is not None:
            self.item_asked.emit("intake", chosen.inbound_id)
