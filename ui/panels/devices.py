"""设备: how every line is, what is connected, what went out to the street, and training with what is simulated."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from console.changes import Topic
from console.domain.delivery import DeliveryRow
from console.domain.wire import DeviceRow
from console.errors import Refused
from ui.models.device_rows import DeviceServices
from ui.panels.devices_ledger import LedgerPage
from ui.panels.devices_links import LinksPage
from ui.panels.devices_outbox import OutboxPage
from ui.panels.devices_part import DevicesPart
from ui.panels.devices_training import TrainingPage
from ui.panels.records import RecordsPanel

LINKS, LEDGER, OUTBOX, TRAINING = range(4)


class DevicesPanel(RecordsPanel):
    """``open_item`` shows a device's line, or what was sent."""

    id: ClassVar[str] = "devices"
    topics = frozenset({Topic.DEVICES, Topic.DELIVERIES})
    PARTS = (
        ("devices.part.links", "devices.part.links_count"),
        ("devices.part.ledger", "devices.part.ledger"),
        ("devices.part.outbox", "devices.part.outbox_count"),
        ("devices.part.training", "devices.part.training_count"),
    )

    _ask: DeviceServices

    def made(self, *given: Any) -> tuple[DevicesPart, ...]:
        self.links, self.ledger, self.outbox = LinksPage(*given), LedgerPage(*given), OutboxPage(*given)
        self.training = TrainingPage(*given)
        for page in (self.links, self.training):
            page.new_asked.connect(self._connect_new)
        self.links.replay_asked.connect(self._replay)
        return self.links, self.ledger, self.outbox, self.training

    def whose(self, record_id: UUID) -> DeviceRow | DeliveryRow:
        """On a worker. Refuses no_such_device where it is none of them."""
        try:
            return self._ask.deliveries.one(record_id)
        except Refused:
            return self._ask.devices.one(record_id)

    def show_found(self, found: DeviceRow | DeliveryRow) -> None:
        if isinstance(found, DeliveryRow):
            self.show_part(OUTBOX)
            self.outbox.open_delivery(found)
        elif found.active:
            self.show_part(LINKS)
            self.links.open_device(found.id)
        else:
            self.show_part(LEDGER)
            self.ledger.open_device(found)

    def _replay(self, path: str, device_id: UUID) -> None:
        """A file of that line is played again, where that may be."""
        self.show_part(TRAINING)
        self.training.replay_of(path, device_id)

    def _connect_new(self) -> None:
        self.show_part(LEDGER)
        self.ledger.keeping.ask_new()
