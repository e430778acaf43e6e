"""A roster as a draft keeps it: text of its lines, of the rules it was made under and of what collided."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from console.domain.planning import Assignment, Blocked, Collision, Finding, Rule, Rules, Seat, Weights
from console.domain.roster import Slot


def lines_text(lines: Sequence[Assignment]) -> str:
    """The lines as JSON, in their order."""
    return _json([_line(one) for one in lines])


def rules_text(rules: Rules, weights: Weights) -> str:
    """The rules a roster was made under: settings change, the draft says what counted then."""
    return _json({"rules": asdict(rules), "weights": asdict(weights)})


def collisions_text(collisions: Sequence[Collision]) -> str:
    """What stands against the empty seats, as JSON."""
    return _json([_collision(one) for one in collisions])


def collisions_of(text: str) -> tuple[Collision, ...]:
    """What stood against the empty seats when the draft was made."""
    return tuple(
        Collision(
            _seat_of(row["seat"]),
            tuple(Blocked(each["name"], _finding_of(each, _seat_of(row["seat"]))) for each in row["blocked"]),
            tuple(Rule(rule) for rule in row["rules"]),
        )
        for row in json.loads(text)
    )


def _line(one: Assignment) -> dict[str, Any]:
    person = str(one.person_id) if one.person_id else None
    return {**_seat(one.seat), "person_id": person, "person": one.name, "kept": one.kept}


def _seat(seat: Seat) -> dict[str, Any]:
    slot = seat.slot
    return {
        "date": slot.day, "template": slot.template, "shift": slot.shift, "start": slot.starts_at, "end": slot.ends_at,
        "post": seat.post, "ordinal": seat.ordinal,
    }  # fmt: skip


def _seat_of(row: Mapping[str, Any]) -> Seat:
    start, end = (datetime.fromisoformat(row[name]) for name in ("start", "end"))
    slot = Slot(row["template"], row["shift"], date.fromisoformat(row["date"]), start, end)
    return Seat(slot, row["post"], row["ordinal"])


def _collision(one: Collision) -> dict[str, Any]:
    return {"seat": _seat(one.seat), "blocked": [_blocked(each) for each in one.blocked], "rules": list(one.rules)}


def _blocked(one: Blocked) -> dict[str, Any]:
    found = one.finding
    return {
        "name": one.name, "rule": found.rule, "other": _seat(found.other) if found.other else None,
        "with": found.with_name, "hours": found.hours, "limit": found.limit,
        "person_id": str(found.person_id) if found.person_id else None,
    }  # fmt: skip


def _finding_of(row: Mapping[str, Any], seat: Seat) -> Finding:
    other = _seat_of(row["other"]) if row["other"] else None
    person = UUID(row["person_id"]) if row["person_id"] else None
    return Finding(Rule(row["rule"]), seat, person, row["name"], other, row["with"], row["hours"], row["limit"])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=lambda one: one.isoformat())
