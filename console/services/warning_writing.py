"""What goes into a warning: words as text, places that are known, people who may put their name to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain.drawing import LARGEST, MOST_CORNERS, SMALLEST
from console.domain.people import Action, Actor, ActorKind, Role, may
from console.domain.text import free_text
from console.domain.warning import LIMITS, Person
from console.domain.warning_form import Chosen, Drawn, WarningForm
from console.errors import Refused
from db.models.people import Officer
from db.models.warnings import WarningMessage
from db.queries import places
from db.store import Tx

MOST_CHANNELS = 60
MOST_DEVICES = 500

NOBODY: Mapping[str, Any] = {
    "reviewer": "", "reviewer_id": None, "reviewed_at": None, "signer": "", "signer_id": None, "signed_at": None,
    "by_phone": False, "second": "", "countersigner": "", "countersigned_at": None, "signed_later_at": None,
}  # fmt: skip
"""Whose names stand under a draft."""


def put_nobody(row: WarningMessage) -> None:
    """Nobody has read it."""
    for name, value in NOBODY.items():
        setattr(row, name, value)


def unsign(row: WarningMessage) -> None:
    """What was signed is signed no longer: a draft again."""
    row.digest, row.canonical, row.urgent = None, "", ""
    put_nobody(row)


def signer_account(tx: Tx, name: str) -> UUID | None:
    """The account of whoever signed by telephone; None for a leader without one."""
    officers = tx.connection.execute(select(Officer.id, Officer.name, Officer.role, Officer.active)).all()
    same = [one for one in officers if Person(None, one.name).same(Person(None, name))]
    if not same:
        return None
    found = max(same, key=lambda one: (one.name == name, one.active))
    if not found.active:
        raise Refused("account_retired", name=name)
    if not may(Actor(ActorKind.OFFICER, name, found.id, Role(found.role)), Action.SIGN_WARNING):
        raise Refused("approver_may_not", name=name)
    made: UUID = found.id
    return made


def cleaned(connection: Connection, form: WarningForm) -> WarningForm:
    """The form with its words as text; refuses what is none, what is too long, places nobody knows."""
    limits = {"title": "title", "issuer": "issuer", "source_number": "source_number", "area_words": "area_words"}
    words: dict[str, Any] = {
        name: " ".join(free_text(getattr(form, name), LIMITS[limit]).split()) for name, limit in limits.items()
    }
    texts = {name: free_text(getattr(form, name), LIMITS[name]) for name in ("full", "sms", "voice", "guide")}
    codes = {name: free_text(getattr(form, name), 40) for name in ("scheme", "signal", "level")}
    known = {node.id for node in places.everything(connection)}
    if any(one not in known for one in form.places):
        raise Refused("no_such_place")
    if sum(len(one.corners) for one in form.drawn) > MOST_CORNERS or len(form.channels) > MOST_CHANNELS:
        raise Refused("too_much_drawn", most=MOST_CORNERS)
    for one in form.drawn:
        _require_earth(one)
    channels = tuple(_chosen(one) for one in form.channels)
    return replace(form, channels=channels, listened=form.listened[:64], **(words | texts | codes))


def _chosen(one: Chosen) -> Chosen:
    if len(one.device_ids) > MOST_DEVICES:
        raise Refused("too_much_drawn", most=MOST_DEVICES)
    target = " ".join(free_text(one.target, LIMITS["target"]).split())
    return Chosen(free_text(one.channel, 40), target, tuple(dict.fromkeys(one.device_ids)))


def _require_earth(one: Drawn) -> None:
    inside = all(-90 <= latitude <= 90 and -180 <= longitude <= 180 for latitude, longitude in one.corners)
    if not inside or not one.corners or (one.radius is not None and not SMALLEST <= one.radius <= LARGEST):
        raise Refused("drawn_nowhere")
