"""Columns of the outbound register."""

from __future__ import annotations

from collections.abc import Callable

from console import words
from console.domain.outbound import OutboundRow, OutboundState
from ui.models.table import Column
from ui.text import Times

_INK = {OutboundState.SENT: "orangetext", OutboundState.FAILED: "redtext"}
_TINT = {OutboundState.FAILED: "redtint"}


def outbound_columns(times: Times, channel: Callable[[str], str]) -> list[Column[OutboundRow]]:
    """``channel`` gives the name of a channel's code in the language in use."""
    return [
        Column(
            "outbound.sent_at", lambda row: times.near(row.sent_at), width=100, tip=lambda row: times.full(row.sent_at)
        ),
        Column("outbound.to_org", lambda row: row.to, stretch=True),
        Column("outbound.channel", lambda row: channel(row.channel), width=110),
        Column("outbound.text", lambda row: " ".join(row.text.split()), stretch=True, tip=lambda row: row.text),
        Column("outbound.state", lambda row: state_text(row, times), width=178, ink=_ink, strong=_waits),
        Column("outbound.number", lambda row: row.number, width=150),
    ]


def state_text(row: OutboundRow, times: Times) -> str:
    """待回执 0:07, 张例四 08:20 已签收, 未送达."""
    if row.state is OutboundState.SENT:
        minutes = int(row.age(times.now()).total_seconds()) // 60
        return words.say("outbound.waits", time=f"{minutes // 60}:{minutes % 60:02d}")
    if row.state is OutboundState.RECEIVED and row.receipt_at is not None:
        return words.say("outbound.received", name=row.receipt_by, at=times.near(row.receipt_at))
    return words.say(f"outbound.state.{row.state.value}")


def tint(row: OutboundRow) -> str | None:
    return _TINT.get(row.state)


def _ink(row: OutboundRow) -> str | None:
    return _INK.get(row.state)


def _waits(row: OutboundRow) -> bool:
    return row.state is not OutboundState.RECEIVED
