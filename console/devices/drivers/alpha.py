"""An Alpha sign: shows a priority text, takes it away. It never answers, so nobody ever says that it did.

What the sign cannot show (Chinese, more than it holds) is refused before a byte is written.
"""

from __future__ import annotations

import re
from collections import deque
from uuid import UUID

from console.devices.drivers.gathering import unreadable
from console.devices.drivers.options import Options
from console.devices.protocols.alpha import TEXT_LIMIT, Mode, can_show, encode, priority_text
from console.devices.session import NOTHING, Heard, Sending, Setting
from console.domain.delivery import Order, Receipt, SendState, Verb

KNOWN = 200
"""Ids of orders that are remembered, so that none is done twice."""

_ADDRESS = re.compile(r"[0-9A-F]{2}")
_MODES = {"hold": Mode.HOLD, "rotate": Mode.ROTATE, "flash": Mode.FLASH}


class AlphaSession:
    """``address`` 00 are all signs on the line; an order's target may name one of them."""

    def __init__(self, setting: Setting) -> None:
        told = Options("alpha", setting.options)
        self._address = told.text("address").upper()
        if _ADDRESS.fullmatch(self._address) is None:
            raise told.bad("address")
        self._known: deque[UUID] = deque(maxlen=KNOWN)

    def start(self, now: float) -> Heard:
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> Heard:
        """A sign says nothing; what is heard all the same was not asked for."""
        del now
        return Heard((unreadable(chunk, "unasked"),)) if chunk else NOTHING

    def tick(self, now: float) -> Heard:
        del now
        return NOTHING

    def wake_at(self) -> float | None:
        return None

    def ask(self, order: Order, now: float) -> Heard:
        if order.id in self._known:
            return self.tick(now)
        self._known.append(order.id)
        refusal = self._refusal(order)
        if refusal:
            return Heard(receipts=((order.id, Receipt(SendState.FAILED, refusal, began=False)),))
        if order.verb is Verb.PROBE:
            return Heard(receipts=((order.id, Receipt(SendState.UNCONFIRMED, "cannot_be_known", began=False)),))
        command = self._command(order)
        return Heard(write=command, receipts=((order.id, Receipt(SendState.UNCONFIRMED, "commanded", command)),))

    def ended(self) -> tuple[tuple[UUID, Receipt], ...]:
        return ()

    def _refusal(self, order: Order) -> str:
        """Why nothing is written; empty for an order that can be done."""
        if order.verb not in {Verb.SHOW, Verb.STOP, Verb.PROBE}:
            return "not_possible"
        if order.target and _ADDRESS.fullmatch(order.target.upper()) is None:
            return "no_such_zone"
        text = _line(order)
        if order.verb is not Verb.SHOW:
            return ""
        if not text:
            return "no_text"
        if not can_show(text):
            return "cannot_show"
        return "too_long" if len(text) > TEXT_LIMIT else ""

    def _command(self, order: Order) -> bytes:
        address = order.target.upper() or self._address
        mode = _MODES.get(str(order.facts.get("pattern", "")), Mode.HOLD if len(_line(order)) <= 20 else Mode.ROTATE)
        return encode(priority_text(_line(order) if order.verb is Verb.SHOW else "", mode, address))


def _line(order: Order) -> str:
    return " ".join(order.text.split())


def make(setting: Setting) -> Sending:
    return AlphaSession(setting)
