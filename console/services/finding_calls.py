"""Calls of the last days as the palette finds them: by number, name, or what became of them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console import words
from console.domain import masking
from console.domain.finding import PANEL_OF, RecordHit
from console.domain.people import Actor
from console.domain.ringing import IncomingCall, call_id
from console.services.ringing import RingingService

_FEWEST = 3
"""Digits that are looked for in numbers: fewer stand in all of them."""


def calls_like(
    ringing: RingingService, text: str, zone: ZoneInfo, *, to: Actor | None, mask: bool = False, limit: int = 4
) -> list[RecordHit]:
    """Those that wait for somebody first, then the newest; numbers as ``to`` may see them, hidden where ``mask``."""
    wanted = [word.casefold() for word in text.split()]
    if not wanted:
        return []
    found = [call for call in ringing.rows(to=to) if all(_is_of(call, word) for word in wanted)]
    found.sort(key=lambda call: not call.waits)
    return [_hit(call, zone, mask=mask) for call in found[:limit]]


def _is_of(call: IncomingCall, word: str) -> bool:
    digits = word.replace("-", "")
    if digits.isdigit():
        return len(digits) >= _FEWEST and digits in call.phone.replace("-", "")
    return word in call.who.casefold() or word in _state(call).casefold()


def _state(call: IncomingCall) -> str:
    return words.say(f"ringing.state.{call.state.value}")


def _hit(call: IncomingCall, zone: ZoneInfo, *, mask: bool) -> RecordHit:
    number = masking.masked(call.phone) if mask and call.can_be_rung else call.phone
    at = f"{call.last_at.astimezone(zone):%m-%d %H:%M}"
    said = words.say("finding.call", at=at, state=_state(call), who=call.who)
    return RecordHit(call_id(call.id), number or words.say("call.hidden"), said.strip(), PANEL_OF["GJ"])
