"""Who rang, as the list of calls shows it: columns, and each call in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from console import words
from console.domain.ringing import CallState
from ui.call_watch import Ringing
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times

if TYPE_CHECKING:
    from console.services.call_lists import CallListsService
    from console.services.contacts import ContactsService
    from console.services.ringing import RingingService


@dataclass(frozen=True, slots=True)
class CallServices:
    """The services the list of calls asks."""

    ringing: RingingService
    contacts: ContactsService
    call_lists: CallListsService


class CallsShown(StrEnum):
    """Which calls are looked at: those somebody has to deal with, or all of the last days."""

    OPEN = "open"
    ALL = "all"


def waits(row: Ringing) -> bool:
    """Whether somebody has to deal with it, or it rings."""
    return row.call.open or row.call.state is CallState.RINGING


def number_of_call(row: Ringing) -> str:
    """The number, or why there is none."""
    if row.call.phone:
        return row.call.phone
    code = f"ringing.why.{row.call.why}"
    return words.say(code) if words.has(code) else words.say("call.hidden")


def who_rang(row: Ringing) -> str:
    """Whose number it is, with post and unit where it can only be one; else what the network calls the caller."""
    hits = row.hits
    if len(hits) == 1:
        return " ".join(filter(None, (hits[0].name, hits[0].organisation, hits[0].post)))
    named = " / ".join(" ".join(filter(None, (hit.name, hit.organisation))) for hit in hits[:3])
    return named or row.call.who


def state_of_call(row: Ringing) -> str:
    """未接, 陈例一 已接未登记, 已接报 JB2030-000001 …"""
    state, call = words.say(f"ringing.state.{row.call.state.value}"), row.call
    if call.state is CallState.MISSED and call.many:
        return words.say("ringing.missed_many")
    if call.state is CallState.RECORDED:
        return " ".join(filter(None, (state, call.entry_number)))
    return " ".join(filter(None, (call.by, state)))


def rang_at(row: Ringing, times: Times) -> str:
    """08:03; of several rings the first and the last."""
    first, last = times.near(row.call.first_at), times.near(row.call.last_at)
    return first if first == last else f"{first} – {last}"


def call_model(times: Times) -> RowTableModel[Ringing]:
    """The columns of the list."""

    def strong(row: Ringing) -> bool:
        return waits(row)

    columns: tuple[Column[Ringing], ...] = (
        Column("call_at", lambda row: times.near(row.call.last_at), align=Align.RIGHT, width=62, stays=True),
        Column("call_number", number_of_call, width=150, stays=True, strong=strong, numbers=True),
        Column("call_who", who_rang, stretch=True),
        Column("call_count", lambda row: f"{row.call.count}", align=Align.RIGHT, width=52),
        Column("call_line", lambda row: words.say("list.join").join(row.call.devices), width=150),
        Column("call_state", state_of_call, width=170, stays=True, strong=strong),
    )
    return RowTableModel(columns, lambda row: row.call.key, tint=_tint)


def _tint(row: Ringing) -> str | None:
    if row.call.state is CallState.MISSED:
        return "redtint" if row.call.many else "orangetint"
    return None
