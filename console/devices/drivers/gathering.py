"""What a session gathers while it works through a chunk, before it answers it as one ``Heard``."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from console import words
from console.devices.session import Heard
from console.domain.delivery import Order, Receipt, SendState
from console.domain.signals import Signal, SignalKind


@dataclass(slots=True)
class Gathered:
    signals: list[Signal] = field(default_factory=list)
    write: bytes = b""
    receipts: list[tuple[UUID, Receipt]] = field(default_factory=list)

    def not_begun(self, queue: deque[Order]) -> None:
        """The line is lost: nothing went out of what still waits there, and nothing will."""
        self.receipts += [(order.id, Receipt(SendState.FAILED, "line_lost", began=False)) for order in queue]
        queue.clear()

    def heard(self) -> Heard:
        return Heard(tuple(self.signals), self.write, tuple(self.receipts))


def soonest(*times: float | None) -> float | None:
    """The earliest of the times that are set."""
    return min((time for time in times if time is not None), default=None)


def both(code: str, /, **facts: Any) -> tuple[str, str]:
    """The words of a code in Chinese and English."""
    return words.say_in("zh", code, **facts), words.say_in("en", code, **facts)


def unreadable(raw: bytes, why: str, account: str = "") -> Signal:
    """Bytes nobody understood: ``why`` is the code of ``wire.damaged.<why>``."""
    zh, en = both(f"wire.damaged.{why}")
    return Signal(SignalKind.UNREADABLE, raw, account, words=zh, words_en=en, damaged=why)
