"""Sirens, modems and what they are made to do: devices of the ledger, channels that keep every byte, an officer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.domain.delivery import AUDIBLE, Order, Receipt, SendState, Verb
from console.domain.outbox import Ask
from console.domain.people import Actor, Role
from console.domain.wire import DeviceForm
from console.services.accounts import OfficerRow

PASSWORD = "officer of 2030"
AREA = "例一村全村"


def officer(desk: Desk, name: str = "陈例一", role: Role = Role.OFFICER) -> OfficerRow:
    return desk.accounts.add(name, role, PASSWORD, by=Actor.tool("tester"))


def device(desk: Desk, code: str, driver: str = "relay", url: str = "", **options: str) -> UUID:
    """A device of the ledger; behind a simulated port where no other is named."""
    form = DeviceForm(uuid4(), code, f"设备{code}", driver, url or f"sim://{driver}/{code}", options=options)
    return desk.devices.add(form, by=Actor.tool("tester")).form.id


def sound(device_id: UUID, area: str = AREA, **more: Any) -> Ask:
    return Ask(device_id, Order(uuid4(), Verb.SOUND, target="0", facts={"seconds": 30}), area, **more)


def text(device_id: UUID, said: str = "请沿东门疏散", to: str = "100-0000-0001", **more: Any) -> Ask:
    return Ask(device_id, Order(uuid4(), Verb.TEXT, to, said), **more)


@dataclass
class Street:
    """What every channel of a test was made to do: each call is a byte that went out.

    ``answers`` makes the receipt of an order; without it the device confirms.
    """

    sent: list[tuple[UUID, Order]] = field(default_factory=list)
    answers: Callable[[Order], Receipt] | None = None
    limit: float = 5.0

    def of(self, device_id: UUID) -> StreetChannel:
        return StreetChannel(self, device_id)

    def heard(self, device_id: UUID | None = None) -> list[UUID]:
        """Orders that were heard, as often as they were."""
        return [
            order.id
            for at, order in self.sent
            if order.verb in AUDIBLE and (device_id is None or at == device_id)
        ]  # fmt: skip

    def verbs(self) -> list[Verb]:
        return [order.verb for _, order in self.sent]


@dataclass
class StreetChannel:
    street: Street
    device_id: UUID

    @property
    def limit(self) -> float:
        return self.street.limit

    def send(self, order: Order) -> Receipt:
        answers = self.street.answers
        receipt = answers(order) if answers else Receipt(SendState.CONFIRMED, "device_confirmed", b"\x01", b"\x06")
        if receipt.began:
            self.street.sent.append((self.device_id, order))
        return receipt
