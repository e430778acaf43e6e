"""Forms, rules and hands of a warning to JSON and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from console.domain.warning import Kind, Origin, Person, Rule
from console.domain.warning_form import Chosen, Drawn, WarningForm
from db.chain import canonical

_PLAIN = (
    "scheme", "signal", "level", "title", "issuer", "source_number", "area_words", "full", "sms", "voice", "guide",
    "listened",
)  # fmt: skip
_TIMES = ("source_at", "onset", "expires")


def form_text(form: WarningForm) -> str:
    """The form as it is stored."""
    value: dict[str, Any] = {name: getattr(form, name) for name in _PLAIN}
    value |= {name: at.isoformat() if (at := getattr(form, name)) else "" for name in _TIMES}
    value |= {
        "id": str(form.id),
        "kind": form.kind.value,
        "origin": form.origin.value,
        "places": [str(one) for one in form.places],
        "groups": [str(one) for one in form.groups],
        "drawn": [
            {"corners": [f"{a:.6f},{b:.6f}" for a, b in one.corners], "radius": _radius(one)} for one in form.drawn
        ],
        "channels": [
            {"channel": one.channel, "target": one.target, "devices": [str(each) for each in one.device_ids]}
            for one in form.channels
        ],
        "previous": str(form.previous_id or ""),
    }
    return canonical(value).decode()


def form_of(text: str) -> WarningForm:
    """The form that was stored."""
    value = json.loads(text)
    plain: dict[str, Any] = {name: value[name] for name in _PLAIN}
    plain |= {name: datetime.fromisoformat(value[name]) if value[name] else None for name in _TIMES}
    return WarningForm(
        UUID(value["id"]),
        Kind(value["kind"]),
        Origin(value["origin"]),
        places=tuple(map(UUID, value["places"])),
        groups=tuple(map(UUID, value["groups"])),
        drawn=tuple(Drawn(tuple(map(_pair, one["corners"])), _number(one["radius"])) for one in value["drawn"]),
        channels=tuple(
            Chosen(one["channel"], one["target"], tuple(map(UUID, one["devices"]))) for one in value["channels"]
        ),
        previous_id=UUID(value["previous"]) if value["previous"] else None,
        **plain,
    )


def rule_text(rule: Rule) -> str:
    return canonical(asdict(rule)).decode()


def rule_of(text: str) -> Rule:
    return Rule(**json.loads(text))


def people_text(people: tuple[Person, ...]) -> str:
    return canonical([{"id": str(one.id or ""), "name": one.name} for one in people]).decode()


def people_of(text: str) -> tuple[Person, ...]:
    return tuple(Person(UUID(one["id"]) if one["id"] else None, one["name"]) for one in json.loads(text))


def _corner(pair: tuple[float, float]) -> str:
    return f"{pair[0]:.6f},{pair[1]:.6f}"


def _radius(one: Drawn) -> str:
    return "" if one.radius is None else f"{one.radius:.3f}"


def _number(text: str) -> float | None:
    return float(text) if text else None


def _pair(text: str) -> tuple[float, float]:
    latitude, _, longitude = text.partition(",")
    return float(latitude), float(longitude)
