"""What can be done onward with a registered item: an incident, a need, the leader told, what is sent, a copy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import actions
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton


class Onward(Lines):
    """Buttons that are hidden while an entry is being written."""

    phone_asked = Signal()
    outbound_asked = Signal()
    copy_asked = Signal()
    incident_asked = Signal()
    join_asked = Signal()
    need_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phone = KeyButton("do.phone_script", actions.key_of("phone_script"), small=True, icon="phone")
        self.send = KeyButton("do.outbound_about", actions.key_of("outbound_about"), small=True)
        self.copy = KeyButton("copy.out", actions.key_of("copy_out"), small=True)
        self.incident = KeyButton("do.incident_open", actions.key_of("incident_open"), small=True)
        self.join = KeyButton("do.incident_join", actions.key_of("incident_join"), small=True)
        self.need = KeyButton("do.need_of_item", actions.key_of("need_of_item"), small=True)
        for button, asked in (
            (self.incident, self.incident_asked),
            (self.join, self.join_asked),
            (self.need, self.need_asked),
            (self.phone, self.phone_asked),
            (self.send, self.outbound_asked),
            (self.copy, self.copy_asked),
        ):
            button.clicked.connect(asked)
            self.flow.addWidget(button)

    def show_incident(self, number: str) -> None:
        """The incident the item belongs to, and the key leads there; empty while it belongs to none.

        What it asks for is a need of that incident: until there is one, nothing can be needed for it.
        """
        if number:
            self.incident.say("incidents.go", number=number)
        else:
            self.incident.say("do.incident_open")
        self.join.setVisible(not number)
        self.need.setVisible(bool(number))

    def buttons(self) -> tuple[QWidget, ...]:
        """In Tab order."""
        return (self.incident, self.join, self.need, self.phone, self.send, self.copy)
