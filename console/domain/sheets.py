"""Hand-over sheets that are done: how a list shows them, and what may still be added to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.duty import SheetRow


@dataclass(frozen=True, slots=True)
class PastSheet:
    """An accepted sheet in a list: its cut-off, when the watch changed, and from whom to whom."""

    number: str
    cut_off_at: datetime
    accepted_at: datetime
    outgoing: str
    incoming: str
    leader: str


def accepted_at(sheet: SheetRow) -> datetime | None:
    """When the incoming officer signed; None before."""
    signed = next((s["at"] for s in sheet.signatures if s["part"] == "incoming"), None)
    return datetime.fromisoformat(signed) if signed else None


def supplements(sheet: SheetRow) -> tuple[dict[str, str], ...]:
    """Differences raised after the take-over: what the incoming signature did not cover.

    Told by what was signed and never by the time: a clock set back must not put them under that signature.
    """
    signed = next((s["covers"] for s in sheet.signatures if s["part"] == "incoming"), None)
    if signed is None:
        return ()
    return tuple(found for found in sheet.differences if found["id"] not in signed.split(","))


def unsigned_supplements(sheet: SheetRow, side: str) -> tuple[dict[str, str], ...]:
    """Supplements a side (``incoming`` or ``outgoing``) has not signed as they read now."""
    covered = {
        part for s in sheet.signatures if s.get("side") == side for part in s.get("covers", "").split(",") if part
    }
    return tuple(found for found in supplements(sheet) if mark_of(found) not in covered)


def waits(sheet: SheetRow) -> bool:
    """Whether a supplement of it is unanswered, or a side has not signed as they read now."""
    unanswered = any(not found["answer"] for found in supplements(sheet))
    return unanswered or any(unsigned_supplements(sheet, side) for side in ("incoming", "outgoing"))


def mark_of(difference: dict[str, str]) -> str:
    """Names a supplement with its answer: a signature covers it as it read."""
    return f"{difference['id']}={'answered' if difference['answer'] else 'raised'}"


def open_until(sheet: SheetRow, hours: int) -> datetime | None:
    """Until when supplements may be raised."""
    accepted = accepted_at(sheet)
    return accepted + timedelta(hours=hours) if accepted else None
