"""The one inbound item: what the 接报 form holds, its figures, its states."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from console.domain.text import TEXT_LIMIT

FIGURES = ("dead", "missing", "trapped", "heavy", "light", "evacuated", "affected")
"""死亡 失联 被困 重伤 轻伤 转移 受灾: each a number, 不详 (unknown, which is not nought) or not filled."""

KINDS = ("", "document")
"""Kinds of an item: what somebody told us, or 来文/平台信息, which has a number, an urgency and clocks."""

URGENCIES = ("", "ordinary", "plain_urgent", "urgent", "very_urgent", "most_urgent")
"""普通 平急 加急 特急 特提, the words of official documents (GB/T 9704) and telegrams; empty is not marked."""

ACTIONS = ("report", "forward", "order", "told", "call_back", "file", "other")
"""报告 转办 派单 告知 回拨 存查 其他: an item may have several, and ends in one closing state."""

HIDDEN = "•••"
"""What stands for a caller whose channel hides callers (举报)."""

GRADES = ("", "hazard", "not_incident", "ordinary", "larger", "major", "extreme", "larger_risk")
CALL_BACK = ("", "waiting", "verified", "failed")

LIMITS = {
    "summary": TEXT_LIMIT,
    "measures": TEXT_LIMIT,
    "needs": TEXT_LIMIT,
    "received_reason": 500,
    "line": 60,
    "caller_phone": 40,
    "caller_name": 60,
    "caller_org": 100,
    "caller_post": 60,
    "told": 200,
    "source_number": 60,
    "place_text": 200,
}
"""Longest text of each field of the form, in characters."""

NOTE_LIMIT = 500
SOURCE_LIMIT = 100
"""Longest note of an ending and longest source of a figure, in characters."""


class Precision(StrEnum):
    """How exactly the time of the event is known."""

    EXACT = "exact"
    ABOUT = "about"
    UNKNOWN = "unknown"


class InboundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"
    UNTRUE = "untrue"


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure as known: ``value`` None with ``unknown`` is 不详."""

    value: int | None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """The filled form. ``received_at`` is the first keystroke; changing it asks for a reason.

    ``told`` is whom the caller has told already and when; ``call_back_at`` when a caller to be rung back is due,
    None for the site's usual time; ``source_number`` is the 来文字号 of a document, its unit is ``caller_org``.
    """

    id: UUID
    summary: str
    received_at: datetime
    channel: str = "phone"
    line: str = ""
    caller_phone: str = ""
    caller_name: str = ""
    caller_org: str = ""
    call_back: str = ""
    received_reason: str = ""
    occurred_at: datetime | None = None
    occurred_precision: Precision = Precision.UNKNOWN
    place_id: UUID | None = None
    place_text: str = ""
    event_type: str | None = None
    grade: str = ""
    measures: str = ""
    needs: str = ""
    figures: dict[str, FigureValue] = field(default_factory=dict)
    state: InboundState = InboundState.OPEN
    kind: str = ""
    source_number: str = ""
    urgency: str = ""
    caller_post: str = ""
    told: str = ""
    caller_person_id: UUID | None = None
    call_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InboundRow:
    """An item as lists, the board and the printed form show it."""

    id: UUID
    number: str
    channel: str
    line: str
    caller_phone: str
    caller_name: str
    caller_org: str
    call_back: str
    received_at: datetime
    received_reason: str
    occurred_at: datetime | None
    occurred_precision: str
    reported_at: datetime | None
    receiver_name: str
    place_path: str
    place_text: str
    event_type: str | None
    event_type_name: str
    grade: str
    summary: str
    measures: str
    needs: str
    state: str
    version: int
    figures: dict[str, FigureValue]
    figures_as_of: dict[str, datetime]
    master_number: str = ""
    merged: tuple[str, ...] = ()
    """The item this one was merged into, and those that were merged into this one, by number."""
    kind: str = ""
    source_number: str = ""
    urgency: str = ""
    caller_post: str = ""
    told: str = ""
    caller_person_id: UUID | None = None
    caller_hidden: bool = False
    """The channel hides callers: the four caller fields hold ``HIDDEN`` where something is recorded."""
    channel_name: str = ""
    channel_name_en: str = ""

    @property
    def place(self) -> str:
        return " ".join(part for part in (self.place_path, self.place_text) if part)


@dataclass(frozen=True, slots=True)
class FigureRevision:
    """One revision of one figure, with whose word it is and from when on it held (截至)."""

    key: str
    figure: FigureValue
    as_of: datetime
    source: str
    by_name: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action taken on an item: what, to whom or what was said, by whom, when, and the outbound number if any."""

    id: UUID
    kind: str
    note: str
    by_name: str
    at: datetime
    outbound_number: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called, in plain words."""

    phone: str
    name: str
    org: str
    post: str


@dataclass(frozen=True, slots=True)
class FormerCall:
    """An earlier item from the same number."""

    id: UUID
    number: str
    received_at: datetime
    caller_name: str
    caller_org: str
    caller_post: str


def names_caller(text: str, name: str, phone: str) -> bool:
    """Whether a text holds the name, or the number with or without its area code, of a caller as they were typed.

    Widths, spaces and strokes do not count. One letter is no name, and fewer than five digits are nobody's number.
    """
    plain, said = ("".join(unicodedata.normalize("NFKC", one).split()).casefold() for one in (text, name))
    if len(said) > 1 and said in plain:
        return True
    written = re.sub(r"(?<=\d)[^\w\n]{1,3}(?=\d)", "", unicodedata.normalize("NFKC", text))
    local = re.split(r"[^\d]+", unicodedata.normalize("NFKC", phone), maxsplit=1)[-1]
    numbers = {digits(phone), digits(local)}
    return any(len(number) >= _LEAST_DIGITS and number in written for number in numbers)


_LEAST_DIGITS = 5


def digits(phone: str) -> str:
    """The digits of a number as compared: full width or not, without spaces and strokes."""
    return "".join(str(unicodedata.digit(char)) for char in phone if unicodedata.digit(char, None) is not None)
